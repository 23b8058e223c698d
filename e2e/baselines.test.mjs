// Whether the comparison of pictures sees what a person would see, and nothing else; and whether
// what is kept is complete, used and small.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Baselines } from './lib/baselines.mjs';
import { compare, reduce } from './lib/compare.mjs';
import { journey } from './lib/journey.mjs';
import { inScheme } from './lib/look.mjs';
import { button, heading, signIn } from './lib/portal.mjs';
import { jwt, maker } from './lib/server.mjs';

const LARGEST = 3 * 1024 * 1024;
const here = import.meta.dirname;

// name, address, and what tells that it is there
const screens = [
  ['products', '/#/products', (page) => page.getByText('OLV-25')],
  ['home', '/#/', (page) => heading(page, 'Hello, Ada')],
];

// What may go wrong, as rules of style.
const faults = {
  'the header with the menu is missing': '.cm-header { visibility: hidden }',
  'the page is empty': '.cm-main { visibility: hidden }',
  'the panels are missing': '.cm-panel { display: none }',
  'a panel is empty': '.cm-panel > * { visibility: hidden }',
  'a margin moves everything': '.cm-main { padding-top: 8rem }',
  'lines lie on each other': '.cm-main * { line-height: 0.3 !important }',
  'text is too large': '.cm-main * { font-size: 1.6rem !important }',
  'everything is in the middle': '.cm-main * { text-align: center; margin-inline: auto }',
};

journey('baselines', (step) => {
  const picture = (page) => page.screenshot({ fullPage: true, animations: 'disabled' });

  step('there is something to see', async ({ page, server }) => {
    const post = maker(server, await jwt(server));
    const brand = await post('/brands/', { name: 'Kallista', reference: 'KAL' });
    for (let n = 1; n <= 25; n += 1) await post('/products/', { sku: `OLV-${n}`, name: `Olive oil number ${n}`, brand: brand.id });
    await signIn(page);
  });

  for (const [name, address, landmark] of screens) {
    for (const width of [1280, 360]) {
      const show = async (page) => {
        await page.setViewportSize({ width, height: 900 });
        await page.goto('about:blank');
        await page.goto(address);
        await landmark(page).waitFor();
        await page.waitForLoadState('networkidle');
      };

      step(`${name} at ${width} px: what is wrong is found`, async ({ browser: { browser }, page }) => {
        await show(page);
        const kept = await reduce(browser, await picture(page));
        assert.equal((await compare(browser, await picture(page), kept)).reason, '');
        for (const [fault, css] of Object.entries(faults)) {
          await style(page, css);
          const { reason, found } = await compare(browser, await picture(page), kept);
          assert.notEqual(reason, '', `not found: ${fault}: ${JSON.stringify(found)}`);
        }
      });

      step(`${name} at ${width} px: neither another day nor another row is wrong`, async ({ browser: { browser }, page }) => {
        for (const scheme of ['light', 'dark']) {
          await inScheme(page, scheme);
          await show(page);
          const kept = await reduce(browser, await picture(page));
          for (const change of [otherNumbers, otherRow]) {
            await page.evaluate(change);
            const { reason, found } = await compare(browser, await picture(page), kept);
            assert.equal(reason, '', JSON.stringify(found));
          }
        }
        await inScheme(page, 'light');
      });
    }
  }

  step('light in the dark is found, also of one panel', async ({ browser: { browser }, page }) => {
    await page.setViewportSize({ width: 1280, height: 900 });
    const light = await picture(page);
    await inScheme(page, 'dark');
    const kept = await reduce(browser, await picture(page));
    assert.notEqual((await compare(browser, light, kept)).reason, '');
    await style(page, '.cm-panel { background: white }');
    assert.notEqual((await compare(browser, await picture(page), kept)).reason, '');
    await inScheme(page, 'light');
    await style(page, '');
  });

  step('entries that the menu lost are found', async ({ browser: { browser }, page }) => {
    await button(page, 'Menu').click();
    await page.getByRole('navigation', { name: 'Main menu' }).waitFor();
    const kept = await reduce(browser, await picture(page));
    await style(page, '.cm-menu > :nth-child(3) { visibility: hidden }');
    assert.notEqual((await compare(browser, await picture(page), kept)).reason, '');
    await style(page, '');
  });

  step('a baseline that is missing is told, made and used; one without a picture is told', async ({ page }) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'countermark-baselines-'));
    const take = () => picture(page);
    const first = new Baselines('home', { folder, update: false });
    await first.hold(page, 'home-1280-light', take);
    assert.match(first.problems().join(), /^home-1280-light has no baseline\..* UPDATE_BASELINES=1 \.\/dev e2e e2e\/home\.test\.mjs$/);

    const made = new Baselines('home', { folder, update: true });
    await made.hold(page, 'home-1280-light', take);
    assert.deepEqual([made.problems(), await made.unused()], [[], []]);

    const held = new Baselines('home', { folder, update: false });
    await held.hold(page, 'home-1280-light', take);
    assert.deepEqual([held.problems(), await held.unused()], [[], []]);

    const other = new Baselines('home', { folder, update: false });
    await other.hold(page, 'home-other', take);
    assert.match((await other.unused()).join(), /home-1280-light\.webp belongs to no picture any more/);
    await rm(folder, { recursive: true });
  });

  step('each screen has all four, each folder a journey, and together they are small', async () => {
    let bytes = 0;
    for (const folder of await readdir(path.join(here, 'baselines'))) {
      await stat(path.join(here, `${folder}.test.mjs`));
      const files = await readdir(path.join(here, 'baselines', folder));
      const names = new Set(files.map((file) => file.replace(/-(1280|360)-(light|dark)\.webp$/, '')));
      const all = [...names].flatMap((name) => [1280, 360].flatMap((width) => ['light', 'dark'].map((scheme) => `${name}-${width}-${scheme}.webp`)));
      assert.deepEqual(files.sort(), all.sort());
      for (const file of files) bytes += (await stat(path.join(here, 'baselines', folder, file))).size;
    }
    assert.ok(bytes > 0 && bytes <= LARGEST, `${bytes} bytes`);
  });
});

/** Other rules of style, in place of those that were there before; the content policy allows this way. */
const style = (page, css) => page.evaluate((text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [sheet];
}, css);

// These run in the page.

function otherNumbers() {
  const texts = document.createTreeWalker(document.getElementById('root'), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    texts.currentNode.nodeValue = texts.currentNode.nodeValue.replaceAll(/\d/g, (digit) => (Number(digit) + 7) % 10);
  }
}

function otherRow() {
  document.querySelector('tbody th, .cm-main p').textContent = 'Honey of thyme';
}

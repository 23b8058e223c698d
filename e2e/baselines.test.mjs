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
import { heading, signIn } from './lib/portal.mjs';
import { jwt, maker } from './lib/server.mjs';
import { still } from './lib/still.mjs';

const LARGEST = 3 * 1024 * 1024;
const here = import.meta.dirname;

// name, address, what tells that it is there, and the look
const screens = [
  ['products', '/#/products', (page) => page.getByText('OLV-25'), 1280, 'light'],
  ['home', '/#/', (page) => heading(page, 'Hello, Ada'), 360, 'dark'],
];

// What may go wrong, as rules of style; `only` where a screen has it.
const faults = [
  ['the header is missing', '.cm-header { visibility: hidden }'],
  ['the page is empty', '.cm-main { visibility: hidden }'],
  ['a margin moves everything', '.cm-main { padding-top: 6rem }'],
  ['lines lie on each other', '.cm-main * { line-height: 0.3 !important }'],
  ['text is too large', '.cm-main * { font-size: 1.4rem !important }'],
  ['the accent has another colour', ':root { --mantine-primary-color-filled: #2f9e44 !important }', 'products'],
  ['a column is missing', 'td:nth-of-type(2), th:nth-of-type(2) { display: none !important }', 'products'],
  ['a column is empty', 'td:nth-of-type(2) { visibility: hidden }', 'products'],
  ['a button is missing', '.cm-main .mantine-Button-root { visibility: hidden }', 'products'],
  ['a panel is empty', '.cm-panel > * { visibility: hidden }', 'home'],
];

journey('baselines', (step) => {
  const picture = (page) => still(page, () => page.screenshot({ fullPage: true, animations: 'disabled', timeout: 30_000 }));

  step('there is something to see', async ({ page, server }) => {
    const post = maker(server, await jwt(server));
    const brand = await post('/brands/', { name: 'Kallista', reference: 'KAL' });
    for (let n = 1; n <= 25; n += 1) await post('/products/', { sku: `OLV-${n}`, name: `Olive oil number ${n}`, brand: brand.id });
    await signIn(page);
  });

  for (const [name, address, landmark, width, scheme] of screens) {
    const show = async (page) => {
      await page.setViewportSize({ width, height: 900 });
      await inScheme(page, scheme);
      await page.goto('about:blank');
      await page.goto(address);
      await landmark(page).waitFor();
      await page.waitForLoadState('networkidle');
    };

    step(`${name} at ${width} px, ${scheme}: what is wrong is found`, async ({ browser: { browser }, page }) => {
      await show(page);
      const kept = await reduce(browser, await picture(page));
      for (const [fault, css] of faults.filter(([, , only = name]) => only === name)) {
        await style(page, css);
        const { reason, points } = await compare(browser, await picture(page), kept);
        assert.notEqual(reason, '', `not found: ${fault}: ${points} points`);
      }
    });

    step(`${name} at ${width} px, ${scheme}: other numbers, another order of rows and another drawing of letters are not wrong`, async ({ browser: { browser }, page }) => {
      await show(page);
      const kept = await reduce(browser, await picture(page));
      for (const change of [() => {}, otherNumbers, otherOrder, smoother]) {
        await page.evaluate(change);
        const { reason, points } = await compare(browser, await picture(page), kept);
        assert.equal(reason, '', change.name);
      }
    });
  }

  step('one picture in light is found among those in dark', async ({ browser: { browser }, page }) => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await inScheme(page, 'dark');
    await style(page, '');
    const kept = await reduce(browser, await picture(page));
    await style(page, '.cm-panel { background: white }');
    assert.notEqual((await compare(browser, await picture(page), kept)).reason, '');
    await style(page, '');
    await inScheme(page, 'light');
    assert.notEqual((await compare(browser, await picture(page), kept)).reason, '');
  });

  step('after a picture the page says what it said, and its colours are never others', async ({ page }) => {
    await page.goto('/#/products');
    await page.getByText('OLV-25').waitFor();
    const seen = () => page.evaluate(() => [document.body.innerText, getComputedStyle(document.body).backgroundColor]);
    const before = await seen();
    const during = await still(page, seen);
    assert.match(during[0], /OLV-00/);
    assert.equal(during[1], before[1]);
    assert.deepEqual(await seen(), before);
  });

  step('a baseline that is missing is told, made and used; one without a picture is told', async ({ browser: { browser }, page }) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'countermark-baselines-'));
    const take = () => picture(page);
    const name = 'home-1280-light';
    const first = new Baselines('home', { folder, update: false });
    await first.hold(browser, name, take);
    assert.match(first.problems().join(), /^home-1280-light has no baseline\..* UPDATE_BASELINES=1 \.\/dev e2e e2e\/home\.test\.mjs$/);

    const made = new Baselines('home', { folder, update: true });
    await made.hold(browser, name, take);
    assert.deepEqual([made.problems(), await made.unused()], [[], []]);

    const held = new Baselines('home', { folder, update: false });
    await held.hold(browser, name, take);
    assert.deepEqual([held.problems(), await held.unused()], [[], []]);

    await style(page, '.cm-main { visibility: hidden }');
    await held.hold(browser, name, take);
    assert.match(held.problems().join(), /^home-1280-light is not what it was: \d+ points differ/);
    await style(page, '');

    const other = new Baselines('home', { folder, update: false });
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
}, { independent: true });

/** Other rules of style, in place of those that were there before; the content policy allows this way. */
const style = (page, css) => page.evaluate((text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [sheet];
}, css);

// These run in the page.

function otherNumbers() {
  const texts = document.createTreeWalker(document.querySelector('.cm-main'), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    // Rules of style are texts too.
    if (text.parentElement.closest('style')) continue;
    text.nodeValue = text.nodeValue.replaceAll(/\d/g, (digit) => (Number(digit) + 7) % 10);
  }
}

/** Ids are drawn, and rows that were made in one moment go by them. */
function otherOrder() {
  const rows = document.querySelector('tbody');
  rows?.append(...[...rows.children].reverse());
}

/** As another machine may draw it: letters a little thinner, everything a part of a point further. */
function smoother() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('body { transform: translate(0.4px, 0.4px); -webkit-font-smoothing: antialiased; text-rendering: geometricPrecision }');
  document.adoptedStyleSheets.push(sheet);
}

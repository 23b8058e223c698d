// What a browser has to load, compressed: the portal opens quickly on a slow line, in either language,
// and no room makes the others wait.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { newPerson } from './lib/browser.mjs';
import { journey } from './lib/journey.mjs';
import { heading, signIn } from './lib/portal.mjs';

const FIRST_LOAD = 250_000;
const CHUNK = 80_000;

const assets = path.resolve(import.meta.dirname, '../portal/dist/assets');

const sizeOf = (name) => ({ name, size: gzipSync(readFileSync(path.join(assets, name))).length });

/** What a page has loaded once it is quiet, if that is not too much. */
async function load(page) {
  await page.waitForLoadState('networkidle');
  const loaded = await page.evaluate(() => performance.getEntriesByType('resource')
    .map(({ name, encodedBodySize }) => ({ name: new URL(name).pathname, size: encodedBodySize }))
    .filter(({ name, size }) => name.startsWith('/assets/') && size > 0));
  const sizes = [...new Map(loaded.map(({ name, size }) => [name, { name: path.basename(name), size }])).values()];
  const sum = sizes.reduce((all, { size }) => all + size, 0);
  assert.ok(sizes.length > 5, 'something was loaded');
  assert.ok(sum <= FIRST_LOAD, `${sum} bytes: ${JSON.stringify(sizes)}`);
  return sizes;
}

journey('size', (step) => {
  const first = new Set();

  for (const [locale, title] of [['en-GB', 'Sign in'], ['fr-FR', 'Connexion']]) {
    step(`the first load, ${locale}`, async (world) => {
      const person = await newPerson(world.browser, { locale });
      await person.page.goto('/');
      await heading(person.page, title).waitFor();
      for (const { name } of await load(person.page)) first.add(name);
      await person.close();
    });
  }

  step('somebody signs in', ({ page }) => signIn(page));

  // With a session it is the shell and the home page that come.
  for (const [locale, title] of [['en-GB', 'Hello, Ada'], ['fr-FR', 'Bonjour Ada']]) {
    step(`the first load with a session, ${locale}`, async ({ page, browser }) => {
      const person = await newPerson(browser, { locale });
      await person.context.addCookies(await page.context().cookies());
      await person.page.goto('/');
      await heading(person.page, title).waitFor();
      await load(person.page);
      await person.close();
    });
  }

  step('no chunk that comes later is large', () => {
    const later = readdirSync(assets).filter((name) => name.endsWith('.js') && !first.has(name));
    const sizes = later.map(sizeOf);
    assert.ok(sizes.length > 20, 'the rooms are chunks of their own');
    assert.deepEqual(sizes.filter(({ size }) => size > CHUNK), []);
  });

  step('every part that is used has its styles', () => {
    const text = (ending) => readdirSync(assets).filter((name) => name.endsWith(ending)).map((name) => readFileSync(path.join(assets, name), 'utf8')).join('\n');
    const classes = (source) => new Set(source.match(/\bm_[0-9a-f]{6,8}\b/g));
    const styled = classes(readFileSync(path.resolve(assets, '../../node_modules/@mantine/core/styles.css'), 'utf8'));
    const there = classes(text('.css'));
    const used = [...classes(text('.js'))].filter((name) => styled.has(name));
    assert.ok(used.length > 50, 'the names of the parts were found');
    assert.deepEqual(used.filter((name) => !there.has(name)), []);
  });
}, { independent: true });

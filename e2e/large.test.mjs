// A 4K screen that nobody has enlarged: tables take its room, forms and lines of text do not, and
// what is written is larger.

import assert from 'node:assert/strict';
import { newPerson } from './lib/browser.mjs';
import { journey } from './lib/journey.mjs';
import { fits, look } from './lib/look.mjs';
import { jwt, maker, uat } from './lib/server.mjs';
import { button, heading, link, signIn } from './lib/portal.mjs';

const WIDTH = 3840;
const SIZE = 20;
/** The widest that a line of text or a form becomes, in letters' sizes. */
const COLUMN = 70;

// name, address, what tells that it is there, and whether it is a list
const screens = [
  ['home', '/#/', (page) => heading(page, 'Hello, Ada')],
  ['products', '/#/products', (page) => page.getByText('1–20 of 25'), 'list'],
  ['import', '/#/products/import', (page) => heading(page, 'Import products')],
  ['tokens', '/#/tokens', (page) => link(page, 'From a script'), 'list'],
  ['profile', '/#/me', (page) => link(page, 'From a script')],
  ['dashboard', '/#/dashboard', (page) => heading(page, 'Dashboard')],
  ['campaign', '/#/campaigns/1', (page) => heading(page, 'Landing screen')],
  ['company', '/#/company', (page) => button(page, 'Edit')],
  ['policy', '/#/policy', (page) => button(page, 'See what this would stop')],
];

journey('large', (step) => {
  let person;

  step('there is something to see', async ({ server, browser }) => {
    const make = maker(server, await jwt(server));
    const brand = await make('/brands/', { name: 'Kallista' });
    const campaign = await make('/campaigns/', { name: 'Oil to Northern Europe' });
    assert.equal(campaign.id, 1);
    await Promise.all([...Array(25).keys()].map((n) => (
      make('/products/', { sku: `OLV-${n}`, name: `Olive oil number ${n}`, brand: brand.id, campaign: campaign.id, client_url: 'https://kallista.example/olive-oil' })
    )));
    await uat(server, ['brand_create', 'product_create']);
    person = await newPerson(browser, { width: WIDTH });
    await person.page.setViewportSize({ width: WIDTH, height: 2160 });
    await signIn(person.page);
  });

  for (const [name, address, landmark, isList] of screens) {
    step(name, async (world) => {
      const { page } = person;
      world.page = page;
      await page.goto('about:blank');
      await page.goto(address);
      await landmark(page).first().waitFor();
      await fits(page, name);
      await look(page, `large-${name}`);
      const widths = await page.evaluate(() => ({
        letters: Number.parseFloat(getComputedStyle(document.documentElement).fontSize),
        list: document.querySelector('.cm-filters + .cm-table, .cm-panel > .cm-table')?.clientWidth ?? 0,
        fields: [...document.querySelectorAll('form')].map(({ clientWidth }) => clientWidth),
      }));
      assert.equal(widths.letters, SIZE);
      if (isList) assert.ok(widths.list > COLUMN * SIZE * 1.3, `${name}: the list is ${widths.list} px wide`);
      for (const width of widths.fields) assert.ok(width <= COLUMN * SIZE, `${name}: a form is ${width} px wide`);
      person.assertQuiet();
    });
  }
}, { independent: true });

// A token that is limited to certain brands, products or campaigns: made, shown, narrowed, and obeyed.

import assert from 'node:assert/strict';
import { journey } from './lib/journey.mjs';
import { button, dialog, heading, link, rowAction, signIn } from './lib/portal.mjs';
import { look, lookAround } from './lib/look.mjs';
import { jwt, maker } from './lib/server.mjs';
import { sumOf, toldInLists, written } from './lib/uses.mjs';

const title = 'New user authorization token';
const part = (where) => where.getByRole('button', { name: /^Brands, products and campaigns/ });

async function choose(window, label, option) {
  const input = window.getByRole('combobox', { name: label });
  await input.click();
  await input.fill(option);
  await window.page().getByRole('option', { name: option }).click();
  // The list stays open for more.
  await window.page().keyboard.press('Escape');
}

/** The part is below the rights: a picture should show it. */
const toEnd = (window) => button(window, 'CREATE').scrollIntoViewIfNeeded();

journey('what a token reaches', (step) => {
  const made = {};

  step('a company without brands has nothing to choose from', async ({ page }) => {
    await signIn(page);
    await page.goto('/#/me');
    await button(page, title).click();
    const window = dialog(page, title);
    await part(window).click();
    await window.getByPlaceholder('Your company has no brands yet').waitFor();
    await window.getByPlaceholder('Your company has no products yet').waitFor();
    await window.getByPlaceholder('Your company has no campaigns yet').waitFor();
    await toEnd(window);
    await look(page, 'reach-empty');
    await button(window, 'Cancel').click();
  });

  step('there are brands, products and a campaign', async ({ server }) => {
    const auth = await jwt(server);
    const post = maker(server, auth);
    const summer = await post('/campaigns/', { name: 'Summer on the islands' });
    for (const name of ['Kallista', 'Meltemi', 'Thyme & Honey of the Southern Islands']) {
      made[name] = (await post('/brands/', { name })).id;
      for (const n of [1, 2]) {
        // The first of each brand is in the campaign.
        const campaign = n === 1 ? summer.id : undefined;
        await post('/products/', { sku: `${name.slice(0, 3)}-${n}`, name: `${name} oil ${n}`, brand: made[name], campaign });
      }
    }
  });

  step('a token is limited to two brands', async ({ page }) => {
    await page.reload();
    await button(page, title).click();
    const window = dialog(page, title);
    await window.getByLabel('Name', { exact: true }).fill('Shop of the islands');
    await window.getByRole('checkbox', { name: 'brand_view' }).first().check();
    await window.getByRole('checkbox', { name: 'product_view' }).first().check();
    await part(window).click();
    await choose(window, 'Only these brands', 'Kallista');
    await choose(window, 'Only these brands', 'Thyme & Honey of the Southern Islands');
    await part(window).getByText('2 brands').waitFor();
    await look(page, 'reach-new');
    await button(window, 'CREATE').click();
    await heading(page, 'Your token is ready').waitFor();
    made.token = await page.getByRole('textbox', { name: 'Token', exact: true }).textContent();
    await button(page, 'Done').click();
    await heading(page, 'Your token is ready').waitFor({ state: 'hidden' });
  });

  step('it sees these and no others', async ({ server }) => {
    const auth = `UAT ${made.token}`;
    const { body } = await server.api('GET', '/products/?limit=50', { auth });
    assert.deepEqual(body.results.map(({ sku }) => sku).sort(), ['Kal-1', 'Kal-2', 'Thy-1', 'Thy-2']);
    assert.equal((await server.api('GET', `/brands/${made.Meltemi}/`, { auth })).status, 404);
  });

  step('its page shows them, and leads to them', async ({ page }) => {
    await page.goto('/#/me');
    await link(page, 'Shop of the islands').click();
    await heading(page, 'Shop of the islands').waitFor();
    await page.getByText('Only these 2 brands:').waitFor();
    await link(page, 'Thyme & Honey of the Southern Islands').waitFor();
    await look(page, 'reach-token');
    await link(page, 'Kallista').click();
    await page.getByText('Kallista oil 1').first().waitFor();
  });

  step('it becomes narrower, and never wider', async ({ server, page }) => {
    await page.goto('/#/me');
    await page.waitForLoadState('networkidle');
    await rowAction(page, 'Shop of the islands', 'Change');
    const window = dialog(page, 'Change the token');
    await part(window).getByText('2 brands').waitFor();
    await part(window).click();
    await window.getByText('The lists of this token can become shorter, never longer.').waitFor();
    // A list does not go away.
    await window.getByRole('combobox', { name: 'Only these brands' }).click();
    for (let n = 0; n < 2; n += 1) await page.keyboard.press('Backspace');
    await page.keyboard.press('Escape');
    await button(window, 'Save').click();
    await window.getByText('Keep at least one of each list, or revoke the token.').waitFor();
    await choose(window, 'Only these brands', 'Kallista');
    await choose(window, 'Only these products', 'Kallista oil 1');
    await look(page, 'reach-edit');
    await button(window, 'Save').click();
    await page.getByText('“Shop of the islands” is saved.').waitFor();
    const { body } = await server.api('GET', '/products/', { auth: `UAT ${made.token}` });
    assert.deepEqual(body.results.map(({ sku }) => sku), ['Kal-1']);
  });

  step('another one is limited to a campaign, and shows it', async ({ server, page }) => {
    await page.goto('/#/me');
    await button(page, title).click();
    const window = dialog(page, title);
    await window.getByLabel('Name', { exact: true }).fill('Summer shop');
    await window.getByRole('checkbox', { name: 'product_view' }).first().check();
    await part(window).click();
    await choose(window, 'Only these campaigns', 'Summer on the islands');
    await part(window).getByText('1 campaign', { exact: true }).waitFor();
    await toEnd(window);
    await look(page, 'reach-campaign');
    await button(window, 'CREATE').click();
    await heading(page, 'Your token is ready').waitFor();
    const token = await page.getByRole('textbox', { name: 'Token', exact: true }).textContent();
    await button(page, 'Done').click();
    await heading(page, 'Your token is ready').waitFor({ state: 'hidden' });
    const { body } = await server.api('GET', '/products/?limit=50', { auth: `UAT ${token}` });
    assert.deepEqual(body.results.map(({ sku }) => sku).sort(), ['Kal-1', 'Mel-1', 'Thy-1']);
    await link(page, 'Summer shop').click();
    await page.getByText('Only this campaign:').waitFor();
    await link(page, 'Summer on the islands').click();
    await page.getByText('Meltemi oil 1').first().waitFor();
  });

  step('it looks right', async ({ page, server }) => {
    const calls = { 'Shop of the islands': 3, 'Summer shop': 1 };
    const { results } = (await server.api('GET', '/uats/', { auth: await jwt(server) })).body;
    for (const { id, name } of results) await written(server, id, (use) => sumOf(use, 'calls') === calls[name]);
    await toldInLists(server);
    await page.goto('/#/me');
    await link(page, 'Shop of the islands').click();
    await page.getByText('Only this product:').waitFor();
    await link(page, 'Kallista oil 1 · Kal-1').waitFor();
    await lookAround(page, 'reach-token');
    await page.goto('/#/me');
    // What the page knows of before may be older.
    await page.reload();
    await button(page, title).click();
    const window = dialog(page, title);
    await part(window).click();
    await choose(window, 'Only these brands', 'Meltemi');
    await toEnd(window);
    await lookAround(page, 'reach-new');
  });
});

// Products: from an empty list to many, put in order, filtered, saved as a file, archived and deleted.

import assert from 'node:assert/strict';
import { newPerson } from './lib/browser.mjs';
import { column, saved } from './lib/files.mjs';
import { journey } from './lib/journey.mjs';
import { hasFocus, tabTo } from './lib/keyboard.mjs';
import { look, lookAround } from './lib/look.mjs';
import { join, jwt, maker } from './lib/server.mjs';
import { button, dialog, field, heading, link, openFromMenu, rowAction, signIn } from './lib/portal.mjs';

const dee = { email: 'dee@kallista.example', given_name: 'Dee', password: 'one more long sentence of mine' };

journey('products', (step) => {
  let auth;
  let make;
  const row = (page, name) => page.getByRole('row').filter({ hasText: name });
  const names = async (page) => (await page.getByRole('rowheader').allInnerTexts()).map((text) => text.split('\n')[0].trim());
  const head = (page, name) => page.getByRole('columnheader', { name, exact: true });

  step('there are none, and the list says how to begin', async ({ page, server }) => {
    auth = await jwt(server);
    make = maker(server, auth);
    await make('/brands/', { name: 'Kallista' });
    await make('/brands/', { name: 'Thalassa' });
    await make('/campaigns/', { name: 'Summer' });
    await signIn(page);
    await openFromMenu(page, 'Products');
    await page.getByText('No products yet').waitFor();
    assert.equal(await button(page, 'Export').isDisabled(), true);
    await look(page, 'products-empty');
  });

  step('one is made; what is missing is said beside its field', async ({ page, server }) => {
    await button(page, 'New product').first().click();
    const window = dialog(page, 'New product');
    await field(window, 'Name').fill('Olive oil');
    await field(window, 'SKU').fill('OLV-1');
    await button(window, 'Create').click();
    assert.equal(await window.getByRole('combobox', { name: 'Brand' }).getAttribute('aria-invalid'), 'true');
    await window.getByRole('combobox', { name: 'Brand' }).fill('kall');
    await page.getByRole('option', { name: 'Kallista' }).click();
    await button(window, 'Create').click();
    await page.getByText('Olive oil is saved.').waitFor();
    await row(page, 'Olive oil').getByText('OLV-1').waitFor();
    const { body } = await server.api('GET', '/products/', { auth });
    assert.deepEqual(body.results.map(({ name, sku, brand, label }) => [name, sku, brand.name, label]), [['Olive oil', 'OLV-1', 'Kallista', 'Olive oil']]);
  });

  step('an article number that is taken is said, and it is put right', async ({ page, person }) => {
    person.expectProblem(/status of 400 .*\/products\//);
    await button(page, 'New product').click();
    const window = dialog(page, 'New product');
    await field(window, 'Name').fill('Honey');
    await field(window, 'SKU').fill('OLV-1');
    await window.getByRole('combobox', { name: 'Brand' }).fill('thal');
    await page.getByRole('option', { name: 'Thalassa' }).click();
    await button(window, 'Create').click();
    await window.getByText(/already exists/).waitFor();
    await look(page, 'products-new-error');
    await field(window, 'SKU').fill('HON-1');
    await button(window, 'Create').click();
    await row(page, 'Honey').waitFor();
  });

  step('it is edited: another name, a campaign and a link', async ({ page, server }) => {
    await rowAction(page, 'Honey', 'Edit');
    const window = dialog(page, 'Edit Honey');
    await field(window, 'Name').fill('Heather honey');
    await window.getByRole('combobox', { name: 'Campaign (optional)' }).fill('summ');
    await page.getByRole('option', { name: 'Summer' }).click();
    await field(window, 'Link (optional)').fill('https://thalassa.example/honey');
    await button(window, 'Save').click();
    await page.getByText('Heather honey is saved.').waitFor();
    await row(page, 'Heather honey').getByText('Summer').waitFor();
    const { body } = await server.api('GET', '/products/?sku__exact=HON-1', { auth });
    assert.deepEqual(body.results.map(({ name, label, client_url: url }) => [name, label, url]), [['Heather honey', 'Heather honey', 'https://thalassa.example/honey']]);
  });

  step('a column puts them in order, by mouse and by keyboard, and the address keeps it', async ({ page }) => {
    assert.deepEqual(await names(page), ['Heather honey', 'Olive oil']);
    assert.equal(await head(page, 'Created').getAttribute('aria-sort'), 'descending');
    await tabTo(page, button(page, 'SKU'));
    await page.keyboard.press('Enter');
    await page.waitForURL(/ordering=sku/);
    assert.equal(await head(page, 'SKU').getAttribute('aria-sort'), 'ascending');
    await page.keyboard.press('Space');
    await page.waitForURL(/ordering=-sku/);
    assert.equal(await hasFocus(button(page, 'SKU')), true);
    await page.locator('tbody th').filter({ hasText: 'Olive oil' }).first().waitFor();
    await page.reload();
    await row(page, 'Olive oil').waitFor();
    assert.equal(await head(page, 'SKU').getAttribute('aria-sort'), 'descending');
    assert.equal(await head(page, 'Created').getAttribute('aria-sort'), 'none');
    assert.deepEqual(await names(page), ['Olive oil', 'Heather honey']);
    await button(page, 'Product').click();
    await page.waitForURL(/ordering=name/);
    // What the list cannot be sorted by is no error.
    await page.goto('/#/products?ordering=colour');
    await page.waitForFunction(() => document.querySelector('[aria-sort="descending"]')?.textContent === 'Created');
    await row(page, 'Olive oil').waitFor();
  });

  step('filters find them, and one click takes all of these away', async ({ page }) => {
    await page.getByPlaceholder('Search by SKU or name').fill('HON');
    await page.getByText('1–1 of 1').waitFor();
    await page.getByRole('combobox', { name: 'Brand' }).fill('kall');
    await page.getByRole('option', { name: 'Kallista' }).click();
    await page.getByText('Nothing matches these filters.').waitFor();
    assert.match(page.url(), /search=HON.*brand=\d|brand=\d.*search=HON/);
    await look(page, 'products-nothing');
    await button(page, 'Clear the filters').last().click();
    await page.getByText('1–2 of 2').waitFor();
    assert.doesNotMatch(page.url(), /search=|brand=/);
  });

  step('what is shown is saved, in its order', async ({ page }) => {
    await page.goto('/#/products?ordering=-name&search=o');
    await page.getByText('1–2 of 2').waitFor();
    const { name, text } = await saved(page, () => button(page, 'Export').click());
    assert.equal(name, 'products.csv');
    assert.deepEqual(column(text, 'sku'), ['OLV-1', 'HON-1']);
    await page.goto('/#/products?search=honey');
    await page.getByText('1–1 of 1').waitFor();
    const honey = await saved(page, () => button(page, 'Export').click());
    assert.deepEqual(column(honey.text, 'name'), ['Heather honey']);
  });

  step('it is archived and restored', async ({ page }) => {
    await page.goto('/#/products');
    await rowAction(page, 'Heather honey', 'Archive');
    await button(dialog(page, 'Archive Heather honey?'), 'Archive').click();
    await page.getByText('Heather honey is archived.').waitFor();
    await row(page, 'Heather honey').waitFor({ state: 'hidden' });
    await page.getByLabel('Show archived').click();
    await rowAction(page, 'Heather honey', 'Restore');
    await button(dialog(page, 'Restore Heather honey?'), 'Restore').click();
    await page.getByText('No archived products.').waitFor();
    await button(page, 'Clear the filters').last().click();
    await row(page, 'Heather honey').waitFor();
  });

  step('it is deleted, once the question is answered', async ({ page, server }) => {
    await rowAction(page, 'Heather honey', 'Delete');
    const ask = dialog(page, 'Delete Heather honey?');
    await look(page, 'products-delete');
    await button(ask, 'Cancel').click();
    await rowAction(page, 'Heather honey', 'Delete');
    await button(ask, 'Delete').click();
    await page.getByText('Heather honey is deleted.').waitFor();
    await row(page, 'Heather honey').waitFor({ state: 'hidden' });
    assert.equal((await server.api('GET', '/products/', { auth })).body.count, 1);
  });

  step('from the end of a list that became shorter one comes back to where there is something', async ({ page, server }) => {
    const brand = (await server.api('GET', '/brands/?search=Kallista', { auth })).body.results[0].id;
    await Promise.all([...Array(20).keys()].map((n) => make('/products/', { sku: `OIL-${n}`, name: `Oil number ${n}`, brand })));
    await page.goto('/#/products?ordering=creation_date');
    await button(page, 'Next page').click();
    await page.getByText('21–21 of 21').waitFor();
    const [last] = await names(page);
    await rowAction(page, last, 'Archive');
    await button(dialog(page, `Archive ${last}?`), 'Archive').click();
    await page.getByText('1–20 of 20').waitFor();
    await page.goto('/#/products?offset=500');
    await page.getByText('1–20 of 20').waitFor();
  });

  step('it fits', async ({ page }) => {
    await lookAround(page, 'products');
    await page.setViewportSize({ width: 360, height: 900 });
    // Where the columns have no heads, the order is chosen from a list.
    await page.getByLabel('Sort by').selectOption('Product, A to Z');
    await page.waitForURL(/ordering=name/);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  step('who may not see them is told which roles do', async ({ browser, server }) => {
    await join(server, dee, { role: 'it_admin' });
    const stranger = await newPerson(browser);
    await signIn(stranger.page, dee);
    await stranger.page.goto('/#/products');
    await heading(stranger.page, 'You may not see this page').waitFor();
    await stranger.page.getByRole('listitem').filter({ hasText: 'product_view' }).getByText(/Account Admin, Brand Manager/).waitFor();
    await look(stranger.page, 'products-denied');
    assert.equal(await link(stranger.page, 'Products').count(), 0);
    stranger.assertQuiet();
    await stranger.close();
  });
});

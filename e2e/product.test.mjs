// One product: what it is, how its codes stand, what landing pages are told of it.

import assert from 'node:assert/strict';
import { newPerson } from './lib/browser.mjs';
import { journey } from './lib/journey.mjs';
import { fits, look, lookAround } from './lib/look.mjs';
import { button, dialog, field, heading, link, openFromMenu, rowAction, signIn } from './lib/portal.mjs';
import { codes } from './lib/scans.mjs';
import { join, jwt, maker } from './lib/server.mjs';

const bo = { email: 'bo@kallista.example', given_name: 'Bo', password: 'another horse battery staple' };

journey('product', (step) => {
  let auth;
  const made = {};

  step('there is a product with codes in every state, and one without', async ({ server }) => {
    auth = await jwt(server);
    const post = maker(server, auth);
    const campaign = await post('/campaigns/', { name: 'Oil to Northern Europe' });
    const brand = await post('/brands/', { name: 'Kallista' });
    made.oil = await post('/products/', {
      sku: 'OLV-500', name: 'Olive oil 500 ml', brand: brand.id, campaign: campaign.id, client_url: 'https://kallista.example/oil',
      description: 'Cold pressed, from Crete.', stc: { ingredients: { en: 'Olives' } },
    });
    made.soap = await post('/products/', { sku: 'SOAP-1', name: 'Soap', brand: brand.id });
    const ids = await codes(server, auth, { reference: 'WO-1', product: made.oil.id, quantity: 10 });
    const change = (where, body) => server.api('POST', where, { auth, body });
    await change('/codes/blacklist/', { codes: ids.slice(0, 2), reason: 4 });
    await change('/codes/deactivate/', { codes: ids.slice(2, 5) });
  });

  step('the list leads to it, and it tells of its codes and leads to them', async ({ page }) => {
    await signIn(page);
    await openFromMenu(page, 'Products');
    await link(page, 'Olive oil 500 ml').click();
    await heading(page, 'Olive oil 500 ml').waitFor();
    await heading(page, '10 codes').waitFor();
    await page.getByText('Cold pressed, from Crete.').waitFor();
    await lookAround(page, 'product');
    for (const [name, count, address] of [
      ['Active', 5, /#\/codes\?status=1&products=/], ['Inactive', 3, /status=0/], ['Blacklisted', 2, /status=2/],
    ]) {
      await page.getByRole('link', { name: new RegExp(`^${count} .*${name}`, 'i') }).click();
      await heading(page, 'Codes').waitFor();
      assert.match(page.url(), address);
      await page.getByRole('status').filter({ hasText: `of ${count}` }).waitFor();
      await page.goBack();
      await heading(page, '10 codes').waitFor();
    }
    await link(page, 'See the scans').click();
    await heading(page, 'Scans').waitFor();
    assert.match(page.url(), new RegExp(`product=${made.oil.id}`));
    await page.goBack();
    await link(page, 'See the numbers').click();
    await heading(page, 'Dashboard').waitFor();
    await page.goBack();
    await link(page, 'See its history').click();
    await page.getByRole('row').filter({ hasText: 'Created product' }).waitFor();
    await page.goBack();
  });

  step('what landing pages get is edited, and refused when it is no object', async ({ page, server }) => {
    const data = field(page, 'Data');
    assert.equal(await data.inputValue(), '{\n  "ingredients": {\n    "en": "Olives"\n  }\n}');
    await data.fill('[1, 2]');
    await button(page, 'Save changes').click();
    await page.getByText('This is not a JSON object.').waitFor();
    await look(page, 'product-stc-bad');
    await data.fill('{"origin": "Crete"}');
    await button(page, 'Save changes').click();
    await page.getByText('The data for landing pages is saved.').waitFor();
    const kept = async () => (await server.api('GET', `/products/${made.oil.id}/`, { auth })).body.stc_data;
    assert.deepEqual(await kept(), { origin: 'Crete' });
    await button(page, 'Edit').click();
    const form = dialog(page, 'Edit Olive oil 500 ml');
    await field(form, 'Name').fill('Olive oil 1 l');
    await button(form, 'Save').click();
    await heading(page, 'Olive oil 1 l').waitFor();
    assert.deepEqual(await kept(), { origin: 'Crete' });
    await data.fill('');
    await button(page, 'Save changes').click();
    await page.getByText('The data for landing pages is saved.').last().waitFor();
    await page.getByText('You have unsaved changes.').waitFor({ state: 'detached' });
    assert.equal(await kept(), undefined);
  });

  step('one without codes says how to get some; it is archived, and deleted after a question', async ({ page }) => {
    await page.goto(`/#/products/${made.soap.id}`);
    await page.getByText('No code is on this product yet.').waitFor();
    await look(page, 'product-no-codes');
    await rowAction(page, 'Soap', 'Archive');
    await button(dialog(page, 'Archive Soap?'), 'Archive').click();
    await page.getByText('Archived', { exact: true }).waitFor();
    await rowAction(page, 'Soap', 'Delete');
    await button(dialog(page, 'Delete Soap?'), 'Delete').click();
    await heading(page, 'Products').waitFor();
  });

  step('one that is not there is said not to be', async ({ page, person }) => {
    person.expectProblem(/status of 404 .*\/products\/999\//);
    await page.goto('/#/products/999');
    await page.getByText('It is not there any more.').waitFor();
  });

  step('who may only look is shown, and offered nothing', async ({ browser, server }) => {
    await join(server, bo, { role: 'supply_chain_manager' });
    const person = await newPerson(browser, { width: 360, scheme: 'dark' });
    await signIn(person.page, bo);
    await person.page.goto(`/#/products/${made.oil.id}`);
    await heading(person.page, 'Data for landing pages').waitFor();
    assert.equal(await button(person.page, 'Edit').count(), 0);
    assert.equal(await button(person.page, 'Save changes').count(), 0);
    await fits(person.page, 'product-reader');
    await look(person.page, 'product-reader-360-dark');
    person.assertQuiet();
    await person.close();
  });
});

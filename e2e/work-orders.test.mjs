// Work orders through the portal: from an empty list by way of a mistake to a file of codes, an
// order that is stopped while it goes on, and templates.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { newPerson } from './lib/browser.mjs';
import { journey } from './lib/journey.mjs';
import { focusOn, openMenu } from './lib/keyboard.mjs';
import { fits, look, lookAround } from './lib/look.mjs';
import { join, jwt, maker } from './lib/server.mjs';
import { button, dialog, field, heading, link, openFromMenu, rowAction, signIn } from './lib/portal.mjs';

const row = (page, text) => page.getByRole('row').filter({ hasText: text });
const done = (page, words) => page.getByText(words, { exact: true }).waitFor();

async function choose(page, where, label, option) {
  await where.getByRole('combobox', { name: label }).or(where.getByRole('textbox', { name: label })).first().click();
  await page.getByRole('option', { name: option }).click();
}

async function downloaded(page, click) {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

journey('work orders', (step) => {
  let auth;
  let product;

  step('a company with products and a campaign', async ({ server }) => {
    auth = await jwt(server);
    const post = maker(server, auth);
    const campaign = await post('/campaigns/', { name: 'Oil to Northern Europe' });
    await post(`/campaigns/${campaign.id}/scm-fields/`, { key: 'lot_number', label: 'Lot', type: 'text' });
    const brand = await post('/brands/', { name: 'Kallista' });
    product = await post('/products/', { sku: 'OLV-500', name: 'Olive oil, half a litre', brand: brand.id, campaign: campaign.id });
  });

  step('nothing is ordered yet, and the list says how to begin', async ({ page }) => {
    await signIn(page);
    await openFromMenu(page, 'Work orders');
    await page.getByText('No work orders yet').waitFor();
    await lookAround(page, 'work-orders-empty');
  });

  step('an order that says too little is told where', async ({ page, person }) => {
    person.expectProblem(/status of 400 .*\/workorders\/create-sid\//);
    await button(page, 'New work order').first().click();
    const window = dialog(page, 'New work order');
    await button(window, 'Order the codes').click();
    await window.getByText('Give a number.').waitFor();
    await field(window, 'Number of codes').fill('2000000');
    await field(window, 'Reference').fill('WO-2026-1');
    await button(window, 'Order the codes').click();
    await window.getByText('Use 1 to 1,000,000.').waitFor();
    await lookAround(page, 'work-order-new');
  });

  step('codes are ordered, made, and listed', async ({ page, server }) => {
    const window = dialog(page, 'New work order');
    await field(window, 'Number of codes').fill('120');
    await choose(page, window, /^Product/, 'Olive oil, half a litre · OLV-500');
    await window.getByLabel('Codes are active from the beginning').check();
    await window.getByLabel('Give each code a serial number').check();
    await window.getByLabel('Pictures in the file').selectOption({ label: 'SVG and PNG' });
    await window.getByLabel('Remarks (optional)').fill('First run of the year, for the line in Ghent.');
    await button(window, 'Order the codes').click();
    await done(page, 'WO-2026-1 is ordered.');
    const one = row(page, 'WO-2026-1');
    await one.getByText('Completed').waitFor();
    await one.getByText('Olive oil, half a litre').waitFor();
    const { body } = await server.api('GET', '/workorders/', { auth });
    const { reference, quantity, activate_on_complete, use_serial_number, images, product: of } = body.results[0];
    assert.deepEqual(
      { reference, quantity, activate_on_complete, use_serial_number, images, of: of.id },
      { reference: 'WO-2026-1', quantity: 120, activate_on_complete: true, use_serial_number: true, images: 'both', of: product.id },
    );
  });

  step('its file and its serial numbers are downloaded from its page', async ({ page }) => {
    const fromList = await downloaded(page, () => button(page, 'Download the file of WO-2026-1').click());
    assert.match(fromList.name, /^workorder-\d+\.zip$/);
    await link(page, 'WO-2026-1').click();
    await heading(page, 'WO-2026-1').waitFor();
    await page.getByText('First run of the year').waitFor();
    const file = await downloaded(page, () => button(page, 'Download the file').click());
    assert.equal(file.bytes.subarray(0, 2).toString(), 'PK');
    assert.deepEqual(file.bytes, fromList.bytes);
    const serials = await downloaded(page, () => button(page, 'Download serial numbers').click());
    assert.equal(serials.name, 'serials-WO-2026-1.csv');
    assert.equal(serials.bytes.toString().trim().split('\r\n').length, 121);
    await lookAround(page, 'work-order');
  });

  step('reference and remarks can be changed; a reference that is taken is told', async ({ page, person, server }) => {
    const body = { reference: 'WO-2026-2', quantity: 5, activate_on_complete: false, use_serial_number: false };
    assert.equal((await server.api('POST', '/workorders/create-sid/', { auth, body })).status, 201);
    person.expectProblem(/status of 400 .*\/workorders\/\d+\//);
    await button(page, 'Edit').click();
    const window = dialog(page, 'Edit WO-2026-1');
    await field(window, 'Reference').fill('WO-2026-2');
    await button(window, 'Save').click();
    await window.getByText('A work order with this reference already exists.').waitFor();
    await field(window, 'Reference').fill('WO-2026-GHENT');
    await button(window, 'Save').click();
    await heading(page, 'WO-2026-GHENT').waitFor();
  });

  step('an order that goes on shows how far it is, also after a reload', async ({ page }) => {
    await link(page, 'All work orders').click();
    await button(page, 'New work order').click();
    const window = dialog(page, 'New work order');
    await field(window, 'Reference').fill('WO-2026-LARGE');
    await field(window, 'Number of codes').fill('1000000');
    await button(window, 'Order the codes').click();
    const large = row(page, 'WO-2026-LARGE');
    await large.getByText('Making codes').waitFor();
    await large.getByText(/^[\d,]+ of 1,000,000 codes$/).waitFor();
    await look(page, 'work-orders-making');
    await page.getByLabel('State', { exact: true }).selectOption({ label: 'Completed' });
    await large.waitFor({ state: 'detached' });
    await row(page, 'WO-2026-GHENT').waitFor();
    assert.match(page.url(), /state=completed/);
    await page.getByLabel('State', { exact: true }).selectOption({ label: 'Canceled or failed' });
    await page.getByText('Nothing matches these filters.').waitFor();
    await page.getByLabel('State', { exact: true }).selectOption({ label: 'Under way' });
    await row(page, 'WO-2026-GHENT').waitFor({ state: 'detached' });
    await link(large, 'WO-2026-LARGE').click();
    await page.reload();
    await page.getByRole('progressbar', { name: 'Making codes' }).waitFor();
    const numbers = page.locator('.cm-working-numbers');
    const first = await numbers.textContent();
    await page.waitForFunction((was) => document.querySelector('.cm-working-numbers')?.textContent !== was, first);
    // No baselines: its bar goes on meanwhile.
    await fits(page, 'work-order-making');
    await look(page, 'work-order-making');
  });

  step('it is canceled, and only then can it be deleted', async ({ page, server }) => {
    await rowAction(page, 'WO-2026-LARGE', 'Cancel the order');
    const window = dialog(page, 'Cancel WO-2026-LARGE?');
    await look(page, 'work-order-cancel');
    await button(window, 'Cancel the order').click();
    await page.getByText('This order was canceled').waitFor();
    await look(page, 'work-order-canceled');
    await rowAction(page, 'WO-2026-LARGE', 'Delete');
    await button(dialog(page, 'Delete WO-2026-LARGE?'), 'Delete').click();
    await page.getByRole('heading', { name: 'Work orders', exact: true }).waitFor();
    await row(page, 'WO-2026-GHENT').waitFor();
    await row(page, 'WO-2026-LARGE').waitFor({ state: 'detached' });
    // The codes of what was deleted go behind it, and the page says so meanwhile.
    await page.getByText('Work orders are being tidied up').waitFor({ state: 'detached' });
    assert.equal((await server.api('GET', '/workorders/', { auth })).body.count, 2);
    await lookAround(page, 'work-orders-list');
    await button(page, 'Actions for WO-2026-GHENT').click();
    await page.getByRole('menuitem', { name: 'Archive' }).waitFor();
    assert.equal(await page.getByRole('menuitem', { name: 'Delete' }).count(), 0);
    await page.keyboard.press('Escape');
    await focusOn(button(page, 'Actions for WO-2026-GHENT'));
  });

  step('by keyboard: an order is archived, and the focus comes back', async ({ page }) => {
    await openMenu(button(page, 'Actions for WO-2026-2'));
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await dialog(page, 'Archive WO-2026-2?').waitFor();
    await page.keyboard.press('Escape');
    await focusOn(button(page, 'Actions for WO-2026-2'));
    await rowAction(page, 'WO-2026-2', 'Archive');
    await button(dialog(page, 'Archive WO-2026-2?'), 'Archive').click();
    await done(page, 'WO-2026-2 is archived.');
    await row(page, 'WO-2026-2').waitFor({ state: 'detached' });
    await page.getByLabel('Show archived').check();
    await row(page, 'WO-2026-2').getByText('Archived').waitFor();
    await rowAction(page, 'WO-2026-2', 'Restore');
    await button(dialog(page, 'Restore WO-2026-2?'), 'Restore').click();
    await page.getByText('No archived work orders.').waitFor();
    await page.getByLabel('Show archived').uncheck();
    await page.getByLabel('Search by reference or remarks').fill('ghent');
    await row(page, 'WO-2026-2').waitFor({ state: 'detached' });
    await row(page, 'WO-2026-GHENT').waitFor();
  });

  step('a template holds what orders have in common', async ({ page, person, server }) => {
    await link(page, 'Templates').click();
    await page.getByText('No templates yet').waitFor();
    await lookAround(page, 'templates-empty');
    await button(page, 'New template').first().click();
    const window = dialog(page, 'New template');
    person.expectProblem(/status of 400 .*\/workorders\/templates\//);
    await button(window, 'Create').click();
    await window.getByText('This field may not be blank.').waitFor();
    await field(window, 'Name').fill('Half litres');
    await choose(page, window, /^Product/, 'Olive oil, half a litre · OLV-500');
    await window.getByLabel('Give each code a serial number').check();
    await window.getByLabel('Pictures in the file').selectOption({ label: 'PNG' });
    await button(window, 'Add a value').click();
    await window.getByLabel('Field').selectOption({ label: 'Lot (lot_number)' });
    await window.getByLabel('Value of Lot').fill('2026-11');
    await lookAround(page, 'template-new');
    await button(window, 'Create').click();
    await done(page, 'Half litres is saved.');
    await row(page, 'Half litres').getByText('PNG').waitFor();
    const { body } = await server.api('GET', '/workorders/templates/', { auth });
    assert.deepEqual(body.results[0].default_scm_data, { lot_number: '2026-11' });
    await lookAround(page, 'templates');
  });

  step('an order begins with it', async ({ page, server }) => {
    await link(page, 'Orders').click();
    await page.getByLabel('Search by reference or remarks').waitFor();
    await button(page, 'New work order').click();
    const window = dialog(page, 'New work order');
    await choose(page, window, /^Start from a template/, 'Half litres');
    await page.waitForFunction(() => document.querySelector('select[data-path="images"]')?.value === 'png');
    assert.ok(await window.getByLabel('Give each code a serial number').isChecked());
    assert.equal(await window.getByLabel('Pictures in the file').inputValue(), 'png');
    await field(window, 'Reference').fill('WO-2026-3');
    await field(window, 'Number of codes').fill('10');
    await button(window, 'Order the codes').click();
    await row(page, 'WO-2026-3').getByText('Completed').waitFor();
    const { body } = await server.api('GET', '/workorders/?search=WO-2026-3', { auth });
    assert.equal(body.results[0].images, 'png');
    assert.equal(typeof body.results[0].template, 'number');
    await link(page, 'WO-2026-3').click();
    await link(page, 'Half litres').waitFor();
  });

  step('a template is changed, archived and restored', async ({ page }) => {
    await link(page, 'Half litres').click();
    await rowAction(page, 'Half litres', 'Edit');
    const window = dialog(page, 'Edit Half litres');
    assert.equal(await window.getByLabel('Value of Lot').inputValue(), '2026-11');
    await field(window, 'Name').fill('Half litres, 2027');
    await button(window, 'Save').click();
    await done(page, 'Half litres, 2027 is saved.');
    await rowAction(page, 'Half litres, 2027', 'Archive');
    await button(dialog(page, 'Archive Half litres, 2027?'), 'Archive').click();
    await done(page, 'Half litres, 2027 is archived.');
    await page.getByLabel('Show archived').check();
    await rowAction(page, 'Half litres, 2027', 'Restore');
    await button(dialog(page, 'Restore Half litres, 2027?'), 'Restore').click();
    await done(page, 'Half litres, 2027 is restored.');
  });

  step('who may only look is offered nothing else, and who may not look is told', async ({ server, browser }) => {
    for (const [email, role] of [['bo@kallista.example', 'brand_manager'], ['it@kallista.example', 'it_admin']]) {
      const bo = { email, given_name: 'Bo', password: 'another battery for a horse' };
      await join(server, bo, { role });
      const person = await newPerson(browser);
      await signIn(person.page, bo);
      await person.page.goto('/#/work-orders');
      if (role === 'it_admin') {
        await heading(person.page, 'You may not see this page').waitFor();
      } else {
        await button(person.page, 'Download the file of WO-2026-GHENT').waitFor();
        assert.equal(await button(person.page, 'New work order').count(), 0);
        assert.equal(await button(person.page, 'Actions for WO-2026-GHENT').count(), 0);
      }
      await fits(person.page);
      person.assertQuiet();
      await person.close();
    }
  });
});

// Codes through the portal: found, chosen, given another status, opened, changed, downloaded.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { newPerson } from './lib/browser.mjs';
import { journey } from './lib/journey.mjs';
import { openMenu } from './lib/keyboard.mjs';
import { fits, look, lookAround } from './lib/look.mjs';
import { join, jwt, maker } from './lib/server.mjs';
import { button, dialog, field, heading, link, openFromMenu, signIn } from './lib/portal.mjs';

const row = (page, text) => page.getByRole('row').filter({ hasText: text });

async function choose(where, label, option) {
  await where.getByRole('combobox', { name: label }).or(where.getByRole('textbox', { name: label })).first().click();
  await where.page().getByRole('option', { name: option }).click();
}

journey('codes', (step) => {
  let auth;
  let ids;
  let order;
  let other;
  const codeOf = async (server, id) => (await server.api('GET', `/codes/${encodeURIComponent(id)}/`, { auth })).body;

  step('before any work order there are none, and the list says where they come from', async ({ page }) => {
    await signIn(page);
    await openFromMenu(page, 'Codes');
    await page.getByText('No codes yet').waitFor();
    assert.ok(await button(page, 'Download').isDisabled());
    await lookAround(page, 'codes-empty');
  });

  step('two work orders, one of them on a product whose campaign keeps four fields', async ({ server }) => {
    auth = await jwt(server);
    const post = maker(server, auth);
    const campaign = await post('/campaigns/', { name: 'Oil to Northern Europe' });
    for (const [key, label, type, choices] of [
      ['lot_number', 'Lot', 'text'], ['line', 'Production line', 'list', ['13A', '13B']], ['weight', 'Net weight', 'number'], ['sell_by_date', 'Sell-by date', 'date'],
    ]) await post(`/campaigns/${campaign.id}/scm-fields/`, { key, label, type, choices: choices ?? [] });
    const brand = await post('/brands/', { name: 'Kallista' });
    const product = await post('/products/', { sku: 'OLV-500', name: 'Olive oil, half a litre', brand: brand.id, campaign: campaign.id });
    await post('/products/', { sku: 'VIN-1', name: 'Vinegar', brand: brand.id });
    const made = async (reference, quantity, more) => {
      const { id } = await post('/workorders/create-sid/', { reference, quantity, activate_on_complete: false, use_serial_number: true, ...more });
      for (let tries = 0; tries < 300; tries += 1) {
        if ((await server.api('GET', `/workorders/${id}/`, { auth })).body.state === 'completed') return id;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error('the codes were not made');
    };
    other = await made('WO-OTHER', 3, {});
    order = await made('WO-2026-1', 60, { product: product.id });
    const { body } = await server.api('GET', `/codes/?workorder=${order}&limit=200`, { auth });
    ids = body.results.map(({ extended_id: id }) => id);
  });

  step('the filters stand in the address and find codes', async ({ page }) => {
    await page.goto('about:blank');
    await page.goto('/#/codes');
    await page.getByText('1–50 of 63').waitFor();
    await choose(page.locator('main'), 'Work order', 'WO-OTHER');
    await page.getByText('1–3 of 3').waitFor();
    assert.match(page.url(), /workorder=\d+/);
    await page.goto('/#/codes');
    await page.getByText('1–50 of 63').waitFor();
    await choose(page.locator('main'), 'Product', 'Olive oil, half a litre · OLV-500');
    await page.getByText('1–50 of 60').waitFor();
    await page.getByLabel('Status').selectOption({ label: 'Blacklisted' });
    await page.getByText('Nothing matches these filters.').waitFor();
    await page.getByLabel('Status').selectOption({ label: 'Any status' });
    await page.getByLabel('Search by id or serial number').fill(ids[7]);
    await page.getByText('1–1 of 1').waitFor();
    await row(page, ids[7]).getByRole('link', { name: 'WO-2026-1' }).waitFor();
    await page.goto(`/#/codes?workorder=${order}`);
    await page.getByText('1–50 of 60').waitFor();
  });

  step('what is chosen is activated, from page to page', async ({ page, server }) => {
    await page.getByLabel('Choose all on this page').check();
    await page.getByText('50 codes chosen').waitFor();
    await button(page, 'Next page').click();
    await page.getByText('51–60 of 60').waitFor();
    await page.getByRole('checkbox', { name: /^Choose [0-9A-Za-z_-]{12}$/ }).first().check();
    await page.getByText('51 codes chosen').waitFor();
    await lookAround(page, 'codes-chosen');
    await button(page, 'Activate').click();
    await look(page, 'codes-activate');
    await button(dialog(page, 'Activate 51 codes?'), 'Activate').click();
    await page.getByText('51 codes are active now.').waitFor();
    const { body } = await server.api('GET', `/codes/?workorder=${order}&status=1`, { auth });
    assert.equal(body.count, 51);
    // Under another filter nothing is chosen.
    await page.getByRole('checkbox', { name: /^Choose [0-9A-Za-z_-]{12}$/ }).first().check();
    await page.getByText('1 code chosen').waitFor();
    await page.getByLabel('Status').selectOption({ label: 'Active' });
    await page.getByText('1–50 of 51').waitFor();
    assert.equal(await page.getByText('1 code chosen').count(), 0);
  });

  step('one is blacklisted with its reason, by keyboard', async ({ page, server }) => {
    await page.goto(`/#/codes?search=${ids[0]}`);
    await page.getByText('1–1 of 1').waitFor();
    await openMenu(button(page, `Actions for ${ids[0]}`));
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    const window = dialog(page, `Blacklist ${ids[0]}?`);
    await field(window, 'Reason').selectOption({ label: 'Stolen' });
    await lookAround(page, 'codes-blacklist');
    await button(window, 'Blacklist').focus();
    await page.keyboard.press('Enter');
    await page.getByText('1 code is blacklisted now.').waitFor();
    await row(page, ids[0]).getByText('Stolen').waitFor();
    const { activation_status, blacklist_reason } = await codeOf(server, ids[0]);
    assert.deepEqual({ activation_status, blacklist_reason }, { activation_status: 2, blacklist_reason: 4 });
  });

  step('every other filter is a step away, and one by any value', async ({ page, server }) => {
    const [first] = (await server.api('GET', `/codes/?workorder=${order}&status=1&limit=1`, { auth })).body.results;
    assert.equal((await server.api('PATCH', `/codes/${encodeURIComponent(first.extended_id)}/scm/`, { auth, body: { lot_number: 'L-77' } })).status, 200);
    await page.goto('/#/codes?campaign=1&scm_key=lot_number&scm_value=L-77');
    await page.getByText('1–1 of 1').waitFor();
    await row(page, first.extended_id).waitFor();
    await button(page, 'Clear the filters').click();
    await page.getByText('1–50 of 63').waitFor();
    await button(page, 'More filters').click();
    await page.getByLabel('Blacklisted or not').selectOption('Blacklisted only');
    await page.getByText('1–1 of 1').waitFor();
    await look(page, 'codes-more-filters');
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    await page.goto(`/#/codes?activated_at_from=${tomorrow}`);
    await page.getByText('Nothing matches these filters.').waitFor();
    await page.goto(`/#/codes?search=${ids[0]}`);
  });

  step('a code has its page, where one value after the other is changed', async ({ page, server }) => {
    await link(page, ids[0]).click();
    await heading(page, ids[0]).waitFor();
    await page.getByText('Stolen').waitFor();
    const edit = async (label, fill) => {
      await button(page, `Edit ${label}`).click();
      const window = dialog(page, `Edit ${label}`);
      await fill(field(window, label), window);
      await button(window, 'Save').click();
      await window.waitFor({ state: 'hidden' });
      // The same may still be said of the time before.
      await page.getByText(`${label} is saved.`).last().waitFor();
    };
    await edit('Lot', (input) => input.fill('2026-11-L7'));
    await edit('Production line', async (input) => {
      await look(page, 'code-edit-list');
      await input.selectOption('13B');
    });
    await edit('Sell-by date', (input) => input.fill('2027-12-31'));
    await page.getByText('31 Dec 2027').waitFor();
    assert.deepEqual((await codeOf(server, ids[0])).scm, { lot_number: '2026-11-L7', line: '13B', sell_by_date: '2027-12-31' });
    await lookAround(page, 'code');
    await edit('Lot', (input) => input.fill(''));
    assert.deepEqual((await codeOf(server, ids[0])).scm, { line: '13B', sell_by_date: '2027-12-31' });
  });

  step('it is put on another product, and back', async ({ page, server }) => {
    const move = async (name) => {
      await button(page, 'Edit Product').click();
      const window = dialog(page, 'Put the code on another product');
      await choose(window, 'Product', name);
      await button(window, 'Save').click();
      await window.waitFor({ state: 'hidden' });
    };
    await move('Vinegar · VIN-1');
    await page.getByText('The product of this code is in no campaign').waitFor();
    assert.equal((await codeOf(server, ids[0])).product.sku, 'VIN-1');
    await move('Olive oil, half a litre · OLV-500');
    await button(page, 'Edit Lot').waitFor();
  });

  step('a value that is too long is refused beside it', async ({ page, person }) => {
    person.expectProblem(/status of 400 .*\/scm\//);
    await button(page, 'Edit Serial number').click();
    const window = dialog(page, 'Edit Serial number');
    await field(window, 'Serial number').fill('9'.repeat(3_000));
    await button(window, 'Save').click();
    await window.locator('[aria-invalid="true"]').waitFor();
    await look(page, 'code-edit-refused');
    await button(window, 'Cancel').click();
    await button(page, 'Activate').click();
    await button(dialog(page, `Activate ${ids[0]}?`), 'Activate').click();
    await page.getByText('1 code is active now.').waitFor();
  });

  step('a code that is not there is told', async ({ page, person }) => {
    person.expectProblem(/status of 404 .*\/codes\//);
    await page.goto('/#/codes/NO-SUCH-CODE');
    await page.getByText('It is not there any more.').waitFor();
  });

  step('a download is written by the server, and saved when it is there', async ({ page }) => {
    await page.goto(`/#/codes?workorder=${order}`);
    await page.getByText('1–50 of 60').waitFor();
    // The file is there before anybody can look: for a while the server is heard to be still at it.
    const patient = (route) => route.fetch().then(async (answer) => {
      const body = await answer.json();
      const results = body.results.map((job) => (job.kind === 'codes_download' ? { ...job, state: 'running', done: 40, result: null, finished_at: null } : job));
      await route.fulfill({ response: answer, json: { ...body, results } });
    });
    await page.route(/\/api\/v2\/jobs\//, patient);
    await button(page, 'Download').click();
    await heading(page, 'Your downloads').waitFor();
    await page.reload();
    await page.getByRole('progressbar', { name: 'In progress' }).waitFor();
    await page.getByText('40 codes written').waitFor();
    // Pictures of few rows: those of fifty are long.
    await page.goto(`/#/codes?workorder=${other}`);
    await page.getByText('1–3 of 3').waitFor();
    await look(page, 'codes-downloading');
    await page.unroute(/\/api\/v2\/jobs\//, patient);
    const save = button(page, 'Save the file');
    await save.waitFor();
    await page.getByText(/^60 codes, /).waitFor();
    await lookAround(page, 'codes-list');
    const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
    assert.match(download.suggestedFilename(), /^codes-[0-9a-z]{12}\.csv$/);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
    assert.equal(lines.length, 61);
    assert.match(lines[0], /^extended_id,serial_number,brand,/);
  });

  step('who may not see work orders sees their numbers, and who may not see codes is told', async ({ server, browser }) => {
    for (const [email, role] of [['bp@kallista.example', 'brand_protection_manager'], ['di@kallista.example', 'dashboard_user']]) {
      const bo = { email, given_name: 'Bo', password: 'another battery for a horse' };
      await join(server, bo, { role });
      const person = await newPerson(browser);
      await signIn(person.page, bo);
      await person.page.goto(`/#/codes?workorder=${other}`);
      if (role === 'dashboard_user') {
        await heading(person.page, 'You may not see this page').waitFor();
      } else {
        await person.page.getByText('1–3 of 3').waitFor();
        await person.page.getByText(`No. ${other}`).first().waitFor();
        // Downloads are for whoever asked for them.
        assert.equal(await heading(person.page, 'Your downloads').count(), 0);
      }
      await fits(person.page);
      person.assertQuiet();
      await person.close();
    }
  });
});

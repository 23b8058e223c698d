// What was loaded onto codes: found by person and day, and looked at one by one.

import assert from 'node:assert/strict';
import { journey } from './lib/journey.mjs';
import { look, lookAround } from './lib/look.mjs';
import { button, dialog, heading, link, openFromMenu, signIn } from './lib/portal.mjs';
import { codes } from './lib/scans.mjs';
import { join, jwt, maker } from './lib/server.mjs';

const bo = { email: 'bo@kallista.example', given_name: 'Bo', password: 'another horse battery staple' };
const KEYS = ['lot_number', 'production_line', 'supplier', 'destination', 'inspected_by', 'pallet'];
const row = (page, text) => page.getByRole('row').filter({ hasText: text });

journey('scm tasks', (step) => {
  let auth;
  let ids;
  const task = {};

  step('two people have uploaded something', async ({ server }) => {
    auth = await jwt(server);
    const post = maker(server, auth);
    const campaign = await post('/campaigns/', { name: 'Oil to Northern Europe' });
    for (const key of KEYS) await post(`/campaigns/${campaign.id}/scm-fields/`, { key, label: key, type: 'text' });
    const brand = await post('/brands/', { name: 'Kallista' });
    const product = await post('/products/', { sku: 'OLV-1', name: 'Olive oil', brand: brand.id, campaign: campaign.id });
    ids = await codes(server, auth, { reference: 'WO-1', product: product.id, quantity: 30 });
    await join(server, bo, { role: 'account_admin' });
    const upload = async (who, body) => (await server.api('POST', '/scm/upload/', { auth: who, body })).status;
    const all = Object.fromEntries(KEYS.map((key) => [key, `${key} 7`]));
    assert.equal(await upload(auth, { data_key: 'extended_id', items: ids.map((id) => ({ extended_id: id, ...all })) }), 200);
    assert.equal(await upload(await jwt(server, bo), { data_key: 'extended_id', items: [{ extended_id: ids[0], lot_number: '8' }] }), 200);
    [task.bo, task.ada] = (await server.api('GET', '/scm/tasks/?ordering=-created_at', { auth })).body.results;
  });

  step('they are found by person and by day, and the address says so', async ({ page }) => {
    await signIn(page);
    await openFromMenu(page, 'Supply-chain data');
    await row(page, task.ada.reference).waitFor();
    await page.getByRole('combobox', { name: 'Who uploaded' }).click();
    await page.getByRole('option', { name: /^Bo / }).click();
    await row(page, task.ada.reference).waitFor({ state: 'detached' });
    await row(page, task.bo.reference).waitFor();
    assert.match(page.url(), new RegExp(`created_by=${task.bo.created_by}$`));
    const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    await page.goto(`/#/supply-chain?from=${day(-7)}&to=${day(-1)}`);
    await page.getByText('Nothing matches these filters.').waitFor();
    await look(page, 'scm-tasks-nothing');
    await button(page, 'Clear the filters').last().click();
    await row(page, task.ada.reference).waitFor();
    await page.goto(`/#/supply-chain?from=${day(-1)}&to=${day(0)}`);
    await row(page, task.bo.reference).waitFor();
    await page.goto('/#/supply-chain');
    await row(page, task.bo.reference).waitFor();
    await lookAround(page, 'scm-tasks');
  });

  step('one opens with everything that is known of it, by keyboard, and gives the focus back', async ({ page }) => {
    const name = link(page, task.ada.reference);
    await name.focus();
    await page.keyboard.press('Enter');
    const details = dialog(page, `Upload ${task.ada.reference}`);
    for (const key of KEYS) await details.getByText(key, { exact: true }).waitFor();
    await details.getByText('"item_count": 30').waitFor();
    await details.getByText('ada@kallista.example').waitFor();
    assert.match(page.url(), new RegExp(`task=${task.ada.id}$`));
    await button(details, 'Copy JSON').waitFor();
    await lookAround(page, 'scm-task');
    await page.keyboard.press('Escape');
    await details.waitFor({ state: 'hidden' });
    await page.waitForFunction((text) => document.activeElement?.textContent === text, task.ada.reference);
    assert.ok(!page.url().includes('task='));
  });

  step('its history is in the log', async ({ page }) => {
    await page.goto(`/#/supply-chain?task=${task.ada.id}`);
    await link(dialog(page, `Upload ${task.ada.reference}`), 'See its history').click();
    await heading(page, 'Activity log').waitFor();
    await row(page, '30 codes').waitFor();
    await row(page, '1 codes').waitFor({ state: 'detached' });
  });

  // No journey breaks the server's own work: it is heard to have failed.
  step('of one that failed it says why, and an address leads to it', async ({ page }) => {
    const one = `**/api/v2/scm/tasks/${task.ada.id}/`;
    await page.route(one, (route) => route.fulfill({
      json: { ...task.ada, state: 'failed', total_updates: 0, failure: 'Too many codes are inside of one logistical unit.' },
    }));
    await page.goto(`/#/supply-chain?task=${task.ada.id}`);
    await page.getByText('Nothing was changed.').waitFor();
    await look(page, 'scm-task-failed');
    await page.unroute(one);
  });

  step('one that is not there is said not to be', async ({ page, person }) => {
    person.expectProblem(/status of 404 .*\/scm\/tasks\/999\//);
    await page.goto('/#/supply-chain?task=999');
    await dialog(page, 'Upload').getByText('It is not there any more.').waitFor();
    await button(dialog(page, 'Upload'), 'Close').last().click();
    await dialog(page, 'Upload').waitFor({ state: 'hidden' });
  });
});

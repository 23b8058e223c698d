// One campaign from an empty page to one that knows where scans are sent, what codes carry, who
// hears of what, and who sees it.

import assert from 'node:assert/strict';
import { newPerson } from './lib/browser.mjs';
import { journey } from './lib/journey.mjs';
import { look, lookAround } from './lib/look.mjs';
import { join, jwt } from './lib/server.mjs';
import { button, dialog, field, heading, link, openFromMenu, rowAction, signIn } from './lib/portal.mjs';

const bo = { email: 'bo@kallista.example', given_name: 'Bo', password: 'another long sentence of mine' };
const dee = { email: 'dee@kallista.example', given_name: 'Dee', password: 'one more long sentence of mine' };
const TABS = ['Redirect', 'SCM T&T', 'Codes', 'Alerts', 'Access', 'Options'];

const tab = (page, name) => page.getByRole('tab', { name, exact: true });
const region = (page, name) => page.getByRole('region', { name, exact: true });
const rule = (page, number) => page.getByRole('group', { name: `Rule ${number}`, exact: true });
const rows = (where, list) => where.getByRole('list', { name: list }).getByRole('listitem');

async function choose(where, label, ...options) {
  const input = where.getByRole('combobox', { name: label });
  await input.click();
  for (const option of options) {
    await input.fill(option);
    await (where.page?.() ?? where).getByRole('option', { name: option, exact: true }).click();
  }
  await input.press('Escape');
}

/** Drags one row of a list onto another, as a hand does: in several small steps. */
async function drag(page, from, to) {
  // Not below what floats at the end of the window.
  await from.evaluate((row) => row.scrollIntoView({ block: 'center' }));
  const start = await from.locator('.cm-sortable-grip').boundingBox();
  const end = await to.boundingBox();
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x + 20, end.y + end.height / 2, { steps: 6 });
  await page.mouse.up();
}

journey('campaign', (step) => {
  let auth;
  let id;
  const get = async (server, part) => (await server.api('GET', `/campaigns/${id}/${part}`, { auth })).body;

  step('the first one is made and renamed', async ({ page, person }) => {
    await signIn(page);
    await openFromMenu(page, 'Campaigns');
    await page.getByText('No campaigns yet').waitFor();
    await look(page, 'campaigns-empty');
    await button(page, 'New campaign').last().click();
    const window = dialog(page, 'New campaign');
    await field(window, 'Name').fill('Honey');
    await button(window, 'Create').click();
    await link(page, 'Honey').waitFor();
    await button(page, 'New campaign').click();
    await field(window, 'Name').fill('honey');
    person.expectProblem(/status of 400 .*\/campaigns\/\)/);
    await button(window, 'Create').click();
    await window.getByText(/already exists/).waitFor();
    await button(window, 'Cancel').click();
    await rowAction(page, 'Honey', 'Edit');
    const edit = dialog(page, 'Edit Honey');
    await field(edit, 'Name').fill('Heather honey');
    await button(edit, 'Save').click();
    await link(page, 'Heather honey').waitFor();
    await button(page, 'Name').click();
    await page.waitForURL(/ordering=-name/);
  });

  step('there are a campaign with a product, and colleagues', async ({ server }) => {
    auth = await jwt(server);
    const post = async (where, body, status = 201) => {
      const answer = await server.api('POST', where, { auth, body });
      assert.equal(answer.status, status, JSON.stringify(answer.body));
      return answer.body;
    };
    await join(server, bo);
    await join(server, dee, { role: 'dashboard_user' });
    ({ id } = await post('/campaigns/', { name: 'Oil to Northern Europe', description: 'Everything that leaves by way of Rotterdam' }));
    const brand = await post('/brands/', { name: 'Kallista' });
    await post('/products/', { sku: 'OLV-1', name: 'Olive oil', brand: brand.id, campaign: id });
    await post('/teams/', { name: 'Rotterdam', members: [] });
  });

  step('the list leads to its page', async ({ page }) => {
    await page.goto('about:blank');
    await page.goto('/#/campaigns');
    await link(page, 'Oil to Northern Europe').click();
    await heading(page, 'Oil to Northern Europe').waitFor();
    await link(page, '1 product').waitFor();
    assert.deepEqual(await page.getByRole('tab').allTextContents(), TABS);
  });

  step('a landing page: a mistake is said beside it, then it is saved', async ({ page, person, server }) => {
    person.expectProblem(/status of 400 .*\/options\//);
    const part = region(page, 'Landing screen');
    await field(part, 'Landing page (optional)').fill('https://{qr}.kallista.example/');
    await button(part, 'Save changes').click();
    await part.getByText('Enter a valid URL.').waitFor();
    await look(page, 'campaign-redirect-error');
    await field(part, 'Landing page (optional)').fill('https://www.kallista.example/scan?code={qr}');
    await button(part, 'Save changes').click();
    await page.getByText('The addresses are saved.').waitFor();
    assert.equal((await get(server, 'options/')).landing_page, 'https://www.kallista.example/scan?code={qr}');
  });

  step('rules for countries', async ({ page, server }) => {
    const part = region(page, 'Where scans are sent');
    await field(rule(page, 1), 'Leads to').selectOption('landing_page');
    await button(part, 'Add a rule for countries').click();
    await button(part, 'Save changes').click();
    await rule(page, 2).getByText('Name at least one country.').waitFor();
    await rule(page, 2).getByText('Give the address').waitFor();
    await choose(rule(page, 2), 'Countries', 'Belgium', 'Netherlands');
    await field(rule(page, 2), 'Address').fill('https://benelux.kallista.example/{id}');
    await button(part, 'Add a rule for countries').click();
    await choose(rule(page, 3), 'Countries', 'Belgium');
    await field(rule(page, 3), 'Leads to').selectOption('e_label');
    await rule(page, 3).getByText('Belgium: rule 2 counts, because it comes first.').waitFor();
    await rule(page, 3).getByText('No such address is set above yet').waitFor();
    await look(page, 'campaign-redirect');
    await button(part, 'Move Rule 3 up').click();
    await part.getByText('Rule 3 is now 1 of 2.').waitFor({ state: 'attached' });
    await rule(page, 3).getByText('Belgium: rule 2 counts').waitFor();
    await button(part, 'Save changes').click();
    await page.getByText('The rules are saved.').waitFor();
    const { rules } = await get(server, 'redirects/');
    assert.deepEqual(rules.map(({ target, countries }) => [target, countries.join()]), [['landing_page', ''], ['e_label', 'BE'], ['custom', 'BE,NL']]);
    await button(part, 'Delete rule 2').click();
    assert.equal(await rule(page, 3).count(), 0);
    await button(part, 'Discard').click();
    await rule(page, 3).waitFor();
  });

  step('a field: the key follows the name, and the list says how to begin', async ({ page }) => {
    await tab(page, 'SCM T&T').click();
    assert.match(page.url(), /\?tab=scm$/);
    await page.getByText('No fields yet').waitFor();
    await look(page, 'campaign-scm-empty');
    await button(page, 'Add a field').click();
    const window = dialog(page, 'Add a field');
    await button(window, 'CREATE').click();
    await window.getByText('Give it a name.').waitFor();
    await field(window, 'Displayed name').fill('Production line');
    assert.equal(await field(window, 'Key').inputValue(), 'production_line');
    await field(window, 'Field type').selectOption('list');
    await button(window, 'CREATE').click();
    await window.getByText('Give at least one choice.').waitFor();
    await field(window, 'Choices').fill('North\nSouth');
    await window.getByRole('checkbox', { name: 'Show to consumers' }).check();
    await look(page, 'campaign-scm-new');
    await button(window, 'CREATE').click();
    await page.getByText('Production line is added.').waitFor();
    const row = rows(page, 'Fields in their order').filter({ hasText: '[production_line]' });
    await row.getByText('List, 2 choices').waitFor();
    await row.getByText('Shown to consumers').waitFor();
  });

  step('fields that the server knows, and logistical units', async ({ page }) => {
    await button(page, 'Add a field').click();
    let window = dialog(page, 'Add a field');
    await field(window, 'Field').selectOption('sell_by_date');
    assert.equal(await field(window, 'Displayed name').inputValue(), 'Sell-by date');
    assert.equal(await field(window, 'Key').count(), 0);
    await button(window, 'CREATE').click();
    await page.getByText('Sell-by date is added.').waitFor();
    for (const name of ['Pallet', 'Box', 'Case']) {
      await button(page, 'Add a logistical unit').click();
      window = dialog(page, 'Add a logistical unit');
      await field(window, 'Displayed name').fill(name);
      await button(window, 'CREATE').click();
      await page.getByText(`${name} is added.`).waitFor();
    }
    await button(page, 'Add a field').click();
    window = dialog(page, 'Add a field');
    await field(window, 'Displayed name').fill('Lot');
    await field(window, 'Key').fill('lot_number');
    await button(window, 'CREATE').click();
    await page.getByText('Lot is added.').waitFor();
  });

  const keys = async (server) => (await get(server, 'scm-fields/')).results.map(({ key }) => key);

  step('fields are arranged by keyboard, which says where they are', async ({ page, server }) => {
    const list = rows(page, 'Fields in their order');
    await button(page, 'Move Lot up').focus();
    for (let n = 0; n < 5; n += 1) await page.keyboard.press('ArrowUp');
    await page.getByText('Lot is now 1 of 6.').waitFor({ state: 'attached' });
    // At the top there is only one way left.
    assert.ok(await button(page, 'Move Lot down').evaluate((one) => one === document.activeElement));
    assert.match(await list.first().textContent(), /^Lot /);
    await page.getByText('You have unsaved changes.').waitFor();
    await button(page, 'Save changes').click();
    await page.getByText('The order is saved.').waitFor();
    assert.deepEqual(await keys(server), ['lot_number', 'production_line', 'sell_by_date', 'pallet', 'box', 'case']);
  });

  step('and by dragging, units among themselves', async ({ page, server }) => {
    const list = rows(page, 'Fields in their order');
    await drag(page, list.nth(2), list.nth(0));
    assert.match(await list.first().textContent(), /^Sell-by date /);
    const units = rows(page, 'Logistical units, the largest first');
    await drag(page, units.nth(2), units.nth(1));
    assert.match(await units.nth(1).textContent(), /^Case /);
    await units.nth(2).getByText('the smallest').waitFor();
    await look(page, 'campaign-scm-unsaved');
    await button(page, 'Save changes').click();
    await page.getByText('You have unsaved changes.').waitFor({ state: 'hidden' });
    assert.deepEqual(await keys(server), ['sell_by_date', 'lot_number', 'production_line', 'pallet', 'case', 'box']);
  });

  step('a field is changed, put out of use and deleted', async ({ page }) => {
    await rowAction(page, 'Production line', 'Edit');
    const window = dialog(page, 'Edit Production line');
    await window.getByText('Key production_line, type List. Both are fixed.').waitFor();
    await field(window, 'Displayed name').fill('Line');
    await button(window, 'Save').click();
    await page.getByText('Line is saved.').waitFor();
    await rowAction(page, 'Line', 'Deactivate');
    await rows(page, 'Fields in their order').filter({ hasText: '[production_line]' }).getByText('Inactive').waitFor();
    await rowAction(page, 'Sell-by date', 'Delete');
    const sure = dialog(page, 'Delete the field Sell-by date?');
    await look(page, 'campaign-scm-delete');
    await button(sure, 'Delete').click();
    await page.getByText('Sell-by date is deleted.').waitFor();
  });

  step('a field that codes have data for is kept, with a reason', async ({ page, person, server }) => {
    person.expectProblem(/status of 409 .*\/scm-fields\//);
    const { body: products } = await server.api('GET', '/products/', { auth });
    const order = await server.api('POST', '/workorders/create-sid/', {
      auth, body: { reference: 'WO-1', quantity: 1, activate_on_complete: true, use_serial_number: false, product: products.results[0].id, images: 'none' },
    });
    let code;
    for (let tries = 0; tries < 200 && !code; tries += 1) {
      const { body } = await server.api('GET', `/codes/?workorder=${order.body.id}`, { auth });
      code = body.results[0];
      if (!code) await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const loaded = await server.api('POST', '/scm/upload/', { auth, body: { items: [{ extended_id: code.extended_id, lot_number: 'L-7' }], data_key: 'extended_id' } });
    assert.equal(loaded.status, 200, JSON.stringify(loaded.body));
    await rowAction(page, 'Lot', 'Delete');
    const sure = dialog(page, 'Delete the field Lot?');
    await button(sure, 'Delete').click();
    await sure.getByText('Codes have data for this field, so it cannot be deleted.').waitFor();
    await look(page, 'campaign-scm-kept');
    await button(sure, 'Cancel').click();
  });

  step('supply-chain data is switched off and on', async ({ page, server }) => {
    const part = page.getByRole('switch', { name: 'Codes of this campaign carry supply-chain data' });
    await part.click();
    await page.getByText('Supply-chain data is switched off.').waitFor();
    assert.equal((await get(server, 'options/')).scm_enabled, false);
    await part.click();
    await page.getByText('Supply-chain data is switched on.').waitFor();
  });

  step('alerts: none, then one for countries, one for devices', async ({ page, server }) => {
    await tab(page, 'Alerts').click();
    await page.getByText('No alerts yet').waitFor();
    await look(page, 'campaign-alerts-empty');
    await button(page, 'New alert').click();
    let window = dialog(page, 'New alert');
    await field(window, 'What it is about').selectOption('exceptional-country');
    await button(window, 'Create').click();
    await window.getByText('Name at least one country.').waitFor();
    await choose(window, 'Countries', 'China', 'Russia');
    await choose(window, 'Mails to', 'Bo (bo@kallista.example)');
    await look(page, 'campaign-alert-new');
    await button(window, 'Create').click();
    await page.getByText('The alert Exceptional country is saved.').waitFor();
    await page.getByRole('row').filter({ hasText: 'China, Russia' }).filter({ hasText: 'Bo' }).waitFor();
    await button(page, 'New alert').click();
    window = dialog(page, 'New alert');
    await field(window, 'What it is about').selectOption('session-count');
    await field(window, 'Most devices that scan a code').fill('20');
    await window.getByRole('checkbox', { name: 'Blacklist the code, too' }).check();
    await button(window, 'Create').click();
    await page.getByRole('row').filter({ hasText: 'More than 20 devices' }).getByText('Blacklists the code').waitFor();
    await button(page, 'New alert').click();
    window = dialog(page, 'New alert');
    await field(window, 'What it is about').selectOption('anomaly');
    await look(page, 'campaign-alert-anomaly');
    await button(window, 'Create').click();
    await page.getByText('3 scans within 1 hour, 500 km apart').waitFor();
    const { results } = await get(server, 'alerts/');
    assert.deepEqual(results.map(({ bound }) => bound), [
      { countries: ['CN', 'RU'] }, { most: 20, auto_blacklist: true }, { scans: 3, seconds: 3600, kilometres: 500 },
    ]);
  });

  step('an alert is changed, switched off and deleted; what is too much is said beside its field', async ({ page, person }) => {
    person.expectProblem(/status of 400 .*\/alerts\//);
    await rowAction(page, 'Session count', 'Edit');
    const window = dialog(page, 'Edit the alert Session count');
    await field(window, 'Most devices that scan a code').fill('0');
    await button(window, 'Save').click();
    await window.getByText('Use a number from 1').waitFor();
    await field(window, 'Most devices that scan a code').fill('30');
    await button(window, 'Save').click();
    await page.getByText('More than 30 devices').waitFor();
    await rowAction(page, 'Session count', 'Switch off');
    await page.getByRole('row').filter({ hasText: 'Session count' }).getByText('Off', { exact: true }).waitFor();
    await rowAction(page, 'Anomaly', 'Delete');
    await button(dialog(page, 'Delete the alert Anomaly?'), 'Delete').click();
    await page.getByText('The alert Anomaly is deleted.').waitFor();
    await page.getByText('500 km apart').waitFor({ state: 'detached' });
  });

  step('access: limited to a team, with a warning while there is none', async ({ page, server }) => {
    await tab(page, 'Access').click();
    await page.getByRole('radio', { name: 'Limited to teams' }).check();
    await page.getByText('Account Admins alone would see it').waitFor();
    await choose(page, 'Teams', 'Rotterdam');
    await page.getByText('Account Admins alone would see it').waitFor({ state: 'hidden' });
    await page.getByRole('radio', { name: 'All users' }).check();
    await button(page, 'Save changes').click();
    await page.getByText('Access is saved.').waitFor();
    const { access, teams } = await get(server, 'access/');
    assert.deepEqual([access, teams.map(({ name }) => name)], ['all', ['Rotterdam']]);
  });

  step('options: a mistake in an object, then the key', async ({ page, server }) => {
    await tab(page, 'Options').click();
    await page.getByText('For this the campaign needs the fields is_consumed and consumed_date.').waitFor();
    await page.getByRole('switch', { name: 'Take complaints of consumers' }).click();
    await field(page, 'Complaints go to').fill('nobody');
    await field(page, 'Settings of the landing page (optional)').fill('{ "theme": ');
    await button(page, 'Save changes').click();
    await page.getByText('This is not a JSON object.').waitFor();
    await field(page, 'Settings of the landing page (optional)').fill('{ "theme": "olive" }');
    await button(page, 'Save changes').click();
    await page.getByText('Enter a valid email address.').waitFor();
    await look(page, 'campaign-options-error');
    await field(page, 'Complaints go to').fill('help@kallista.example');
    await button(page, 'Save changes').click();
    await page.getByText('The options are saved.').waitFor();
    const { complaints, stc_config } = await get(server, 'options/');
    assert.deepEqual([complaints.to_email, stc_config], ['help@kallista.example', { theme: 'olive' }]);

    const shown = page.getByRole('textbox', { name: 'Consumer key' });
    const { key } = await get(server, 'key/');
    assert.equal(await shown.textContent(), key);
    await button(page, 'Renew').click();
    const sure = dialog(page, 'Renew the consumer key?');
    await look(page, 'campaign-key-renew');
    await button(sure, 'Renew').click();
    await page.getByText('The consumer key is new.').waitFor();
    assert.notEqual(await shown.textContent(), key);
  });

  step('it is duplicated, and the copy is archived and restored', async ({ page, server }) => {
    await rowAction(page, 'Oil to Northern Europe', 'Duplicate');
    const window = dialog(page, 'Duplicate Oil to Northern Europe');
    assert.equal(await field(window, 'Name').inputValue(), 'Oil to Northern Europe (copy)');
    await look(page, 'campaign-duplicate');
    await field(window, 'Name').fill('Oil to the Baltic');
    await button(window, 'Duplicate').click();
    await heading(page, 'Oil to the Baltic').waitFor();
    await page.getByText('No products yet').waitFor();
    const { body } = await server.api('GET', '/campaigns/?search=Baltic', { auth });
    assert.equal(body.results[0].description, 'Everything that leaves by way of Rotterdam');
    await rowAction(page, 'Oil to the Baltic', 'Archive');
    await button(dialog(page, 'Archive Oil to the Baltic?'), 'Archive').click();
    await page.getByText('Archived', { exact: true }).waitFor();
    await rowAction(page, 'Oil to the Baltic', 'Restore');
    await button(dialog(page, 'Restore Oil to the Baltic?'), 'Restore').click();
    await page.getByText('Oil to the Baltic is restored.').waitFor();
  });

  step('a tab that cannot be loaded says so, and can be tried again', async ({ page, person }) => {
    person.expectProblem(/status of 503 .*\/alerts\//);
    await page.route('**/campaigns/*/alerts/', (route) => route.fulfill({ status: 503, contentType: 'application/json', body: '{"detail":"x","code":"unavailable"}' }));
    await page.goto(`/#/campaigns/${id}?tab=alerts`);
    await page.reload();
    await button(page, 'Try again').waitFor();
    await look(page, 'campaign-error');
    await page.unroute('**/campaigns/*/alerts/');
    await button(page, 'Try again').click();
    await page.getByText('China, Russia').waitFor();
  });

  step('who is in no team is asked before shutting themselves out', async ({ browser, server }) => {
    const colleague = await newPerson(browser);
    const { page } = colleague;
    await signIn(page, bo);
    await page.goto(`/#/campaigns/${id}?tab=access`);
    await page.getByRole('radio', { name: 'Limited to teams' }).check();
    await button(page, 'Save changes').click();
    const sure = dialog(page, 'Shut yourself out?');
    await look(page, 'campaign-leave');
    await button(sure, 'Cancel').click();
    assert.equal((await get(server, 'access/')).access, 'all');
    await button(page, 'Save changes').click();
    await button(sure, 'Save and leave').click();
    await page.getByText('You do not see Oil to Northern Europe any more.').waitFor();
    await link(page, 'Oil to the Baltic').waitFor();
    assert.equal(await link(page, 'Oil to Northern Europe').count(), 0);
    assert.equal((await get(server, 'access/')).access, 'limited');
    colleague.assertQuiet();
    await colleague.close();
    await server.api('PUT', `/campaigns/${id}/access/`, { auth, body: { access: 'all' } });
  });

  step('who may look and not change sees why', async ({ browser }) => {
    const guest = await newPerson(browser);
    const { page } = guest;
    await signIn(page, dee);
    await page.goto(`/#/campaigns/${id}`);
    await page.getByText('Changes need the permission campaign_edit').waitFor();
    await heading(page, 'Where scans are sent').waitFor();
    assert.ok(await field(rule(page, 1), 'Leads to').isDisabled());
    assert.equal(await button(page, 'Save changes').count(), 0);
    await look(page, 'campaign-read-only');
    await tab(page, 'SCM T&T').click();
    await rows(page, 'Fields in their order').first().waitFor();
    assert.equal(await button(page, 'Add a field').count(), 0);
    assert.equal(await button(page, 'Actions for Lot').count(), 0);
    await look(page, 'campaign-read-only-scm');
    await tab(page, 'Options').click();
    await page.getByRole('switch', { name: 'Answer landing pages' }).waitFor();
    assert.equal(await page.getByText('Consumer key').count(), 0);
    await look(page, 'campaign-read-only-options');
    guest.assertQuiet();
    await guest.close();
  });

  for (const name of TABS) {
    step(`the tab ${name} fits`, async ({ page }) => {
      await page.goto(`/#/campaigns/${id}`);
      await tab(page, name).click();
      await page.getByRole('tabpanel').locator('h2, h3, table').first().waitFor();
      await page.waitForLoadState('networkidle');
      await lookAround(page, `campaign-${name.replaceAll(/\W+/g, '-').toLowerCase()}`);
    });
  }

  step('the form of a field fits', async ({ page }) => {
    await tab(page, 'SCM T&T').click();
    await button(page, 'Add a field').click();
    await dialog(page, 'Add a field').waitFor();
    await lookAround(page, 'campaign-field');
    await page.keyboard.press('Escape');
    await dialog(page, 'Add a field').waitFor({ state: 'hidden' });
  });
});

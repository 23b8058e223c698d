// Many tokens: found by what is worth a look, the company's as a file, revoked together or all at
// once; where a new one starts from, what it says of itself, and that its text is gone afterwards.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { newPerson } from './lib/browser.mjs';
import { journey } from './lib/journey.mjs';
import { look, lookAround } from './lib/look.mjs';
import { admin, join, jwt, make, maker } from './lib/server.mjs';
import {
  button, dialog, field, fillSignIn, heading, keptByBrowser, keptByQueries, link, openFromMenu, rowAction, signIn,
} from './lib/portal.mjs';

const bo = { email: 'bo@kallista.example', given_name: 'Bo', password: 'another long sentence of mine' };
const cy = { email: 'cy@kallista.example', given_name: 'Cy', password: 'a third long sentence of mine' };

const row = (page, name) => page.getByRole('row').filter({ hasText: name });
const worth = (page, name) => page.getByRole('group', { name: 'Worth a look' }).getByRole('button', { name: new RegExp(`^${name}`) });
const isOn = (target) => target.getAttribute('aria-pressed');
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** An address that differs only behind the # would not load the page anew. */
async function go(page, address) {
  await page.goto('about:blank');
  await page.goto(address);
}

journey('tokens', (step) => {
  const tokens = {};

  const works = async (server, name) => (await server.api('GET', '/me/', { auth: `UAT ${tokens[name].token}` })).status === 200;

  step('there are some', async ({ server }) => {
    await join(server, bo, { role: 'supply_chain_manager' });
    const bos = maker(server, await jwt(server, bo));
    const adas = maker(server, await jwt(server));
    for (const name of ['Pallet labels', 'Old export', 'Lorry tablets']) {
      tokens[name] = await bos('/uats/', { name, valid_until: inDays(90), permissions: ['scm_bulk_edit', 'product_view'] });
    }
    tokens['ERP import'] = await make(server, 'ERP import', ['brand_view', 'product_view', 'product_delete']);
    tokens['Nightly export'] = await adas('/uats/', { name: 'Nightly export', valid_until: inDays(7), permissions: ['scans_download'] });
    for (const name of ['ERP import', 'Pallet labels']) {
      assert.equal((await server.api('GET', '/products/', { auth: `UAT ${tokens[name].token}` })).status, 200);
    }
    const auth = await jwt(server);
    const { status } = await server.api('PATCH', '/policy/', { auth, body: { forbidden: ['product_delete'] } });
    assert.equal(status, 200);
    for (let tries = 0; ; tries += 1) {
      const { body } = await server.api('GET', '/uats/?all=1&never_used=1', { auth });
      if (body.count === 3) break;
      assert.ok(tries < 100, 'the uses were not written');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });

  step('what is worth a look is counted, found, explained and in the address', async ({ page }) => {
    await signIn(page);
    await page.goto('/#/me');
    await worth(page, 'Never used 1').click();
    await page.getByText('Never used: no call was ever made with it.').waitFor();
    await row(page, 'Nightly export').waitFor();
    await row(page, 'ERP import').waitFor({ state: 'detached' });
    assert.match(page.url(), /state=active&never_used=1$/);
    await worth(page, 'Ends soon 1').click();
    await page.getByText('Ends soon: it stops within 30 days.').waitFor();
    await page.getByText('1–1 of 1').waitFor();
    await look(page, 'tokens-mine');
    // Together they find nothing.
    await worth(page, 'Against the policy 0').click();
    await page.getByText('Nothing matches these filters.').waitFor();
    await worth(page, 'Never used').click();
    await worth(page, 'Ends soon').click();
    await row(page, 'ERP import').waitFor();
    await page.getByText('1–1 of 1').waitFor();
    assert.deepEqual([await isOn(worth(page, 'Never used')), await isOn(worth(page, 'Against the policy'))], ['false', 'true']);
    await go(page, page.url());
    assert.equal(await isOn(worth(page, 'Against the policy')), 'true');
    await row(page, 'ERP import').waitFor();
  });

  step('nothing found is good news, and has a way back', async ({ page }) => {
    for (const [name, news] of [['Idle', 'No token is idle'], ['Too wide', 'No token is too wide']]) {
      await go(page, '/#/me');
      await worth(page, name).click();
      await page.getByText(news).waitFor();
    }
    await look(page, 'tokens-none');
    await button(page, 'Clear the filters').last().click();
    await page.getByText('1–2 of 2').waitFor();
    await page.getByLabel('State').selectOption({ label: 'Revoked' });
    await page.getByText('No revoked token').waitFor();
    await page.getByLabel('State').selectOption({ label: 'In quarantine' });
    await page.getByText('No token in quarantine').waitFor();
  });

  step('those of the company have a page of their own', async ({ page }) => {
    await openFromMenu(page, 'Tokens');
    await heading(page, 'Tokens of the company').waitFor();
    await page.getByText('1–5 of 5').waitFor();
    await row(page, 'Pallet labels').getByText('Bo').waitFor();
    await page.getByRole('searchbox', { name: 'Search tokens' }).fill('export');
    await page.getByText('1–2 of 2').waitFor();
    await worth(page, 'Never used 2').waitFor();
    await row(page, 'Old export').getByRole('button', { name: /Show the rights of Old export/ }).click();
    await page.getByText(/^not used since /).first().waitFor();
    await page.waitForLoadState('networkidle');
    await lookAround(page, 'tokens-company');
  });

  step('exactly what is listed is exported', async ({ page }) => {
    const coming = page.waitForEvent('download');
    await button(page, 'Export CSV').click();
    const file = await coming;
    assert.equal(file.suggestedFilename(), 'tokens.csv');
    const [head, ...lines] = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
    assert.match(head, /^"?id"?,/);
    assert.deepEqual(lines.map((line) => line.split(',')[1].replaceAll('"', '')).sort(), ['Nightly export', 'Old export']);
    await page.getByText('The tokens are saved as tokens.csv.').waitFor();
  });

  step('a token of somebody else leads back here', async ({ page }) => {
    await link(page, 'Old export').click();
    await heading(page, 'Old export').waitFor();
    await link(page.locator('main'), 'Tokens of the company').click();
    await heading(page, 'Tokens of the company').waitFor();
    await link(page, 'Pallet labels').click();
    await page.getByText('Only its owner, Bo, can take them away.').waitFor();
    assert.equal(await button(page, 'Make it smaller').count(), 0);
    await link(page.locator('main'), 'Tokens of the company').click();
    await heading(page, 'Tokens of the company').waitFor();
  });

  step('those of one person are found from their row, and each says why it is worth a look', async ({ page }) => {
    await openFromMenu(page, 'Users & Teams');
    await rowAction(page, 'Bo', 'Their tokens');
    await heading(page, 'Tokens of the company').waitFor();
    await page.getByText('1–3 of 3').waitFor();
    await row(page, 'ERP import').waitFor({ state: 'detached' });
    const person = page.getByRole('combobox', { name: 'Person' });
    assert.match(await person.inputValue(), /^Bo /);
    assert.match(page.url(), /owner=\d+/);
    await go(page, '/#/tokens');
    await person.fill('Ada');
    await page.getByRole('option', { name: /^Ada Admin/ }).click();
    await page.getByText('1–2 of 2').waitFor();
    await row(page, 'ERP import').getByText('Has a forbidden right').waitFor();
    assert.equal(await row(page, 'Nightly export').getByText('Has a forbidden right').count(), 0);
    await lookAround(page, 'tokens-person');
    await link(page, 'ERP import').click();
    await heading(page, 'ERP import').waitFor();
    await page.getByText('Has a forbidden right').waitFor();
    await go(page, '/#/tokens');
  });

  step('several are revoked together: all or none', async ({ page, person, server }) => {
    await page.getByText('1–5 of 5').waitFor();
    await page.getByLabel('Choose Old export of Bo').check();
    await page.getByLabel('Choose Lorry tablets of Bo').check();
    await page.getByText('2 tokens chosen').waitFor();
    await lookAround(page, 'tokens-chosen');
    await button(page, 'Revoke…').click();
    const window = dialog(page, 'Revoke 2 tokens?');
    await window.getByText('Old export').waitFor();
    await window.getByText('Lorry tablets').waitFor();
    await field(window, 'Reason (optional)').fill('Not needed any more');
    await look(page, 'tokens-revoke-many');
    person.expectProblem(/status of 503 .*\/revoke-all\//);
    await page.route('**/revoke-all/', (route) => route.fulfill({ status: 503, json: { detail: 'Not now.' } }), { times: 1 });
    await button(window, 'Revoke 2 tokens').click();
    await window.getByText('The server cannot reach its data just now.').waitFor();
    assert.deepEqual([await works(server, 'Old export'), await works(server, 'Lorry tablets')], [true, true]);
    await button(window, 'Revoke 2 tokens').click();
    await page.getByText('2 tokens are revoked.').waitFor();
    await row(page, 'Old export').getByText('Revoked', { exact: true }).waitFor();
    await page.getByText('2 tokens chosen').waitFor({ state: 'detached' });
    assert.deepEqual([await works(server, 'Old export'), await works(server, 'Lorry tablets')], [false, false]);
    const { body } = await server.api('GET', `/uats/${tokens['Old export'].id}/`, { auth: await jwt(server) });
    assert.equal(body.revoked_reason, 'Not needed any more');
  });

  step('all of a person are revoked, by keyboard, after typing who', async ({ page, server }) => {
    await openFromMenu(page, 'Users & Teams');
    await button(page, 'Actions for Bo').focus();
    await page.keyboard.press('Enter');
    const entry = page.getByRole('menuitem', { name: 'Revoke all tokens' });
    await entry.waitFor();
    await entry.focus();
    await page.keyboard.press('Enter');
    const window = dialog(page, 'Revoke all tokens of Bo?');
    await window.getByText('1 active token will be revoked:').waitFor();
    await window.getByText('Pallet labels').waitFor();
    await field(window, `To confirm, type ${bo.email}`).focus();
    await page.keyboard.type('somebody else');
    await page.keyboard.press('Enter');
    await window.getByText(`Type exactly: ${bo.email}`).waitFor();
    assert.equal(await works(server, 'Pallet labels'), true);
    await lookAround(page, 'tokens-revoke-person');
    await field(window, `To confirm, type ${bo.email}`).fill(bo.email);
    await page.keyboard.press('Enter');
    const done = dialog(page, '1 token is revoked');
    await look(page, 'tokens-revoked-person');
    await button(done, 'Done').click();
    assert.equal(await works(server, 'Pallet labels'), false);
    await rowAction(page, 'Bo', 'Revoke all tokens');
    await dialog(page, 'Revoke all tokens of Bo?').getByText('There is no active token.').waitFor();
    await page.keyboard.press('Escape');
  });

  step('for all of one’s own the password is asked for when the log-in is not fresh', async ({ page, person, server }) => {
    await openFromMenu(page, 'Ada Admin');
    person.expectProblem(/status of 403 .*\/revoke-all\//);
    await page.route('**/revoke-all/', (route) => route.fulfill({ status: 403, json: { code: 'fresh_login_required', detail: '' } }), { times: 1 });
    await button(page, 'Revoke all…').click();
    const prompt = dialog(page, 'Is it still you?');
    await prompt.waitFor();
    await look(page, 'password-prompt');
    await field(prompt, 'Password').fill(admin.password);
    await button(prompt, 'Confirm').click();
    const window = dialog(page, 'Revoke all of your tokens?');
    await window.getByText('2 active tokens will be revoked:').waitFor();
    await field(window, `To confirm, type ${admin.email}`).fill(admin.email);
    await button(window, 'Revoke 2 tokens').click();
    await button(dialog(page, '2 tokens are revoked'), 'Done').click();
    await page.getByText('1–2 of 2').waitFor();
    assert.equal(await row(page, 'ERP import').getByText('Revoked', { exact: true }).count(), 1);
    assert.equal(await works(server, 'ERP import'), false);
  });

  step('all that match are revoked, and no others', async ({ page, server }) => {
    const post = maker(server, await jwt(server));
    for (const name of ['Kiln scales', 'Kiln printer', 'Desk']) {
      tokens[name] = await post('/uats/', { name, valid_until: inDays(90), permissions: ['product_view'] });
    }
    await go(page, '/#/tokens?search=kiln');
    await page.getByText('1–2 of 2').waitFor();
    await button(page, 'Revoke all that match…').click();
    const window = dialog(page, 'Revoke those tokens of Kallista SA that match?');
    await window.getByText('2 active tokens will be revoked:').waitFor();
    await window.getByText('Kiln scales').waitFor();
    await field(window, 'To confirm, type Kallista SA').fill('Kallista SA');
    await look(page, 'tokens-revoke-found');
    await button(window, 'Revoke 2 tokens').click();
    await button(dialog(page, '2 tokens are revoked'), 'Done').click();
    await row(page, 'Kiln printer').getByText('Revoked', { exact: true }).waitFor();
    assert.deepEqual([await works(server, 'Kiln scales'), await works(server, 'Kiln printer'), await works(server, 'Desk')], [false, false, true]);
    // What has ended cannot be revoked, so nothing offers it.
    await page.getByLabel('State').selectOption({ label: 'Revoked' });
    await page.getByText('1–2 of 2').waitFor();
    assert.equal(await button(page, 'Revoke all that match…').count(), 0);
    const { status } = await server.api('DELETE', `/uats/${tokens.Desk.id}/`, { auth: await jwt(server), body: {} });
    assert.equal(status, 204);
  });

  step('all of the company, with the names of those who lose one', async ({ page, server }) => {
    const post = maker(server, await jwt(server));
    for (let at = 1; at <= 22; at += 1) {
      tokens[at] = await post('/uats/', { name: `Shop ${at}`, valid_until: inDays(90), permissions: ['product_view'] });
    }
    await go(page, '/#/tokens');
    await button(page, 'Revoke all…').click();
    const window = dialog(page, 'Revoke all tokens of Kallista SA?');
    await window.getByText('22 active tokens will be revoked:').waitFor();
    await window.getByText('and 2 more').waitFor();
    await field(window, 'Reason (optional)').fill('The laptop with all of them was stolen');
    await look(page, 'tokens-revoke-company');
    await field(window, 'To confirm, type Kallista SA').fill('Kallista SA');
    await button(window, 'Revoke 22 tokens').click();
    await button(dialog(page, '22 tokens are revoked'), 'Done').click();
    await page.getByLabel('State').selectOption({ label: 'Active' });
    await page.getByText('No active token').waitFor();
    assert.equal(await works(server, 1), false);
  });

  step('a preset ticks the rights, and the sentence says what comes of it', async ({ page, server }) => {
    const post = maker(server, await jwt(server));
    await post('/brands/', { name: 'Thyme & Co' });
    await go(page, '/#/me?new=1');
    const window = dialog(page, 'New user authorization token');
    await window.getByText('This token can do nothing yet: tick at least one access right.').waitFor();
    await button(window, 'Read scans').click();
    assert.equal(await window.getByRole('checkbox', { name: /scans_download/ }).isChecked(), true);
    await button(window, 'Create codes').click();
    assert.equal(await window.getByRole('checkbox', { name: /scans_download/ }).isChecked(), false);
    await window.getByText(/^This token can .*create work orders.*, on everything of your company, until .*, from everywhere, acting as you\.$/).waitFor();
    // What it ticked stays editable.
    await window.getByRole('checkbox', { name: /workorder_download/ }).uncheck();
    assert.equal(await isOn(button(window, 'Create codes')), 'false');
    await button(window, 'Upload SCM data').click();
    await window.getByRole('button', { name: /^Where it may be used from/ }).click();
    await field(window, 'Addresses and networks').fill('203.0.113.0/24');
    await window.getByRole('button', { name: /^Brands, products and campaigns/ }).click();
    await field(window, 'Only these brands').click();
    await page.getByRole('option', { name: 'Thyme & Co' }).click();
    await page.keyboard.press('Escape');
    await window.getByText(/^This token can upload SCM data, on Thyme & Co only, until .*, from 203\.0\.113\.0\/24, acting as you\.$/).waitFor();
    // All of the dialog at once.
    await page.setViewportSize({ width: 1280, height: 2_000 });
    await look(page, 'tokens-new');
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  step('its text is shown once: gone from the page, the way back, and what the portal keeps', async ({ page }) => {
    const window = dialog(page, 'New user authorization token');
    await field(window, 'Name').fill('Shown once');
    await button(window, 'CREATE').click();
    const ready = dialog(page, 'Your token is ready');
    const text = await ready.getByRole('textbox', { name: 'Token', exact: true }).textContent();
    const secret = text.slice(31, 74);
    assert.equal(secret.length, 43);
    assert.ok((await keptByBrowser(page)).includes(secret), 'it is shown');
    // Left by another address, without "Done".
    await page.evaluate(() => { window.location.hash = '#/brands'; });
    await heading(page, 'Brands').waitFor();
    const assertGone = async (where) => {
      assert.ok(!(await keptByBrowser(page)).includes(secret), `${where}: the token is still in the browser`);
      assert.ok(!(await keptByQueries(page)).includes(secret), `${where}: the token is still in the cache`);
    };
    await assertGone('elsewhere');
    await page.goBack();
    await heading(page, 'User authorization tokens').waitFor();
    await dialog(page, 'New user authorization token').waitFor();
    await assertGone('back');
    await page.goForward();
    await heading(page, 'Brands').waitFor();
    await assertGone('forward');
    await go(page, '/#/me');
    await link(page, 'Shown once').click();
    await heading(page, 'Shown once').waitFor();
    await page.waitForLoadState('networkidle');
    assert.ok((await keptByQueries(page)).includes('Shown once'), 'the cache was looked into');
    await assertGone('its page');
  });

  step('on its own page it is renamed, too', async ({ page }) => {
    await button(page, 'Rename or narrow').click();
    const window = dialog(page, 'Change the token');
    await field(window, 'Name').fill('Shown only once');
    await button(window, 'Save').click();
    await heading(page, 'Shown only once').waitFor();
  });

  step('who loses the right while the page is open is told, and sees it no more', async ({ browser, server }) => {
    const { id } = await join(server, cy, { role: 'account_admin' });
    const auth = await jwt(server);
    await make(server, 'Still there', ['product_view']);
    const person = await newPerson(browser);
    const { page } = person;
    await signIn(page, cy);
    await page.goto('/#/tokens?state=active');
    await page.getByLabel('Choose Still there of Ada Admin').check();
    const { status } = await server.api('PATCH', `/users/${id}/`, { auth, body: { role: 'scm_user' } });
    assert.equal(status, 200);
    person.expectProblem(/status of (403|404) /);
    await button(page, 'Revoke…').click();
    await button(dialog(page, 'Revoke 1 token?'), 'Revoke 1 token').click();
    await heading(page, 'You may not see this page').waitFor();
    await page.getByRole('listitem').filter({ hasText: 'uat_manage' }).waitFor();
    await look(page, 'tokens-denied');
    await openFromMenu(page, 'Cy');
    await page.getByText('No tokens yet').waitFor();
    assert.equal(await link(page, 'All tokens of the company').count(), 0);
    person.assertQuiet();
    await person.close();
  });

  step('a session that was ended elsewhere leads to the sign-in, and back to the same filters', async ({ page, person, server }) => {
    await go(page, '/#/tokens?state=active');
    await row(page, 'Still there').waitFor();
    const ended = await server.api('POST', '/auth/jwt/logout-all/', { auth: await jwt(server), body: {} });
    assert.equal(ended.status, 204);
    person.expectProblem(/status of 401 /);
    await worth(page, 'Never used').click();
    await page.getByText('Your session has ended. Sign in again.').waitFor();
    await fillSignIn(page, admin.email, admin.password);
    await heading(page, 'Tokens of the company').waitFor();
    assert.match(page.url(), /never_used=1/);
    await row(page, 'Still there').waitFor();
  });

  step('the profile fits, too, at every width', async ({ page }) => {
    await go(page, '/#/me?state=active&never_used=1');
    await row(page, 'Still there').waitFor();
    await page.waitForLoadState('networkidle');
    await lookAround(page, 'tokens-profile');
  });
});

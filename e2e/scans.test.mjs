// The list of scans: none at first, then page by page, filtered, one of them in full, and as a file.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { newPerson } from './lib/browser.mjs';
import { journey } from './lib/journey.mjs';
import { fits, look, lookAround } from './lib/look.mjs';
import { button, dialog, heading, link, openFromMenu, signIn } from './lib/portal.mjs';
import { codes, scan } from './lib/scans.mjs';
import { join, jwt, maker } from './lib/server.mjs';

const LIST = /\/api\/v2\/dashboard\/scans\/\?/;
const DESKTOP = 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0';
const rows = (page) => page.getByRole('table', { name: 'Scans' }).getByRole('row');

journey('scans', (step) => {
  let auth;
  let campaign;
  let ids;
  let olive;

  step('before anybody scans there are none', async ({ page }) => {
    await signIn(page);
    await openFromMenu(page, 'Scans');
    await page.getByText('No scans in this time').waitFor();
    await lookAround(page, 'scans-empty');
    await button(page, 'Show the last year').click();
    await page.getByText('No scans in this time').waitFor();
    assert.equal(await page.getByLabel('Time', { exact: true }).inputValue(), '1y');
  });

  step('sixty scans, the last ones of a code with data that is blacklisted, of one that is not active, and of another product', async ({ server }) => {
    auth = await jwt(server);
    const post = maker(server, auth);
    campaign = (await post('/campaigns/', { name: 'Oil to Northern Europe' })).id;
    await post(`/campaigns/${campaign}/scm-fields/`, { key: 'lot_number', label: 'Lot', type: 'text' });
    const brand = await post('/brands/', { name: 'Kallista', client_url: 'https://kallista.example' });
    olive = (await post('/products/', { sku: 'OLV-500', name: 'Olive oil, half a litre', brand: brand.id, campaign })).id;
    const vinegar = (await post('/products/', { sku: 'VIN-1', name: 'Vinegar', brand: brand.id })).id;
    ids = await codes(server, auth, { reference: 'WO-1', product: olive, quantity: 6 });
    const [other] = await codes(server, auth, { reference: 'WO-2', product: vinegar, quantity: 1 });
    for (let n = 0; n < 57; n += 1) await scan(server, ids[n % 4]);
    await server.api('PATCH', `/codes/${ids[4]}/scm/`, { auth, body: { lot_number: '2026-11-L7' } });
    await server.api('POST', '/codes/blacklist/', { auth, body: { codes: [ids[4]], reason: 4 } });
    await server.api('POST', '/codes/deactivate/', { auth, body: { codes: [ids[5]] } });
    await scan(server, ids[4]);
    await scan(server, ids[5], DESKTOP);
    await scan(server, other);
  });

  step('they come page by page, and the browser goes back', async ({ page }) => {
    await page.goto('about:blank');
    await page.goto('/#/scans');
    await page.getByText('50 scans on this page').waitFor();
    await button(page, 'Next page').click();
    await page.getByText('10 scans on this page. This is the last page.').waitFor();
    assert.match(page.url(), /cursor=/);
    await lookAround(page, 'scans-last');
    await page.goBack();
    await page.getByText('50 scans on this page').waitFor();
    await page.goForward();
    await page.getByText('10 scans on this page').waitFor();
    await button(page, 'First page').click();
    await page.getByText('50 scans on this page').waitFor();
    assert.doesNotMatch(page.url(), /cursor=/);
  });

  step('the newest come first, and one that arrives does not move the pages', async ({ page, server }) => {
    await rows(page).nth(1).getByText('Vinegar').waitFor();
    await rows(page).nth(2).getByText('Computer').waitFor();
    await button(page, 'Next page').click();
    await page.getByText('10 scans on this page').waitFor();
    const before = await rows(page).allInnerTexts();
    await scan(server, ids[4]);
    await page.reload();
    await page.getByText('10 scans on this page').waitFor();
    assert.equal((await rows(page).allInnerTexts()).length, before.length);
    await button(page, 'First page').click();
    await rows(page).nth(1).getByText(ids[4]).waitFor();
  });

  step('those of a code, and those from a country', async ({ page }) => {
    await page.getByRole('searchbox', { name: 'Exact id of a code' }).fill(ids[4]);
    await page.getByText('2 scans on this page').waitFor();
    assert.match(page.url(), /extended_id=/);
    await page.getByRole('searchbox', { name: 'Exact id of a code' }).fill('');
    await page.getByText('50 scans on this page').waitFor();
    // The server of the journeys has no database of countries.
    await page.goto('/#/scans?country=BE,FR');
    await page.getByText('Nothing matches these filters.').waitFor();
    await lookAround(page, 'scans-country');
    await button(page, 'Clear the filters').click();
    await page.getByText('50 scans on this page').waitFor();
  });

  step('filters stand in the address', async ({ page }) => {
    await page.getByLabel('State of the code').selectOption({ label: 'Blacklisted' });
    await page.getByText('2 scans on this page').waitFor();
    await page.getByLabel('State of the code').selectOption({ label: 'Any state' });
    await page.getByLabel('Flag', { exact: true }).selectOption({ label: 'Flagged' });
    await page.getByText('3 scans on this page').waitFor();
    assert.equal(await rows(page).filter({ hasText: 'Computer' }).getByText('Inactive').count(), 2);
    await page.getByLabel('Time', { exact: true }).selectOption({ label: 'Last 7 days' });
    await page.getByText('3 scans on this page').waitFor();
    assert.match(page.url(), /flags=blacklisted.*timeframe=7d/);
    await page.goto(`/#/scans?campaign_id=${campaign}&activation_status=2&flags=anomaly`);
    await page.getByText('Nothing matches these filters.').waitFor();
    await button(page, 'Clear the filters').click();
    await page.getByText('50 scans on this page').waitFor();
    await page.goto(`/#/campaigns/${campaign}`);
    await link(page, 'See the scans').click();
    await button(page, 'Next page').click();
    await page.getByText('10 scans on this page').waitFor();
  });

  step('a campaign\'s data is a filter, too', async ({ page }) => {
    await page.getByLabel('Supply-chain data').selectOption({ label: 'Lot' });
    await page.getByLabel('Exactly this value').fill('2026-11-L7');
    await page.getByText('2 scans on this page').waitFor();
    await link(page, ids[4]).first().waitFor();
    assert.match(page.url(), /scm_key=lot_number&scm_value=2026-11-L7/);
    await lookAround(page, 'scans-lot');
    await page.getByLabel('Exactly this value').fill('2026-11');
    await page.getByText('Nothing matches these filters.').waitFor();
  });

  step('one of them in full, by keyboard', async ({ page }) => {
    await page.goto('/#/scans?activation_status=2');
    await page.getByText('2 scans on this page').waitFor();
    const details = page.getByRole('button', { name: /^Details of the scan of / }).last();
    await details.focus();
    await page.keyboard.press('Enter');
    const window = dialog(page, 'Scan');
    await link(window, 'Oil to Northern Europe').waitFor();
    const text = await window.innerText();
    for (const part of [ids[4], 'Stolen', 'Olive oil, half a litre', 'iPhone 18.1', 'Safari', 'Yes: this device', 'lot_number', '2026-11-L7']) {
      assert.ok(text.includes(part), `${part} in ${text}`);
    }
    await lookAround(page, 'scan');
    await page.keyboard.press('Escape');
    await window.waitFor({ state: 'hidden' });
    assert.ok(await details.evaluate((one) => one === document.activeElement));
    await link(page, ids[4]).first().click();
    await heading(page, ids[4]).waitFor();
  });

  step('the page of a code has its latest scans, and leads to all of them', async ({ page, server }) => {
    const latest = page.getByRole('region', { name: 'Latest scans' });
    await latest.getByText('Blacklisted').nth(1).waitFor();
    assert.equal(await latest.getByRole('row').count(), 3);
    await page.goto(`/#/codes/${ids[0]}`);
    await latest.getByText('The last five.').waitFor();
    assert.equal(await latest.getByRole('row').count(), 6);
    await lookAround(page, 'code-scans');
    await latest.getByRole('button', { name: /^Details of the scan of / }).first().click();
    await dialog(page, 'Scan').waitFor();
    await page.keyboard.press('Escape');
    await dialog(page, 'Scan').waitFor({ state: 'hidden' });
    await link(latest, 'See all of its scans').click();
    await page.getByText('15 scans on this page').waitFor();
    assert.equal(await page.getByRole('searchbox', { name: 'Exact id of a code' }).inputValue(), ids[0]);
    const [fresh] = await codes(server, auth, { reference: 'WO-3', product: olive, quantity: 1 });
    await page.goto(`/#/codes/${fresh}`);
    await page.getByText('Nobody has scanned it yet.').waitFor();
  });

  step('a file has the scans of the filters', async ({ page }) => {
    await page.goto(`/#/scans?timeframe=7d&product=${olive}`);
    await page.getByText('50 scans on this page').waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Export').click()]);
    assert.equal(download.suggestedFilename(), 'scans.csv');
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
    assert.equal(lines.length, 61);
    assert.match(lines[0], /^scan\.uuid,scan\.datetime,.*,scm\.lot_number$/);
  });

  step('what goes wrong is told, and can be tried again', async ({ page, person }) => {
    person.expectProblem(/status of 400 .*\/scans\//);
    await page.goto('/#/scans?timeframe=7x');
    await page.getByText('Use a number and d, w, m or y, as 1m.').waitFor();
    await lookAround(page, 'scans-error');
    person.expectProblem(/ERR_FAILED .*\/scans\//);
    await page.route(LIST, (route) => route.abort());
    await page.goto('/#/scans?timeframe=30d');
    await page.getByText('The server does not answer').first().waitFor({ timeout: 30_000 });
    await page.unroute(LIST);
    await button(page, 'Try again').click();
    await page.getByText('50 scans on this page').waitFor();
  });

  step('a page without scans may have a next one; flags and places have room', async ({ page }) => {
    await page.route(LIST, (route) => (route.request().url().includes('cursor=')
      ? route.fetch({ url: route.request().url().replace(/cursor=[^&]*/, '') }).then(async (answer) => {
        const body = await answer.json();
        const flags = ['blacklisted', 'out-of-market', 'scan-count', 'anomaly'];
        const location = { source: 'ip', country: 'CH', city: 'La Chaux-de-Fonds', lat: 47.1, lng: 6.8 };
        const results = body.results.slice(0, 6).map((one, at) => ({ ...one, location, scan: { ...one.scan, flags: flags.slice(0, at) } }));
        await route.fulfill({ json: { next: null, results } });
      })
      : route.fulfill({ json: { next: 'http://inside/api/v2/dashboard/scans/?cursor=abc', results: [] } })));
    await page.goto('/#/scans?timeframe=90d');
    await page.getByText('Nothing on this page').waitFor();
    await look(page, 'scans-empty-page');
    await button(page, 'Next page').click();
    await page.getByText('6 scans on this page').waitFor();
    await lookAround(page, 'scans-flags');
    await page.unroute(LIST);
  });

  step('who may not see codes sees their ids; who may not see scans is told', async ({ server, browser }) => {
    for (const [email, role] of [['di@kallista.example', 'dashboard_user'], ['su@kallista.example', 'scm_user']]) {
      const bo = { email, given_name: 'Bo', password: 'another battery for a horse' };
      await join(server, bo, { role });
      const person = await newPerson(browser);
      await signIn(person.page, bo);
      await person.page.goto('/#/scans?activation_status=2');
      if (role === 'scm_user') {
        await heading(person.page, 'You may not see this page').waitFor();
      } else {
        await person.page.getByText(ids[4]).first().waitFor();
        assert.equal(await link(person.page, ids[4]).count(), 0);
      }
      await fits(person.page);
      person.assertQuiet();
      await person.close();
    }
  });
});

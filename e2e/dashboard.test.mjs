// The dashboard: empty at first, then with the numbers of real scans, by pointer, keyboard and
// table, filtered and exported; and with so many numbers that charts have to hold them.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { newPerson } from './lib/browser.mjs';
import { journey } from './lib/journey.mjs';
import { fits, look, lookAround } from './lib/look.mjs';
import { button, field, heading, link, openFromMenu, signIn } from './lib/portal.mjs';
import { codes, counted, scan } from './lib/scans.mjs';
import { admin, join, jwt, maker } from './lib/server.mjs';

const NUMBERS = /\/api\/v2\/dashboard\/\?/;
const region = (page, name) => page.getByRole('region', { name });
const table = (page, name) => page.getByRole('table', { name });

journey('dashboard', (step) => {
  let auth;
  let campaign;
  let olive;

  step('without codes there is nothing to count, and it says where codes come from', async ({ page }) => {
    await signIn(page);
    await openFromMenu(page, 'Dashboard');
    await page.getByText('No scans yet').waitFor();
    await link(page, 'Go to the work orders').waitFor();
    await lookAround(page, 'dashboard-empty');
  });

  step('two products are scanned: twelve times genuine, three times inactive, once blacklisted', async ({ server }) => {
    auth = await jwt(server);
    const post = maker(server, auth);
    campaign = (await post('/campaigns/', { name: 'Oil to Northern Europe' })).id;
    const brand = await post('/brands/', { name: 'Kallista', client_url: 'https://kallista.example' });
    olive = (await post('/products/', { sku: 'OLV-500', name: 'Olive oil, half a litre', brand: brand.id, campaign })).id;
    const vinegar = (await post('/products/', { sku: 'VIN-1', name: 'Vinegar', brand: brand.id })).id;
    const [ids, others] = [
      await codes(server, auth, { reference: 'WO-1', product: olive, quantity: 10 }),
      await codes(server, auth, { reference: 'WO-2', product: vinegar, quantity: 5 }),
    ];
    await server.api('POST', '/codes/deactivate/', { auth, body: { codes: [ids[8]] } });
    await server.api('POST', '/codes/blacklist/', { auth, body: { codes: [ids[9]], reason: 1 } });
    for (const id of [...ids.slice(0, 8), ...others.slice(0, 4), ids[8], ids[8], ids[8], ids[9]]) await scan(server, id);
    await counted(server, auth, 16);
  });

  step('the numbers are there, and compared with the time before', async ({ page }) => {
    await page.goto('about:blank');
    await page.goto('/#/dashboard');
    const totals = region(page, 'Totals');
    await totals.getByText('Compared with the 30 days before.').waitFor();
    assert.match(await totals.innerText(), /Scans\s+16\s+None before\s+Genuine\s+12\s+None before\s+Inactive\s+3\s+None before\s+Blacklisted\s+1\s/);
    assert.match(await page.locator('main').innerText(), /Counted up to (now|\d+ minutes? ago) \(.+ UTC\)\.\s+Days are those of your company \(UTC\)\./i);
    assert.match(await region(page, 'By product').innerText(), /Olive oil, half a litre\s+12\s[^]+Vinegar\s+4\s/);
    assert.match(await region(page, 'By campaign').innerText(), /Oil to Northern Europe\s+12\s[^]+In no campaign\s+4\s/);
    assert.match(await region(page, 'By country').innerText(), /no database of countries[^]+Unknown country\s+16\s/);
    assert.match(await region(page, 'Codes').innerText(), /Active 13\s+Inactive 1\s+Blacklisted 1/);
    await lookAround(page, 'dashboard');
  });

  step('every bar is told by keyboard', async ({ page }) => {
    const bars = page.getByRole('slider', { name: 'Scans by day' });
    await bars.focus();
    assert.match(await bars.getAttribute('aria-valuetext'), /: 12 genuine, 3 inactive, 1 blacklisted$/);
    await page.keyboard.press('ArrowLeft');
    assert.match(await bars.getAttribute('aria-valuetext'), /: 0 genuine, 0 inactive, 0 blacklisted$/);
    await look(page, 'dashboard-keyboard');
    await page.keyboard.press('Home');
    assert.equal(await bars.getAttribute('aria-valuenow'), '1');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await bars.getAttribute('aria-valuenow'), '1');
    await page.keyboard.press('End');
    assert.equal(await bars.getAttribute('aria-valuenow'), '30');
  });

  step('a bar that a finger has touched stays told when the finger is lifted', async ({ page }) => {
    const bars = page.getByRole('slider', { name: 'Scans by day' });
    const { x } = await bars.boundingBox();
    await bars.dispatchEvent('pointerdown', { pointerType: 'touch', clientX: x + 2 });
    await bars.dispatchEvent('pointerout', { pointerType: 'touch' });
    assert.equal(await bars.getAttribute('aria-valuenow'), '1');
    await bars.dispatchEvent('pointerout', { pointerType: 'mouse' });
    assert.equal(await bars.getAttribute('aria-valuenow'), '30');
  });

  step('a switch makes tables of the same numbers, and the address keeps it', async ({ page }) => {
    await page.getByRole('switch', { name: 'Tables' }).check();
    await table(page, 'Scans by day').getByRole('row').nth(30).waitFor();
    assert.match(await table(page, 'Scans by day').getByRole('row').nth(1).innerText(), /16\s+12\s+3\s+1$/);
    await page.reload();
    await table(page, 'By product').getByText('Olive oil').waitFor();
    await look(page, 'dashboard-tables');
    await page.getByRole('switch', { name: 'Tables' }).uncheck();
  });

  step('filters stand in the address; what a list names is one, by a click', async ({ page }) => {
    await button(region(page, 'By product'), 'Vinegar').click();
    await region(page, 'Totals').getByText('4', { exact: true }).first().waitFor();
    assert.match(page.url(), /product=\d+/);
    await page.goBack();
    await region(page, 'Totals').getByText('16', { exact: true }).waitFor();
    await page.getByLabel('Time', { exact: true }).selectOption({ label: 'Last 7 days' });
    await page.getByText('Compared with the 7 days before.').waitFor();
    assert.match(page.url(), /timeframe=7d/);
    await page.getByLabel('Time', { exact: true }).selectOption({ label: 'Own dates' });
    await page.getByText('Compared with the 30 days before.').waitFor();
    assert.match(page.url(), /date_from=\d{4}-\d\d-\d\d&date_to=/);
    await lookAround(page, 'dashboard-own-dates');
    await page.goto(`/#/dashboard?country=FR&campaign_id=${campaign}`);
    await page.getByText('No scans in this time').waitFor();
    await page.getByText('France').waitFor();
    await look(page, 'dashboard-nothing');
    await button(page, 'Clear the filters').click();
    await region(page, 'Totals').getByText('16', { exact: true }).waitFor();
  });

  step('a file has exactly what is shown', async ({ page, server }) => {
    await page.goto(`/#/dashboard?timeframe=7d&product=${olive}`);
    await page.getByText('Compared with the 7 days before.').waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Export').click()]);
    assert.equal(download.suggestedFilename(), 'dashboard.csv');
    const text = await readFile(await download.path(), 'utf8');
    assert.equal(text, (await server.api('GET', `/dashboard/?timeframe=7d&product=${olive}&format=csv`, { auth })).body);
    assert.match(text, /^total,,,12,8,3,1,\d+,\d+,\r?$/m);
    assert.match(text, /^codes,all,,,,,,,,\d+\r?$/m);
  });

  step('a number leads to the scans that it counts, and a campaign to its own', async ({ page }) => {
    await link(page, '3 scans, Inactive: see them').click();
    await heading(page, 'Scans').waitFor();
    await page.getByText('3 scans on this page').waitFor();
    await page.goto(`/#/campaigns/${campaign}`);
    await link(page, 'See the numbers').click();
    await region(page, 'Totals').getByText('12', { exact: true }).waitFor();
  });

  step('what goes wrong is told, and can be tried again', async ({ page, person }) => {
    person.expectProblem(/status of 400 .*\/dashboard\//);
    await page.goto('/#/dashboard?timeframe=7x');
    await page.getByText('Use a number and d, w, m or y, as 1m.').waitFor();
    await lookAround(page, 'dashboard-error');
    person.expectProblem(/ERR_FAILED .*\/dashboard\//);
    await page.route(NUMBERS, (route) => route.abort());
    await page.goto('/#/dashboard?timeframe=90d');
    await page.getByText('The server does not answer').first().waitFor({ timeout: 30_000 });
    await page.unroute(NUMBERS);
    await button(page, 'Try again').click();
    await page.getByText('Compared with the 90 days before.').waitFor();
  });

  step('who may not see it is told, and has no entry in the menu', async ({ server, browser }) => {
    const bo = { email: 'bo@kallista.example', given_name: 'Bo', password: 'another battery for a horse' };
    await join(server, bo, { role: 'scm_user' });
    const person = await newPerson(browser);
    await signIn(person.page, bo);
    await button(person.page, 'Menu').click();
    assert.equal(await link(person.page, 'Dashboard').count(), 0);
    await person.page.goto('/#/dashboard');
    await heading(person.page, 'You may not see this page').waitFor();
    await fits(person.page);
    person.assertQuiet();
    await person.close();
  });

  for (const [name, days, query] of [['month', 30, ''], ['year', 365, '?timeframe=1y']]) {
    step(`many scans, of a ${name}`, async ({ page }) => {
      await page.route(NUMBERS, (route) => route.fulfill({ json: many(days) }));
      await page.goto('about:blank');
      await page.goto(`/#/dashboard${query}`);
      await region(page, 'By country').getByText('France').waitFor();
      await lookAround(page, `dashboard-${name}`);
      if (name === 'month') {
        await button(region(page, 'By country'), 'Show all 21').click();
        await region(page, 'By country').getByText('All others').waitFor();
      }
      await page.getByRole('slider').hover({ position: { x: 300, y: 60 } });
      await look(page, `dashboard-${name}-bar`);
      await page.unroute(NUMBERS);
    });
  }

  step('in French', async ({ browser }) => {
    const person = await newPerson(browser, { locale: 'fr-FR' });
    const { page } = person;
    await page.route(NUMBERS, (route) => route.fulfill({ json: many(30) }));
    await page.goto('/#/dashboard');
    await field(page, 'Adresse e-mail').fill(admin.email);
    await field(page, 'Mot de passe').fill(admin.password);
    await button(page, 'Se connecter').click();
    await heading(page, 'Tableau de bord').waitFor();
    await region(page, 'Par pays').getByText('Allemagne').waitFor();
    await lookAround(page, 'dashboard-fr');
    person.assertQuiet();
    await person.close();
  });
});

/** An answer with so many scans as no journey makes. */
function many(days) {
  const first = Date.parse('2026-11-28T00:00:00Z') - (days - 1) * 86_400_000;
  const date = (at) => new Date(first + at * 86_400_000).toISOString().slice(0, 10);
  const of = (scans) => ({ genuine: scans, inactive: Math.round(scans * 0.13), blacklisted: Math.round(scans * 0.04) });
  const byDay = Array.from({ length: days }, (_, at) => ({ date: date(at), ...of(Math.round(900 + 500 * Math.sin(at / 4) + 37 * ((at * 7) % 11))) }));
  const totals = byDay.reduce((sum, day) => ({
    genuine: sum.genuine + day.genuine, inactive: sum.inactive + day.inactive, blacklisted: sum.blacklisted + day.blacklisted,
  }));
  const whole = ({ genuine, inactive, blacklisted }, share) => {
    const some = { genuine: Math.round(genuine * share), inactive: Math.round(inactive / share), blacklisted };
    return { ...some, scans: some.genuine + some.inactive + some.blacklisted, flagged: Math.round(inactive * 0.7), new_devices: Math.round(genuine * share * 0.61) };
  };
  const share = (at) => Math.round(totals.genuine * 0.3 * 0.72 ** at);
  const countries = ['FR', 'DE', 'BE', 'NL', 'IT', 'ES', 'GB', 'CH', 'AT', 'PL', 'PT', 'SE', 'NO', 'DK', 'FI', 'IE', 'CZ', 'GR', 'LU', ''];
  const names = ['Olive oil, half a litre', 'Vinegar of the old harvest, in a bottle of green glass with a long name', 'Capers', 'Tapenade', null];
  return {
    from: date(0), to: date(days - 1), time_zone: 'Europe/Brussels', counted_until: new Date().toISOString(),
    totals: whole(totals, 1), previous: whole(totals, 0.83), by_day: byDay,
    by_country: { results: countries.map((country, at) => ({ country, ...of(share(at)) })), others: of(41) },
    by_product: { results: names.map((name, at) => ({ id: at + 1, name, ...of(share(at)) })), others: of(0) },
    by_campaign: { results: [{ id: 1, name: 'Oil to Northern Europe', ...of(share(0)) }, { id: null, name: null, ...of(share(2)) }], others: of(0) },
    codes: { total: 1_250_000, active: 1_112_000, inactive: 137_100, blacklisted: 900 },
  };
}

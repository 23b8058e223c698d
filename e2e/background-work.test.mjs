// What the server does in the background: found by its state, watched while it runs, stopped.

import assert from 'node:assert/strict';
import { newPerson } from './lib/browser.mjs';
import { journey } from './lib/journey.mjs';
import { fits, look, lookAround } from './lib/look.mjs';
import { button, dialog, heading, link, openFromMenu, rowAction, signIn } from './lib/portal.mjs';
import { codes } from './lib/scans.mjs';
import { admin, join, jwt, maker } from './lib/server.mjs';

const LIST = /\/api\/v2\/jobs\/\?/;
const bo = { email: 'bo@kallista.example', given_name: 'Bo', password: 'another horse battery staple' };
const row = (page, text) => page.getByRole('row').filter({ hasText: text });
const now = () => new Date().toISOString();

// The work of a journey is done at once: what goes on or fails is heard of in its stead.
const job = (change) => ({
  id: 41, kind: 'codes_download', state: 'running', done: 40_000, total: 250_000, result: null, failure: null, error_count: 0,
  created_by: { id: 1, email: admin.email }, created_at: now(), started_at: now(), finished_at: null, ...change,
});
const page1 = (results) => ({ json: { count: results.length, next: null, previous: null, results } });

journey('background work', (step) => {
  let auth;

  step('at first nothing has run, and the page says what will stand there', async ({ page, server }) => {
    auth = await jwt(server);
    await signIn(page);
    await openFromMenu(page, 'Background work');
    await page.getByText('Nothing has run in the background yet').waitFor();
    await look(page, 'work-empty');
  });

  step('what has run is there, and leads to what it was for', async ({ page, server }) => {
    const brand = await maker(server, auth)('/brands/', { name: 'Kallista' });
    const product = await maker(server, auth)('/products/', { sku: 'OLV-1', name: 'Olive oil', brand: brand.id });
    await codes(server, auth, { reference: 'WO-1', product: product.id, quantity: 12 });
    await page.reload();
    const made = row(page, 'Make the codes of a work order');
    await made.getByText('Complete').waitFor();
    await made.getByText(admin.email).waitFor();
    await link(made, 'Make the codes of a work order').click();
    const details = dialog(page, /^Make the codes of a work order, number \d+$/);
    await details.getByText('12 of 12').waitFor();
    await lookAround(page, 'work-one');
    await link(details, 'Go to what it is for').click();
    await heading(page, 'WO-1').waitFor();
  });

  step('the state is in the address; of what failed there may be nothing', async ({ page }) => {
    await page.goto('/#/background-work');
    await row(page, 'Make the codes').waitFor();
    await page.getByLabel('State').selectOption({ label: 'Failed' });
    await page.getByText('No work has failed').waitFor();
    assert.match(page.url(), /\?state=failed$/);
    await look(page, 'work-none-failed');
    await button(page, 'Clear the filters').last().click();
    await row(page, 'Make the codes').waitFor();
    await page.getByLabel('Work', { exact: true }).selectOption({ label: 'Write a file of codes' });
    await page.getByText('Nothing matches these filters.').waitFor();
    assert.match(page.url(), /\?kind=codes_download$/);
    await page.getByLabel('Work', { exact: true }).selectOption({ label: 'Make the codes of a work order' });
    await row(page, 'Make the codes').waitFor();
    await page.getByLabel('Only mine').check();
    await page.getByText('1–1 of 1').waitFor();
    await lookAround(page, 'work-filtered');
    await button(page, 'Clear the filters').last().click();
  });

  step('a bar goes on after a reload, until the work is done', async ({ page }) => {
    let running = job();
    const failed = job({
      id: 40, kind: 'scm_upload', state: 'failed', done: 300, total: null, failure: 'Too many codes are inside of one logistical unit.', finished_at: now(),
    });
    const bad = job({ id: 39, kind: 'ingestion', state: 'failed', done: 0, total: 800, failure: 'The file has no rows.', error_count: 17, finished_at: now() });
    await page.route(LIST, (route) => route.fulfill(page1([running, failed, bad])));
    await page.reload();
    await page.getByText('40,000 of 250,000').waitFor();
    await row(page, 'Load supply-chain data').getByText('Too many codes are inside').waitFor();
    await row(page, 'Take in codes of your own').getByText('17 rows not taken').waitFor();
    await lookAround(page, 'work-list');
    running = job({ done: 120_000 });
    await page.getByText('120,000 of 250,000').waitFor();
    await page.reload();
    await page.getByText('120,000 of 250,000').waitFor();
    running = job({ done: 250_000, state: 'complete', finished_at: now(), result: { document: 'x', rows: 250_000, size: 9_000_000 } });
    await row(page, 'Write a file of codes').getByText('Complete').waitFor();
  });

  step('work is stopped after a question; what has ended meanwhile is said to have', async ({ page, person, server }) => {
    const { body } = await server.api('GET', '/jobs/', { auth });
    await page.unroute(LIST);
    let state = 'running';
    const ended = job({ id: body.results[0].id });
    await page.route(LIST, (route) => route.fulfill(page1([state === 'running' ? ended : { ...ended, state, finished_at: now() }])));
    await page.reload();
    await page.getByText('40,000 of 250,000').waitFor();
    const name = `Write a file of codes, number ${ended.id}`;
    await rowAction(page, name, 'Stop it');
    const ask = dialog(page, `Stop “Write a file of codes”, number ${ended.id}?`);
    await look(page, 'work-stop');
    await button(ask, 'Let it go on').click();
    await ask.waitFor({ state: 'hidden' });
    person.expectProblem(/status of 409 .*\/jobs\/\d+\/cancel\//);
    await rowAction(page, name, 'Stop it');
    await button(ask, 'Stop it').click();
    await ask.getByText('This job has ended.').waitFor();
    await page.route('**/jobs/*/cancel/', (route) => {
      state = 'canceled';
      return route.fulfill({ json: { ...ended, state } });
    });
    await button(ask, 'Stop it').click();
    await row(page, 'Write a file of codes').getByText('Stopped').waitFor();
    await page.unroute(LIST);
  });

  step('after an order was canceled, its room shows that work goes on', async ({ page }) => {
    let open = [job({ id: 50, kind: 'workorder_withdraw', done: 15_000, total: null })];
    await page.route(LIST, (route) => route.fulfill(page1(route.request().url().includes('state=running') ? open : [])));
    await page.goto('/#/work-orders');
    const panel = page.getByRole('region', { name: 'Work orders are being tidied up' });
    await panel.getByText('15,000 done').waitFor();
    await look(page, 'work-orders-tidying');
    open = [];
    await panel.waitFor({ state: 'detached' });
    await page.unroute(LIST);
  });

  step('others see their own, and of the company what their role allows', async ({ browser, server }) => {
    await join(server, bo, { role: 'brand_manager' });
    const person = await newPerson(browser, { width: 360, scheme: 'dark' });
    await signIn(person.page, bo);
    await openFromMenu(person.page, 'Background work');
    await person.page.getByRole('heading', { name: 'Background work' }).waitFor();
    await person.page.waitForLoadState('networkidle');
    await fits(person.page, 'work-other');
    await look(person.page, 'work-other-360-dark');
    person.assertQuiet();
    await person.close();
  });
});

// Webhooks: made with a secret that is shown once, called when codes are scanned, and the log of
// what became of each call. The receiver is a server of this journey.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { after } from 'node:test';
import { newPerson } from './lib/browser.mjs';
import { journey } from './lib/journey.mjs';
import { look, lookAround } from './lib/look.mjs';
import { join, jwt, maker } from './lib/server.mjs';
import { button, dialog, field, heading, keptByBrowser, link, openFromMenu, rowAction, signIn } from './lib/portal.mjs';

// The receiver is on this machine, without TLS.
process.env.COUNTERMARK_WEBHOOKS_TO_PRIVATE = 'true';

const bo = { email: 'bo@kallista.example', given_name: 'Bo', password: 'another long sentence of mine' };
const SCANS = 24;

/** Takes calls, and answers with `receiver.status`. */
function startReceiver() {
  const receiver = { status: 200, calls: [] };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part) => { body += part; }).on('end', () => {
      receiver.calls.push({ headers: request.headers, body });
      response.writeHead(receiver.status).end();
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      receiver.url = `http://127.0.0.1:${server.address().port}/hooks/countermark`;
      receiver.stop = () => new Promise((done) => { server.close(done); server.closeAllConnections(); });
      resolve(receiver);
    });
  });
}

journey('webhooks', (step) => {
  let auth;
  let code;
  let receiver;
  let secret;
  const log = (page) => page.getByRole('region', { name: 'Calls' });
  const scan = async (server) => {
    const answer = await fetch(`${server.origin}/q/${code}`, { redirect: 'manual', headers: { 'User-Agent': 'Mozilla/5.0 (Android 15)' } });
    assert.equal(answer.status, 302);
  };

  after(() => receiver?.stop());

  step('there are a code to scan and a receiver', async ({ server }) => {
    receiver = await startReceiver();
    auth = await jwt(server);
    const post = maker(server, auth);
    await join(server, bo);
    const brand = await post('/brands/', { name: 'Kallista', client_url: 'https://kallista.example' });
    const product = await post('/products/', { sku: 'OLV-1', name: 'Olive oil', brand: brand.id });
    const order = await post('/workorders/create-sid/', {
      reference: 'WO-1', quantity: 1, activate_on_complete: true, use_serial_number: false, product: product.id, images: 'none',
    });
    for (let tries = 0; tries < 200 && !code; tries += 1) {
      const { body } = await server.api('GET', `/codes/?workorder=${order.id}`, { auth });
      code = body.results[0]?.extended_id;
      if (!code) await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });

  step('there are no webhooks, and the list says what they are for', async ({ page }) => {
    await signIn(page);
    await openFromMenu(page, 'Webhooks');
    await page.getByText('No webhooks yet').waitFor();
    await look(page, 'webhooks-empty');
  });

  step('one is made; mistakes are said beside the fields', async ({ page, person }) => {
    person.expectProblem(/status of 400 .*\/webhooks\//);
    await button(page, 'New webhook').first().click();
    const window = dialog(page, 'New webhook');
    await button(window, 'Create').click();
    await window.getByText('Give the address').waitFor();
    await window.getByText('Choose at least one.').waitFor();
    await field(window, 'Address').fill('ftp://files.example');
    await window.getByRole('checkbox', { name: 'Every scan' }).check();
    await button(window, 'Create').click();
    await window.getByText('Enter a valid URL.').waitFor();
    await look(page, 'webhooks-new-error');
    await field(window, 'Address').fill(receiver.url);
    await button(window, 'Create').click();
    await dialog(page, 'Your webhook is ready').waitFor();
  });

  step('the secret is shown once, and leaving without it is asked about', async ({ page }) => {
    const window = dialog(page, 'Your webhook is ready');
    secret = await window.getByRole('textbox', { name: 'Signing secret' }).textContent();
    assert.match(secret, /^whsec_/);
    await look(page, 'webhooks-secret');
    await button(window, 'Close').click();
    await window.getByText('Have you copied the secret?').waitFor();
    await look(page, 'webhooks-secret-leave');
    await button(window, 'Go back').click();
    await button(window, 'Done').click();
    await window.waitFor({ state: 'hidden' });
    await link(page, receiver.url).waitFor();
    assert.ok(!(await keptByBrowser(page)).includes(secret.slice(6)), 'the secret is still somewhere');
  });

  step('its page has no calls yet', async ({ page }) => {
    await link(page, receiver.url).click();
    await heading(page, 'Webhook').first().waitFor();
    await page.getByText('No calls yet').waitFor();
    await look(page, 'webhook-empty');
  });

  step('a scan is told, signed with the secret, and stands in the log', async ({ page, server }) => {
    await scan(server);
    await page.reload();
    await log(page).getByRole('row').filter({ hasText: 'scan.created' }).getByText('Delivered').waitFor();
    await log(page).getByText('HTTP 200').waitFor();
    await lookAround(page, 'webhook');
    const { headers, body } = receiver.calls[0];
    const key = Buffer.from(secret.slice(6), 'base64');
    const tag = createHmac('sha256', key).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`).digest('base64');
    assert.equal(headers['webhook-signature'], `v1,${tag}`);
  });

  step('a call that is refused says why, and that it will be tried again', async ({ page, server }) => {
    receiver.status = 500;
    for (let n = 1; n < SCANS; n += 1) await scan(server);
    await page.reload();
    const refused = log(page).getByRole('row').filter({ hasText: 'Will be tried again' });
    await refused.first().getByText('HTTP 500').waitFor();
    await refused.first().getByText('The receiver refused it.').waitFor();
    await page.getByText('Every call has failed since').waitFor();
    await look(page, 'webhook-failing');
  });

  step('the log is paged, and filtered by state', async ({ page }) => {
    await log(page).getByText(`1–20 of ${SCANS}`).waitFor();
    await button(page, 'Next page').click();
    await log(page).getByText(`21–${SCANS} of ${SCANS}`).waitFor();
    await field(log(page), 'State').selectOption('delivered');
    await log(page).getByText('1–1 of 1').waitFor();
    assert.match(page.url(), /state=delivered/);
    await field(log(page), 'State').selectOption('failed');
    await log(page).getByText('Nothing matches these filters.').waitFor();
    await field(log(page), 'State').selectOption('');
  });

  step('the log keeps up without being loaded again', async ({ page, server }) => {
    receiver.status = 204;
    await scan(server);
    await log(page).getByText('HTTP 204').first().waitFor();
    await page.getByText('Every call has failed since').waitFor({ state: 'hidden' });
  });

  step('the list and the form fit', async ({ page }) => {
    await link(page, 'Webhooks').first().click();
    await link(page, receiver.url).waitFor();
    await lookAround(page, 'webhooks');
    await button(page, 'New webhook').click();
    await dialog(page, 'New webhook').waitFor();
    await lookAround(page, 'webhooks-new');
    await button(dialog(page, 'New webhook'), 'Cancel').click();
    await dialog(page, 'New webhook').waitFor({ state: 'hidden' });
    await link(page, receiver.url).click();
  });

  step('it is edited and switched off', async ({ page, server }) => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await button(page, 'Edit').click();
    const window = dialog(page, 'Edit the webhook');
    await window.getByRole('checkbox', { name: 'Completed work orders' }).check();
    await button(window, 'Save').click();
    await page.getByText('Every scan, Completed work orders').waitFor();
    await link(page, 'Webhooks').first().click();
    await rowAction(page, receiver.url, 'Switch off');
    await page.getByRole('row').filter({ hasText: receiver.url }).getByText('Off', { exact: true }).waitFor();
    const { body } = await server.api('GET', '/webhooks/', { auth });
    assert.deepEqual([body.results[0].is_active, body.results[0].events], [false, ['scan.created', 'workorder.completed']]);
  });

  step('the log that cannot be loaded says so', async ({ page, person }) => {
    person.expectProblem(/status of 503 .*\/deliveries\//);
    await page.route('**/deliveries/', (route) => route.fulfill({ status: 503, contentType: 'application/json', body: '{"detail":"x","code":"unavailable"}' }));
    await page.reload();
    await link(page, receiver.url).click();
    await button(page, 'Try again').waitFor();
    await page.unroute('**/deliveries/');
    await button(page, 'Try again').click();
    await log(page).getByRole('row').getByText('Delivered').first().waitFor();
  });

  step('it is deleted, after a question that names it', async ({ page }) => {
    await button(page, 'Delete').click();
    const sure = dialog(page, 'Delete this webhook?');
    await sure.getByText(receiver.url).waitFor();
    await button(sure, 'Delete').click();
    await page.getByText('The webhook is deleted.').waitFor();
    await page.getByText('No webhooks yet').waitFor();
  });

  step('who may not manage webhooks is told so', async ({ browser }) => {
    const guest = await newPerson(browser);
    await signIn(guest.page, bo);
    await guest.page.goto('/#/webhooks');
    await guest.page.getByRole('listitem').filter({ hasText: 'webhook_edit' }).waitFor();
    guest.assertQuiet();
    await guest.close();
  });
});

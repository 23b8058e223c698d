// Where a token may be used from: watched first, then a list made of what was seen.

import assert from 'node:assert/strict';
import http from 'node:http';
import { journey } from './lib/journey.mjs';
import { button, dialog, field, heading, link, signIn } from './lib/portal.mjs';
import { look, lookAround } from './lib/look.mjs';
import { jwt } from './lib/server.mjs';
import { until } from './lib/uses.mjs';

/** A call with a token from one of the machine's own addresses; its status and code. */
function callFrom(server, localAddress, token) {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `UAT ${token}` };
    const request = http.get(`${server.origin}/api/v2/me/`, { localAddress, headers, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => { text += part; }).on('end', () => {
        resolve([answer.statusCode, JSON.parse(text).code]);
      });
    });
    request.on('error', reject);
  });
}

/** Waits until the batch of calls is written. */
const written = (server, id, enough) => until(server, `/uats/${id}/networks/`, enough);

const till = '127.0.0.1';
const office = '127.0.0.7';
const thief = '127.0.66.6';

journey('networks', (step) => {
  let token;
  let id;

  step('a token is made that is only watched', async ({ page, person }) => {
    person.expectProblem(/status of 400 .*\/uats\//);
    await signIn(page);
    await page.goto('/#/me');
    await button(page, 'New user authorization token').click();
    const window = dialog(page, 'New user authorization token');
    await field(window, 'Name').fill('Till');
    await window.getByRole('button', { name: /^Where it may be used from/ }).click();
    await field(window, 'Addresses and networks').fill('127.0.0.1\nnot a network/24');
    await window.getByRole('radio', { name: 'Is let in and counted' }).check();
    await window.getByRole('checkbox', { name: /brand_view/ }).or(window.getByLabel(/View brands/i)).first().check();
    // Closed again, it opens by itself for an error inside.
    await window.getByRole('button', { name: /^Where it may be used from/ }).click();
    await button(window, 'CREATE').click();
    await window.getByText('"not a network/24" is not an address or a network such as').waitFor();
    await look(page, 'networks-new-error');
    await field(window, 'Addresses and networks').fill('127.0.0.1');
    await look(page, 'networks-new');
    await button(window, 'CREATE').click();
    await heading(page, 'Your token is ready').waitFor();
    token = await page.getByRole('textbox', { name: 'Token', exact: true }).textContent();
    await button(page, 'Done').click();
  });

  step('its page shows who would be refused, and proposes a list', async ({ server, page }) => {
    const { body } = await server.api('GET', '/uats/?search=Till', { auth: await jwt(server) });
    id = body.results[0].id;
    await page.goto(`/#/me/tokens/${id}`);
    await page.getByText('No call since watching began.').waitFor();
    await look(page, 'networks-empty');
    for (const from of [till, till, till, office]) assert.deepEqual(await callFrom(server, from, token), [200, undefined]);
    await written(server, id, ({ addresses }) => addresses.length === 2);
    await page.reload();
    await page.getByText('The list would have refused 1 call.').waitFor();
    await page.getByRole('row').filter({ hasText: office }).getByText('Not listed').waitFor();
    await look(page, 'networks-watched');
  });

  step('one click takes it over', async ({ server, page }) => {
    await button(page, 'Use this list').click();
    await page.getByText('“Till” works only from the list now.').waitFor();
    await page.getByText('Calls from elsewhere are refused').waitFor();
    for (const from of [till, office]) assert.deepEqual(await callFrom(server, from, token), [200, undefined]);
    for (let n = 0; n < 2; n += 1) {
      assert.deepEqual(await callFrom(server, thief, token), [403, 'address_not_allowed']);
    }
    await written(server, id, ({ refused }) => refused === 2);
    await page.reload();
    await page.getByText('2 calls from elsewhere were refused.').waitFor();
    await page.getByText('From elsewhere', { exact: true }).waitFor();
    await look(page, 'networks-refused');
  });

  step('the list is changed by hand', async ({ server, page }) => {
    await button(page, 'Change').click();
    const window = dialog(page, 'Where it may be used from');
    await field(window, 'Addresses and networks').fill('127.0.0.0/24, 2001:db8::/48');
    await look(page, 'networks-edit');
    await button(window, 'Save').click();
    await window.waitFor({ state: 'hidden' });
    await page.getByText('2001:db8::/48').waitFor();
    assert.deepEqual(await callFrom(server, '127.0.0.99', token), [200, undefined]);
    assert.deepEqual(await callFrom(server, thief, token), [403, 'address_not_allowed']);
  });

  step('it fits', async ({ page }) => {
    await page.goto(`/#/me/tokens/${id}`);
    await heading(page, 'Where it may be used from').waitFor();
    await page.getByText(thief).first().waitFor();
    await page.waitForLoadState('networkidle');
    await lookAround(page, 'networks');
    await button(page, 'Change').click();
    await dialog(page, 'Where it may be used from').waitFor();
    await lookAround(page, 'networks-change');
    await page.keyboard.press('Escape');
    await dialog(page, 'Where it may be used from').waitFor({ state: 'hidden' });
  });

  step('an error is said where it is', async ({ page, person }) => {
    person.expectProblem(/status of 503 .*\/networks\//);
    await page.route('**/networks/', (route) => route.fulfill({ status: 503, contentType: 'application/json', body: '{"detail":"x","code":"unavailable"}' }));
    await page.goto('about:blank');
    await page.goto(`/#/me/tokens/${id}`);
    await page.getByRole('button', { name: 'Try again' }).first().waitFor();
    await look(page, 'networks-error');
    await page.unroute('**/networks/');
    await button(page, 'Try again').first().click();
    await page.getByText('2001:db8::/48').waitFor();
    await link(page, 'Your profile').waitFor();
  });
});

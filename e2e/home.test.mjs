// Home: a company that has just begun, then one that runs well, then one with something to look at.

import assert from 'node:assert/strict';
import { newPerson } from './lib/browser.mjs';
import { journey } from './lib/journey.mjs';
import { fits, lookAround } from './lib/look.mjs';
import { button, field, heading, link, signIn } from './lib/portal.mjs';
import { codes, counted, scan } from './lib/scans.mjs';
import { admin, join, jwt, make, maker } from './lib/server.mjs';

const JOBS = /\/api\/v2\/jobs\/\?/;
const WIDE = /\/api\/v2\/uats\/\?.*too_wide=1/;
const attention = (page) => page.getByRole('region', { name: 'Needs your attention' });

journey('home', (step) => {
  let auth;
  let ada;
  let ids;

  step('at first there are three steps to go, and nothing to worry about', async ({ page, server }) => {
    auth = await jwt(server);
    await signIn(page);
    await page.getByText('Nothing needs you just now').waitFor();
    await heading(page, 'Three steps to your first API call').waitFor();
    await lookAround(page, 'home-new');
  });

  step('codes are scanned, and all is well', async ({ page, server }) => {
    const post = maker(server, auth);
    ada = (await server.api('GET', '/me/', { auth })).body.user.id;
    const campaign = (await post('/campaigns/', { name: 'Oil to Northern Europe' })).id;
    await post(`/campaigns/${campaign}/alerts/`, { type: 'blacklisted', recipients: [ada] });
    const brand = await post('/brands/', { name: 'Kallista', client_url: 'https://kallista.example' });
    const product = await post('/products/', { sku: 'OLV-500', name: 'Olive oil', brand: brand.id, campaign });
    ids = await codes(server, auth, { reference: 'WO-1', product: product.id, quantity: 5 });
    await make(server, 'ERP import', ['product_view']);
    for (const id of ids) await scan(server, id);
    await counted(server, auth, 5);
    await page.reload();
    await link(page, '5 Scans today 0 yesterday (days of UTC)').waitFor();
    await link(page, '5 Active codes of 5').waitFor();
    await page.getByText('Nothing needs you just now').waitFor();
    assert.equal(await heading(page, 'Three steps to your first API call').count(), 0);
    await lookAround(page, 'home-calm');
  });

  step('an alert, failed work and tokens that end soon come first, and lead to where they are looked at', async ({ page, server }) => {
    const post = maker(server, auth);
    const { body: { today } } = await server.api('GET', '/policy/', { auth });
    const day = (days) => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
    for (const [name, days] of [['Nightly export', 3], ['Shop', 12], ['Label printer in Gent', 20], ['Old script', 25]]) {
      await post('/uats/', { name, valid_until: day(days), permissions: ['product_view'] });
    }
    await server.api('POST', '/codes/blacklist/', { auth, body: { codes: [ids[0]], reason: 4 } });
    await scan(server, ids[0]);
    await counted(server, auth, 6);
    // No journey breaks the server's own work: it is heard to have failed.
    const failed = {
      id: 7, kind: 'scm_upload', object: { type: 'task', id: '12' }, state: 'failed', done: 0, total: 40, result: null, failure: 'The file has no rows.', error_count: 0,
      created_by: { id: ada, email: admin.email }, created_at: new Date().toISOString(), finished_at: new Date().toISOString(),
    };
    const { body: { results: [order] } } = await server.api('GET', '/workorders/', { auth });
    const spoilt = {
      ...failed, id: 8, kind: 'workorder_package', object: { type: 'workorder', id: String(order.id) }, failure: null,
      created_by: { id: ada + 1, email: 'bo@kallista.example' },
    };
    await page.route(JOBS, (route) => route.fulfill({ json: { count: 2, next: null, previous: null, results: [failed, spoilt] } }));
    // No right is unneeded before 60 days have gone by: one token is heard to be too wide.
    await page.route(WIDE, (route) => route.fetch({ url: route.request().url().replace('too_wide=1', 'search=ERP') }).then((response) => route.fulfill({ response })));
    await page.reload();
    await link(attention(page), 'Alert “Blacklisted” in Oil to Northern Europe').waitFor();
    await attention(page).getByText('Upload SCM-12 · The file has no rows.').waitFor();
    await attention(page).getByText('WO-1 · bo@kallista.example').waitFor();
    await link(attention(page), 'The token “Nightly export” ends in 3 days').waitFor();
    await link(attention(page), '1 more token ends soon').waitFor();
    await link(attention(page), 'The token “ERP import” may do more than it does').waitFor();
    await lookAround(page, 'home-attention');
    await link(attention(page), 'The token “Nightly export” ends in 3 days').click();
    await heading(page, 'Nightly export').waitFor();
    await page.goBack();
    const upload = link(attention(page), 'An upload of supply-chain data failed');
    assert.match(await upload.getAttribute('href'), /\/supply-chain\?task=12$/);
    await link(attention(page), 'The file of a work order was not written').click();
    await heading(page, 'WO-1').waitFor();
    await page.goBack();
    await link(attention(page), '1 more token ends soon').click();
    await heading(page, 'Tokens of the company').waitFor();
    await page.getByText('1–4 of 4').waitFor();
    assert.match(page.url(), /\/tokens\?state=active&ends_within_days=30$/);
    await page.goBack();
    await link(attention(page), 'Alert “Blacklisted” in Oil to Northern Europe').click();
    await heading(page, 'Alerts').waitFor();
    await page.goBack();
    await link(page, '6 Scans today 0 yesterday (days of UTC)').click();
    await heading(page, 'Dashboard').waitFor();
    await page.getByText('Compared with the day before.').waitFor();
  });

  step('what cannot be asked is told, and the rest is there all the same', async ({ page, person }) => {
    await page.unroute(JOBS);
    person.expectProblem(/ERR_FAILED .*\/jobs\//);
    await page.route(JOBS, (route) => route.abort());
    await page.goto('about:blank');
    await page.goto('/#/');
    await attention(page).getByText('The server does not answer').waitFor({ timeout: 30_000 });
    await link(attention(page), 'The token “Shop” ends in 12 days').waitFor();
    await page.unroute(JOBS);
    await button(page, 'Try again').click();
    await attention(page).getByText('The server does not answer').waitFor({ state: 'hidden' });
  });

  step('others see what is theirs', async ({ server, browser }) => {
    const bo = { email: 'bo@kallista.example', given_name: 'Bo', password: 'another battery for a horse' };
    await join(server, bo, { role: 'scm_user' });
    const person = await newPerson(browser);
    await signIn(person.page, bo);
    // Campaigns are for this role, the numbers and other people's tokens are not.
    await attention(person.page).getByText('Alert “Blacklisted”').waitFor();
    assert.equal(await attention(person.page).getByRole('listitem').count(), 1);
    assert.equal(await person.page.getByText('Scans today').count(), 0);
    await fits(person.page);
    person.assertQuiet();
    await person.close();
  });

  step('in French', async ({ browser }) => {
    const person = await newPerson(browser, { locale: 'fr-FR' });
    const { page } = person;
    await page.goto('/');
    await field(page, 'Adresse e-mail').fill(admin.email);
    await field(page, 'Mot de passe').fill(admin.password);
    await button(page, 'Se connecter').click();
    await page.getByText('Le jeton «\u00A0Shop\u00A0» expire dans 12 jours').waitFor();
    await lookAround(page, 'home-attention-fr');
    person.assertQuiet();
    await person.close();
  });
});

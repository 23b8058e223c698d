// The alerts of all campaigns: what was raised lately, and the way from it to its scans.

import assert from 'node:assert/strict';
import { journey } from './lib/journey.mjs';
import { look, lookAround } from './lib/look.mjs';
import { field, heading, link, openFromMenu, rowAction, signIn } from './lib/portal.mjs';
import { codes, counted, scan } from './lib/scans.mjs';
import { jwt, maker } from './lib/server.mjs';

const row = (page, text) => page.getByRole('row').filter({ hasText: text });

journey('alerts', (step) => {
  let auth;
  let campaign;

  step('without campaigns the page says what alerts belong to', async ({ page, server }) => {
    auth = await jwt(server);
    await signIn(page);
    await openFromMenu(page, 'Alerts');
    await page.getByText('None was raised within seven days.').waitFor();
    await page.getByText('No campaigns yet').waitFor();
    await look(page, 'alerts-empty');
  });

  step('an alert that was raised leads to its scans, and to its campaign', async ({ page, server }) => {
    const post = maker(server, auth);
    const ada = (await server.api('GET', '/me/', { auth })).body.user.id;
    campaign = (await post('/campaigns/', { name: 'Oil to Northern Europe' })).id;
    await post('/campaigns/', { name: 'Soap' });
    await post(`/campaigns/${campaign}/alerts/`, { type: 'blacklisted', recipients: [ada] });
    const off = await post(`/campaigns/${campaign}/alerts/`, { type: 'inactive', recipients: [ada] });
    await server.api('PATCH', `/alerts/${off.id}/`, { auth, body: { is_active: false } });
    const brand = await post('/brands/', { name: 'Kallista', client_url: 'https://kallista.example' });
    const product = await post('/products/', { sku: 'OLV-500', name: 'Olive oil', brand: brand.id, campaign });
    const [first, second] = await codes(server, auth, { reference: 'WO-1', product: product.id, quantity: 2 });
    await server.api('POST', '/codes/blacklist/', { auth, body: { codes: [first], reason: 4 } });
    await scan(server, first);
    await scan(server, second);
    await counted(server, auth, 2);
    await page.reload();
    await row(page, 'There are new scans').waitFor();
    await row(page, 'Soap').getByText('No alerts').waitFor();
    await page.getByText('Inactive (off)').waitFor();
    await lookAround(page, 'alerts');
    await page.getByRole('link', { name: 'See the scans: Blacklisted, Oil to Northern Europe' }).click();
    await heading(page, 'Scans').waitFor();
    await row(page, first).waitFor();
    assert.equal(await row(page, second).count(), 0);
    assert.match(page.url(), new RegExp(`campaign_id=${campaign}&flags=blacklisted`));
    await page.goBack();
    await field(page, 'Search by name').or(page.getByRole('searchbox')).first().fill('Soap');
    await row(page, 'Soap').waitFor();
    await row(page, 'Inactive (off)').waitFor({ state: 'detached' });
  });

  step('from the alerts of a campaign, too', async ({ page }) => {
    await page.goto('/#/alerts');
    await link(page, 'Oil to Northern Europe').first().click();
    await rowAction(page, 'Blacklisted', 'See the scans');
    await heading(page, 'Scans').waitFor();
    assert.match(page.url(), /flags=blacklisted/);
  });
});

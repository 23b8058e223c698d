// The optional limits of a token: set in its dialog, seen on its page, changed later.

import assert from 'node:assert/strict';
import { journey } from './lib/journey.mjs';
import { look, lookAround } from './lib/look.mjs';
import { jwt } from './lib/server.mjs';
import { sumOf, written } from './lib/uses.mjs';
import { button, dialog, field, heading, link, rowAction, signIn } from './lib/portal.mjs';

const part = (where, name) => where.getByRole('button', { name: new RegExp(`^${name}`) });

journey('daily limits', (step) => {
  let token;

  step('they are closed at first, and are set in the dialog', async ({ page }) => {
    await signIn(page);
    await page.goto('/#/me?new=1');
    const window = dialog(page, 'New user authorization token');
    await field(window, 'Name').fill('Brand import');
    await window.getByRole('checkbox', { name: /brand_create/ }).check();
    assert.equal(await part(window, 'Daily limits').getAttribute('aria-expanded'), 'false');
    await part(window, 'Daily limits').getByText('No limit').waitFor();
    await part(window, 'Daily limits').click();
    await field(window, 'Products and brands changed').fill('2');
    await part(window, 'Daily limits').getByText('1 limit').waitFor();
    await look(page, 'limits-new');
    await button(window, 'CREATE').click();
    await heading(page, 'Your token is ready').waitFor();
    token = await page.getByRole('textbox', { name: 'Token', exact: true }).textContent();
    await button(page, 'Done').click();
  });

  step('its page shows what is used up, and when it starts anew', async ({ server, page }) => {
    const make = (name) => server.api('POST', '/brands/', { auth: `UAT ${token}`, body: { name } });
    assert.equal((await make('Olive')).status, 201);
    await link(page, 'Brand import').click();
    const meter = page.getByRole('meter', { name: 'Products and brands changed' });
    await meter.waitFor();
    assert.equal(await meter.getAttribute('aria-valuetext'), '1 of 2 today');
    await page.getByText(/^They start anew on .* 00:00 /).waitFor();
    assert.equal((await make('Thyme')).status, 201);
    const refused = await make('Sage');
    assert.deepEqual([refused.status, refused.body.code], [429, 'budget_exhausted']);
    await page.reload();
    await page.getByText('Nothing more today').waitFor();
  });

  step('the dialog and the meter fit', async ({ page, server }) => {
    const { results } = (await server.api('GET', '/uats/?search=Brand', { auth: await jwt(server) })).body;
    await written(server, results[0].id, (use) => sumOf(use, 'calls') > 0);
    await page.goto('/#/me');
    // What the browser had asked for before that is forgotten.
    await page.reload();
    await link(page, 'Brand import').click();
    await page.getByText('Nothing more today').waitFor();
    await page.waitForLoadState('networkidle');
    await lookAround(page, 'limits-meter');
    await page.goto('/#/me?new=1');
    const window = dialog(page, 'New user authorization token');
    await part(window, 'Daily limits').click();
    await field(window, 'Codes made').fill('1500');
    await lookAround(page, 'limits-dialog');
  });

  step('they are raised and lifted by who owns it', async ({ server, page }) => {
    await page.goto('/#/me');
    await rowAction(page, 'Brand import', 'Change');
    const window = dialog(page, 'Change the token');
    await part(window, 'Daily limits').click();
    await field(window, 'Products and brands changed').fill('5000');
    await look(page, 'limits-change');
    await button(window, 'Save').click();
    await window.waitFor({ state: 'detached' });
    const mine = async () => (await server.api('GET', '/uats/?search=Brand', { auth: await jwt(server) })).body.results[0];
    assert.deepEqual((await mine()).budgets, { products_changed: 5000 });
    await rowAction(page, 'Brand import', 'Change');
    await part(window, 'Daily limits').click();
    await field(window, 'Products and brands changed').fill('');
    await button(window, 'Save').click();
    await window.waitFor({ state: 'detached' });
    assert.deepEqual((await mine()).budgets, {});
  });
});

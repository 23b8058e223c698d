// Regions: from an empty list to a few, by mouse and by keyboard.

import assert from 'node:assert/strict';
import { newPerson } from './lib/browser.mjs';
import { journey } from './lib/journey.mjs';
import { look, lookAround } from './lib/look.mjs';
import { join, jwt } from './lib/server.mjs';
import { button, dialog, field, heading, link, openFromMenu, rowAction, signIn } from './lib/portal.mjs';

const dee = { email: 'dee@kallista.example', given_name: 'Dee', password: 'one more long sentence of mine' };
const pim = { email: 'pim@kallista.example', given_name: 'Pim', password: 'and yet one more long sentence' };

journey('regions', (step) => {
  let auth;
  const row = (page, name) => page.getByRole('row').filter({ hasText: name });

  step('there are none, and the list says how to begin', async ({ page, server }) => {
    auth = await jwt(server);
    await signIn(page);
    await openFromMenu(page, 'Regions');
    await page.getByText('No regions yet').waitFor();
    await look(page, 'regions-empty');
  });

  step('one is made: countries are found by name and by code, without a mouse', async ({ page, server }) => {
    await button(page, 'New region').first().click();
    const window = dialog(page, 'New region');
    await field(window, 'Name').fill('Benelux');
    await page.keyboard.press('Enter');
    await window.getByText('Choose at least one country.').waitFor();
    await look(page, 'regions-new-error');
    const countries = window.getByRole('combobox', { name: 'Countries' });
    await countries.focus();
    for (const text of ['belg', 'LU', 'netherl']) {
      await page.keyboard.type(text);
      await page.getByRole('option').first().waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
    }
    // Escape closes the list, not the dialog.
    await page.keyboard.press('Escape');
    await look(page, 'regions-new');
    await button(window, 'Create').click();
    await page.getByText('Benelux is saved.').waitFor();
    await row(page, 'Benelux').getByText('Belgium, Luxembourg, Netherlands').waitFor();
    const { body } = await server.api('GET', '/regions/', { auth });
    assert.deepEqual(body.results.map(({ countries: codes }) => codes.join()), ['BE,LU,NL']);
  });

  step('a name that is taken is said beside the name', async ({ page, person }) => {
    person.expectProblem(/status of 400 .*\/regions\//);
    await button(page, 'New region').click();
    const window = dialog(page, 'New region');
    await field(window, 'Name').fill('benelux');
    await window.getByRole('combobox', { name: 'Countries' }).fill('france');
    await page.getByRole('option', { name: 'France', exact: true }).click();
    await page.keyboard.press('Escape');
    await button(window, 'Create').click();
    await window.getByText('A region with this name already exists.').waitFor();
    await field(window, 'Name').fill('France');
    await button(window, 'Create').click();
    await page.getByText('France is saved.').waitFor();
  });

  step('it is edited, archived and restored', async ({ page }) => {
    await rowAction(page, 'France', 'Edit');
    const window = dialog(page, 'Edit France');
    await field(window, 'Name').fill('France and overseas');
    await window.getByRole('combobox', { name: 'Countries' }).fill('reunion');
    await page.getByRole('option', { name: 'Réunion' }).click();
    await page.keyboard.press('Escape');
    await button(window, 'Save').click();
    await row(page, 'France and overseas').getByText('France, Réunion').waitFor();
    await rowAction(page, 'France and overseas', 'Archive');
    await button(dialog(page, 'Archive France and overseas?'), 'Archive').click();
    await page.getByText('France and overseas is archived.').waitFor();
    await row(page, 'France and overseas').waitFor({ state: 'hidden' });
    await page.getByLabel('Show archived').click();
    await rowAction(page, 'France and overseas', 'Restore');
    await button(dialog(page, 'Restore France and overseas?'), 'Restore').click();
    await page.getByText('No archived regions.').waitFor();
    await page.getByLabel('Show archived').click();
    await row(page, 'France and overseas').waitFor();
  });

  step('many are paged and searched, and the address keeps it', async ({ page, server }) => {
    for (let n = 1; n <= 22; n += 1) {
      const body = { name: `Market ${n}`, countries: ['AT', 'CH', 'CZ', 'DE', 'DK', 'ES', 'FI', 'FR', 'GB'].slice(0, 1 + (n % 9)) };
      assert.equal((await server.api('POST', '/regions/', { auth, body })).status, 201);
    }
    await page.reload();
    await page.getByText('1–20 of 24').waitFor();
    await button(page, 'Next page').click();
    await page.getByText('21–24 of 24').waitFor();
    assert.match(page.url(), /offset=20/);
    await page.getByPlaceholder('Search regions').fill('benel');
    await page.getByText('1–1 of 1').waitFor();
    assert.match(page.url(), /search=benel/);
    await page.getByPlaceholder('Search regions').fill('nowhere');
    await page.getByText('Nothing matches these filters.').waitFor();
    await page.getByPlaceholder('Search regions').fill('');
    await page.getByText('1–20 of 24').waitFor();
  });

  step('it fits', async ({ page }) => {
    await lookAround(page, 'regions');
    await rowAction(page, 'Benelux', 'Edit');
    await dialog(page, 'Edit Benelux').waitFor();
    await lookAround(page, 'regions-edit');
    await button(dialog(page, 'Edit Benelux'), 'Cancel').click();
    await dialog(page, 'Edit Benelux').waitFor({ state: 'hidden' });
  });

  step('a server that does not answer is said, and can be tried again', async ({ page, person }) => {
    person.expectProblem(/ERR_FAILED.*\/regions\//);
    await page.route('**/api/v2/regions/**', (route) => route.abort());
    await page.reload();
    await page.getByText('The server does not answer').waitFor();
    await page.unroute('**/api/v2/regions/**');
    await button(page, 'Try again').click();
    await row(page, 'Benelux').waitFor();
  });

  step('who may only see them, and who may not', async ({ browser, server }) => {
    await join(server, dee, { role: 'brand_protection_manager' });
    await join(server, pim, { role: 'dashboard_user' });
    const guest = await newPerson(browser);
    await signIn(guest.page, dee);
    await guest.page.goto('/#/regions');
    await row(guest.page, 'Benelux').waitFor();
    assert.equal(await button(guest.page, 'New region').count(), 0);
    assert.equal(await button(guest.page, 'Actions for Benelux').count(), 0);
    guest.assertQuiet();
    await guest.close();
    const stranger = await newPerson(browser);
    await signIn(stranger.page, pim);
    await stranger.page.goto('/#/regions');
    await heading(stranger.page, 'You may not see this page').waitFor();
    await stranger.page.getByRole('listitem').filter({ hasText: 'region_view' }).getByText(/Account Admin, Brand Manager/).waitFor();
    assert.equal(await link(stranger.page, 'Regions').count(), 0);
    stranger.assertQuiet();
    await stranger.close();
  });
});

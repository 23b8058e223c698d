// Brands: made, changed, put in order, saved as a file, archived and deleted.

import assert from 'node:assert/strict';
import { newPerson } from './lib/browser.mjs';
import { column, saved } from './lib/files.mjs';
import { journey } from './lib/journey.mjs';
import { look, lookAround } from './lib/look.mjs';
import { join, jwt, maker } from './lib/server.mjs';
import { button, dialog, field, heading, link, openFromMenu, rowAction, signIn } from './lib/portal.mjs';

const dee = { email: 'dee@kallista.example', given_name: 'Dee', password: 'one more long sentence of mine' };

journey('brands', (step) => {
  let auth;
  const row = (page, name) => page.getByRole('row').filter({ hasText: name });

  step('there are none: a reader is told who can make one', async ({ browser, server }) => {
    auth = await jwt(server);
    await join(server, dee, { role: 'dashboard_user' });
    const reader = await newPerson(browser);
    const { page } = reader;
    await signIn(page, dee);
    await page.goto('/#/brands');
    await page.getByText('No brands yet').waitFor();
    await page.getByText(/brand_create, which your role \(Dashboard User\) does not have\. Roles that have it: Account Admin and Brand Manager\./).waitFor();
    assert.equal(await button(page, 'New brand').count(), 0);
    await look(page, 'brands-empty-reader');
    reader.assertQuiet();
    await reader.close();
  });

  step('and whoever may is shown how to begin', async ({ page }) => {
    await signIn(page);
    await openFromMenu(page, 'Brands');
    await page.getByText('Make the first one').waitFor();
    await look(page, 'brands-empty');
    await button(page, 'New brand').last().click();
    const window = dialog(page, 'New brand');
    await field(window, 'Name').fill('Kallista');
    await window.getByLabel(/^Reference/).fill('KAL');
    await window.getByLabel(/^Link/).fill('https://kallista.example');
    await button(window, 'Create').click();
    await page.getByText('Kallista is saved.').waitFor();
    await row(page, 'Kallista').getByText('KAL', { exact: true }).waitFor();
  });

  step('a name that is taken is said beside the name', async ({ page, person }) => {
    person.expectProblem(/status of 400 .*\/brands\//);
    await button(page, 'New brand').click();
    const window = dialog(page, 'New brand');
    await field(window, 'Name').fill('kallista');
    await button(window, 'Create').click();
    await window.getByText(/already exists/).waitFor();
    await field(window, 'Name').fill('Thalassa');
    await button(window, 'Create').click();
    await row(page, 'Thalassa').waitFor();
  });

  step('it is edited', async ({ page, server }) => {
    await rowAction(page, 'Thalassa', 'Edit');
    const window = dialog(page, 'Edit Thalassa');
    await field(window, 'Name').fill('Thalassa Gold');
    await window.getByLabel(/^Description/).fill('=from the sea');
    await button(window, 'Save').click();
    await page.getByText('Thalassa Gold is saved.').waitFor();
    const { body } = await server.api('GET', '/brands/?search=gold', { auth });
    assert.deepEqual(body.results.map(({ name, description }) => [name, description]), [['Thalassa Gold', '=from the sea']]);
  });

  step('what is shown is saved in its order, and no cell is a formula', async ({ page }) => {
    await button(page, 'Name').click();
    await page.waitForURL(/ordering=-name/);
    const { name, text } = await saved(page, () => button(page, 'Export').click());
    assert.match(name, /^brands-\d{4}-\d\d-\d\d\.csv$/);
    assert.deepEqual(column(text, 'name'), ['Thalassa Gold', 'Kallista']);
    assert.deepEqual(column(text, 'description'), ["'=from the sea", '']);
    await page.getByText(`2 rows saved as ${name}.`).waitFor();
  });

  step('many are saved page by page: a bar shows how far it is, and it can be given up', async ({ page, server }) => {
    const make = maker(server, auth);
    await Promise.all([...Array(210).keys()].map((n) => make('/brands/', { name: `Brand ${1000 + n}` })));
    await page.reload();
    await page.getByText('1–20 of 212').waitFor();
    let go;
    const held = new Promise((resolve) => { go = resolve; });
    await page.route('**/api/v2/brands/*offset=200*', async (route) => {
      await held;
      await route.continue();
    });
    const window = dialog(page, 'Export');
    await button(page, 'Export').click();
    await window.getByText('200 of 212 rows').waitFor();
    await look(page, 'brands-exporting');
    await button(window, 'Cancel').click();
    await window.waitFor({ state: 'hidden' });
    go();
    const { text } = await saved(page, () => button(page, 'Export').click());
    assert.equal(new Set(column(text, 'id')).size, 212);
    await window.waitFor({ state: 'hidden' });
  });

  step('a file that stops in the middle is told, and can be tried again', async ({ page, person }) => {
    person.expectProblem(/ERR_FAILED.*\/brands\//);
    await page.unrouteAll();
    await page.route('**/api/v2/brands/*offset=200*', (route) => route.abort());
    await button(page, 'Export').click();
    const window = dialog(page, 'Export');
    await window.getByText('The server does not answer').waitFor();
    await page.unrouteAll();
    const { text } = await saved(page, () => button(window, 'Try again').click());
    assert.equal(column(text, 'id').length, 212);
  });

  step('it is archived, restored and deleted', async ({ page, server }) => {
    await page.goto('/#/brands?search=thalassa');
    await rowAction(page, 'Thalassa Gold', 'Archive');
    await button(dialog(page, 'Archive Thalassa Gold?'), 'Archive').click();
    await page.getByText('Nothing matches these filters.').waitFor();
    await page.getByLabel('Show archived').click();
    await rowAction(page, 'Thalassa Gold', 'Restore');
    await button(dialog(page, 'Restore Thalassa Gold?'), 'Restore').click();
    await button(page, 'Clear the filters').last().click();
    await page.getByText('1–20 of 212').waitFor();
    await page.getByPlaceholder('Search brands').fill('thalassa');
    await rowAction(page, 'Thalassa Gold', 'Delete');
    await button(dialog(page, 'Delete Thalassa Gold?'), 'Delete').click();
    await page.getByText('Thalassa Gold is deleted.').waitFor();
    assert.equal((await server.api('GET', '/brands/', { auth })).body.count, 211);
  });

  step('one that has products is kept, and the words say why', async ({ page, person, server }) => {
    const make = maker(server, auth);
    const { body } = await server.api('GET', '/brands/?search=Kallista', { auth });
    await make('/products/', { sku: 'OLV-1', name: 'Olive oil', brand: body.results[0].id });
    person.expectProblem(/status of 4\d\d .*\/brands\//);
    await page.goto('/#/brands?search=kallista');
    await page.reload();
    await rowAction(page, 'Kallista', 'Delete');
    const ask = dialog(page, 'Delete Kallista?');
    await button(ask, 'Delete').click();
    await ask.getByText(/has products/).last().waitFor();
    await look(page, 'brands-delete-refused');
    await button(ask, 'Cancel').click();
    await link(page, '1 product of Kallista').click();
    await heading(page, 'Products').waitFor();
    await row(page, 'Olive oil').waitFor();
    await page.goBack();
  });

  step('it fits', async ({ page }) => {
    await page.goto('/#/brands');
    await row(page, 'Brand 1000').waitFor();
    await lookAround(page, 'brands');
  });
});

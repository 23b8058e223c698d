// What people see when something goes wrong.

import assert from 'node:assert/strict';
import { newPerson } from './lib/browser.mjs';
import { journey } from './lib/journey.mjs';
import { line } from './lib/line.mjs';
import { look } from './lib/look.mjs';
import { admin, join, jwt } from './lib/server.mjs';
import {
  button, dialog, field, fillSignIn, heading, keptByBrowser, keptByQueries, mapColumns, openFromMenu, openImport, rowAction, signIn, signOut,
} from './lib/portal.mjs';

const bo = { email: 'bo@kallista.example', given_name: 'Bo', password: 'another long sentence of mine' };

/** Signs in from somewhere else, and from there ends every other session. */
async function endOtherSessions(browser) {
  const { page, close } = await newPerson(browser);
  await signIn(page);
  await openFromMenu(page, 'Ada Admin');
  await button(page, 'Sign out everywhere else').click();
  await button(dialog(page, 'Sign out everywhere else?'), 'Sign out everywhere else').click();
  await page.getByText('You are signed in nowhere else.').waitFor();
  await close();
}

journey('errors', (step) => {
  step('a wrong password is refused, without saying what was wrong', async ({ page, person }) => {
    person.expectProblem(/status of 400 .*\/auth\/session\//);
    await page.goto('/');
    await fillSignIn(page, admin.email, 'not the password at all');
    await page.getByText('Unable to login with provided credentials.').waitFor();
    await look(page, 'errors-wrong-password');
    await fillSignIn(page, 'nobody@example.test', 'not the password at all');
    await page.getByText('Unable to login with provided credentials.').waitFor();
  });

  step('a session ended from another browser leads to the sign-in, and back to the same page', async ({ browser, page, person }) => {
    await signIn(page);
    await openFromMenu(page, 'Brands');
    await button(page, 'New brand').first().waitFor();
    await endOtherSessions(browser);
    person.expectProblem(/status of 401 /);
    await page.getByLabel('Search brands').fill('Kal');
    await page.getByText('Your session has ended. Sign in again.').waitFor();
    await look(page, 'errors-session-ended');
    await fillSignIn(page, admin.email, admin.password);
    await heading(page, 'Brands').waitFor();
    assert.equal(await page.getByLabel('Search brands').inputValue(), 'Kal');
  });

  step('… and when something was being changed, it says that this is lost', async ({ browser, page, server }) => {
    await page.goto('/#/brands');
    await button(page, 'New brand').first().click();
    const form = dialog(page, 'New brand');
    await field(form, 'Name').fill('Kallista');
    await endOtherSessions(browser);
    await button(form, 'Create').click();
    await page.getByText('Your session has ended, and what you changed last was not saved.').waitFor();
    await look(page, 'errors-session-ended-unsaved');
    // Nothing of the company is left on the screen of whoever has it now.
    assert.equal(await form.count(), 0);
    assert.ok(!(await keptByQueries(page)).includes('Kallista SA'));
    await fillSignIn(page, admin.email, admin.password);
    await heading(page, 'Brands').waitFor();
    assert.equal((await server.api('GET', '/brands/', { auth: await jwt(server) })).body.count, 0);
  });

  step('a line that is cut while a file is sent: nothing is applied, and it is sent again', async ({ browser, server }) => {
    const wire = await line(server.origin);
    const person = await newPerson({ ...browser, origin: wire.origin });
    const { page } = person;
    const auth = await jwt(server);
    const count = async () => (await server.api('GET', '/products/', { auth })).body.count;
    const rows = Array.from({ length: 300 }, (_, n) => `OLV-${n},Olive oil ${n},Kallista,${'It is pressed on the day of the harvest. '.repeat(100)}\n`);
    await signIn(page);
    await openImport(page);
    await page.locator('input[type=file]').setInputFiles({
      name: 'oil.csv', mimeType: 'text/csv', buffer: Buffer.from(`SKU,Name,Brand,Description\n${rows.join('')}`),
    });
    await mapColumns(page, { SKU: 'SKU', Name: 'Name', Brand: 'Brand' });
    await page.getByLabel('Make brands that do not exist yet').check();
    await button(page, 'Check the file').click();
    await button(page, 'Import 300 products').waitFor();

    // The file has 1.2 MB.
    person.expectProblem(/ERR_(CONNECTION_RESET|CONNECTION_CLOSED|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)/);
    wire.cutAfter(500_000);
    await button(page, 'Import 300 products').click();
    await page.getByText('The server does not answer').waitFor();
    await look(page, 'errors-network-cut');
    assert.equal(await count(), 0);

    wire.mend();
    await button(page, 'Import 300 products').click();
    await page.getByText('The import is done').first().waitFor();
    assert.equal(await count(), 300);
    person.assertQuiet();
    await person.close();
    wire.close();
  });

  step('a right that is lost while the page is open: the refusal names it, and its buttons go', async ({ browser, server }) => {
    const { id } = await join(server, bo);
    const colleague = await newPerson(browser);
    const { page } = colleague;
    await signIn(page, bo);
    await openFromMenu(page, 'Brands');
    await button(page, 'New brand').click();
    const form = dialog(page, 'New brand');
    await field(form, 'Name').fill('Meltemi');
    const changed = await server.api('PATCH', `/users/${id}/`, { auth: await jwt(server), body: { role: 'brand_protection_manager' } });
    assert.equal(changed.status, 200, JSON.stringify(changed.body));

    colleague.expectProblem(/status of 403 .*\/brands\//);
    await button(form, 'Create').click();
    await form.getByText('This needs the permission brand_create.').waitFor();
    await form.getByText('Your role does not have it. An Account Admin can change roles.').waitFor();
    await look(page, 'errors-right-lost');
    await page.reload();
    await heading(page, 'Brands').waitFor();
    await page.getByText('Kallista', { exact: true }).waitFor();
    assert.equal(await button(page, 'New brand').count(), 0);
    colleague.assertQuiet();
    await colleague.close();
  });

  step('two tabs change one brand: each its own field, and both see both', async ({ page, server }) => {
    await page.goto('/#/brands');
    await page.reload();
    const other = await page.context().newPage();
    await other.goto('/#/brands');
    for (const tab of [page, other]) await rowAction(tab, 'Kallista', 'Edit');
    const [first, second] = [page, other].map((tab) => dialog(tab, 'Edit Kallista'));
    await first.getByLabel(/^Description/).fill('Oil from the islands');
    await button(first, 'Save').click();
    await page.getByText('Oil from the islands').waitFor();
    await second.getByLabel(/^Reference/).fill('KAL');
    await button(second, 'Save').click();
    // The list of the tab that saved last is read anew.
    await other.getByText('Oil from the islands').waitFor();
    await other.getByText('KAL', { exact: true }).waitFor();
    const { body } = await server.api('GET', '/brands/', { auth: await jwt(server) });
    assert.deepEqual(body.results.map(({ reference, description }) => [reference, description]), [['KAL', 'Oil from the islands']]);
    await other.close();
  });

  step('a token that one tab shows is in no other tab', async ({ page }) => {
    const other = await page.context().newPage();
    await other.goto('/#/me');
    await heading(other, 'User authorization tokens').waitFor();
    await page.goto('/#/me?new=1');
    const form = dialog(page, 'New user authorization token');
    await field(form, 'Name').fill('ERP import');
    await button(form, '30 days').click();
    await form.getByLabel('Search access rights').fill('brand_cr');
    await form.getByRole('checkbox').check();
    await button(form, 'CREATE').click();
    const token = await dialog(page, 'Your token is ready').getByRole('textbox', { name: 'Token', exact: true }).innerText();
    const secret = token.split('_')[2];
    assert.equal(secret.length, 49);
    await other.reload();
    await other.getByRole('row').filter({ hasText: 'ERP import' }).waitFor();
    for (const kept of [await keptByBrowser(other), await keptByQueries(other)]) {
      assert.ok(!kept.includes(secret), 'the other tab knows the token');
    }
    await other.close();
    await button(dialog(page, 'Your token is ready'), 'Done').click();
  });

  step('signed out in one tab, the other notices when it is used next', async ({ page }) => {
    const other = await page.context().newPage();
    await other.goto('/#/brands');
    await other.getByText('Kallista', { exact: true }).waitFor();
    await signOut(page);
    await openFromMenu(other, 'Products');
    await other.getByText('Your session has ended. Sign in again.').waitFor();
    await fillSignIn(other, admin.email, admin.password);
    await heading(other, 'Products').waitFor();
    // The session is that of all tabs again.
    await page.goto('about:blank');
    await page.goto('/#/brands');
    await heading(page, 'Brands').waitFor();
    await other.close();
  });

  step('an address that is none has a page that says so', async ({ page }) => {
    await page.goto('/#/no/such/page');
    await heading(page, 'There is no such page').waitFor();
  });
});

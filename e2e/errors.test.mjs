// What people see when something goes wrong.

import assert from 'node:assert/strict';
import path from 'node:path';
import { journey } from './lib/journey.mjs';
import { look } from './lib/look.mjs';
import { admin, jwt } from './lib/server.mjs';
import { button, fillSignIn, heading, mapColumns, openFromMenu, openImport, signIn } from './lib/portal.mjs';

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

  step('a session that has ended leads to the sign-in, and back', async ({ page, person, server }) => {
    await signIn(page);
    await openFromMenu(page, 'Brands');
    await heading(page, 'Brands').waitFor();
    const ended = await server.api('POST', '/auth/jwt/logout-all/', { auth: await jwt(server), body: {} });
    assert.equal(ended.status, 204);

    person.expectProblem(/status of 401 /);
    await openFromMenu(page, 'Products');
    await page.getByText('Your session has ended. Sign in again.').waitFor();
    await look(page, 'errors-session-ended');
    await fillSignIn(page, admin.email, admin.password);
    await heading(page, 'Products').waitFor();
  });

  step('an import without a network says so, and goes on when it is back', async ({ page, person, server }) => {
    await openImport(page);
    await page.locator('input[type=file]').setInputFiles(
      path.resolve(import.meta.dirname, 'fixtures/shop-apparel.csv'),
    );
    await mapColumns(page, { SKU: 'Handle', Name: 'Title', Brand: 'Vendor' });
    await page.getByLabel('Make brands that do not exist yet').check();
    await button(page, 'Check the file').click();
    await button(page, 'Import 20 products').waitFor();

    person.expectProblem(/ERR_INTERNET_DISCONNECTED/);
    await person.context.setOffline(true);
    await button(page, 'Import 20 products').click();
    await page.getByText('The server does not answer').waitFor();
    await look(page, 'errors-network-cut');
    const auth = await jwt(server);
    assert.equal((await server.api('GET', '/products/', { auth })).body.count, 0);

    await person.context.setOffline(false);
    await button(page, 'Import 20 products').or(button(page, 'Try again')).first().click();
    await page.getByText('The import is done').first().waitFor();
    assert.equal((await server.api('GET', '/products/', { auth })).body.count, 20);
  });

  step('an address that is none has a page that says so', async ({ page }) => {
    await page.goto('/#/no/such/page');
    await heading(page, 'There is no such page').waitFor();
  });
});

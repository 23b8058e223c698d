// An administrator says what the company is, looks at the signing keys and lets the next one come.

import assert from 'node:assert/strict';
import { journey } from './lib/journey.mjs';
import { newPerson } from './lib/browser.mjs';
import { look } from './lib/look.mjs';
import { button, dialog, openFromMenu, signIn } from './lib/portal.mjs';
import { jwt } from './lib/server.mjs';

journey('keys', (step) => {
  let before;

  step('what the company says of itself is saved, its country by name', async ({ page, person, server }) => {
    await signIn(page);
    await openFromMenu(page, 'Company info');
    await button(page, 'Edit').click();
    const form = dialog(page, 'The company');
    await form.getByLabel(/^Website/).fill('not an address');
    await form.getByLabel(/^City/).fill('Brussels');
    await form.getByRole('combobox', { name: /^Country/ }).fill('belg');
    await page.getByRole('option', { name: 'Belgium' }).click();
    person.expectProblem(/status of 400 .*\/company\//);
    await button(form, 'Save').click();
    await form.locator('[aria-invalid="true"]').waitFor();
    await look(page, 'keys-company-error');
    await form.getByLabel(/^Website/).fill('https://kallista.example');
    await button(form, 'Save').click();
    await page.getByText('Brussels, Belgium').waitFor();
    const { body } = await server.api('GET', '/company/', { auth: await jwt(server) });
    assert.deepEqual([body.city, body.country, body.website], ['Brussels', 'BE', 'https://kallista.example']);
  });

  step('the company page shows the key that signs', async ({ page, server }) => {
    before = await jwt(server);
    await page.getByRole('row').filter({ hasText: 'Signs log-ins' }).filter({ hasText: 'EdDSA' }).waitFor();
    await look(page, 'keys-before');
  });

  step('a click publishes the next one, once', async ({ page }) => {
    await button(page, 'Rotate now').click();
    const ask = dialog(page, 'Bring the next signing key?');
    await look(page, 'keys-ask');
    await button(ask, 'Rotate now').click();
    await page.getByRole('row').filter({ hasText: 'Published' }).waitFor();
    assert.equal(await button(page, 'Rotate now').isDisabled(), true);
    await look(page, 'keys-after');
  });

  step('it fits a phone, in the dark', async ({ browser }) => {
    const person = await newPerson(browser, { width: 360, scheme: 'dark' });
    await signIn(person.page);
    await openFromMenu(person.page, 'Company info');
    await person.page.getByText('Published').waitFor();
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 360, `${wide} px wide`);
    await look(person.page, 'keys-phone');
    person.assertQuiet();
    await person.close();
  });

  step('no session has ended', async ({ server }) => {
    const me = await server.api('GET', '/me/', { auth: before });
    assert.equal(me.status, 200);
    const keys = await server.api('GET', '/keys/', { auth: before });
    assert.deepEqual(keys.body.results.map(({ state }) => state), ['published', 'signing']);
  });
});

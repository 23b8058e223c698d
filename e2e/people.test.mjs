// Links by mail: an address is proved, a forgotten password replaced, an address changed.

import assert from 'node:assert/strict';
import { journey } from './lib/journey.mjs';
import { newPerson } from './lib/browser.mjs';
import { look } from './lib/look.mjs';
import { admin } from './lib/server.mjs';
import { button, dialog, field, fillSignIn, heading, link, openFromMenu, rowAction, signIn, signOut } from './lib/portal.mjs';

const next = 'nine calm herons wade far';
const moved = 'ada.new@kallista.example';
const bo = { email: 'bo@kallista.example', given_name: 'Bo', password: 'another long sentence of mine' };

journey('people', (step) => {
  step('the first admin is asked to prove the address', async ({ page, server }) => {
    const first = await server.mailLink(admin.email);
    await signIn(page);
    await page.getByText('Verify your e-mail address').waitFor();
    await look(page, 'people-banner');
    await button(page, 'Send the link again').click();
    await page.getByText('No mail server is set up').waitFor();
    const second = await server.mailLink(admin.email);
    assert.notEqual(first, second);
    await page.goto(second);
    await heading(page, 'Confirm your e-mail address').waitFor();
    await button(page, 'Confirm').click();
    await heading(page, 'Your address is confirmed').waitFor();
    await look(page, 'people-verified');
    await link(page, 'Go to the portal').click();
    await heading(page, 'Hello, Ada').waitFor();
    await page.getByText('Verify your e-mail address').waitFor({ state: 'hidden' });
  });

  step('a forgotten password is replaced', async ({ page, person, server }) => {
    await signOut(page);
    await link(page, 'Forgot your password?').click();
    await field(page, 'E-mail address').fill(admin.email);
    await button(page, 'Send the link').click();
    await page.getByText('Look into your mailbox').waitFor();
    await look(page, 'people-forgot-sent');
    await page.goto(await server.mailLink(admin.email));
    await heading(page, 'Choose a new password').waitFor();
    await field(page, 'New password').fill(next);
    await field(page, 'Repeat the password').fill(next);
    await look(page, 'people-reset');
    await button(page, 'Set the password').click();
    await heading(page, 'Your new password is set').waitFor();
    await link(page, 'Go to sign-in').click();
    person.expectProblem(/status of 400 .*\/auth\/session\//);
    await fillSignIn(page, admin.email, admin.password);
    await page.getByText('Unable to login with provided credentials.').waitFor();
    await fillSignIn(page, admin.email, next);
    await heading(page, 'Hello, Ada').waitFor();
  });

  step('another address takes over once it is proved', async ({ page, server }) => {
    await openFromMenu(page, 'Ada Admin');
    await button(page, 'Change the address').click();
    const form = dialog(page, 'Sign in with another address');
    await field(form, 'New e-mail address').fill(moved);
    await look(page, 'people-email');
    await button(form, 'Send the link').click();
    await button(dialog(page, 'Look into the new mailbox'), 'Done').click();
    await page.goto(await server.mailLink(moved));
    await button(page, 'Confirm').click();
    await page.getByText(`From now on you sign in with ${moved}.`).waitFor();
    await link(page, 'Go to the portal').click();
    await signOut(page);
    await fillSignIn(page, moved, next);
    await heading(page, 'Hello, Ada').waitFor();
  });

  step('the password is changed, and only by whoever knows the old one', async ({ page, person }) => {
    const chosen = 'ten quiet otters swim home';
    await openFromMenu(page, 'Ada Admin');
    const form = page.locator('form').filter({ has: field(page, 'Current password') });
    const fill = async (current) => {
      await field(form, 'Current password').fill(current);
      await field(form, 'New password').fill(chosen);
      await field(form, 'Repeat the password').fill(chosen);
      await button(form, 'Change password').click();
    };
    person.expectProblem(/status of 400 .*\/me\/password\//);
    await fill('not the old one at all');
    await form.getByText('This password is not right.').waitFor();
    await look(page, 'people-password-error');
    await fill(next);
    await page.getByText('Your password is changed.').waitFor();
    await signOut(page);
    await fillSignIn(page, moved, chosen);
    await heading(page, 'Hello, Ada').waitFor();
  });

  step('an administrator sends a colleague a link', async ({ page, server, browser }) => {
    const colleague = await newPerson(browser);
    await openFromMenu(page, 'Users & Teams');
    await button(page, 'Invite a user').click();
    const form = dialog(page, 'Invite a user');
    await field(form, 'E-mail address').fill(bo.email);
    await field(form, 'Given name').fill('Bo');
    await form.getByRole('radio', { name: 'Brand Manager', exact: true }).check();
    await button(form, 'Send the invitation').click();
    await button(dialog(page, 'The invitation is on its way'), 'Done').click();
    await colleague.page.goto(await server.mailLink(bo.email));
    await field(colleague.page, 'Password').fill(bo.password);
    await field(colleague.page, 'Repeat the password').fill(bo.password);
    await button(colleague.page, 'Accept and sign in').click();
    await heading(colleague.page, 'Hello, Bo').waitFor();
    assert.equal(await colleague.page.getByText('Verify your e-mail address').count(), 0);
    await page.reload();
    await rowAction(page, 'Bo', 'Send a link to a new password');
    await button(dialog(page, 'Send Bo a link to a new password?'), 'Send the link').click();
    await look(page, 'people-reset-sent');
    await button(dialog(page, 'The link is on its way'), 'Done').click();
    await colleague.page.goto(await server.mailLink(bo.email));
    await heading(colleague.page, 'Choose a new password').waitFor();
    colleague.assertQuiet();
    await colleague.close();
  });
});

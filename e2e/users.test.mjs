// A colleague is invited, works, loses a right, and is archived; each takes hold at the next request.

import assert from 'node:assert/strict';
import { journey } from './lib/journey.mjs';
import { newPerson } from './lib/browser.mjs';
import { look } from './lib/look.mjs';
import { jwt } from './lib/server.mjs';
import {
  button, dialog, field, fillSignIn, heading, openFromMenu, rowAction, signIn,
} from './lib/portal.mjs';

const bo = { email: 'bo@kallista.example', given_name: 'Bo', password: 'another long sentence of mine' };

journey('users', (step) => {
  let invitation;
  let colleague;
  let auth;

  const makeBrand = (server, name) => server.api('POST', '/brands/', { auth, body: { name } });

  step('an administrator invites a colleague', async ({ page, server }) => {
    await signIn(page);
    await openFromMenu(page, 'Users & Teams');
    await button(page, 'Invite a user').click();
    const form = dialog(page, 'Invite a user');
    await field(form, 'E-mail address').fill(bo.email);
    await field(form, 'Given name').fill('Bo');
    await field(form, 'Family name').fill('Brandt');
    await form.getByRole('radio', { name: 'Brand Manager', exact: true }).check();
    await button(form, 'Send the invitation').click();
    const ready = dialog(page, 'The invitation is on its way');
    await ready.getByText(bo.email).waitFor();
    await ready.getByText('No mail server is set up').waitFor();
    await look(page, 'users-invitation');
    await button(ready, 'Done').click();
    invitation = await server.mailLink(bo.email);
    const bos = page.getByRole('row').filter({ hasText: 'Bo Brandt' });
    await bos.filter({ hasText: 'Invited' }).waitFor();
    await page.getByLabel('Role', { exact: true }).selectOption({ label: 'Account Admin' });
    await bos.waitFor({ state: 'detached' });
    await page.getByLabel('Role', { exact: true }).selectOption({ label: 'Brand Manager' });
    await bos.waitFor();
    assert.match(page.url(), /role=brand_manager/);
    await button(page, 'Clear the filters').click();
  });

  step('the colleague accepts in a browser of their own', async ({ browser }) => {
    colleague = await newPerson(browser);
    await colleague.page.goto(invitation);
    await heading(colleague.page, 'Join your company').waitFor();
    await field(colleague.page, 'Password').fill(bo.password);
    await field(colleague.page, 'Repeat the password').fill(bo.password);
    await look(colleague.page, 'users-join');
    await button(colleague.page, 'Accept and sign in').click();
    await heading(colleague.page, 'Hello, Bo').waitFor();
    colleague.assertQuiet();
  });

  step('the link works once', async ({ browser }) => {
    const stranger = await newPerson(browser);
    stranger.expectProblem(/status of 404 .*\/invitations\/look\//);
    await stranger.page.goto(invitation);
    await heading(stranger.page, 'This link no longer works').waitFor();
    stranger.assertQuiet();
    await stranger.close();
  });

  step('the colleague may make brands', async ({ server }) => {
    auth = await jwt(server, bo);
    assert.equal((await makeBrand(server, 'Before')).status, 201);
    await openFromMenu(colleague.page, 'Brands');
    await button(colleague.page, 'New brand').waitFor();
  });

  step('with a lesser role the right is gone at the next request', async ({ page, server }) => {
    await page.reload();
    await rowAction(page, 'Bo Brandt', 'Edit');
    const form = dialog(page, 'Edit Bo Brandt');
    await form.getByRole('radio', { name: 'Dashboard User', exact: true }).check();
    await button(form, 'Save').click();
    await form.waitFor({ state: 'hidden' });

    const refused = await makeBrand(server, 'After');
    assert.equal(refused.status, 403);
    assert.deepEqual(refused.body.required, ['brand_create']);
    assert.equal(refused.body.missing_because, 'role');
  });

  step('the portal of the colleague refuses too, and says why', async () => {
    colleague.expectProblem(/status of 403 .*\/brands\//);
    const { page } = colleague;
    await button(page, 'New brand').click();
    const form = dialog(page, 'New brand');
    await field(form, 'Name').fill('From the portal');
    await button(form, 'Save').or(button(form, 'Create')).click();
    await form.getByText('Your role does not have it.').waitFor();
    await page.reload();
    await heading(page, 'You may not see this page').or(heading(page, 'Brands')).waitFor();
    assert.equal(await button(page, 'New brand').count(), 0);
    colleague.assertQuiet();
  });

  step('archived, the colleague is signed out at the next request', async ({ page, server }) => {
    await rowAction(page, 'Bo Brandt', 'Archive');
    const ask = dialog(page, 'Archive Bo Brandt?');
    await button(ask, 'Archive').click();
    await ask.waitFor({ state: 'hidden' });
    assert.equal((await server.api('GET', '/me/', { auth })).status, 401);

    colleague.expectProblem(/status of 401 /);
    await openFromMenu(colleague.page, 'Company info');
    await heading(colleague.page, 'Sign in').waitFor();
    await colleague.page.getByText('Your session has ended.').waitFor();
  });

  step('and cannot sign in again', async () => {
    colleague.expectProblem(/status of 400 .*\/auth\/session\//);
    await fillSignIn(colleague.page, bo.email, bo.password);
    await colleague.page.getByText('Unable to login with provided credentials.').waitFor();
    colleague.assertQuiet();
    await colleague.close();
  });

  step('restored, the colleague signs in as before', async ({ page, browser, server }) => {
    await page.getByLabel('Show archived').click();
    await rowAction(page, 'Bo Brandt', 'Restore');
    await button(dialog(page, 'Restore Bo Brandt?'), 'Restore').click();
    await page.getByText('Nothing matches these filters.').or(page.getByText('Nobody here')).waitFor();
    auth = await jwt(server, bo);
    assert.equal((await server.api('GET', '/me/', { auth })).status, 200);
    const again = await newPerson(browser);
    await signIn(again.page, bo);
    again.assertQuiet();
    await again.close();
  });

  step('whoever has lost an invitation gets another, and the first one works no more', async ({ page, browser, server }) => {
    await page.goto('/#/users');
    await button(page, 'Invite a user').click();
    const form = dialog(page, 'Invite a user');
    await field(form, 'E-mail address').fill('cleo@kallista.example');
    await field(form, 'Given name').fill('Cleo');
    await form.getByRole('radio', { name: 'Dashboard User', exact: true }).check();
    await button(form, 'Send the invitation').click();
    await button(dialog(page, 'The invitation is on its way'), 'Done').click();
    const first = await server.mailLink('cleo@kallista.example');
    await rowAction(page, 'Cleo', 'Send a new invitation');
    await button(dialog(page, 'Send a new link to Cleo?'), 'Send a new link').click();
    await button(dialog(page, 'The invitation is on its way'), 'Done').click();
    const second = await server.mailLink('cleo@kallista.example');
    assert.notEqual(first, second);
    const cleo = await newPerson(browser);
    cleo.expectProblem(/status of 404 .*\/invitations\/look\//);
    await cleo.page.goto(first);
    await heading(cleo.page, 'This link no longer works').waitFor();
    await cleo.page.goto(second);
    await heading(cleo.page, 'Join your company').waitFor();
    cleo.assertQuiet();
    await cleo.close();
  });
});

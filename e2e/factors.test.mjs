// Second factors: an authenticator app with recovery codes, passkeys (Chromium's own virtual
// authenticator), signing in with each, proving oneself again, an admin's reset.

import assert from 'node:assert/strict';
import { journey } from './lib/journey.mjs';
import { newPerson } from './lib/browser.mjs';
import { look, lookAround } from './lib/look.mjs';
import { admin, jwt } from './lib/server.mjs';
import {
  button, dialog, field, fillSignIn, heading, openFromMenu, rowAction, signIn, signOut,
} from './lib/portal.mjs';
import { totp } from './lib/totp.mjs';

const bo = { email: 'bo@kallista.example', given_name: 'Bo', password: 'another long sentence of mine' };

async function codesIn(page) {
  const codes = dialog(page, 'Your recovery codes');
  await codes.waitFor();
  return codes.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts();
}

async function keepCodes(page) {
  const codes = dialog(page, 'Your recovery codes');
  assert.equal(await button(codes, 'Done').isDisabled(), true);
  await codes.getByRole('checkbox', { name: 'I have kept them' }).check();
  await button(codes, 'Done').click();
  await codes.waitFor({ state: 'detached' });
}

/** Chromium's authenticator, in this page. */
async function authenticator(page, isUserVerified = true) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
      isUserVerified, automaticPresenceSimulation: true,
    },
  });
}

const asked400 = /status of 400 .*\/(auth\/session|session\/confirm|invitations\/accept)\//;

journey('factors', (step) => {
  let key;
  let codes;
  let byName;

  step('an authenticator app is set up, and recovery codes are kept', async ({ page }) => {
    await signIn(page);
    await page.goto('/#/me');
    await heading(page, 'Second factor').waitFor();
    await look(page, 'factors-none');
    await button(page, 'Set up an app').click();
    const setUp = dialog(page, 'Set up an authenticator app');
    key = await setUp.getByRole('textbox', { name: 'Key', exact: true }).innerText();
    await look(page, 'factors-app');
    await field(setUp, 'Code that the app shows').fill('12');
    await button(setUp, 'Turn on').click();
    await setUp.getByText('Give the six digits that the app shows.').waitFor();
    await field(setUp, 'Code that the app shows').fill(totp(key));
    await button(setUp, 'Turn on').click();
    codes = await codesIn(page);
    assert.equal(codes.length, 10);
    await look(page, 'factors-codes');
    await keepCodes(page);
    await button(page, 'Remove the app').waitFor();
    await look(page, 'factors-on');
  });

  step('the password alone no longer signs in', async ({ page, person }) => {
    person.expectProblem(asked400);
    await signOut(page);
    await fillSignIn(page, admin.email, admin.password);
    await page.getByText('One more step.').waitFor();
    await look(page, 'factors-second-step');
    assert.equal((await page.context().cookies()).length, 0);
    await field(page, 'Code').fill('000000');
    await button(page, 'Sign in').click();
    await page.getByText('This code is not right').waitFor();
    await look(page, 'factors-wrong-code');
    await field(page, 'Code').fill(totp(key, 1));
    await button(page, 'Sign in').click();
    await heading(page, 'Hello, Ada').waitFor();
  });

  step('a tool is told that a code is missing', async ({ server }) => {
    const { email, password } = admin;
    const plain = await server.api('POST', '/auth/jwt/', { body: { email, password } });
    assert.deepEqual([plain.status, plain.body.code], [400, 'otp_required']);
    const good = await server.api('POST', '/auth/jwt/', { body: { email, password, otp: codes[0] } });
    assert.equal(good.status, 200);
  });

  step('at an address of numbers the page says where passkeys work', async ({ page }) => {
    await page.goto('/#/me');
    await page.getByText('Passkeys need a name in the address bar.').waitFor();
    assert.equal(await button(page, 'Add a passkey').count(), 0);
  });

  step('a passkey is added and signs in by itself', async ({ browser, server }) => {
    byName = await newPerson({ ...browser, origin: server.origin.replace('127.0.0.1', 'localhost') });
    byName.expectProblem(asked400);
    const { page } = byName;
    await authenticator(page);
    await page.goto('/');
    await fillSignIn(page, admin.email, admin.password);
    await field(page, 'Code').fill(codes[1]);
    await button(page, 'Sign in').click();
    await heading(page, 'Hello, Ada').waitFor();
    await page.goto('/#/me');
    await button(page, 'Add a passkey').click();
    const adding = dialog(page, 'Add a passkey');
    await field(adding, 'Name').fill('Laptop');
    await look(page, 'factors-passkey');
    await button(adding, 'Go on').click();
    await page.getByText('Laptop is added.').waitFor();
    await adding.waitFor({ state: 'detached' });
    await look(page, 'factors-passkeys');
    await signOut(page);
    await look(page, 'factors-sign-in');
    await button(page, 'Sign in with a passkey').click();
    await heading(page, 'Hello, Ada').waitFor();
  });

  step('… and serves as the second step, and is renamed and removed', async () => {
    const { page } = byName;
    await signOut(page);
    await fillSignIn(page, admin.email, admin.password);
    await button(page, 'Use a passkey').click();
    await heading(page, 'Hello, Ada').waitFor();
    await page.goto('/#/me');
    await button(page, 'Rename Laptop').click();
    const rename = dialog(page, 'Rename Laptop');
    await field(rename, 'Name').fill('Work laptop');
    await button(rename, 'Save').click();
    await button(page, 'Remove Work laptop').click();
    await button(dialog(page, 'Remove the passkey Work laptop?'), 'Remove').click();
    await page.getByText('Work laptop is removed.').waitFor();
    byName.assertQuiet();
    await byName.close();
  });

  step('an administrator sees who has one, and resets it', async ({ server, browser, page }) => {
    const login = { email: admin.email, password: admin.password, otp: codes[2] };
    const { body: { token } } = await server.api('POST', '/auth/jwt/', { body: login });
    await server.api('POST', '/users/', {
      auth: `JWT ${token}`, body: { email: bo.email, given_name: 'Bo', role: 'brand_manager' },
    });
    const code = (await server.mailLink(bo.email)).split('/').at(-1);
    await server.api('POST', '/invitations/accept/', { body: { code, password: bo.password } });
    const auth = await jwt(server, bo);
    const begun = await server.api('POST', '/me/factors/totp/', { auth, body: {} });
    const otp = totp(begun.body.secret);
    assert.equal((await server.api('POST', '/me/factors/totp/confirm/', { auth, body: { otp } })).status, 200);
    // Removing the passkey has ended the other sessions of the administrator.
    const again = await newPerson(browser);
    again.expectProblem(asked400);
    await again.page.goto('/');
    await fillSignIn(again.page, admin.email, admin.password);
    await field(again.page, 'Code').fill(codes[3]);
    await button(again.page, 'Sign in').click();
    await heading(again.page, 'Hello, Ada').waitFor();
    await openFromMenu(again.page, 'Users & Teams');
    const row = again.page.getByRole('row').filter({ hasText: bo.email });
    await row.filter({ hasText: 'App' }).waitFor();
    await look(again.page, 'factors-users');
    await rowAction(again.page, 'Bo', 'Reset second factor');
    const sure = dialog(again.page, 'Reset the second factor of Bo?');
    await look(again.page, 'factors-reset');
    await button(sure, 'Reset second factor').click();
    await row.filter({ hasText: 'none' }).waitFor();
    await jwt(server, bo);
    again.assertQuiet();
    await again.close();
    await page.close();
  });

  step('the pages fit', async ({ browser }) => {
    const person = await newPerson(browser);
    person.expectProblem(asked400);
    const { page } = person;
    await page.goto('/');
    await fillSignIn(page, admin.email, admin.password);
    await page.getByText('One more step.').waitFor();
    await lookAround(page, 'factors-step');
    await field(page, 'Code').fill(codes.pop());
    await button(page, 'Sign in').click();
    await heading(page, 'Hello, Ada').waitFor();
    await page.goto('/#/me');
    await button(page, 'Remove the app').waitFor();
    await lookAround(page, 'factors-profile');
    await button(page, 'New codes').click();
    await button(dialog(page, 'Make new recovery codes?'), 'New codes').click();
    codes = await codesIn(page);
    await lookAround(page, 'factors-new-codes');
    await keepCodes(page);
    person.assertQuiet();
    await person.close();
  });
});

// What is shown or typed once is nowhere afterwards: not on the page, not in what the portal or the
// browser keeps, not in an address or the history, not in the server's log. Security checklist 31, 66, 106.

import assert from 'node:assert/strict';
import { newPerson } from './lib/browser.mjs';
import { journey } from './lib/journey.mjs';
import {
  button, dialog, field, fillSignIn, heading, keptByBrowser, keptByQueries, link, openFromMenu, setUp, signOut,
} from './lib/portal.mjs';
import { admin } from './lib/server.mjs';
import { totp } from './lib/totp.mjs';

const bo = { email: 'bo@kallista.example', password: 'another long sentence of mine' };
const shown = (where, label) => where.getByRole('textbox', { name: label, exact: true }).innerText();
const codeOf = (address) => address.split('/').at(-1);

/** The addresses behind and before this page. */
async function history(page) {
  const session = await page.context().newCDPSession(page);
  const { entries } = await session.send('Page.getNavigationHistory');
  await session.detach();
  return entries.map(({ url }) => url).join(' ');
}

/** Where each of them still is. */
async function found(secrets, { page, server }) {
  const places = {
    browser: await keptByBrowser(page), queries: await keptByQueries(page), history: await history(page),
    // Not the set-up link, which is printed.
    log: server.output.split('\n').filter((line) => /^\d{4}-\d\d-\d\dT/.test(line)).join('\n'),
  };
  return Object.entries(secrets).flatMap(([name, text]) => Object.keys(places).filter((place) => places[place].includes(text)).map((place) => `${name} in ${place}`));
}

journey('secrets', (step) => {
  const secrets = { password: admin.password };
  const assertGone = async (world) => assert.deepEqual(await found(secrets, world), []);

  step('the code of the set-up and the password', async (world) => {
    secrets.setup = codeOf(world.server.setupLink);
    // Where one is, the search finds it.
    const tab = await world.page.context().newPage();
    await tab.goto(world.server.setupLink);
    await heading(tab, 'Set up Countermark').waitFor();
    assert.deepEqual(await found({ setup: secrets.setup }, { ...world, page: tab }), ['setup in browser', 'setup in history']);
    await tab.close();
    await setUp(world.page, world.server.setupLink);
    await assertGone(world);
  });

  step('a token', async (world) => {
    const { page } = world;
    await page.goto('/#/me?new=1');
    const form = dialog(page, 'New user authorization token');
    await field(form, 'Name').fill('ERP import');
    await button(form, '30 days').click();
    await form.getByLabel('Search access rights').fill('brand_cr');
    await form.getByRole('checkbox').check();
    await button(form, 'CREATE').click();
    const ready = dialog(page, 'Your token is ready');
    [,, secrets.token] = (await shown(ready, 'Token')).split('_');
    assert.deepEqual(await found({ token: secrets.token }, world), ['token in browser']);
    await button(ready, 'Done').click();
    await ready.waitFor({ state: 'detached' });
    await assertGone(world);
  });

  step('the secret of a webhook', async (world) => {
    const { page } = world;
    await openFromMenu(page, 'Webhooks');
    await button(page, 'New webhook').first().click();
    const window = dialog(page, 'New webhook');
    await field(window, 'Address').fill('https://kallista.example/hook');
    await window.getByRole('checkbox', { name: 'Every scan' }).check();
    await button(window, 'Create').click();
    const ready = dialog(page, 'Your webhook is ready');
    secrets.webhook = (await shown(ready, 'Signing secret')).replace('whsec_', '');
    assert.ok(secrets.webhook.length > 30);
    await button(ready, 'Done').click();
    await ready.waitFor({ state: 'detached' });
    await assertGone(world);
  });

  step('the key of an authenticator app, and the recovery codes', async (world) => {
    const { page } = world;
    await page.goto('/#/me');
    await button(page, 'Set up an app').click();
    const window = dialog(page, 'Set up an authenticator app');
    const key = await shown(window, 'Key');
    await field(window, 'Code that the app shows').fill(totp(key));
    await button(window, 'Turn on').click();
    const list = dialog(page, 'Your recovery codes');
    await list.waitFor();
    const codes = await list.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts();
    assert.equal(codes.length, 10);
    Object.assign(secrets, { key, 'key without spaces': key.replaceAll(' ', ''), ...codes });
    await list.getByRole('checkbox', { name: 'I have kept them' }).check();
    await button(list, 'Done').click();
    await list.waitFor({ state: 'detached' });
    await assertGone(world);
    await page.reload();
    await button(page, 'Remove the app').waitFor();
    await assertGone(world);
  });

  step('a password that was changed, and one that was mistyped', async (world) => {
    const { page, person } = world;
    secrets.next = 'ten quiet otters swim home';
    secrets.wrong = 'ten quiet otters swim hoem';
    const form = page.locator('form').filter({ has: field(page, 'Current password') });
    const fill = async (current) => {
      await field(form, 'Current password').fill(current);
      await field(form, 'New password').fill(secrets.next);
      await field(form, 'Repeat the password').fill(secrets.next);
      await button(form, 'Change password').click();
    };
    person.expectProblem(/status of 400 .*\/me\/password\//);
    await fill(secrets.wrong);
    await form.getByText('This password is not right.').waitFor();
    await fill(admin.password);
    await page.getByText('Your password is changed.').waitFor();
    await assertGone(world);
  });

  step('the code that proves an address', async (world) => {
    const { page, server } = world;
    const mail = await server.mailLink(admin.email);
    secrets.verify = codeOf(mail);
    await page.goto(mail);
    await button(page, 'Confirm').click();
    await heading(page, 'Your address is confirmed').waitFor();
    await assertGone(world);
    await link(page, 'Go to the portal').click();
    await heading(page, 'Hello, Ada').waitFor();
  });

  step('the code in a link to a new password', async (world) => {
    const { page, server, person } = world;
    await signOut(page);
    await link(page, 'Forgot your password?').click();
    await field(page, 'E-mail address').fill(admin.email);
    await button(page, 'Send the link').click();
    await page.getByText('Look into your mailbox').waitFor();
    let mail;
    do mail = await server.mailLink(admin.email); while (!mail.includes('/reset/'));
    secrets.reset = codeOf(mail);
    secrets.last = 'nine loud otters swim away';
    await page.goto(mail);
    await field(page, 'New password').fill(secrets.last);
    await field(page, 'Repeat the password').fill(secrets.last);
    await button(page, 'Set the password').click();
    await heading(page, 'Your new password is set').waitFor();
    await assertGone(world);
    await link(page, 'Go to sign-in').click();
    // The password alone is asked for more.
    person.expectProblem(/status of 400 .*\/auth\/session\//);
    await fillSignIn(page, admin.email, secrets.last);
    await field(page, 'Code').fill(secrets[1]);
    await button(page, 'Sign in').click();
    await heading(page, 'Hello, Ada').waitFor();
    await assertGone(world);
  });

  step('the code of an invitation, and of another address', async ({ browser, server }) => {
    const login = { email: admin.email, password: secrets.last, otp: secrets[0] };
    const { body } = await server.api('POST', '/auth/jwt/', { body: login });
    const invited = await server.api('POST', '/users/', { auth: `JWT ${body.token}`, body: { email: bo.email, given_name: 'Bo', role: 'brand_manager' } });
    assert.equal(invited.status, 201);
    const person = await newPerson(browser);
    const { page } = person;
    const mail = await server.mailLink(bo.email);
    const world = { page, server };
    Object.assign(secrets, { invitation: codeOf(mail), bo: bo.password });
    await page.goto(mail);
    await field(page, 'Password').fill(bo.password);
    await field(page, 'Repeat the password').fill(bo.password);
    await button(page, 'Accept and sign in').click();
    await heading(page, 'Hello, Bo').waitFor();
    await assertGone(world);
    await page.goto('/#/me');
    await button(page, 'Change the address').click();
    const form = dialog(page, 'Sign in with another address');
    await field(form, 'New e-mail address').fill('bo@meltemi.example');
    await button(form, 'Send the link').click();
    await button(dialog(page, 'Look into the new mailbox'), 'Done').click();
    const proof = await server.mailLink('bo@meltemi.example');
    secrets.proof = codeOf(proof);
    await page.goto(proof);
    await button(page, 'Confirm').click();
    await page.getByText('From now on you sign in with bo@meltemi.example.').waitFor();
    await assertGone(world);
    person.assertQuiet();
    await person.close();
  });
}, { ready: false });

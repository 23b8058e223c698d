// Where people are signed in, over two companies: seen, ended, switched.

import assert from 'node:assert/strict';
import { journey } from './lib/journey.mjs';
import { newPerson } from './lib/browser.mjs';
import { fits, look, lookAround } from './lib/look.mjs';
import { admin, join, jwt } from './lib/server.mjs';
import { button, dialog, heading, openFromMenu, rowAction, signIn } from './lib/portal.mjs';

const mia = { company: 'Meridian GmbH', given_name: 'Mia', email: 'mia@meridian.example', password: 'a third long sentence of hers' };
const bo = { email: 'bo@kallista.example', given_name: 'Bo', password: 'another long sentence of mine' };

const card = (page) => page.getByRole('region', { name: 'Where you are signed in' });
const lines = (page) => card(page).getByRole('listitem');
const company = (page, name) => button(page, `${name}: change the company`);

async function goTo(page, from, to) {
  await company(page, from).click();
  await page.getByRole('menuitem', { name: new RegExp(`^${to}`) }).click();
  await company(page, to).waitFor();
}

journey('sessions', (step) => {
  step('somebody with one company sees its name and no menu', async ({ page }) => {
    await signIn(page);
    await page.getByRole('banner').getByText('Kallista SA').waitFor();
    await page.waitForLoadState('networkidle');
    assert.equal(await company(page, 'Kallista SA').count(), 0);
    await openFromMenu(page, 'Ada Admin');
    await lines(page).first().getByText('this one').waitFor();
    // The set-up was done by a script, which is signed in, too.
    await lines(page).filter({ hasText: 'node' }).getByRole('button').click();
    await card(page).getByText('You are signed in nowhere else.').waitFor();
    await look(page, 'sessions-one');
  });

  step('another company invites her; now there is a menu', async ({ server, page }) => {
    assert.equal((await server.api('POST', '/brands/', { auth: await jwt(server), body: { name: 'Only of Kallista' } })).status, 201);
    const found = ['admin', 'create', '--company', mia.company, '--email', mia.email, '--given-name', 'Mia', '--password-stdin'];
    await server.whileStopped(() => server.command(found, mia.password));
    // The mail of the set-up, which is not the invitation.
    await server.mailLink(admin.email);
    await join(server, admin, { inviter: mia });
    await page.reload();
    await company(page, 'Kallista SA').waitFor();
    await openFromMenu(page, 'Brands');
    await page.getByText('Only of Kallista').waitFor();
    await company(page, 'Kallista SA').click();
    await look(page, 'companies-menu');
    await page.keyboard.press('Escape');
  });

  step('after the switch nothing of the old company is left, in no tab', async ({ page }) => {
    const other = await page.context().newPage();
    await other.goto('/#/brands');
    await other.getByText('Only of Kallista').waitFor();
    await goTo(page, 'Kallista SA', 'Meridian GmbH');
    await page.getByText('Brand Manager at Meridian GmbH').waitFor();
    await company(other, 'Meridian GmbH').waitFor();
    await other.close();
    await openFromMenu(page, 'Brands');
    await page.getByText('No brands yet').waitFor();
    assert.equal(await page.getByText('Only of Kallista').count(), 0);
    // Her role here has no log to see.
    const menu = page.getByRole('navigation', { name: 'Main menu' });
    await button(page, 'Menu').click();
    await menu.waitFor();
    assert.equal(await menu.getByText('Activity log').count(), 0);
    await page.keyboard.press('Escape');
    await goTo(page, 'Meridian GmbH', 'Kallista SA');
    await page.getByText('Account Admin at Kallista SA').waitFor();
  });

  step('she sees the other log-ins, and signs one out', async ({ browser, server, page }) => {
    const laptop = await newPerson(browser);
    laptop.expectProblem(/status of 401/);
    await signIn(laptop.page);
    const script = await jwt(server);
    await page.goto('/#/me');
    await page.reload();
    await lines(page).filter({ hasText: 'API' }).first().waitFor();
    await lines(page).filter({ hasText: 'Meridian GmbH' }).first().waitFor();
    await look(page, 'sessions-many');
    const others = lines(page).filter({ hasText: 'Chrome on Linux' }).filter({ hasNotText: 'this one' }).filter({ hasText: 'Kallista SA' });
    await others.first().getByRole('button').click();
    await page.getByText('Chrome on Linux is signed out.').waitFor();
    await laptop.page.reload();
    await heading(laptop.page, 'Sign in').waitFor();
    await laptop.close();
    assert.equal((await server.api('GET', '/me/', { auth: script })).status, 200);
  });

  step('… and everywhere else', async ({ server, page }) => {
    const script = await jwt(server);
    await button(page, 'Sign out everywhere else').click();
    await look(page, 'sessions-end-others');
    await button(dialog(page, 'Sign out everywhere else?'), 'Sign out everywhere else').click();
    await card(page).getByText('You are signed in nowhere else.').waitFor();
    assert.equal(await lines(page).count(), 1);
    assert.equal((await server.api('GET', '/me/', { auth: script })).status, 401);
  });

  step('an administrator signs a person out', async ({ server, page }) => {
    await join(server, bo);
    const auth = await jwt(server, bo);
    await openFromMenu(page, 'Users & Teams');
    await rowAction(page, 'Bo', 'Sign out everywhere');
    const sure = dialog(page, 'Sign Bo out everywhere?');
    await look(page, 'sessions-admin');
    await button(sure, 'Sign out everywhere').click();
    await page.getByText('Bo is signed out everywhere.').waitFor();
    assert.equal((await server.api('GET', '/me/', { auth })).status, 401);
    await openFromMenu(page, 'Activity log');
    await page.getByRole('row').filter({ hasText: `Signed out everywhere: ${bo.email}` }).waitFor();
  });

  step('the card and the menu fit', async ({ page }) => {
    // No baselines: which entry has the focus by now differs from one run to the next.
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto('/');
      await page.reload();
      await company(page, 'Kallista SA').click();
      await page.getByRole('menuitem', { name: /^Meridian GmbH/ }).waitFor();
      await fits(page, 'companies-menu');
      await look(page, `companies-menu-${width}`);
    }
    await page.keyboard.press('Escape');
    await page.goto('/#/me');
    await lines(page).nth(1).waitFor();
    await page.waitForLoadState('networkidle');
    await lookAround(page, 'sessions');
  });
});

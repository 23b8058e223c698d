// Roles: what each allows and who has it, side by side or one after the other.

import assert from 'node:assert/strict';
import { newPerson } from './lib/browser.mjs';
import { journey } from './lib/journey.mjs';
import { fits, look, lookAround } from './lib/look.mjs';
import { button, heading, link, openFromMenu, signIn } from './lib/portal.mjs';
import { join } from './lib/server.mjs';

const bo = { email: 'bo@kallista.example', given_name: 'Bo', password: 'another horse battery staple' };
const ivo = { email: 'ivo@kallista.example', given_name: 'Ivo', password: 'a third horse battery staple' };
const row = (page, text) => page.getByRole('row').filter({ hasText: text });
const show = (role) => `What the role ${role} allows, and who has it`;

journey('roles', (step) => {
  step('every role is there, with what it is for and how many people have it', async ({ page, server }) => {
    await join(server, bo, { role: 'brand_manager' });
    await join(server, ivo, { role: 'it_admin' });
    await signIn(page);
    await openFromMenu(page, 'Users & Teams');
    await page.getByRole('tab', { name: 'Roles' }).click();
    const manager = row(page, 'Looks after brands, products and campaigns');
    await manager.waitFor();
    assert.deepEqual((await manager.getByRole('cell').allInnerTexts()).slice(1, 3), ['25', '1']);
    await row(page, 'Account Admin').getByText('yours').waitFor();
  });

  step('one opens with its rights by group and its people, and the address says which', async ({ page }) => {
    const toggle = button(page, show('Brand Manager'));
    await toggle.focus();
    await page.keyboard.press('Enter');
    await heading(page, 'What Brand Manager allows').waitFor();
    await page.getByRole('heading', { name: 'Products', level: 4 }).waitFor();
    assert.match(page.url(), /tab=roles&role=brand_manager$/);
    await page.reload();
    await heading(page, 'Who is Brand Manager').waitFor();
    await lookAround(page, 'roles');
    await link(page, 'Bo').click();
    await row(page, 'bo@kallista.example').waitFor();
    await row(page, 'ada@kallista.example').waitFor({ state: 'detached' });
  });

  step('from a person to what their role allows', async ({ page }) => {
    await link(row(page, 'bo@kallista.example'), 'Brand Manager').click();
    await heading(page, 'What Brand Manager allows').waitFor();
    await button(page, show('Brand Manager')).click();
    await button(page, show('Inspection User')).click();
    await page.getByText('Nothing in the portal and nothing through the API.').waitFor();
    await page.getByText('Nobody has this role.').waitFor();
  });

  step('they can be compared right by right', async ({ page }) => {
    const matrix = page.getByRole('table', { name: 'All roles side by side' });
    const cells = await matrix.getByRole('row').nth(2).getByRole('cell').allInnerTexts();
    assert.equal(cells.length, 9);
    assert.ok(cells.some((text) => text.includes('yes')));
  });

  step('on a phone one role is read after the other', async ({ browser }) => {
    const person = await newPerson(browser, { width: 360, scheme: 'dark' });
    await signIn(person.page, ivo);
    await person.page.goto('/#/users?tab=roles&role=it_admin');
    await heading(person.page, 'Who is IT Admin').waitFor();
    assert.equal(await person.page.getByRole('table', { name: 'All roles side by side' }).count(), 0);
    await fits(person.page, 'roles');
    await look(person.page, 'roles-it-360-dark');
    person.assertQuiet();
    await person.close();
  });
});

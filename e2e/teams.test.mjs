// Teams: made, filled with people and campaigns, and deleted.

import assert from 'node:assert/strict';
import { newPerson } from './lib/browser.mjs';
import { journey } from './lib/journey.mjs';
import { look, lookAround } from './lib/look.mjs';
import { join, jwt } from './lib/server.mjs';
import { button, dialog, field, link, openFromMenu, rowAction, signIn } from './lib/portal.mjs';

const bo = { email: 'bo@kallista.example', given_name: 'Bo', password: 'another long sentence of mine' };

async function choose(window, label, ...options) {
  const input = window.getByRole('combobox', { name: label });
  await input.click();
  for (const option of options) {
    await input.fill(option);
    await window.page().getByRole('option', { name: option }).click();
  }
  await input.press('Escape');
}

journey('teams', (step) => {
  let auth;
  const row = (page, name) => page.getByRole('row').filter({ hasText: name });

  step('there are people and a campaign, and no team', async ({ page, server }) => {
    auth = await jwt(server);
    await join(server, bo);
    for (const name of ['Cleo', 'Dara', 'Elif', 'Finn', 'Gwen', 'Hugo']) {
      const body = { email: `${name.toLowerCase()}@kallista.example`, given_name: name, family_name: 'Berg', role: 'dashboard_user' };
      assert.equal((await server.api('POST', '/users/', { auth, body })).status, 201);
    }
    for (const name of ['Oil to Northern Europe', 'Honey']) {
      assert.equal((await server.api('POST', '/campaigns/', { auth, body: { name } })).status, 201);
    }
    await signIn(page);
    await openFromMenu(page, 'Users & Teams');
    await page.getByRole('tab', { name: 'Teams' }).click();
    await page.getByText('No teams yet').waitFor();
    assert.match(page.url(), /#\/users\?tab=teams$/);
    await look(page, 'teams-empty');
  });

  step('the tabs answer to arrow keys, and the back button', async ({ page }) => {
    await page.getByRole('tab', { name: 'Teams' }).focus();
    await page.keyboard.press('ArrowLeft');
    await button(page, 'Invite a user').waitFor();
    await page.goBack();
    await page.getByText('No teams yet').waitFor();
  });

  step('a team is made', async ({ page, person }) => {
    person.expectProblem(/status of 400 .*\/teams\//);
    await button(page, 'Create a team').click();
    const window = dialog(page, 'Create a team');
    await button(window, 'Create').click();
    await window.getByText('This field may not be blank.').waitFor();
    await field(window, 'Name').fill('Rotterdam');
    await choose(window, 'Members', 'Bo', 'Cleo');
    await choose(window, 'Campaigns', 'Oil to Northern Europe');
    await look(page, 'teams-new');
    await button(window, 'Create').click();
    await page.getByText('Rotterdam is saved.').waitFor();
    await row(page, 'Rotterdam').getByText('Cleo Berg').waitFor();
    await link(page, 'Oil to Northern Europe').waitFor();
  });

  step('its members are changed, and the many are counted', async ({ page, server }) => {
    await rowAction(page, 'Rotterdam', 'Edit');
    const window = dialog(page, 'Edit Rotterdam');
    await choose(window, 'Members', 'Dara', 'Elif', 'Finn', 'Gwen');
    await choose(window, 'Campaigns', 'Honey');
    await button(window, 'Save').click();
    await row(page, 'Rotterdam').getByText('2 more').waitFor();
    const { body } = await server.api('GET', '/teams/', { auth });
    assert.deepEqual([body.results[0].members.length, body.results[0].campaigns.length], [6, 2]);
  });

  step('its campaigns are a click away', async ({ page }) => {
    await link(page, 'Honey').click();
    await page.getByRole('tab', { name: 'Access', selected: true }).waitFor();
    await page.goBack();
    await row(page, 'Rotterdam').waitFor();
  });

  step('it fits', async ({ page }) => {
    await row(page, 'Rotterdam').waitFor();
    await lookAround(page, 'teams');
    await rowAction(page, 'Rotterdam', 'Edit');
    await dialog(page, 'Edit Rotterdam').getByText('Gwen Berg').waitFor();
    await lookAround(page, 'teams-edit');
    await button(dialog(page, 'Edit Rotterdam'), 'Cancel').click();
    await dialog(page, 'Edit Rotterdam').waitFor({ state: 'hidden' });
  });

  step('who sees teams and may not change them', async ({ browser }) => {
    const guest = await newPerson(browser);
    const { page } = guest;
    await signIn(page, bo);
    await openFromMenu(page, 'Users & Teams');
    await row(page, 'Rotterdam').waitFor();
    assert.deepEqual(await page.getByRole('tab').allTextContents(), ['Teams', 'Roles']);
    assert.equal(await button(page, 'Create a team').count(), 0);
    assert.equal(await button(page, 'Actions for Rotterdam').count(), 0);
    guest.assertQuiet();
    await guest.close();
  });

  step('it is deleted, after a question that says what that means', async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await rowAction(page, 'Rotterdam', 'Delete');
    const sure = dialog(page, 'Delete the team Rotterdam?');
    await sure.getByText('Its 6 members stay in the company. A campaign that is limited to it stays limited').waitFor();
    await look(page, 'teams-delete');
    await button(sure, 'Delete').click();
    await page.getByText('The team Rotterdam is deleted.').waitFor();
    await page.getByText('No teams yet').waitFor();
  });
});

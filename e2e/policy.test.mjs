// The company's rules: what a change would stop is seen before it is saved, a change may wait for
// its day, and a token that was found in the open is held back until somebody has looked.

import assert from 'node:assert/strict';
import { journey } from './lib/journey.mjs';
import { newPerson } from './lib/browser.mjs';
import { look, lookAround } from './lib/look.mjs';
import { admin, jwt, make } from './lib/server.mjs';
import { button, dialog, field, fillSignIn, heading, link, openFromMenu, rowAction, signIn } from './lib/portal.mjs';

const row = (where, text) => where.getByRole('row').filter({ hasText: text });
const preview = (page) => button(page, 'See what this would stop');
const now = (page) => dialog(page, 'What this would do now');
const rules = async (server) => (await server.api('GET', '/policy/', { auth: await jwt(server) })).body;

async function openPolicy(page) {
  await page.goto('/#/policy');
  await heading(page, 'Company policy').waitFor();
  await preview(page).waitFor();
}

/** The day in a number of days, as the field takes it. */
function inDays(days) {
  const day = new Date(Date.now() + days * 86_400_000);
  return day.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).replace('Sept', 'Sep');
}

async function startOn(page, days) {
  await field(page, 'Starts on').fill(inDays(days));
  await page.keyboard.press('Tab');
}

journey('the company policy', (step) => {
  let erp;

  step('nothing changed is nothing to see; nothing hit is said', async ({ server, page }) => {
    erp = await make(server, 'ERP import', ['brand_view', 'brand_delete', 'product_view']);
    assert.equal((await server.api('GET', '/brands/', { auth: `UAT ${erp.token}` })).status, 200);
    await signIn(page);
    await openFromMenu(page, 'Company policy');
    await page.getByText('You have changed nothing yet.').waitFor();
    assert.equal(await preview(page).isDisabled(), true);
    await page.getByRole('radio', { name: 'Put it in quarantine' }).check();
    await preview(page).click();
    await now(page).getByText('Nothing would stop.').waitFor();
    await look(page, 'policy-preview-empty');
    await button(now(page), 'Save and start now').click();
    await page.getByText('The rules are changed.').waitFor();
    assert.equal((await rules(server)).leak_action, 'quarantine');
  });

  step('what is wrong stands beside its field, and nothing was changed', async ({ server, page, person }) => {
    person.expectProblem(/status of 400 .*\/policy\/preview\//);
    await field(page, 'Shortest life of a token').fill('400');
    await field(page, 'Proposed life of a token').fill('');
    await preview(page).click();
    await page.getByText('Give a number of days.').waitFor();
    await field(page, 'Proposed life of a token').fill('90');
    await preview(page).click();
    await page.getByText('Use 0 or more, and not more than the longest life.').waitFor();
    await page.getByText('Choose a number between the shortest and the longest life.').waitFor();
    await look(page, 'policy-errors');
    assert.equal((await rules(server)).min_days, 0);
  });

  step('the preview names the tokens, their owner, and why', async ({ server, page }) => {
    await page.reload();
    await preview(page).waitFor();
    await field(page, 'Proposed life of a token').fill('30');
    await field(page, 'Longest life of a token').fill('30');
    await page.getByRole('checkbox', { name: /brand_delete/ }).check();
    await page.getByRole('switch', { name: 'Programs may log in with e-mail and password' }).click();
    await preview(page).click();
    const seen = now(page);
    await seen.getByText('1 token would end earlier.').waitFor();
    await seen.getByText(/log-ins? of programs would end\./).waitFor();
    const hit = row(seen, 'ERP import');
    await hit.getByText('Ada Admin').waitFor();
    await hit.getByText('Ends earlier').waitFor();
    await hit.getByText(/It loses brand_delete\./).waitFor();
    await look(page, 'policy-preview');
    await button(seen, 'Back to the rules').click();
    await seen.waitFor({ state: 'detached' });
    assert.equal((await rules(server)).max_days, 365, 'a preview changes nothing');
  });

  step('a change waits for its day, is shown with it, and is cancelled', async ({ server, page }) => {
    await startOn(page, 7);
    await preview(page).click();
    const seen = dialog(page, `What this would do on ${inDays(7)}`);
    await look(page, 'policy-preview-later');
    await button(seen, `Save, to start on ${inDays(7)}`).click();
    await page.getByText(`A change starts on ${inDays(7)} (in 7 days)`).waitFor();
    await look(page, 'policy-waits');
    const { max_days: most, pending } = await rules(server);
    assert.deepEqual([most, pending.max_days, pending.forbidden], [365, 30, ['brand_delete']]);
    await openFromMenu(page, 'Company info');
    await page.getByText(`A change starts on ${inDays(7)}`).waitFor();
    await page.goto('/#/policy');
    await button(page, 'Cancel the change').click();
    await button(dialog(page, `Cancel the change of ${inDays(7)}?`), 'Cancel the change').click();
    await preview(page).waitFor();
    assert.equal((await rules(server)).pending, null);
  });

  step('a token found in the open is held back, and released', async ({ server, page }) => {
    await server.api('POST', '/uats/report/', { body: { tokens: [erp.token] } });
    const auth = `UAT ${erp.token}`;
    assert.equal((await server.api('DELETE', '/brands/1/', { auth })).body.missing_because, 'quarantine');
    await page.goto('/#/me');
    await row(page, 'ERP import').getByText('In quarantine').waitFor();
    await look(page, 'policy-quarantine');
    await link(page, 'ERP import').click();
    await heading(page, 'ERP import').waitFor();
    await page.getByText('In quarantine').waitFor();
    await look(page, 'policy-quarantine-token');
    await page.goto('/#/me');
    await rowAction(page, 'ERP import', 'Release from quarantine');
    const sure = dialog(page, 'Release “ERP import” from quarantine?');
    await look(page, 'policy-release');
    await button(sure, 'Release from quarantine').click();
    await row(page, 'ERP import').getByText('Active').waitFor();
    assert.equal((await server.api('DELETE', '/brands/1/', { auth })).status, 404);
  });

  step('the rules and what they would stop fit', async ({ page }) => {
    await openPolicy(page);
    await lookAround(page, 'policy-rules');
    await field(page, 'Longest life of a token').fill('90');
    await preview(page).click();
    await now(page).getByText('1 token would end earlier.').waitFor();
    await lookAround(page, 'policy-stops');
    await button(now(page), 'Back to the rules').click();
  });

  step('a change that is to come fits', async ({ page }) => {
    await startOn(page, 10);
    await preview(page).click();
    await button(page, `Save, to start on ${inDays(10)}`).click();
    await button(page, 'Cancel the change').waitFor();
    await lookAround(page, 'policy-starts');
    await page.goto('/#/company');
    await page.getByText(`A change starts on ${inDays(10)}`).waitFor();
    await page.getByText('No minimum').waitFor();
    await lookAround(page, 'policy-company');
    await page.goto('/#/policy');
    await button(page, 'Cancel the change').click();
    await button(dialog(page, `Cancel the change of ${inDays(10)}?`), 'Cancel the change').click();
    await preview(page).waitFor();
  });

  step('a second factor for everybody: whoever has none is asked for one first', async ({ browser, page }) => {
    await openPolicy(page);
    await page.getByRole('radio', { name: 'Required' }).check();
    await preview(page).click();
    await now(page).getByText('People without a second factor would have to set one up before they go on.').waitFor();
    await look(page, 'policy-second-factor');
    await button(now(page), 'Save and start now').click();
    await heading(page, 'One more thing').waitFor();
    await page.getByText('Kallista SA asks its people for a second factor.').waitFor();
    await lookAround(page, 'enrol');
    const person = await newPerson(browser);
    await person.page.goto('/');
    await fillSignIn(person.page, admin.email, admin.password);
    await heading(person.page, 'One more thing').waitFor();
    await button(person.page, 'Set up an app').waitFor();
    person.assertQuiet();
    await person.close();
    await page.goto('/#/users');
    await heading(page, 'One more thing').waitFor();
  });
});

// A token's own page: who uses it, the rights it does not need, its replacement, and what its
// owner is told.

import assert from 'node:assert/strict';
import { journey } from './lib/journey.mjs';
import { keptByBrowser, button, dialog, heading, link, signIn } from './lib/portal.mjs';
import { look, lookAround } from './lib/look.mjs';
import { jwt, make } from './lib/server.mjs';
import { sumOf, written } from './lib/uses.mjs';

const rights = ['brand_view', 'brand_create', 'product_view', 'product_create'];

journey('a token', (step) => {
  let old;
  let next;

  step('its page shows who uses it and what was refused', async ({ server, page }) => {
    old = await make(server, 'ERP import', rights);
    const auth = `UAT ${old.token}`;
    for (let n = 0; n < 4; n += 1) await server.api('GET', '/brands/', { auth });
    await server.api('POST', '/brands/', { auth, body: { name: 'Kallista' } });
    await server.api('GET', '/products/', { auth });
    await server.api('DELETE', '/brands/1/', { auth });
    await written(server, old.id, (use) => sumOf(use, 'calls') === 6 && sumOf(use, 'refused') === 1);

    await signIn(page);
    await page.goto('/#/me');
    await link(page, 'ERP import').click();
    await heading(page, 'ERP import').waitFor();
    const chart = page.getByRole('figure', { name: '6 calls and 1 refused call in the last 90 days' });
    // A day is read by keyboard, and by finger; or all of them as a table.
    const asTable = chart.getByRole('switch', { name: 'Show as a table' });
    const days = chart.getByRole('slider', { name: 'Calls per day' });
    await days.focus();
    await chart.getByText(/: 6 calls, 1 refused$/).waitFor();
    await days.press('ArrowLeft');
    await chart.getByText(/: 0 calls, 0 refused$/).waitFor();
    await days.press('End');
    assert.match(await days.getAttribute('aria-valuetext'), /: 6 calls, 1 refused$/);
    await days.blur();
    await chart.getByText('Most in a day: 7').waitFor();
    await asTable.press('Space');
    await chart.getByRole('table', { name: 'Calls per day' }).getByRole('row', { name: / 6 1$/ }).waitFor();
    await look(page, 'token-days');
    await asTable.press('Space');
    await page.getByText('127.0.0.1').first().waitFor();
    await page.getByText('A right was missing').waitFor();
    const calls = page.getByRole('list', { name: 'What it calls' }).getByRole('listitem');
    await calls.filter({ hasText: 'GET /api/v2/brands/' }).filter({ hasText: '4 calls' }).waitFor();
    await calls.filter({ hasText: 'DELETE /api/v2/brands/{id}/' }).filter({ hasText: '0 calls, 1 refused' }).waitFor();
    assert.equal(await calls.count(), 4);
    assert.match(await calls.first().innerText(), /^GET \/api\/v2\/brands\//, 'the most called first');
    await look(page, 'token');
  });

  step('rights that nobody needs go in one click', async ({ server, page }) => {
    await button(page, 'Make it smaller').click();
    await page.getByText('“ERP import” has only the rights that it uses.').waitFor();
    const { body } = await server.api('GET', `/uats/${old.id}/`, { auth: await jwt(server) });
    assert.deepEqual(body.permissions, ['brand_view', 'brand_create', 'product_view']);
    await page.getByText('Every right has been used since').waitFor();
  });

  step('it is replaced, and the new text is shown once', async ({ server, page }) => {
    await button(page, 'Replace').click();
    const window = dialog(page, 'Replace “ERP import”');
    await window.getByRole('radio', { name: 'For 7 days' }).check();
    await look(page, 'token-rotate');
    await button(window, 'Replace').click();
    await heading(page, 'Your token is ready').waitFor();
    next = await page.getByRole('textbox', { name: 'Token', exact: true }).textContent();
    assert.match(next, /^cmkuat1_/);
    await button(page, 'Done').click();
    await heading(page, 'Your token is ready').waitFor({ state: 'hidden' });
    const secret = next.slice(31, 74);
    assert.ok(!(await keptByBrowser(page)).includes(secret), 'the token is still in the browser');
    for (const token of [old.token, next]) {
      const { status } = await server.api('GET', '/me/', { auth: `UAT ${token}` });
      assert.equal(status, 200);
    }
  });

  step('the page says who still uses the old one', async ({ server, page }) => {
    await written(server, old.id, (use) => use.family.every(({ last_used_at: at }) => at)
      && use.addresses[0].last_at > use.family[0].replaced_at);
    await page.reload();
    await page.getByText(/Last used .* from 127\.0\.0\.1/).waitFor();
    await heading(page, 'The chain of this token').waitFor();
    await look(page, 'token-replaced');
    await link(page, 'See the new token').click();
    await page.getByText('The token before this one still works until').waitFor();
    // The successor has a successor of its own only when somebody asks for one.
    await button(page, 'Replace').waitFor();
  });

  step('the use of a replaced token is told', async ({ server, page }) => {
    const gone = await make(server, 'Nightly export', ['product_view']);
    await page.goto(`/#/me/tokens/${gone.id}`);
    await page.getByText('Nothing yet: no call in the last 90 days.').waitFor();
    const auth = await jwt(server);
    const rotated = await server.api('POST', `/uats/${gone.id}/rotate/`, { auth, body: { overlap: 'now' } });
    assert.equal(rotated.status, 201);
    const refused = await server.api('GET', '/products/', { auth: `UAT ${gone.token}` });
    assert.deepEqual([refused.status, refused.body.code], [401, 'token_superseded']);
    await page.goto('/#/');
    await page.reload();
    await link(page, '1 notice').click();
    await heading(page, 'Notices').waitFor();
    await link(page, '“Nightly export” was used from 127.0.0.1 after it was replaced').waitFor();
    await look(page, 'notices');
    await page.getByRole('button', { name: /^Dismiss/ }).click();
    await page.getByText('Nothing to tell').waitFor();
    await link(page, 'No notices').waitFor();
    await written(server, gone.id, (use) => sumOf(use, 'refused') === 1);
    await page.goto('/#/me?state=superseded');
    const row = page.getByRole('row').filter({ hasText: 'Nightly export' });
    await row.getByText('Replaced', { exact: true }).waitFor();
    // Somebody still tries it: the list says so.
    await row.getByText('1 refused call', { exact: true }).waitFor();
    await look(page, 'tokens-replaced');
  });

  step('it fits', async ({ page }) => {
    await page.goto(`/#/me/tokens/${old.id}`);
    await heading(page, 'The chain of this token').waitFor();
    await page.waitForLoadState('networkidle');
    await lookAround(page, 'token-of-chain');
    await page.goto('/#/notices');
    await page.getByText('Nothing to tell').waitFor();
    await lookAround(page, 'notices-none');
  });
});

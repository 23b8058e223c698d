// The page that started the project, step by step: from the set-up link to a token that is used,
// is refused what it was not given, and is revoked.

import assert from 'node:assert/strict';
import { journey } from './lib/journey.mjs';
import { look, lookAround } from './lib/look.mjs';
import { admin } from './lib/server.mjs';
import {
  button, dialog, field, heading, keptByBrowser, openFromMenu, rowAction, setUp, signOut,
} from './lib/portal.mjs';

journey('seed', (step) => {
  let token;
  const auth = () => ({ auth: `UAT ${token}` });

  step('the set-up link makes the company and its first admin', async ({ page, server }) => {
    await page.goto(server.setupLink);
    await heading(page, 'Set up Countermark').waitFor();
    await lookAround(page, 'setup-form');
    await setUp(page, server.setupLink);
  });

  step('the set-up link works once', async ({ server }) => {
    const code = server.setupLink.match(/[0-9A-Za-z_-]{16,}$/)[0];
    const again = await server.api('POST', '/setup/', { body: { code, ...admin, email: 'eve@example.test' } });
    assert.ok([400, 403, 404, 409].includes(again.status), `answered ${again.status}`);
    assert.deepEqual((await server.api('GET', '/setup/')).body, { needed: false });
  });

  step('menu, the own name below ME, + beside USER AUTHORIZATION TOKENS', async ({ page }) => {
    await openFromMenu(page, 'Ada Admin');
    await heading(page, 'User authorization tokens').waitFor();
    await button(page, 'New user authorization token').click();
    await dialog(page, 'New user authorization token').waitFor();
  });

  step('nothing is ticked beforehand, and the token needs a right', async ({ page }) => {
    const form = dialog(page, 'New user authorization token');
    for (const name of ['brand_create', 'product_create', 'scans_download', 'scm_bulk_edit', 'scm_code_edit']) {
      await form.getByRole('checkbox', { name: new RegExp(name) }).waitFor();
    }
    const boxes = await form.getByRole('checkbox').all();
    assert.ok(boxes.length >= 5, `only ${boxes.length} rights are shown`);
    for (const box of boxes) assert.equal(await box.isChecked(), false);
    await field(form, 'Name').fill('ERP import');
    await button(form, 'CREATE').click();
    await form.getByText('Tick at least one access right.').first().waitFor();
  });

  step('a date and one right, found by searching', async ({ page }) => {
    const form = dialog(page, 'New user authorization token');
    await button(form, '30 days').click();
    assert.equal(await button(form, '30 days').getAttribute('aria-pressed'), 'true');
    await form.getByLabel('Search access rights').fill('brand_cr');
    const found = form.getByRole('checkbox');
    await assert.doesNotReject(found.first().waitFor());
    assert.equal(await found.count(), 1);
    await found.check();
    await look(page, 'seed-new-token');
    await button(form, 'CREATE').click();
  });

  step('the token is shown once', async ({ page }) => {
    const ready = dialog(page, 'Your token is ready');
    await ready.getByText('Copy it now. It cannot be shown again.').waitFor();
    token = await ready.getByRole('textbox', { name: 'Token', exact: true }).innerText();
    assert.match(token, /^cmkuat1_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}$/);
    await look(page, 'seed-token-once');
    await button(ready, 'Done').click();
    await ready.waitFor({ state: 'hidden' });
  });

  step('afterwards it is nowhere in the browser', async ({ page }) => {
    await page.getByRole('row').filter({ hasText: 'ERP import' }).waitFor();
    const secret = token.split('_')[2];
    for (const place of ['the page', 'the page after a reload']) {
      assert.ok(!(await keptByBrowser(page)).includes(secret), `the token is still in ${place}`);
      await page.reload();
      await page.getByRole('row').filter({ hasText: 'ERP import' }).waitFor();
    }
  });

  step('it says who it is, with only the right it was given', async ({ server }) => {
    const { status, body } = await server.api('GET', '/me/', auth());
    assert.equal(status, 200);
    assert.equal(body.user.email, admin.email);
    assert.deepEqual(body.permissions, ['brand_create']);
    assert.equal(body.credential.kind, 'uat');
    assert.equal(body.credential.name, 'ERP import');
  });

  step('it may make a brand', async ({ server }) => {
    const { status, body } = await server.api('POST', '/brands/', { ...auth(), body: { name: 'Kallista' } });
    assert.equal(status, 201);
    assert.equal(body.name, 'Kallista');
  });

  step('it may not make a product, and is told why', async ({ server }) => {
    const body = { sku: 'OLV-500', name: 'Olive oil', brand: 1 };
    const refused = await server.api('POST', '/products/', { ...auth(), body });
    assert.equal(refused.status, 403);
    assert.equal(refused.body.code, 'permission_denied');
    assert.deepEqual(refused.body.required, ['product_create']);
    assert.deepEqual(refused.body.granted, ['brand_create']);
    assert.equal(refused.body.missing_because, 'token');
  });

  step('revoked in the portal, it is refused at the next call', async ({ page, server }) => {
    await rowAction(page, 'ERP import', 'Revoke');
    const ask = dialog(page, 'Revoke “ERP import”?');
    await field(ask, 'Reason (optional)').fill('End of the trial');
    await button(ask, 'Revoke').click();
    await page.getByText('“ERP import” is revoked.').first().waitFor();
    const refused = await server.api('GET', '/me/', auth());
    assert.equal(refused.status, 401);
    assert.equal(refused.body.code, 'token_revoked');
  });

  step('signed out, the back button shows nothing', async ({ page }) => {
    await signOut(page);
    await page.goBack();
    await heading(page, 'Sign in').waitFor();
    const text = await page.locator('body').innerText();
    assert.ok(!/ERP import|Ada Admin|Kallista/.test(text), `still shown: ${text}`);
  });
}, { ready: false });

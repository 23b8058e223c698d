// A token made without a mouse.

import assert from 'node:assert/strict';
import { journey } from './lib/journey.mjs';
import { hasFocus, tabTo } from './lib/keyboard.mjs';
import { admin } from './lib/server.mjs';
import { button, dialog, field, heading, link } from './lib/portal.mjs';

journey('keyboard', (step) => {
  step('sign in', async ({ page }) => {
    await page.goto('/');
    await tabTo(page, field(page, 'E-mail address'));
    await page.keyboard.type(admin.email);
    await tabTo(page, field(page, 'Password'));
    await page.keyboard.type(admin.password);
    await page.keyboard.press('Enter');
    await heading(page, 'Hello, Ada').waitFor();
  });

  step('open the menu and go to the own profile', async ({ page }) => {
    await tabTo(page, button(page, 'Menu'));
    await page.keyboard.press('Enter');
    await tabTo(page, link(page, 'Ada Admin'));
    await page.keyboard.press('Enter');
    await heading(page, 'User authorization tokens').waitFor();
  });

  step('fill in the dialog', async ({ page }) => {
    await tabTo(page, button(page, 'New user authorization token'));
    await page.keyboard.press('Enter');
    const form = dialog(page, 'New user authorization token');
    await tabTo(page, field(form, 'Name'));
    await page.keyboard.type('By keyboard');
    await tabTo(page, button(form, '30 days'));
    await page.keyboard.press('Enter');
    const right = form.getByRole('checkbox', { name: /product_create/ });
    await tabTo(page, right);
    await page.keyboard.press('Space');
    assert.equal(await right.isChecked(), true);
    await tabTo(page, button(form, 'CREATE'));
    await page.keyboard.press('Enter');
  });

  step('close the token and be back where it started', async ({ page }) => {
    const ready = dialog(page, 'Your token is ready');
    await tabTo(page, button(ready, 'Copy token'));
    await page.keyboard.press('Enter');
    await tabTo(page, button(ready, 'Done'));
    await page.keyboard.press('Enter');
    await ready.waitFor({ state: 'hidden' });
    await page.getByRole('row').filter({ hasText: 'By keyboard' }).waitFor();
    // Without this a person starts again at the top of the page.
    const start = button(page, 'New user authorization token');
    for (let waits = 0; waits < 20 && !(await hasFocus(start)); waits += 1) await page.waitForTimeout(50);
    assert.ok(await hasFocus(start), 'the focus is lost after the dialog');
  });
});

// The portal without a mouse.

import assert from 'node:assert/strict';

export const hasFocus = (target) => target.evaluate((element) => element === document.activeElement);

/** Waits until it has the focus, which a closed menu or dialog gives back a moment later. */
export const focusOn = (target) => target.and(target.page().locator(':focus')).waitFor();

/** Opens the menu of that button, and waits until keys go to the menu. */
export async function openMenu(target) {
  await target.focus();
  await target.press('Enter');
  await target.page().locator('[role=menu]:focus-within').waitFor();
}

/** Presses Tab until the element has the focus, as a person would who watches the ring. */
export async function tabTo(page, target) {
  await target.waitFor();
  for (let presses = 0; presses < 120; presses += 1) {
    if (await hasFocus(target)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`${target} cannot be reached by the keyboard`);
}

/** Reaches it and presses that key. */
export async function pressOn(page, target, key = 'Enter') {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

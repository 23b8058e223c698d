// The portal without a mouse.

import assert from 'node:assert/strict';

export const hasFocus = (target) => target.evaluate((element) => element === document.activeElement);

/** Presses Tab until the element has the focus, as a person would who watches the ring. */
export async function tabTo(page, target) {
  for (let presses = 0; presses < 120; presses += 1) {
    if (await hasFocus(target)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`${target} cannot be reached by the keyboard`);
}

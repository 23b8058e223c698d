// What a screen looks like, and whether everybody can use it: a picture in out/, and axe-core with
// the rules of WCAG 2.2, levels A and AA.

import assert from 'node:assert/strict';
import axe from 'axe-core';
import { shot } from './browser.mjs';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** What every screen is looked at in. */
export const looks = [1280, 360].flatMap((width) => ['light', 'dark'].map((scheme) => ({ width, scheme })));

/** Nothing stands out at the side, and no button is too narrow for what it says. */
export async function fits(page, name = page.url()) {
  const { wide, window, cut } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth, window: document.documentElement.clientWidth,
    cut: [...document.querySelectorAll('.mantine-Button-label')].filter((label) => label.scrollWidth > label.clientWidth).map(({ textContent }) => textContent),
  }));
  assert.ok(wide <= window, `${name} is ${wide} px wide in a window of ${window}`);
  assert.deepEqual(cut, [], `${name}: buttons are cut`);
}

/**
 * One screen in every look; it has to be one that a change of width does not close. Both widths and
 * both schemes are judged by axe-core, but not each with each.
 */
export async function lookAround(page, name) {
  for (const { width, scheme } of looks) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    await fits(page, name);
    const judged = (width === 1280) === (scheme === 'light');
    await (judged ? look : shot)(page, `${name}-${width}-${scheme}`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}

export async function look(page, name) {
  await shot(page, name);
  await assertAccessible(page, name);
}

async function assertAccessible(page, where) {
  await page.evaluate(axe.source);
  const { violations, passes } = await page.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: 'tag', values } }), tags,
  );
  // An empty page breaks no rule: something must have been looked at.
  assert.ok(passes.length > 5, `${where}: axe found almost nothing to look at`);
  const found = violations.flatMap((rule) => rule.nodes.map(
    (node) => `${where}: ${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.replaceAll(/\s+/g, ' ')}`,
  ));
  assert.deepEqual(found, []);
}

// What a screen looks like, and whether everybody can use it: a picture in out/, and axe-core with
// the rules of WCAG 2.2, levels A and AA.

import assert from 'node:assert/strict';
import axe from 'axe-core';
import { baselines } from './baselines.mjs';
import { shot } from './browser.mjs';
import { still } from './still.mjs';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** What every screen is looked at in. */
const looks = [1280, 360].flatMap((width) => ['light', 'dark'].map((scheme) => ({ width, scheme })));

/** Nothing stands out at the side, and no button is too narrow for what it says. */
export async function fits(page, name = page.url()) {
  const { wide, window, cut } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth, window: document.documentElement.clientWidth,
    cut: [...document.querySelectorAll('.mantine-Button-label')].filter((label) => label.scrollWidth > label.clientWidth).map(({ textContent }) => textContent),
  }));
  assert.ok(wide <= window, `${name} is ${wide} px wide in a window of ${window}`);
  assert.deepEqual(cut, [], `${name}: buttons are cut`);
}

/** Light or dark, as the person's system is set; the page follows a moment later. */
export async function inScheme(page, scheme) {
  await page.emulateMedia({ colorScheme: scheme });
  await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor();
}

/**
 * One screen in every look, held against its baselines; it has to be one that a change of width does
 * not close. Both widths and both schemes are judged by axe-core, but not each with each.
 */
export async function lookAround(page, name) {
  for (const { width, scheme } of looks) {
    const one = `${name}-${width}-${scheme}`;
    await page.setViewportSize({ width, height: 900 });
    await inScheme(page, scheme);
    await fits(page, name);
    await baselines.hold(page.context().browser(), one, () => still(page, () => shot(page, one)));
    if (!baselines.areMade && (width === 1280) === (scheme === 'light')) await assertAccessible(page, one, true);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await inScheme(page, 'light');
}

/** `colours: false` where those were judged elsewhere: they are most of the work. */
export async function look(page, name, { colours = true } = {}) {
  await shot(page, name);
  await assertAccessible(page, name, colours);
}

async function assertAccessible(page, where, colours) {
  // It stays until the page is loaded anew.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const { violations, passes } = await page.evaluate(async ({ values, enabled }) => {
    const found = await window.axe.run(document, {
      runOnly: { type: 'tag', values }, rules: { 'color-contrast': { enabled } }, resultTypes: ['violations'],
    });
    return { violations: found.violations, passes: found.passes.length };
  }, { values: tags, enabled: colours });
  // An empty page breaks no rule: something must have been looked at.
  assert.ok(passes > 5, `${where}: axe found almost nothing to look at`);
  const found = violations.flatMap((rule) => rule.nodes.map(
    (node) => `${where}: ${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.replaceAll(/\s+/g, ' ')}`,
  ));
  assert.deepEqual(found, []);
}

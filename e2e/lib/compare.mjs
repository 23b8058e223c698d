// Two pictures of one screen, compared as somebody sees them who stands a few steps away. See
// docs/decisions/0040-pictures-are-compared-from-afar.md.

import path from 'node:path';

/** A picture is kept at this fraction of its size: text becomes grey lines. */
const SCALE = 4;

/** What lies further down, in pixels of the screen, is not kept. */
const HIGHEST = 2400;

/**
 * So far, of 255, a point may be from all that is around its place in the other picture; and so much
 * of the contrast that is around there comes on top: one word looks like another.
 */
const tolerance = { plain: 16, busy: 0.35 };

/** So many points may be further off. */
const ALLOWED = 100;

/** A page may be so much longer or shorter, in pixels of the screen. */
const LENGTH = 12;

const workbenches = new WeakMap();

/** A page without an address, of the same browser: what is done in it is nobody's journey. */
function workbench(browser) {
  if (!workbenches.has(browser)) {
    workbenches.set(browser, browser.newPage().then(async (page) => {
      await page.addScriptTag({ path: path.join(import.meta.dirname, 'compare.page.js') });
      return page;
    }));
  }
  return workbenches.get(browser);
}

const work = { scale: SCALE, highest: HIGHEST, tolerance };

/** The picture, a PNG, as it is kept: small, WebP. */
export async function reduce(browser, picture) {
  const page = await workbench(browser);
  const kept = await page.evaluate((all) => globalThis.reduce(all), { ...work, picture: picture.toString('base64') });
  return Buffer.from(kept, 'base64');
}

/**
 * Holds a picture against a kept one. `reason` is empty where they are alike, and `points` is how
 * many differ; `shown` is a PNG of both, with what differs in red.
 */
export async function compare(browser, picture, kept) {
  const page = await workbench(browser);
  const { shown, ...found } = await page.evaluate((all) => globalThis.compare(all), {
    ...work, picture: picture.toString('base64'), kept: kept.toString('base64'),
  });
  return { reason: reasonOf(found), points: found.points, shown: Buffer.from(shown, 'base64') };
}

function reasonOf({ widths, heights, points }) {
  if (widths[0] !== widths[1]) return `it is ${widths[0] * SCALE} px wide and was ${widths[1] * SCALE}`;
  if (Math.abs(heights[0] - heights[1]) * SCALE > LENGTH) return `it is ${heights[0] * SCALE} px high and was ${heights[1] * SCALE}`;
  return points > ALLOWED ? `${points} points differ and ${ALLOWED} may` : '';
}

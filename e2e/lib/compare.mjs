// Two pictures of one screen, compared as somebody sees them who stands a few steps away: what is
// where, how much of it, how dark. See docs/decisions/0040-pictures-are-compared-from-afar.md.

import path from 'node:path';

/** How much smaller a picture is kept: text becomes grey lines, and dates and ids look alike. */
const SCALE = 4;

/** What lies further down is not kept. */
const HIGHEST = 2400;

/** The side of a block of a small picture. */
const BLOCK = 4;

const limits = {
  /** So much contrast (of 255) is something that is there; half of it is nothing. */
  ink: 24,
  /** So far (in pixels of the small picture) something may have moved. */
  near: 2,
  /** From here on the mean of a block is lighter or darker, or has another colour. */
  light: 14,
  colour: 30,
};

/** So many blocks may differ: a line of text, and a little more on a large picture. */
const allowed = { gone: (blocks) => 8 + blocks * 0.002, changed: (blocks) => 30 + blocks * 0.02 };

/** A page may be so much longer or shorter. */
const LENGTH = 48;

const workbenches = new WeakMap();

/** A page without an address, of the same browser: what is done in it is nobody's journey. */
function workbench(browser) {
  if (!workbenches.has(browser)) {
    workbenches.set(browser, browser.newPage().then(async (page) => {
      await page.addScriptTag({ path: path.join(import.meta.dirname, 'pictures.page.js') });
      return page;
    }));
  }
  return workbenches.get(browser);
}

/** The picture as it is kept: small, WebP. */
export async function reduce(browser, picture) {
  const page = await workbench(browser);
  const work = { picture: picture.toString('base64'), scale: SCALE, highest: HIGHEST };
  return Buffer.from(await page.evaluate((all) => globalThis.reduce(all), work), 'base64');
}

/**
 * Holds a picture against a kept one: `reason` is empty where they are alike. `shown` is a PNG of
 * both, with frames around what differs.
 */
export async function compare(browser, picture, kept) {
  const page = await workbench(browser);
  const work = {
    picture: picture.toString('base64'), kept: kept.toString('base64'), scale: SCALE, highest: HIGHEST, block: BLOCK, limits,
  };
  const { shown, ...found } = await page.evaluate((all) => globalThis.compare(all), work);
  return { reason: reasonOf(found), shown: Buffer.from(shown, 'base64'), found };
}

function reasonOf({ widths, heights, blocks, gone, changed }) {
  if (widths[0] !== widths[1]) return `it is ${widths[0] * SCALE} px wide and was ${widths[1] * SCALE}`;
  if (Math.abs(heights[0] - heights[1]) * SCALE > LENGTH) return `it is ${heights[0] * SCALE} px high and was ${heights[1] * SCALE}`;
  if (gone > allowed.gone(blocks)) return `in ${gone} of ${blocks} places something is gone or new`;
  if (changed > allowed.changed(blocks)) return `${changed} of ${blocks} places are lighter, darker or of another colour`;
  return '';
}

// Every screen has four baselines, pictures that somebody has looked at: wide and narrow, light and
// dark. A picture whose name ends in one of these looks is held against its baseline.

import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { compare, reduce } from './compare.mjs';

export const hasBaseline = (name) => /-(1280|360)-(light|dark)$/.test(name);

const out = path.resolve(import.meta.dirname, '../out');

/** The baselines of one journey; they are in a folder with the name of its file. */
export class Baselines {
  #folder;
  #journey;
  #update;
  #seen = new Set();
  #problems = [];

  constructor(journey, { folder = path.resolve(import.meta.dirname, '../baselines'), update = process.env.UPDATE_BASELINES === '1' } = {}) {
    this.#journey = journey;
    this.#folder = path.join(folder, journey);
    this.#update = update;
  }

  /** Takes a picture of this name by `take`, and notes what is wrong with it. */
  async hold(page, name, take) {
    let picture = await take();
    if (!hasBaseline(name)) return;
    const browser = page.context().browser();
    const file = path.join(this.#folder, `${name}.webp`);
    const kept = await readFile(file).catch(() => null);
    this.#seen.add(`${name}.webp`);
    let found = kept && await compare(browser, picture, kept);
    // What is still on its way is given time to arrive.
    for (let tries = 0; tries < 4 && (found ? found.reason : this.#update); tries += 1) {
      await page.waitForTimeout(200);
      const before = picture;
      picture = await take();
      if (!found && picture.equals(before)) break;
      found &&= await compare(browser, picture, kept);
    }
    if (found && !found.reason) return;
    if (this.#update) {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(file, await reduce(browser, picture));
      return;
    }
    const renew = `UPDATE_BASELINES=1 ./dev e2e e2e/${this.#journey}.test.mjs`;
    if (!found) {
      this.#problems.push(`${name} has no baseline. Look at e2e/out/${name}.png; if it is right: ${renew}`);
      return;
    }
    await writeFile(path.join(out, `different-${name}.png`), found.shown);
    this.#problems.push(`${name} is not what it was: ${found.reason}. Look at e2e/out/different-${name}.png; if it is right: ${renew}`);
  }

  /** What was wrong since the last time this was asked. */
  problems() {
    return this.#problems.splice(0);
  }

  /** The baselines that nothing was held against, once the journey is over; an update removes them. */
  async unused() {
    const files = await readdir(this.#folder).catch(() => []);
    const rest = files.filter((name) => !this.#seen.has(name));
    if (!this.#update) return rest.map((name) => `e2e/baselines/${this.#journey}/${name} belongs to no picture any more: delete it`);
    await Promise.all(rest.map((name) => rm(path.join(this.#folder, name))));
    return [];
  }
}

/** Those of the journey that runs: each has a process of its own. */
export const baselines = new Baselines(path.basename(process.argv[1], '.test.mjs'));

// Every screen has four baselines, pictures that somebody has looked at: wide and narrow, light and
// dark. `lookAround` holds a screen against them.

import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { compare, reduce } from './compare.mjs';

const out = path.resolve(import.meta.dirname, '../out');

/** From here on, in points, an update takes the new picture: small changes must not add up. */
const WORTH_RENEWING = 10;

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

  /** Whether they are made anew: then nothing else is judged. */
  get areMade() {
    return this.#update;
  }

  /** Takes a picture of this name by `take`, and notes what is wrong with it. */
  async hold(browser, name, take) {
    const file = path.join(this.#folder, `${name}.webp`);
    const kept = await readFile(file).catch(() => null);
    this.#seen.add(`${name}.webp`);
    const picture = kept ? await take() : await settled(take);
    if (!kept) return this.#missing(browser, name, file, picture);
    let last = picture;
    let found = await compare(browser, last, kept);
    // What is still on its way is given time to arrive.
    for (let tries = 0; found.reason && tries < 6; tries += 1) {
      await new Promise((resolve) => { setTimeout(resolve, 500); });
      last = await take();
      found = await compare(browser, last, kept);
    }
    if (this.#update) {
      if (found.reason || found.points > WORTH_RENEWING) await this.#renew(browser, name, file, last, found);
    } else if (found.reason) {
      await writeFile(path.join(out, `different-${name}.png`), found.shown);
      this.#problems.push(`${name} is not what it was: ${found.reason}. Look at e2e/out/different-${name}.png; if it is right, ${this.#how}`);
    }
  }

  get #how() {
    return `run: UPDATE_BASELINES=1 ./dev e2e e2e/${this.#journey}.test.mjs`;
  }

  async #missing(browser, name, file, picture) {
    if (this.#update) await this.#renew(browser, name, file, picture);
    else this.#problems.push(`${name} has no baseline. Look at e2e/out/${name}.png; if it is right, ${this.#how}`);
  }

  async #renew(browser, name, file, picture, found) {
    await mkdir(this.#folder, { recursive: true });
    await writeFile(file, await reduce(browser, picture));
    if (found) await writeFile(path.join(out, `different-${name}.png`), found.shown);
    console.log(`baseline ${this.#journey}/${name}: ${found ? `renewed, ${found.reason || `${found.points} points differed`}` : 'new'}`);
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
    for (const name of rest) console.log(`baseline ${this.#journey}/${name}: removed`);
    return [];
  }
}

/** The same picture twice: nothing moves any more. */
async function settled(take) {
  let picture = await take();
  for (let tries = 0; tries < 8; tries += 1) {
    await new Promise((resolve) => { setTimeout(resolve, 250); });
    const again = await take();
    if (again.equals(picture)) break;
    picture = again;
  }
  return picture;
}

/** Those of the journey that runs: each has a process of its own. */
export const baselines = new Baselines(path.basename(process.argv[1], '.test.mjs'));

// A journey: a server, a browser, and steps that build on each other.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { baselines } from './baselines.mjs';
import { launch, newPerson, shot } from './browser.mjs';
import { startReadyServer, startServer } from './server.mjs';

/**
 * Declares a journey. `declare` gets `step`; a step gets the world: `server`, `browser`, and a
 * `person` with a `page`. Steps build on each other, so after one has failed the others do not
 * run and fail with it; `independent` steps do run, and a picture that is not what it was stops
 * nobody either. A picture of `page` is taken of each failure.
 */
export function journey(name, declare, { ready = true, independent = false } = {}) {
  const world = {};
  let broken = false;
  let failed = false;

  before(async () => {
    world.server = await (ready ? startReadyServer() : startServer());
    world.browser = await launch(world.server.origin);
    world.person = await newPerson(world.browser);
    world.page = world.person.page;
  });

  after(async () => {
    await world.browser?.close();
    await world.server?.stop();
  });

  const step = (title, run) => test(`${name}: ${title}`, { timeout: 120_000 }, async () => {
    if (broken) throw Object.assign(new Error('not run: an earlier step failed'), { stack: '' });
    try {
      await run(world);
      world.person.assertQuiet();
    } catch (error) {
      failed = true;
      broken = !independent;
      console.log(baselines.problems().join('\n'));
      await picture(world, `${name} ${title}`);
      throw error;
    }
    assert.equal(baselines.problems().join('\n'), '');
  });

  declare(step);

  test(`${name}: every baseline was looked at`, async () => {
    if (!failed) assert.equal((await baselines.unused()).join('\n'), '');
  });
}

async function picture({ page, server }, name) {
  await shot(page, `failed-${name.replaceAll(/\W+/g, '-')}`).catch(() => {});
  const log = server?.output.split('\n').filter((line) => !line.includes('path="/assets/')).slice(-15);
  console.log(`at ${page?.url()}\n${log?.join('\n')}`);
}

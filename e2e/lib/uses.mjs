// What tokens have done is written in batches, some seconds later.

import { jwt } from './server.mjs';

export const sumOf = (use, what) => use.days.reduce((sum, day) => sum + day[what], 0);

/** Asks for something of the API until it is `enough`. */
export async function until(server, path, enough) {
  const auth = await jwt(server);
  for (let tries = 0; tries < 100; tries += 1) {
    const { body } = await server.api('GET', path, { auth });
    if (enough(body)) return;
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
  throw new Error(`${path} never said what was waited for`);
}

/** Waits until so much of a token's use is written as is `enough`. */
export const written = (server, id, enough) => until(server, `/uats/${id}/use/`, enough);

/** Waits until lists tell of each token when it was last used, which is another batch. */
export const toldInLists = (server) => until(server, '/uats/', ({ results }) => results.every((uat) => uat.last_used_at));

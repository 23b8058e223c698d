// What tokens have done is written in batches, some seconds later.

import { jwt } from './server.mjs';

export const sumOf = (use, what) => use.days.reduce((sum, day) => sum + day[what], 0);

/** Waits until so much of a token's use is written as is `enough`. */
export async function written(server, id, enough) {
  const auth = await jwt(server);
  for (let tries = 0; tries < 100; tries += 1) {
    const { body } = await server.api('GET', `/uats/${id}/use/`, { auth });
    if (enough(body)) return;
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
  throw new Error('the uses were not written');
}

/** Waits until lists tell of each token when it was last used, which is another batch. */
export async function toldInLists(server) {
  const auth = await jwt(server);
  for (let tries = 0; tries < 100; tries += 1) {
    const { body } = await server.api('GET', '/uats/', { auth });
    if (body.results.every((uat) => uat.last_used_at)) return;
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
  throw new Error('the last uses were not written');
}

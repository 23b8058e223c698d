// Work in the background that ends when the test lets it: the server is as quick as it is, so what a
// page shows meanwhile is there for as long as it is looked at.

const JOBS = /\/api\/v2\/jobs\//;

const going = (job) => (['complete', 'failed'].includes(job.state)
  ? { ...job, state: 'running', done: Math.floor(job.total / 2), result: null, failure: null, error_count: 0, finished_at: null }
  : job);

/** From now on the page hears of no job that it has ended, until it is released. */
export async function heldJobs(page) {
  const underway = new Set();
  const answer = async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    const json = Array.isArray(body.results) ? { ...body, results: body.results.map(going) } : { ...going(body), ...(body.errors && { errors: [] }) };
    await route.fulfill({ response, json });
  };
  const handler = async (route) => {
    // A page that has gone on has taken its question back.
    const one = answer(route).catch(() => {});
    underway.add(one);
    await one;
    underway.delete(one);
  };
  await page.route(JOBS, handler);
  return {
    release: async () => {
      await Promise.all(underway);
      await page.unroute(JOBS, handler);
    },
  };
}

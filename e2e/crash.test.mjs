// A bug in one page takes only that page down, and says what to do.

import { journey } from './lib/journey.mjs';
import { lookAround } from './lib/look.mjs';
import { button, heading, openFromMenu, signIn } from './lib/portal.mjs';

const BRANDS = /\/api\/v2\/brands\/\?/;
const ROOMS = /\/assets\/rooms-.*\.js$/;

journey('crash', (step) => {
  step('a page that stops working says so', async ({ page, person }) => {
    await signIn(page);
    person.expectProblem(/TypeError|Cannot read properties/);
    // An answer that no server of ours gives.
    await page.route(BRANDS, (route) => route.fulfill({ json: { count: 1, next: null, previous: null, results: [null] } }));
    await page.goto('/#/brands');
    await heading(page, 'This page stopped working').waitFor();
    await lookAround(page, 'crash');
  });

  step('reloaded, it works again', async ({ page }) => {
    await page.unroute(BRANDS);
    await button(page, 'Reload').click();
    await page.getByText('No brands yet').waitFor();
    await openFromMenu(page, 'Campaigns');
    await heading(page, 'Campaigns').waitFor();
  });

  step('words that did not come are asked for again by the next room', async ({ page, person }) => {
    person.expectProblem(/Failed to fetch dynamically imported module|ERR_FAILED/);
    await page.goto('/');
    await page.reload();
    await heading(page, 'Hello, Ada').waitFor();
    await page.route(ROOMS, (route) => route.abort());
    await openFromMenu(page, 'Brands');
    await heading(page, 'The server does not answer').waitFor();
    await page.unroute(ROOMS);
    await openFromMenu(page, 'Campaigns');
    await heading(page, 'Campaigns').waitFor();
    await openFromMenu(page, 'Brands');
    await button(page, 'Reload').click();
    await page.getByText('No brands yet').waitFor();
  });
});

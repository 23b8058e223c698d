// A bug in one page takes only that page down, and says what to do.

import { journey } from './lib/journey.mjs';
import { lookAround } from './lib/look.mjs';
import { button, heading, openFromMenu, signIn } from './lib/portal.mjs';

const BRANDS = /\/api\/v2\/brands\/\?/;

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
});

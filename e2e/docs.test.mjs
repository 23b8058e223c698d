// The API reference: every operation, from nowhere but this server. The browser's watch fails the
// journey on any request to another host and on any message about the policy.

import assert from 'node:assert/strict';
import { journey } from './lib/journey.mjs';
import { heading } from './lib/portal.mjs';

journey('API reference', (step) => {
  step('it shows every operation of openapi.json', async ({ page, server }) => {
    const { status, body } = await server.api('GET', '/openapi.json');
    assert.equal(status, 200);
    await page.goto('/api/docs/');
    await heading(page, 'API reference').first().waitFor();
    const text = await page.locator('body').innerText();
    const paths = Object.keys(body.paths);
    assert.ok(paths.length > 20, `only ${paths.length} paths`);
    for (const path of paths) assert.ok(text.includes(path), `${path} is not in the reference`);
  });

  step('it can be searched', async ({ page }) => {
    await page.getByLabel('Search operations').fill('zzzz');
    await page.getByText('No operation matches.').first().waitFor();
    await page.getByLabel('Search operations').fill('import');
    await page.getByText('/api/v2/products/import/').first().waitFor();
  });
});

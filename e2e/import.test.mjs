// Two exports of a web shop become products: one through the portal, one with a token that holds
// nothing but the two rights an import needs.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { heldJobs } from './lib/jobs.mjs';
import { journey } from './lib/journey.mjs';
import { look, lookAround } from './lib/look.mjs';
import { jwt, uat } from './lib/server.mjs';
import { button, field, heading, mapColumns, openFromMenu, openImport, rowAction, signIn } from './lib/portal.mjs';

const fixture = (name) => path.resolve(import.meta.dirname, 'fixtures', name);

const mapping = new URLSearchParams({
  sku: '{Handle}',
  name: 'Title',
  brand: 'Vendor',
  description: 'Body (HTML)',
  client_url: 'https://shop.example/products/{Handle}',
  create_brands: '1',
});

journey('import', (step) => {
  step('sign in and open the import', async ({ page }) => {
    await signIn(page);
    await openImport(page);
  });

  step('a file that is none is refused before anything is sent', async ({ page }) => {
    const nothing = { name: 'nothing.csv', mimeType: 'text/csv', buffer: Buffer.from('') };
    await page.locator('input[type=file]').setInputFiles(nothing);
    await page.getByText('This file has no readable header row.').waitFor();
  });

  step('the columns of the shop are mapped to ours', async ({ page }) => {
    await page.locator('input[type=file]').setInputFiles(fixture('shop-jewelery.csv'));
    await mapColumns(page, {
      SKU: 'Handle',
      Name: 'Title',
      Brand: 'Vendor',
      'Description (optional)': 'Body (HTML)',
      'Link (optional)': 'Text with {Column}',
    });
    await field(page, 'Text for Link').fill('https://shop.example/products/{Handle}');
    await look(page, 'import-columns');
  });

  step('a brand that is not there is an error, and nothing is written', async ({ page, server, person }) => {
    person.expectProblem(/status of 400 .*\/products\/import\//);
    const make = page.getByLabel('Make brands that do not exist yet');
    if (await make.isChecked()) await make.uncheck();
    await button(page, 'Check the file').click();
    await heading(page, /rows? cannot be imported/).or(page.getByText(/rows? cannot be imported/)).first().waitFor();
    await look(page, 'import-errors');
    assert.equal(await count(server, '/products/'), 0);
    assert.equal(await count(server, '/brands/'), 0);
  });

  step('the preview counts products, variants and new brands, and writes nothing', async ({ page, server }) => {
    const back = button(page, 'Back');
    if (await back.isVisible()) await back.click();
    await page.getByLabel('Make brands that do not exist yet').check();
    await button(page, 'Check the file').click();
    await button(page, 'Import 20 products').waitFor();
    const text = await page.locator('main').innerText();
    for (const word of ['Company 123', 'Sterling Ltd', '7 Shakra Bracelet', 'chain-bracelet']) {
      assert.ok(text.includes(word), `the preview does not show ${word}`);
    }
    assert.match(text, /Rows read\s+41/i);
    assert.match(text, /To create\s+20/i);
    assert.match(text, /Variant rows\s+21/i);
    await look(page, 'import-preview');
    assert.equal(await count(server, '/products/'), 0);
  });

  step('the import makes exactly these', async ({ page, server }) => {
    // However quick the server is, its work is not heard to end before it may.
    const held = await heldJobs(page);
    await button(page, 'Import 20 products').click();
    const bar = page.locator('.cm-working-numbers').filter({ hasText: 'of 41 rows' });
    await bar.waitFor();
    assert.match(page.url(), /#\/products\/import\/\d+$/);
    const job = page.url().split('/').at(-1);
    await page.reload();
    await bar.waitFor();
    await lookAround(page, 'import-writing');
    await page.goto('/#/background-work');
    await rowAction(page, `Import products from a file, number ${job}`, 'Go to what it is for');
    await bar.waitFor();
    await held.release();
    await page.getByText('The import is done').first().waitFor();
    await page.reload();
    await page.getByText('The import is done').first().waitFor();
    await look(page, 'import-result');
    assert.equal(await count(server, '/products/'), 20);
    assert.equal(await count(server, '/brands/'), 2);
    const one = await server.api('GET', '/products/?sku__exact=chain-bracelet', { auth: await jwt(server) });
    assert.equal(one.body.results[0].name, '7 Shakra Bracelet');
    assert.equal(one.body.results[0].brand.name, 'Company 123');
    assert.equal(one.body.results[0].client_url, 'https://shop.example/products/chain-bracelet');
  });

  step('what has changed since the check is told by the job, with its rows', async ({ page, server }) => {
    const auth = await jwt(server);
    const held = { auth, type: 'text/csv' };
    const send = (sku) => server.api('POST', '/products/import/?sku=sku&name=name&brand=brand&background=1', { ...held, body: `sku,name,brand\n${sku},One,Company 123\n` });
    // The second is refused at once when the first was quicker than its check: another pair, then.
    let failed;
    for (let n = 1; n <= 30 && !failed; n += 1) {
      const answers = await Promise.all([send(`TWICE-${n}`), send(`TWICE-${n}`)]);
      const states = [];
      for (const { status, body } of answers) {
        if (status === 202) states.push(await ended(server, auth, body.job_id));
        else states.push({ state: body.code, errors: body.errors });
      }
      assert.equal(states.filter(({ state }) => state === 'complete').length, 1, JSON.stringify(states));
      const other = states.find(({ state }) => state !== 'complete');
      assert.deepEqual(other.errors, [{ row: 2, field: 'sku', message: 'A product with this SKU already exists.' }]);
      const made = (await server.api('GET', `/products/?sku__exact=TWICE-${n}`, { auth })).body.results[0];
      assert.equal((await server.api('DELETE', `/products/${made.id}/`, { auth })).status, 204);
      if (other.id) failed = other;
    }
    assert.ok(failed, 'none of thirty was told by its job');
    await page.goto(`/#/products/import/${failed.id}`);
    await page.getByText('1 row cannot be imported').first().waitFor();
    await lookAround(page, 'import-job-errors');
  });

  step('the products are in the list', async ({ page }) => {
    await openFromMenu(page, 'Products');
    await page.getByLabel('Search by SKU or name').fill('shakra');
    await page.getByRole('row').filter({ hasText: 'chain-bracelet' }).waitFor();
  });

  step('a token with two rights imports the other file', async ({ server }) => {
    const auth = await uat(server, ['product_create', 'brand_create']);
    const body = await readFile(fixture('shop-apparel.csv'), 'utf8');
    const send = (more = '') => server.api('POST', `/products/import/?${mapping}${more}`, { auth, body, type: 'text/csv' });

    const dry = await send('&dry_run=1');
    assert.equal(dry.status, 200, JSON.stringify(dry.body));
    assert.equal(await count(server, '/products/'), 20);

    const { dry_run, rows, created, continued, brands_created } = (await send()).body;
    assert.deepEqual(
      { dry_run, rows, created, continued, brands_created },
      { dry_run: false, rows: 22, created: 20, continued: 2, brands_created: ['partners-demo'] },
    );
    assert.equal(await count(server, '/products/'), 40);

    const again = await send();
    assert.equal(again.status, 400);
    assert.equal(again.body.code, 'import_failed');
    assert.equal(again.body.errors[0].row, 2);
    assert.equal((await send('&existing=skip')).body.skipped, 20);
  });

  step('without the right to make brands it may not make them', async ({ server }) => {
    const auth = await uat(server, ['product_create']);
    const body = 'Handle,Title,Vendor,Body (HTML)\nnew-one,New,Nobody Ltd,\n';
    const refused = await server.api('POST', `/products/import/?${mapping}`, { auth, body, type: 'text/csv' });
    assert.equal(refused.status, 403);
    assert.deepEqual(refused.body.required, ['brand_create']);
    assert.equal(await count(server, '/products/'), 40);
  });
});

async function count(server, where) {
  return (await server.api('GET', where, { auth: await jwt(server) })).body.count;
}

/** A job once it has ended. */
async function ended(server, auth, id) {
  for (let tries = 0; tries < 300; tries += 1) {
    const { body } = await server.api('GET', `/jobs/${id}/`, { auth });
    if (!['pending', 'running'].includes(body.state)) return body;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`job ${id} does not end`);
}

// Own codes through the portal: from an empty list by way of a file with mistakes and a broken line
// to codes that are there together, and an upload that is stopped while it goes on.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { slowLine } from './lib/browser.mjs';
import { journey } from './lib/journey.mjs';
import { look, lookAround } from './lib/look.mjs';
import { jwt, maker } from './lib/server.mjs';
import { button, field, heading, link, mapColumns, openFromMenu, signIn } from './lib/portal.mjs';

const csv = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
const row = (page, text) => page.getByRole('row').filter({ hasText: text });

journey('ingestions', (step) => {
  let auth;
  const count = async (server, query = '') => (await server.api('GET', `/codes/${query}`, { auth })).body.count;
  const choose = async (page, file) => {
    await page.locator('input[type=file]').setInputFiles(file);
    await heading(page, new RegExp(`^${file.name}: `)).waitFor();
  };
  const withTemplate = async (page) => {
    await page.getByRole('combobox', { name: 'Template' }).or(page.getByRole('textbox', { name: 'Template' })).first().click();
    await page.getByRole('option', { name: 'Printed by Gent Labels' }).click();
    await page.getByText('On Olive oil; active from the beginning.').waitFor();
  };
  const another = async (page) => {
    await link(page, 'Upload codes').first().click();
    await heading(page, 'Upload codes').waitFor();
  };

  step('nothing was uploaded yet, and the list says how to begin', async ({ page }) => {
    await signIn(page);
    await openFromMenu(page, 'Work orders');
    await link(page, 'Own codes').click();
    await page.getByText('No codes were uploaded yet').waitFor();
    await lookAround(page, 'uploads-empty');
  });

  step('without a template the page says where to make one', async ({ page, server }) => {
    await another(page);
    await lookAround(page, 'upload-file');
    await choose(page, csv('printed.csv', 'Code,Lot No.,Remarks\nGENT-0001,L1,x\n'));
    await link(page, 'Make a template').waitFor();
    auth = await jwt(server);
    const post = maker(server, auth);
    const campaign = await post('/campaigns/', { name: 'Oil to Northern Europe' });
    for (const [key, label] of [['lot_number', 'Lot'], ['line', 'Production line']]) {
      await post(`/campaigns/${campaign.id}/scm-fields/`, { key, label, type: 'text' });
    }
    const brand = await post('/brands/', { name: 'Kallista' });
    const product = await post('/products/', { sku: 'OLV-1', name: 'Olive oil', brand: brand.id, campaign: campaign.id });
    await post('/workorders/templates/', { name: 'Printed by Gent Labels', product: product.id, activate_on_complete: true });
  });

  step('columns are guessed and chosen; what is missing is told', async ({ page }) => {
    await page.goto('about:blank');
    await page.goto('/#/work-orders/uploads/new');
    await choose(page, csv('printed.csv', 'Code,Lot No.,Remarks\nGENT-0001,L1,x\nshort,L1,x\nGENT-0001,L1,x\n'));
    assert.equal(await field(page, 'Column with the ids').inputValue(), 'Code');
    await button(page, 'Upload the codes').click();
    await page.getByText('Choose a template.').waitFor();
    await mapColumns(page, { 'Lot No.': 'Lot (lot_number)', Remarks: 'Lot (lot_number)' });
    await page.getByText('Two columns have this.').first().waitFor();
    await mapColumns(page, { Remarks: 'Do not upload' });
    await withTemplate(page);
    await button(page, 'Add a value').click();
    await page.getByLabel('Field').selectOption({ label: 'Production line (line)' });
    await page.getByLabel('Value of Production line').fill('13A');
    await lookAround(page, 'upload-columns');
  });

  step('with one bad row no code is made; the errors are shown, and a file', async ({ page, server }) => {
    await button(page, 'Upload the codes').click();
    await page.getByText('2 rows cannot be imported').first().waitFor();
    await page.getByText('This id stands in row 2 already.').waitFor();
    assert.equal(await count(server), 0);
    await lookAround(page, 'upload-errors');
    const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Download the errors').click()]);
    assert.match(download.suggestedFilename(), /^errors-[0-9A-Za-z]{11}\.csv$/);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
    assert.equal(lines[0].replace('\uFEFF', ''), 'row,field,message');
    assert.equal(lines.length, 3);
  });

  step('a line that breaks while the file is sent is told, and the file is sent again', async ({ page, person, server }) => {
    await another(page);
    const rows = Array.from({ length: 20_000 }, (_, n) => `GENT-${String(n).padStart(6, '0')},L${n % 7},${'x'.repeat(20)}\n`).join('');
    await choose(page, csv('printed.csv', `Code,Lot No.,Remarks\n${rows}01/09506000134352/21/A1,L9,x\n`));
    await mapColumns(page, { 'Lot No.': 'Lot (lot_number)' });
    await withTemplate(page);
    const line = await slowLine(page);
    await button(page, 'Upload the codes').click();
    await page.locator('.cm-working-numbers').waitFor();
    await look(page, 'upload-sending');
    person.expectProblem(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_FAILED/);
    await line.cut();
    await page.getByText('The server does not answer').waitFor();
    await look(page, 'upload-cut');
    await line.restore();
    await button(page, 'Try again').click();
    await page.getByText('20,001 codes are there').waitFor({ timeout: 60_000 });
    await lookAround(page, 'upload-complete');
    assert.equal(await count(server), 20_001);
    const { body } = await server.api('GET', '/codes/GENT-000001/', { auth });
    assert.deepEqual([body.scm, body.activation_status], [{ lot_number: 'L1' }, 1]);
    // One upload, not two.
    assert.equal((await server.api('GET', '/ingestion/codes/', { auth })).body.count, 2);
  });

  step('its codes and its work order are a click away, also those of GS1', async ({ page }) => {
    await link(page, 'See the work order').click();
    await page.getByText('These codes are your own').waitFor();
    await look(page, 'work-order-own');
    await link(page, 'See the codes').click();
    await page.getByLabel('Search by id or serial number').fill('01/09506000134352');
    await link(page, '01/09506000134352/21/A1').click();
    await heading(page, '01/09506000134352/21/A1').waitFor();
    await page.getByText('L9').waitFor();
  });

  step('an upload shows how far it is, also after a reload, and is canceled', async ({ page, server }) => {
    await page.goto('/#/work-orders/uploads/new');
    const rows = Array.from({ length: 500_000 }, (_, n) => `MANY-${String(n).padStart(6, '0')}\n`).join('');
    await choose(page, csv('many.csv', `id\n${rows}`));
    await withTemplate(page);
    await button(page, 'Upload the codes').click();
    await heading(page, 'Upload with “Printed by Gent Labels”').waitFor();
    await page.getByRole('progressbar', { name: /Checking the rows|Making codes/ }).waitFor();
    await page.reload();
    await page.getByRole('progressbar', { name: 'Making codes' }).waitFor({ timeout: 60_000 });
    await page.getByText(/^[\d,]+ of 500,000 codes$/).waitFor();
    await look(page, 'upload-making');
    await link(page, 'All uploads').click();
    await row(page, 'In progress').getByRole('progressbar').waitFor();
    await look(page, 'uploads-making');
    await row(page, 'In progress').getByRole('link').click();
    await button(page, 'Cancel the upload').click();
    const window = page.getByRole('dialog', { name: /^Cancel the upload [0-9A-Za-z]{11}\?$/ });
    await look(page, 'upload-cancel');
    await button(window, 'Cancel the upload').click();
    await page.getByText('Canceled', { exact: true }).waitFor();
    assert.equal(await count(server, '?search=MANY'), 0);
  });

  step('the list is searched by state', async ({ page }) => {
    await link(page, 'All uploads').click();
    await page.getByText('1–3 of 3').waitFor();
    await lookAround(page, 'uploads');
    await page.getByLabel('State').selectOption({ label: 'Failed' });
    await page.getByText('1–1 of 1').waitFor();
    await page.getByText('2 errors').waitFor();
    await page.getByLabel('State').selectOption({ label: 'Awaits its file' });
    await page.getByText('Nothing matches these filters.').waitFor();
  });
});

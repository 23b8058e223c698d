// Supply-chain data from a CSV file, through the portal: from an empty list by way of a file with
// mistakes to codes that carry it, with progress on the way.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { newPerson, shot, slowLine } from './lib/browser.mjs';
import { heldJobs } from './lib/jobs.mjs';
import { journey } from './lib/journey.mjs';
import { look, lookAround } from './lib/look.mjs';
import { jwt, maker } from './lib/server.mjs';
import { button, field, heading, link, mapColumns, openFromMenu, rowAction, signIn } from './lib/portal.mjs';

const CODES = 400;
const csv = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
const radio = (page, group, name) => page.getByRole('radiogroup', { name: group }).getByRole('radio', { name });

journey('scm import', (step) => {
  let auth;
  let ids;
  const made = {};
  const rows = (all, lot) => all.map((id, n) => `${id},${lot}-${n % 7},${n % 2 ? '13A' : ''},x\n`).join('');
  const file = (all, lot) => csv('lots.csv', `Code,Lot No.,Production line,Remarks\n${rows(all, lot)}`);
  const choose = async (page, what) => {
    await page.locator('input[type=file]').setInputFiles(what);
    await heading(page, new RegExp(`^${what.name}: `)).waitFor();
  };

  step('there are codes of a product whose campaign keeps three fields', async ({ server }) => {
    auth = await jwt(server);
    const post = maker(server, auth);
    const campaign = await post('/campaigns/', { name: 'Oil to Northern Europe' });
    for (const [key, label] of [['lot_number', 'Lot'], ['line', 'Production line'], ['sell_by_date', 'Sell-by date']]) {
      await post(`/campaigns/${campaign.id}/scm-fields/`, { key, label, type: key === 'sell_by_date' ? 'date' : 'text' });
    }
    const brand = await post('/brands/', { name: 'Kallista' });
    const product = await post('/products/', { sku: 'OLV-1', name: 'Olive oil', brand: brand.id, campaign: campaign.id });
    const order = await post('/workorders/create-sid/', {
      reference: 'WO-2026-1', quantity: CODES, activate_on_complete: true, use_serial_number: false, product: product.id, images: 'none',
    });
    ids = await codesOf(server, order.id);
    assert.equal(ids.length, CODES);
  });

  step('nothing was uploaded yet, and the list says how to begin', async ({ page }) => {
    await signIn(page);
    await openFromMenu(page, 'Supply-chain data');
    await page.getByText('Nothing was uploaded yet').waitFor();
    await lookAround(page, 'scm-empty');
    await link(page, 'Upload a file').first().click();
    await heading(page, 'Upload supply-chain data').waitFor();
  });

  step('columns are guessed by their names, and the others can be chosen', async ({ page }) => {
    await choose(page, file(ids, 'L'));
    assert.equal(await field(page, 'Rows name their codes by').inputValue(), 'extended_id');
    assert.equal(await field(page, 'In the column').inputValue(), 'Code');
    assert.equal(await field(page, 'Production line').inputValue(), 'line');
    assert.equal(await field(page, 'Lot No.').inputValue(), '');
    assert.equal(await field(page, 'Remarks').inputValue(), '');
  });

  step('one key for two columns, or for none, is refused before anything is sent', async ({ page }) => {
    await mapColumns(page, { 'Lot No.': 'Production line (line)' });
    await button(page, 'Check the file').click();
    await page.getByText('Two columns have this.').first().waitFor();
    await look(page, 'scm-columns-twice');
    await mapColumns(page, { 'Lot No.': 'Do not upload', 'Production line': 'Do not upload' });
    await page.getByText('No column is used').waitFor();
    await mapColumns(page, { 'Lot No.': 'Lot (lot_number)', 'Production line': 'Production line (line)' });
    await look(page, 'scm-columns');
  });

  step('the check says what would change, and changes nothing', async ({ page, server }) => {
    await button(page, 'Check the file').click();
    await button(page, `Change ${(CODES * 1.5).toLocaleString('en-GB')} values`).waitFor();
    const text = await page.locator('main').innerText();
    assert.match(text, /Rows read\s+400/i);
    assert.match(text, /Codes found\s+400/i);
    assert.match(text, /Changes: Lot, Production line/);
    assert.ok(text.includes(ids[0]) && text.includes('L-0') && text.includes('stays'));
    await look(page, 'scm-preview');
    assert.deepEqual((await server.api('GET', `/codes/${ids[0]}/`, { auth })).body.scm, {});
    await button(page, 'Back').click();
  });

  step('every row whose code is not there is told, also as a file, and nothing is written', async ({ page, person, server }) => {
    await button(page, 'Another file').click();
    const wrong = Array.from({ length: 120 }, (_, n) => `NO-SUCH-${n}`);
    await choose(page, file([ids[0], ...wrong], 'E'));
    await mapColumns(page, { 'Lot No.': 'Lot (lot_number)' });
    await button(page, 'Check the file').click();
    await page.getByText('120 rows cannot be imported').first().waitFor();
    await page.getByText('There is no code with "NO-SUCH-0".').waitFor();
    await look(page, 'scm-errors');
    const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Download the errors').click()]);
    const errors = (await readFile(await download.path(), 'utf8')).split('\r\n');
    assert.equal(errors[0], '\uFEFFRow,Column,What is wrong');
    assert.equal(errors[1], '3,Code id,"There is no code with ""NO-SUCH-0""."');
    assert.equal((await server.api('GET', '/scm/tasks/', { auth })).body.count, 0);
    person.assertQuiet();
  });

  step('such rows can be left out', async ({ page }) => {
    await button(page, 'Back').click();
    await radio(page, 'When a code is not there', /^Leave the row out/).check();
    await button(page, 'Check the file').click();
    await button(page, 'Change 1 value').waitFor();
    assert.match(await page.locator('main').innerText(), /Rows left out\s+120/i);
  });

  step('a large file shows its rows as they are done, and then its result', async ({ page, server }) => {
    await button(page, 'Back').click();
    await button(page, 'Another file').click();
    // Each code many times over; the last row of each wins.
    const many = Array.from({ length: 100 }, () => ids).flat();
    await choose(page, file(many, 'M'));
    await mapColumns(page, { 'Lot No.': 'Lot (lot_number)' });
    await page.evaluate(() => {
      window.seen = new Set();
      new MutationObserver(() => {
        const numbers = document.querySelector('.cm-working-numbers')?.textContent;
        if (numbers) window.seen.add(numbers);
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    const seen = () => page.evaluate(() => [...window.seen]);
    const rowsOf = (list) => list.some((text) => text.endsWith('of 40,000 rows'));
    // A slow line, so that there is time for a picture.
    const line = await slowLine(page);
    await button(page, 'Check the file').click();
    await page.locator('.cm-working-numbers').waitFor();
    await shot(page, 'scm-progress');
    await line.restore();
    const submit = page.getByRole('button', { name: /^Change [\d,]+ values$/ });
    await submit.waitFor();
    assert.ok(rowsOf(await seen()), `seen: ${await seen()}`);
    // However quick the server is, its work is not heard to end before it may.
    made.held = await heldJobs(page);
    await submit.click();
    const bar = page.locator('.cm-working-numbers').filter({ hasText: 'of 40,000 rows' });
    await bar.waitFor();
    assert.match(page.url(), /#\/supply-chain\/import\/\d+$/);
    made.job = Number(page.url().split('/').at(-1));
  });

  step('its bar survives a reload, is in the lists, and another tab shows the same', async ({ page, browser }) => {
    await page.reload();
    const bar = page.locator('.cm-working-numbers').filter({ hasText: 'of 40,000 rows' });
    await bar.waitFor();
    await page.getByText('You may leave this page').waitFor();
    await lookAround(page, 'scm-writing');
    await page.goto('/#/background-work');
    const work = page.getByRole('row').filter({ hasText: 'Load supply-chain data from a file' });
    await work.getByText('of 40,000').waitFor();
    await look(page, 'work-scm-import');
    await rowAction(page, `Load supply-chain data from a file, number ${made.job}`, 'Go to what it is for');
    await bar.waitFor();
    // Who does not wait sees how it ended, and so does who waited.
    const other = await newPerson(browser, { width: 1280, scheme: 'light' });
    await signIn(other.page);
    await other.page.goto(`/#/supply-chain/import/${made.job}`);
    await heading(other.page, 'The upload is done').waitFor({ timeout: 60_000 });
    other.assertQuiet();
    await other.close();
    await made.held.release();
    await heading(page, 'The upload is done').waitFor();
    await page.reload();
    await heading(page, 'The upload is done').waitFor();
  });

  step('the result is what the check had said', async ({ page, server }) => {
    assert.match(await page.locator('main').innerText(), /Codes found\s+400/i);
    await look(page, 'scm-result');
    const { body } = await server.api('GET', `/codes/${ids[1]}/`, { auth });
    assert.equal(body.scm.line, '13A');
    assert.match(body.scm.lot_number, /^M-/);
    made.task = (await server.api('GET', '/scm/tasks/', { auth })).body.results[0];
    assert.deepEqual([made.task.state, made.task.source, made.task.codes_affected], ['complete', 'csv', CODES]);
  });

  step('what is wrong by the time it is written is told there, also as a file', async ({ page, server }) => {
    // Nobody checks it first: the codes of two rows are not there.
    const body = `extended_id,lot_number\n${ids[0]},Z\nNO-SUCH-1,Z\nNO-SUCH-2,Z\n`;
    const begun = await server.api('POST', '/scm/import/?background=1', { auth, body, type: 'text/csv' });
    assert.equal(begun.status, 202, JSON.stringify(begun.body));
    await page.goto(`/#/supply-chain/import/${begun.body.job_id}`);
    await page.getByText('2 rows cannot be imported').first().waitFor();
    await page.getByText('There is no code with "NO-SUCH-1".').waitFor();
    await lookAround(page, 'scm-job-errors');
    const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Download the errors').click()]);
    const errors = (await readFile(await download.path(), 'utf8')).split('\r\n');
    assert.equal(errors[1], '3,Code id,"There is no code with ""NO-SUCH-1""."');
    assert.notEqual((await server.api('GET', `/codes/${ids[0]}/`, { auth })).body.scm.lot_number, 'Z');
    await page.goto(`/#/supply-chain?task=${begun.body.task_id}`);
    await page.getByText('Nothing was changed.').waitFor();
    await link(page, 'See how far it is, and its rows').click();
    await link(page, 'Upload another file').click();
    await heading(page, 'Upload supply-chain data').waitFor();
  });

  step('a work order names all of its codes; a blank cell clears', async ({ page, server }) => {
    await choose(page, csv('order.csv', 'Work order,Lot,Production line,Sell-by date\nWO-2026-1,WHOLE,,2027-01-31\n'));
    assert.equal(await field(page, 'Rows name their codes by').inputValue(), 'workorder');
    await radio(page, 'When a cell is blank', /^Clear it/).check();
    await button(page, 'Check the file').click();
    await button(page, 'Change 1,000 values').waitFor();
    await page.getByText('cleared').waitFor();
    await button(page, 'Change 1,000 values').click();
    await heading(page, 'The upload is done').waitFor();
    const { body } = await server.api('GET', `/codes/${ids[1]}/`, { auth });
    assert.deepEqual(body.scm, { lot_number: 'WHOLE', sell_by_date: '2027-01-31' });
  });

  step('the list tells of every upload', async ({ page }) => {
    await link(page, 'See all uploads').click();
    await heading(page, 'Supply-chain data').waitFor();
    const row = page.getByRole('row').filter({ hasText: made.task.reference });
    await row.getByText('CSV file').waitFor();
    await row.getByText('Complete').waitFor();
    await row.getByText('ada@kallista.example').waitFor();
    await page.getByLabel('State').selectOption({ label: 'Failed' });
    await row.waitFor({ state: 'hidden' });
    await page.getByRole('row').filter({ hasText: 'CSV file' }).getByText('Failed').waitFor();
    await page.getByLabel('State').selectOption({ label: 'All states' });
    await row.waitFor();
  });

  step('it looks right', async ({ page }) => {
    await lookAround(page, 'scm-list');
    await link(page, 'Upload a file').click();
    await heading(page, 'Upload supply-chain data').waitFor();
    await lookAround(page, 'scm-file');
    await choose(page, file([ids[0], ids[1], 'NO-SUCH'], 'A lot with a name that is long enough for two lines'));
    await mapColumns(page, { 'Lot No.': 'Lot (lot_number)' });
    await lookAround(page, 'scm-columns');
  });

  step('… with mistakes, and with its result', async ({ page }) => {
    await button(page, 'Check the file').click();
    await page.getByText('There is no code with "NO-SUCH".').waitFor();
    await lookAround(page, 'scm-errors');
    await button(page, 'Back').click();
    await radio(page, 'When a code is not there', /^Leave the row out/).check();
    await button(page, 'Check the file').click();
    const submit = page.getByRole('button', { name: /^Change \d values$/ });
    await submit.waitFor();
    await page.getByRole('row').filter({ hasText: 'NO-SUCH' }).getByText('left out').waitFor();
    await lookAround(page, 'scm-preview');
    await submit.click();
    await heading(page, 'The upload is done').waitFor();
    await lookAround(page, 'scm-result');
  });

  /** The ids of an order's codes, once they are made. */
  async function codesOf(server, order) {
    for (let tries = 0; tries < 300; tries += 1) {
      const { body } = await server.api('GET', `/workorders/${order}/`, { auth });
      if (body.state === 'completed') break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const found = [];
    for (;;) {
      const { body } = await server.api('GET', `/codes/?workorder=${order}&limit=200&offset=${found.length}`, { auth });
      found.push(...body.results.map(({ extended_id: id }) => id));
      if (!body.next) return found;
    }
  }
});

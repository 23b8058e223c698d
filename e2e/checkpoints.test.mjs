// What proves that the log is the one that was written: checkpoints to keep, and the keys behind them.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { newPerson } from './lib/browser.mjs';
import { journey } from './lib/journey.mjs';
import { fits, look, lookAround } from './lib/look.mjs';
import { button, dialog, field, heading, link, openFromMenu, signIn } from './lib/portal.mjs';

const LIST = /\/api\/v2\/audit\/checkpoints\//;
const KEY = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const at = (position) => new Date(Date.UTC(2027, 0, 31, 12) + position * 60_000).toISOString();
const line = (position) => `countermark-checkpoint-1 8f14e45f-ceea-467f-a8d5-3c1f2f3b6a10 ${position} ${'ab'.repeat(32)} ${at(position)} ${KEY} ${'c'.repeat(86)}`;
const checkpoint = (position) => ({ position, head: 'ab'.repeat(32), at: at(position), key: KEY, text: line(position) });
const row = (page, text) => page.getByRole('row').filter({ hasText: text });

journey('checkpoints', (step) => {
  // When the server signs is its own affair: what there is to see of it is heard of in its stead.
  step('before the first one the page says when it comes', async ({ page }) => {
    await page.route(LIST, (route) => route.fulfill({ json: { length: 7, results: [] } }));
    await signIn(page);
    await openFromMenu(page, 'Activity log');
    await link(page, 'Checkpoints and keys').click();
    await page.getByText('Nothing is signed yet').waitFor();
    await page.getByText(/^The log has 7 entries\. The first checkpoint comes by itself/).waitFor();
    await look(page, 'checkpoints-empty');
    await page.unroute(LIST);
  });

  step('the newest are there, older ones on demand, and all of them can be kept', async ({ page }) => {
    const all = Array.from({ length: 27 }, (_, place) => checkpoint(2700 - place * 100));
    await page.route(LIST, (route) => {
      const query = new URL(route.request().url()).searchParams;
      const before = Number(query.get('before') ?? Infinity);
      return route.fulfill({ json: { length: 2745, results: all.filter(({ position }) => position < before).slice(0, Number(query.get('limit'))) } });
    });
    await page.reload();
    await row(page, 'Entries 1 to 2,700').waitFor();
    await page.getByText('The log has 2,745 entries; the last 45 will be signed within ten minutes.').waitFor();
    await lookAround(page, 'checkpoints');
    await button(page, 'Copy the line for entries 1 to 2,700').click();
    await page.getByText('Entries 1 to 2,700 copied to the clipboard.').waitFor({ state: 'attached' });
    await button(page, 'Show older ones').click();
    await row(page, 'Entries 1 to 100').waitFor();
    assert.equal(await button(page, 'Show older ones').count(), 0);
    const [file] = await Promise.all([page.waitForEvent('download'), button(page, 'Save these 27 lines').click()]);
    assert.equal(file.suggestedFilename(), 'countermark-checkpoints.txt');
    assert.deepEqual((await readFile(await file.path(), 'utf8')).trim().split('\n'), all.map(({ text }) => text));
  });

  step('the log is checked against a file that was kept', async ({ page }) => {
    const choose = (name, text) => page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
    await choose('notes.txt', 'nothing of the kind');
    await page.getByText('There is no checkpoint in notes.txt.').waitFor();
    await choose('collected.log', `INFO checkpoint="${line(100)}"\nINFO checkpoint="${line(2700)}"\n`);
    await page.getByText('2 taken from collected.log.').waitFor();
    assert.equal(await field(page, 'Checkpoints kept elsewhere').inputValue(), `${line(100)}\n${line(2700)}`);
    await page.route('**/api/v2/audit/check/', (route) => {
      assert.equal(route.request().postDataJSON().checkpoints.split('\n').length, 2);
      return route.fulfill({ json: { ok: true, finding: null, entries: 2745, last: 2745, head: '00'.repeat(32), checkpoints: 27, last_checkpoint: checkpoint(2700), kept: 2, milliseconds: 4 } });
    });
    await button(page, 'Check the log').click();
    await page.getByText('2 checkpoints that you kept').waitFor();
    await page.unroute('**/api/v2/audit/check/');
    await page.unroute(LIST);
  });

  step('a new key signs after a question, and the next one not at once', async ({ page, person }) => {
    await page.reload();
    const shown = page.getByRole('textbox', { name: 'Public key that signs now' });
    const before = await shown.innerText();
    assert.match(before, /^[0-9a-f]{64}$/);
    await button(page, 'Bring a new key').click();
    const ask = dialog(page, 'Let a new key sign the log?');
    await look(page, 'checkpoints-rotate');
    await button(ask, 'Bring a new key').click();
    await page.getByText('A new key signs the log.').waitFor();
    assert.notEqual(await shown.innerText(), before);
    await row(page, before).getByText('Ended').first().waitFor();
    await look(page, 'checkpoints-keys');
    person.expectProblem(/status of 409 .*\/audit\/keys\/rotate\//);
    await button(page, 'Bring a new key').click();
    await button(ask, 'Bring a new key').click();
    await ask.getByText(/The keys were rotated a short time ago/).waitFor();
    await button(ask, 'Cancel').click();
  });

  step('it fits a phone, in the dark', async ({ browser }) => {
    const person = await newPerson(browser, { width: 360, scheme: 'dark' });
    await signIn(person.page);
    await person.page.goto('/#/activity/checkpoints');
    await heading(person.page, 'Keys of the log').waitFor();
    await row(person.page, 'Ended').first().waitFor();
    await fits(person.page, 'checkpoints');
    await look(person.page, 'checkpoints-keys-360-dark');
    person.assertQuiet();
    await person.close();
  });
});

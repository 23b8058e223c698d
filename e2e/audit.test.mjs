// The activity log: it is filtered by what stands in the address, checked, and taken away as a file.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { journey } from './lib/journey.mjs';
import { look, lookAround } from './lib/look.mjs';
import { jwt } from './lib/server.mjs';
import { button, field, link, openFromMenu, signIn } from './lib/portal.mjs';

const row = (page, text) => page.getByRole('row').filter({ hasText: text });

async function download(page, name) {
  const [file] = await Promise.all([page.waitForEvent('download'), button(page, name).click()]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

const check = (page) => button(page, 'Check the log').click();

const checkUrl = '**/api/v2/audit/check/';
const answer = (page, verdict) => page.route(checkUrl, (route) => route.fulfill({
  json: { finding: null, head: '00'.repeat(32), checkpoints: 0, kept: 0, milliseconds: 1, ...verdict },
}));
const key = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const signed = {
  position: 1000, head: 'ab'.repeat(32), at: '2027-01-31T12:00:00Z', key,
  text: `countermark-checkpoint-1 8f14e45f-ceea-467f-a8d5-3c1f2f3b6a10 1000 ${'ab'.repeat(32)} 2027-01-31T12:00:00Z ${key} ${'c'.repeat(86)}`,
};

const denied = {
  id: 999999, position: 99, hash: 'cd'.repeat(32), at: new Date().toISOString(), action: 'access.denied',
  object_type: 'operation', object_id: '', label: 'POST /api/v2/brands/',
  user: { id: 1, email: 'ada@kallista.example' }, credential: { kind: 'uat', id: '4hXv0pQ7sJ2mK9wB3nT6yZ' },
  address: '192.0.2.7', request_id: '5tGh1qR8sK3mL0wC4nU7zA', before: null,
  after: {
    code: 'permission_denied', calls: 214, needs: ['brand_create'],
    first_at: '2027-01-31T12:00:00.000000Z', last_at: '2027-01-31T12:00:58.000000Z',
  },
};

journey('audit', (step) => {
  step('the list is filtered by action, and the address says so', async ({ page, server }) => {
    const auth = await jwt(server);
    for (const name of ['Olive', 'Thyme']) {
      assert.equal((await server.api('POST', '/brands/', { auth, body: { name } })).status, 201);
    }
    await signIn(page);
    await openFromMenu(page, 'Activity log');
    await row(page, 'Signed in to the portal').first().waitFor();
    await page.getByLabel('Action', { exact: true }).selectOption('brand.create');
    await row(page, 'Signed in to the portal').first().waitFor({ state: 'detached' });
    await row(page, 'Olive').waitFor();
    assert.match(page.url(), /#\/activity\?action=brand\.create$/);
    await page.reload();
    await row(page, 'Thyme').waitFor();
    assert.equal(await page.getByRole('row').count(), 3);
  });

  step('by the kind of object and the person', async ({ page }) => {
    await button(page, 'Clear the filters').click();
    await row(page, 'Signed in to the portal').first().waitFor();
    await page.getByLabel('Kind of object').selectOption('company');
    await row(page, 'Signed in to the portal').first().waitFor({ state: 'detached' });
    await row(page, 'Set up the company').waitFor();
    await page.getByLabel('Kind of object').selectOption('brand');
    await page.getByRole('combobox', { name: 'User', exact: true }).fill('ada');
    await page.getByRole('option', { name: /^Ada Admin/ }).click();
    await row(page, 'Olive').waitFor();
    assert.match(page.url(), /user=\d+/);
    await button(page, 'Show what changed: Created brand Olive').click();
    await link(page, 'See its history').click();
    await row(page, 'Thyme').waitFor({ state: 'detached' });
    assert.match(page.url(), /object_type=brand&object_id=\d+$/);
    await page.getByText(/^Only number \d+$/).waitFor();
    await button(page, 'Show what changed: Created brand Olive').click();
    await page.locator('.cm-table-detail').waitFor({ state: 'detached' });
  });

  step('by days, both included', async ({ page }) => {
    const today = new Date().toISOString().slice(0, 10);
    const before = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    await page.goto(`/#/activity?object_type=brand&from=${today}&to=${today}`);
    await row(page, 'Olive').waitFor();
    await page.goto(`/#/activity?object_type=brand&to=${before}`);
    await page.getByText('Nothing matches these filters.').waitFor();
    await look(page, 'audit-nothing');
  });

  step('going through the choices is one question to the log', async ({ page }) => {
    await page.goto('/#/activity');
    await row(page, 'Signed in to the portal').first().waitFor();
    const asked = [];
    page.on('request', (request) => {
      if (/\/api\/v2\/audit\/\?/.test(request.url())) asked.push(request.url());
    });
    const action = page.getByLabel('Action', { exact: true });
    const choices = await action.locator('option').evaluateAll((options) => options.map(({ value }) => value));
    const answer = page.waitForResponse((one) => one.url().includes(`action=${choices[4]}`));
    for (const choice of choices.slice(1, 5)) await action.selectOption(choice);
    await answer;
    assert.equal(asked.length, 1, asked.join('\n'));
  });

  step('the table has what is filtered, the chain is whole', async ({ page }) => {
    await page.goto('/#/activity?action=brand.create');
    await row(page, 'Olive').waitFor();
    const table = await download(page, 'Export CSV');
    assert.equal(table.name, 'audit.csv');
    assert.equal(table.text.trim().split('\n').length, 3);
    assert.match(table.text, /Thyme/);
    const chain = await download(page, 'Export NDJSON');
    assert.equal(chain.name, 'audit.ndjson');
    const lines = chain.text.trim().split('\n').map((line) => JSON.parse(line));
    assert.ok(lines.length > 5, 'every entry of the chain');
    assert.match(chain.text, /company\.create/);
  });

  step('a check says that nothing is wrong with the log', async ({ page }) => {
    await check(page);
    await page.getByText('Nothing is wrong with the log').waitFor();
    await page.getByText(/^\d+, positions 1 to \d+$/).waitFor();
    // Whether there is a checkpoint yet goes by the clock: the picture is of a log without one.
    await answer(page, { ok: true, entries: 12, last: 12, last_checkpoint: null });
    await check(page);
    await page.getByText('12, positions 1 to 12').waitFor();
    await lookAround(page, 'audit-good');
    await page.unroute(checkUrl);
  });

  step('text without a checkpoint in it is refused with words', async ({ page, person }) => {
    person.expectProblem(/status of 400 .*\/audit\/check\//);
    await button(page, 'Compare with checkpoints I kept').click();
    await field(page, 'Checkpoints kept elsewhere').fill('nothing of the kind');
    await check(page);
    await page.getByText('There is no checkpoint in this text.').waitFor();
    await lookAround(page, 'audit-refused');
  });

  // Refused calls are written once a minute: one is shown as the server would show it.
  step('a refused call is told in words, with how often and what was missing', async ({ page }) => {
    const list = /\/api\/v2\/audit\/\?/;
    await page.route(list, (route) => route.fulfill({ json: { count: 1, next: null, previous: null, results: [denied] } }));
    await page.goto('/#/activity?object_type=operation');
    await page.reload();
    await row(page, 'Was refused POST /api/v2/brands/').waitFor();
    await button(page, 'Show what changed: Was refused POST /api/v2/brands/').click();
    await page.getByText('brand_create').waitFor();
    await page.getByText('214').waitFor();
    await lookAround(page, 'audit-refused-call');
    await page.unroute(list);
  });

  // A checkpoint comes after ten minutes, and the server of a journey is a good one: what it would
  // say of a signed log and of a bad one is said in its stead.
  step('a checkpoint is shown with its time and key', async ({ page }) => {
    await page.goto(`/#/activity?action=brand.create&from=2026-01-31&to=${new Date().toISOString().slice(0, 10)}`);
    await page.reload();
    await row(page, 'Olive').waitFor();
    await answer(page, { ok: true, entries: 1200, last: 1200, checkpoints: 1, last_checkpoint: signed });
    await check(page);
    await page.getByText('1,200, positions 1 to 1,200').waitFor();
    await page.getByText('at position 1,000, 31 Jan 2027, 12:00 UTC').waitFor();
    await page.getByText(signed.key, { exact: true }).waitFor();
    await lookAround(page, 'audit-signed');
  });

  step('what is wrong is said in plain words', async ({ page }) => {
    await page.unroute(checkUrl);
    await answer(page, {
      ok: false, entries: 3, last: 3, last_checkpoint: signed,
      finding: { position: 4, wrong: 'edited', detail: 'Entry 4 is not the one that was hashed.' },
    });
    await check(page);
    await page.getByText('The log is not as it was written, from position 4 on').waitFor();
    await page.getByText('This entry was changed after it was written.').waitFor();
    await page.getByText('3, positions 1 to 3').waitFor();
    await lookAround(page, 'audit-bad');
  });
});

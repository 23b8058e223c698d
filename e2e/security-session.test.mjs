// The portal's session in a browser: planted beforehand, ended in all tabs, and what is left of it:
// behind the back button, in the browser's cache and on its disk. Security checklist 45, 66, 68, 76, 79.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { newPerson, onDisk } from './lib/browser.mjs';
import { elsewhere, relay } from './lib/elsewhere.mjs';
import { journey } from './lib/journey.mjs';
import { fillSignIn, heading, openFromMenu, signIn, signOut } from './lib/portal.mjs';
import { admin, join, jwt, maker } from './lib/server.mjs';

const NAME = 'countermark';
const SECRET_BRAND = 'Thyme of the southern islands';
const bo = { email: 'bo@kallista.example', given_name: 'Bo', password: 'another long sentence of mine' };

const session = async (context, origin) => (await context.cookies(origin)).find(({ name }) => name === NAME);
const whoIs = async (origin, value) => {
  const answer = await fetch(`${origin}/api/v2/me/`, { headers: { Cookie: `${NAME}=${value}` } });
  return answer.ok ? (await answer.json()).user.email : answer.status;
};

/** The files of a folder that hold this. What the browser remembers of forms is between it and its owner. */
async function filesWith(folder, text) {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((file) => file.isFile() && !/^(Web|Login) Data/.test(file.name));
  const held = await Promise.all(files.map((file) => readFile(path.join(file.parentPath ?? file.path, file.name), 'latin1').catch(() => '')));
  return files.filter((_, number) => held[number].includes(text)).map(({ name }) => name);
}

/**
 * Signs in with a browser that keeps things as a person's does, looks around, leaves the page, signs out
 * in another tab and goes back. Resolves to what is shown then.
 */
async function leave(origin, folder) {
  const { context, page } = await onDisk(origin, folder);
  await signIn(page);
  await openFromMenu(page, 'Brands');
  await page.getByText(SECRET_BRAND).waitFor();
  const { value } = await session(context, origin);
  await page.goto('/api/docs/');
  await heading(page, 'API reference').first().waitFor();
  const other = await context.newPage();
  await other.goto('/');
  await signOut(other);
  const shown = await back(page);
  await context.close();
  return { shown, value };
}

/** The text of the page behind this one; Playwright itself does not get along with a page that was kept. */
async function back(page) {
  const line = await page.context().newCDPSession(page);
  const text = async () => (await line.send('Runtime.evaluate', { expression: 'document.getElementById("root").innerText' })).result.value ?? '';
  await line.send('Runtime.evaluate', { expression: 'history.back()' });
  for (let tries = 0; tries < 200; tries += 1) {
    const now = await text().catch(() => '');
    if (/Sign in|Brands/.test(now) && !now.includes('API reference')) return now;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  throw new Error('the page before did not come');
}

journey('session', (step) => {
  const folders = [];
  const folder = async () => {
    folders.push(await mkdtemp(path.join(tmpdir(), 'countermark-browser-')));
    return folders.at(-1);
  };
  let ada;

  after(() => Promise.all(folders.map((one) => rm(one, { recursive: true, force: true }))));

  step('a cookie that was planted is not the session that the sign-in begins', async ({ browser, server, page, person }) => {
    await join(server, bo);
    await maker(server, await jwt(server))('/brands/', { name: SECRET_BRAND });
    const attacker = await newPerson(browser);
    await signIn(attacker.page, bo);
    const { value: theirs } = await session(attacker.context, server.origin);
    await attacker.close();
    const free = 'AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
    for (const planted of [free, theirs]) {
      await page.context().addCookies([{ name: NAME, value: planted, url: server.origin }]);
      await page.goto('about:blank');
      await page.goto('/#/sign-in');
      await fillSignIn(page, admin.email, admin.password);
      await heading(page, 'Hello, Ada').waitFor();
      ada = await session(page.context(), server.origin);
      // Whoever planted it has nothing of hers, and what they had has ended.
      assert.notEqual(ada.value, planted);
      assert.equal(await whoIs(server.origin, planted), 401);
      assert.equal(await whoIs(server.origin, ada.value), admin.email);
    }
    person.assertQuiet();
  });

  step('scripts cannot read the cookie, and pages elsewhere cannot make the browser send it', async ({ page }) => {
    const { httpOnly, sameSite, path: where, domain, expires } = ada;
    assert.deepEqual({ httpOnly, sameSite, where, domain }, { httpOnly: true, sameSite: 'Lax', where: '/', domain: '127.0.0.1' });
    assert.ok(expires - Date.now() / 1000 < 12 * 3600 + 1);
    assert.equal(await page.evaluate(() => document.cookie), '');
  });

  step('a second cookie of that name, from another port of the host, lets nobody in as somebody else', async ({ browser, server }) => {
    const attacker = await newPerson(browser);
    await signIn(attacker.page, bo);
    const { value } = await session(attacker.context, server.origin);
    await attacker.close();
    const other = await elsewhere();
    const context = await browser.browser.newContext({ baseURL: server.origin });
    const page = await context.newPage();
    await signIn(page);
    await page.goto(other.sameSite);
    // A cookie of a longer path is sent first.
    await page.evaluate((text) => { document.cookie = text; }, `${NAME}=${value}; path=/api/v2/brands`);
    await page.goto(server.origin);
    const answer = await page.evaluate(() => fetch('/api/v2/brands/').then(async (one) => [one.status, await one.text()]));
    assert.equal(answer[0], 401);
    assert.match(answer[1], /one credential, not two/);
    await context.close();
    other.close();
  });

  const evil = [
    '//evil.example', 'https:evil.example', 'https://evil.example/', 'javascript:alert(1)', '\\\\evil.example', '/\\evil.example',
    '%2f%2fevil.example', '#//evil.example', '/%09/evil.example', 'data:text/html,<script>alert(1)</script>',
  ];
  step('the way back after the sign-in stays in the portal', async ({ page, server }) => {
    // The answer of a sign-in that is right, again and again: what is looked at comes afterwards.
    const me = await page.evaluate(() => fetch('/api/v2/me/').then((answer) => answer.json()));
    await page.route('**/api/v2/auth/session/', (route) => route.fulfill({ json: { me } }));
    for (const to of evil) {
      for (const written of [to, encodeURIComponent(to)]) {
        await page.goto(`/#/sign-in?to=${written}`);
        await fillSignIn(page, admin.email, admin.password);
        await heading(page, 'There is no such page').waitFor();
        assert.ok(page.url().startsWith(`${server.origin}/#/`), `${to} leads to ${page.url()}`);
      }
    }
    await page.unroute('**/api/v2/auth/session/');
  });

  step('pages and answers are kept nowhere, and what is kept has its hash in its name', async ({ page }) => {
    const kept = {};
    const note = (answer) => { kept[answer.url()] = answer.headers()['cache-control']; };
    page.on('response', note);
    for (const place of ['/#/brands', '/#/me', '/api/docs/', '/']) {
      await page.goto('about:blank');
      await page.goto(place);
      await page.waitForLoadState('networkidle');
    }
    page.off('response', note);
    const rest = Object.entries(kept).filter(([url]) => !/\/assets\/[\w.-]+-[\w-]{8}\.\w+$/.test(url));
    assert.ok(rest.length > 6, `only ${rest.length} answers`);
    assert.deepEqual(rest.filter(([url, control]) => control !== (url.endsWith('.svg') ? 'no-cache' : 'no-store')), []);
  });

  step('signed out in one tab, the session is over in all of them', async ({ page, person, server }) => {
    const other = await page.context().newPage();
    await other.goto('/#/brands');
    await other.getByText(SECRET_BRAND).waitFor();
    await signOut(page);
    assert.equal(await session(page.context(), server.origin), undefined);
    assert.equal(await whoIs(server.origin, ada.value), 401);
    person.expectProblem(/status of 401 /);
    await openFromMenu(other, 'Products');
    await other.getByText('Your session has ended. Sign in again.').waitFor();
    await other.reload();
    await heading(other, 'Sign in').waitFor();
    assert.ok(!(await other.content()).includes(SECRET_BRAND));
    await other.close();
  });

  step('after the sign-out, nothing is behind the back button or on the disk', async ({ server }) => {
    const where = await folder();
    const { shown, value } = await leave(server.origin, where);
    assert.ok(!shown.includes(SECRET_BRAND), shown);
    assert.notDeepEqual(await filesWith(where, '/assets/'), [], 'the cache was not found');
    for (const secret of [admin.email, SECRET_BRAND, admin.password, value]) assert.deepEqual(await filesWith(where, secret), [], secret);
  });

  step('without the headers it would be in both places', async ({ server }) => {
    const wire = await relay(server.origin, {
      answered: (headers) => {
        if (headers['cache-control'] === 'no-store') headers['cache-control'] = 'max-age=600';
        delete headers['clear-site-data'];
      },
    });
    const where = await folder();
    const { shown } = await leave(wire.origin, where);
    assert.ok(shown.includes(SECRET_BRAND), shown);
    assert.notDeepEqual(await filesWith(where, SECRET_BRAND), []);
    wire.close();
  });
});

// Somebody is signed in, and opens a page of somebody else: on another site, and on the same site
// (another port of the same host, where the cookie goes along with everything). It changes nothing,
// reads nothing and frames nothing. Security checklist 67, 69, 73.

import assert from 'node:assert/strict';
import { after } from 'node:test';
import { elsewhere, relay, withoutPolicy } from './lib/elsewhere.mjs';
import { journey } from './lib/journey.mjs';
import { signIn } from './lib/portal.mjs';
import { admin, jwt, maker } from './lib/server.mjs';

// What the attacker would like to have made.
const EVIL = JSON.stringify({ name: 'Eve', email: 'eve@evil.example', password: 'a long sentence of hers', role: 'account_admin' });
const READ = ['brands', 'products', 'campaigns', 'users', 'teams', 'uats', 'webhooks', 'regions', 'workorders', 'jobs', 'policy', 'company', 'me/factors'];

/** Everything that a change would show in. The log also tells what is read and refused, which is left out. */
async function truth(server, auth) {
  const parts = READ.map(async (part) => [part, (await server.api('GET', `/${part}/`, { auth })).body]);
  const { body: log } = await server.api('GET', '/audit/?limit=200', { auth });
  const told = log.results.map(({ id, action }) => `${id} ${action}`).filter((entry) => !/\.(read|export|denied)$/.test(entry));
  return { ...Object.fromEntries(await Promise.all(parts)), told };
}

/** What the page there sends: every operation, in every way that needs no leave, and some that do. */
async function attack({ target, operations, evil }) {
  const read = [];
  const once = async (path, options) => {
    try {
      const answer = await fetch(target + path, { credentials: 'include', ...options });
      if (answer.type !== 'opaque') read.push(path);
    } catch { /* The browser has not sent it, or shows nothing of the answer. */ }
  };
  const form = new FormData();
  form.append('name', 'Eve');
  for (const [method, path] of operations) {
    const all = [];
    if (method === 'GET') all.push(once(path, { mode: 'no-cors' }), once(path, { mode: 'cors' }));
    if (method === 'POST') {
      for (const body of [evil, form, new URLSearchParams({ name: 'Eve' }), undefined]) all.push(once(path, { method, mode: 'no-cors', body }));
    }
    // The browser asks the server first whether it may.
    if (method !== 'GET') all.push(once(path, { method, mode: 'cors', body: evil, headers: { 'Content-Type': 'application/json' } }));
    await Promise.all(all);
    if (method === 'POST') navigator.sendBeacon(target + path, evil);
  }
  return read;
}

/** A form as old as the web, which takes the whole window along; its text is JSON. */
async function submitForm(page, action, enctype) {
  await page.evaluate(({ action, enctype, evil }) => {
    const form = Object.assign(document.createElement('form'), { method: 'POST', action, enctype });
    const [name, value] = [evil.replace(/}$/, ',"x":"'), '"}'];
    form.append(Object.assign(document.createElement('input'), { name, value }));
    document.body.append(form);
    form.submit();
  }, { action, enctype, evil: EVIL });
  await page.waitForURL(action);
  return page.locator('body').innerText();
}

/** What a page takes from elsewhere by its tags, and what it keeps of a window that it opened. */
async function embed(target) {
  const loaded = [];
  const paths = ['/', '/mark.svg', '/api/v2/me/', '/api/v2/openapi.json', '/api/v2/products/export/'];
  const load = (tag, path, members) => new Promise((done) => {
    const element = Object.assign(document.createElement(tag), members);
    element.onload = () => { loaded.push([tag, path]); done(); };
    element.onerror = done;
    document.body.append(element);
  });
  await Promise.all(paths.flatMap((path) => [
    load('img', path, { src: target + path }),
    load('script', path, { src: target + path }),
    load('link', path, { rel: 'stylesheet', href: target + path }),
  ]));
  const opened = window.open(`${target}/`);
  for (let tries = 0; tries < 100 && opened && !opened.closed; tries += 1) await new Promise((done) => { setTimeout(done, 50); });
  const socket = await new Promise((done) => {
    const line = new WebSocket(`${target.replace('http', 'ws')}/api/v2/`);
    line.onopen = () => done('open');
    line.onerror = () => done('refused');
  });
  return { loaded, isOpenerKept: !opened.closed, socket };
}

const FRAMED = ['/', '/#/sign-in', '/api/docs/', '/api/v2/me/'];

/** Which of our pages the frames of a page show. */
async function framed(page, target) {
  for (const [number, path] of FRAMED.entries()) {
    await page.evaluate(({ id, src }) => new Promise((done) => {
      document.body.append(Object.assign(document.createElement('iframe'), { id, src, onload: done }));
    }), { id: `frame-${number}`, src: target + path });
  }
  const frames = await Promise.all(FRAMED.map(async (_, number) => (await page.$(`#frame-${number}`)).contentFrame()));
  // What the browser shows instead is a page of its own.
  return FRAMED.filter((_, number) => !frames[number].url().startsWith('chrome-error:'));
}

journey('another origin', (step) => {
  let auth;
  let before;
  let campaign;
  let context;
  let operations;
  let other;
  const open = async (origin) => {
    const page = await context.newPage();
    await page.goto(origin);
    return page;
  };

  after(async () => { await context?.close(); other?.close(); });

  step('somebody is signed in and has something to lose', async ({ browser, server }) => {
    other = await elsewhere();
    auth = await jwt(server);
    const post = maker(server, auth);
    const brand = await post('/brands/', { name: 'Kallista', client_url: 'https://kallista.example' });
    ({ id: campaign } = await post('/campaigns/', { name: 'Oil' }));
    await post('/products/', { sku: 'OLV-1', name: 'Olive oil', brand: brand.id, campaign });
    await post('/webhooks/', { url: 'https://kallista.example/hook', events: ['workorder.completed'] });
    context = await browser.browser.newContext({ baseURL: server.origin });
    const page = await context.newPage();
    await signIn(page);
    await page.close();
    const { body } = await server.api('GET', '/openapi.json');
    operations = Object.entries(body.paths).flatMap(([path, methods]) => Object.keys(methods)
      .filter((method) => method !== 'parameters')
      .map((method) => [method.toUpperCase(), path.replaceAll(/\{\w+\}/g, '1')]));
    assert.ok(operations.length > 150, `only ${operations.length} operations`);
    before = await truth(server, auth);
    // Nothing moves by itself, so that what moves later was the attacker.
    assert.deepEqual(await truth(server, auth), before);
  });

  for (const site of ['crossSite', 'sameSite']) {
    step(`a page elsewhere sends every operation and changes nothing (${site})`, async ({ server }) => {
      const page = await open(other[site]);
      const earlier = server.output.length;
      const read = await page.evaluate(attack, { target: server.origin, operations, evil: EVIL });
      // Consumers' pages may be anywhere: they call with a key, never with a cookie.
      assert.deepEqual(read.filter((path) => !path.startsWith('/api/v2/consumer/')), []);
      assert.deepEqual(await truth(server, auth), before);
      // Not what was asked for the truth just now.
      const told = server.output.slice(earlier).split('\n').filter((line) => line.includes(' path="/api/') && !line.includes('jwt='));
      assert.ok(told.length > 400, `only ${told.length} calls arrived`);
      // On the same site the cookie goes along, so it is the server who refuses.
      const me = told.filter((line) => line.includes('method=GET path="/api/v2/me/"'));
      assert.ok(me.length > 0 && me.every((line) => line.includes(site === 'sameSite' ? ' status=200 ' : ' status=401 ')), me.join('\n'));
      // A challenge for a passkey is made for anybody, and is of use to nobody else.
      const done = told.filter((line) => / method=(POST|PUT|PATCH|DELETE) .* status=[23]/.test(line) && !line.includes('/auth/passkey/begin/'));
      assert.deepEqual(done, []);
      await page.close();
    });

    step(`… and so do its forms, images, scripts, frames and windows (${site})`, async ({ server }) => {
      const page = await open(other[site]);
      for (const enctype of ['text/plain', 'multipart/form-data', 'application/x-www-form-urlencoded']) {
        const text = await submitForm(page, `${server.origin}/api/v2/brands/`, enctype);
        assert.match(text, site === 'sameSite' ? /"cross_site"/ : /"not_authenticated"/);
        await page.goto(other[site]);
      }
      // A download begins something by GET, where our own page asks for it.
      const download = `${server.origin}/api/v2/codes/download/?campaign=${campaign}`;
      await page.evaluate((to) => { location.href = to; }, download);
      await page.waitForURL(download);
      assert.match(await page.locator('body').innerText(), /"cross_site"/);
      await page.goto(other[site]);
      const { loaded, isOpenerKept, socket } = await page.evaluate(embed, server.origin);
      assert.deepEqual(loaded, []);
      assert.equal(isOpenerKept, false, 'the page holds a handle on our window');
      assert.equal(socket, 'refused');
      assert.deepEqual(await truth(server, auth), before);
      await page.close();
    });
  }

  step('a page elsewhere cannot sign somebody in as the attacker', async ({ server }) => {
    const mine = await context.cookies(server.origin);
    const page = await open(other.sameSite);
    const login = JSON.stringify({ email: admin.email, password: admin.password });
    await page.evaluate(async ({ target, login }) => {
      for (const type of ['text/plain', 'application/json']) {
        for (const mode of ['no-cors', 'cors']) {
          await fetch(target, { method: 'POST', mode, credentials: 'include', body: new Blob([login], { type }) }).catch(() => {});
        }
      }
    }, { target: `${server.origin}/api/v2/auth/session/`, login });
    assert.deepEqual(await context.cookies(server.origin), mine);
    assert.deepEqual(await truth(server, auth), before);
    await page.close();
  });

  step('no page of ours is shown in a frame', async ({ server }) => {
    for (const site of [other.crossSite, other.sameSite]) {
      const page = await open(site);
      assert.deepEqual(await framed(page, server.origin), []);
      await page.close();
    }
  });

  step('without the headers these frames show it, and without the look at the origin a brand is made', async ({ server }) => {
    const lax = await relay(server.origin, {
      asked: (headers, { method }) => {
        if (method !== 'POST') return;
        headers['sec-fetch-site'] = 'same-origin';
        headers['content-type'] = 'application/json';
      },
      answered: withoutPolicy,
    });
    const page = await open(other.sameSite);
    assert.deepEqual(await framed(page, lax.origin), FRAMED);
    await page.frameLocator('#frame-0').getByText('Hello, Ada').waitFor();
    await submitForm(page, `${lax.origin}/api/v2/brands/`, 'text/plain');
    const after = await truth(server, auth);
    assert.deepEqual(after.brands.results.map(({ name }) => name).sort(), ['Eve', 'Kallista']);
    assert.match(after.told[0], /brand\.create$/);
    lax.close();
  });
});

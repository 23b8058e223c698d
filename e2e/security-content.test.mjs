// Texts of people are texts. What would be markup, a script, an address of a script or a formula is
// put into everything that the API takes and the portal shows, and every room is opened: nothing
// runs, nothing is asked for elsewhere, and everything has room. Security checklist 69, 72, 74.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { newPerson } from './lib/browser.mjs';
import { relay, withoutPolicy } from './lib/elsewhere.mjs';
import { journey } from './lib/journey.mjs';
import { fits } from './lib/look.mjs';
import { foreignIn, nasty, nastyUrls, RAN } from './lib/nasty.mjs';
import { heading, signIn } from './lib/portal.mjs';
import { codes, counted, scan } from './lib/scans.mjs';
import { jwt } from './lib/server.mjs';

const ROUTES = path.resolve(import.meta.dirname, '../portal/src/routes.tsx');
const [SCRIPT] = nasty;

// Their lists are empty here, or hold nothing but words of ours.
const SILENT = [
  '/notices', '/users?tab=roles', '/policy', '/products/import', '/work-orders/uploads', '/work-orders/uploads/new', '/supply-chain', '/supply-chain/import',
  '/background-work', '/activity', '/activity/checkpoints',
];

/** Waits until nothing is on its way: the page asks for more as long as it is not complete. */
function settling(page) {
  const open = new Set();
  page.on('request', (request) => open.add(request));
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => open.delete(request));
  return async () => {
    await page.getByRole('heading').first().waitFor();
    for (let calm = 0, tries = 0; calm < 3; calm = open.size === 0 ? calm + 1 : 0, tries += 1) {
      assert.ok(tries < 400, `still on their way: ${[...open].map((request) => request.url())}`);
      // What the page is about to ask for, it asks for before it is painted again.
      await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
    }
  };
}

async function assertOnlyText(page, where) {
  assert.deepEqual(await page.evaluate(foreignIn, RAN), { ran: undefined, markup: [] }, where);
}

journey('texts of people', (step) => {
  let auth;
  let settled;
  const made = {};

  /** Makes one of each text; resolves to what was taken. What is not taken is refused in words. */
  const fill = async (server, where, body, { method = 'POST', texts = nasty } = {}) => {
    const taken = [];
    for (const [number, text] of texts.entries()) {
      const { status, body: answer } = await server.api(method, where, { auth, body: body(text, number) });
      assert.ok([200, 201, 202, 400].includes(status), `${where} answers ${status} to ${text}: ${JSON.stringify(answer)}`);
      if (status !== 400) taken.push(answer);
    }
    assert.ok(taken.length > 0, `${where} took none`);
    return taken;
  };

  step('they are put into everything that has a name', async ({ server }) => {
    auth = await jwt(server);
    const cut = (text) => [...text].slice(0, 30).join('');
    made.brands = await fill(server, '/brands/', (text) => ({ name: text, reference: text, description: text }));
    made.campaigns = await fill(server, '/campaigns/', (text) => ({ name: text, description: text }));
    made.regions = await fill(server, '/regions/', (text) => ({ name: text, countries: ['BE'] }));
    made.teams = await fill(server, '/teams/', (text) => ({ name: text, members: [1] }));
    await fill(server, '/users/', (text, n) => ({ email: `n${n}@kallista.example`, role: 'brand_manager', given_name: cut(text), family_name: text, title: text, phone: cut(text) }));
    const [{ id: brand }] = made.brands;
    const [{ id: campaign }] = made.campaigns;
    made.products = await fill(server, '/products/', (text, n) => ({ sku: `${n} ${cut(text)}`, name: text, label: text, description: text, brand, campaign, stc: { [cut(text)]: text } }));
    const { policy } = (await server.api('GET', '/permissions/', { auth })).body;
    made.uats = await fill(server, '/uats/', (text) => ({ name: text, valid_until: policy.latest, permissions: ['brand_view'] }));
    for (const [number, { id }] of made.uats.slice(-3).entries()) {
      assert.equal((await server.api('DELETE', `/uats/${id}/`, { auth, body: { reason: nasty[number] } })).status, 204);
    }
    await fill(server, `/company/`, (text) => ({ address: text, city: text }), { method: 'PATCH' });
    await server.api('PATCH', '/company/', { auth, body: { name: SCRIPT, city: nasty[1] } });
  });

  step('… an address, a rule or a value', async ({ server }) => {
    const texts = nastyUrls;
    const [{ id: campaign }] = made.campaigns;
    const [{ id: brand }] = made.brands;
    await fill(server, '/webhooks/', (url) => ({ url, events: ['scan.created'] }), { texts });
    await fill(server, '/brands/', (url, n) => ({ name: `With the address ${n}`, client_url: url }), { texts });
    await fill(server, '/products/', (url, n) => ({ sku: `url-${n}`, name: `With the address ${n}`, client_url: url, brand, campaign }), { texts });
    await fill(server, `/campaigns/${campaign}/redirects/`, (url) => ({ rules: [{ countries: [], target: 'custom', url }] }), { method: 'PUT', texts });
    await fill(server, `/campaigns/${campaign}/options/`, (url) => ({ landing_page: url, e_label: url }), { method: 'PATCH', texts });
    await fill(server, `/campaigns/${campaign}/options/`, (text) => ({ ga_key: text, stc_config: { [text]: text } }), { method: 'PATCH', texts: nasty.slice(0, 3) });
    await fill(server, `/campaigns/${campaign}/scm-fields/`, (label, n) => ({ key: `field_${n}`, label, type: 'text' }));
    await fill(server, `/campaigns/${campaign}/scm-fields/`, (choice, n) => ({ key: `choice_${n}`, label: `Choice ${n}`, type: 'list', choices: [choice, 'other'] }), { texts: nasty.slice(0, 3) });
    const product = made.products[0].id;
    await fill(server, '/workorders/templates/', (text) => ({ name: text, description: text, product, default_scm_data: { field_0: text } }));
    made.orders = await fill(server, '/workorders/create-sid/', (text, n) => ({
      reference: `${n} ${[...text].slice(0, 60).join('')}`, remarks: text, quantity: 1, product, activate_on_complete: true, use_serial_number: false, images: 'none',
    }), { texts: nasty.slice(0, 8) });
    made.codes = await codes(server, auth, { reference: 'Scanned', product, quantity: nasty.length });
    for (const [number, text] of nasty.entries()) {
      const { status } = await server.api('PATCH', `/codes/${made.codes[number]}/scm/`, { auth, body: { field_0: text, field_1: text } });
      assert.ok([200, 400].includes(status), `scm answers ${status} to ${text}`);
    }
    await fill(server, '/scm/upload/async/', (text) => ({ constraints: { workorder: made.orders[0].id }, scm_data: { field_0: text } }), { texts: nasty.slice(0, 3) });
    // A program may call itself anything that a header holds.
    const agents = nasty.filter((text) => /^[ -~]+$/.test(text));
    for (const [number, agent] of agents.entries()) await scan(server, made.codes[number], agent);
    await counted(server, auth, agents.length);
  });

  step('… and into files', async ({ server }) => {
    const texts = nasty.slice(0, 8);
    const send = async (where, head, row) => {
      const body = [head, ...texts.map((text, n) => row(`"${text.replaceAll('"', '""')}"`, n))].join('\n');
      const { status, body: answer } = await server.api('POST', where, { auth, type: 'text/csv', body });
      assert.equal(status, 202, JSON.stringify(answer));
      return answer.job_id;
    };
    made.productImport = await send('/products/import/?sku=sku&name=name&brand=brand&create_brands=1&background=1', 'sku,name,brand', (text, n) => `file-${n},${text},"New ${text.slice(1)}`);
    // There are no such codes: the job tells each of them.
    made.scmImport = await send('/scm/import/?background=1', 'extended_id,field_0', (text) => `${text},${text}`);
  });

  const parts = {
    'home, people and tokens': () => [
      '/', '/me', `/me/tokens/${made.uat}`, '/notices', '/users', '/users?tab=teams', '/users?tab=roles', '/tokens', '/company', '/policy',
    ],
    'brands, products and campaigns': () => [
      '/brands', '/products', '/products/import', `/products/import/${made.productImport}`, `/products/${made.products[0].id}`, '/campaigns',
      ...['', '?tab=scm', '?tab=codes', '?tab=alerts', '?tab=access', '?tab=options'].map((tab) => `/campaigns/${made.campaigns[0].id}${tab}`),
      '/alerts', '/regions',
    ],
    'orders, codes and scans': () => [
      '/work-orders', `/work-orders/${made.orders[0].id}`, '/work-orders/templates', '/work-orders/uploads', '/work-orders/uploads/new',
      '/codes', `/codes/${made.codes[0]}`, '/supply-chain', '/supply-chain/import', `/supply-chain/import/${made.scmImport}`, '/dashboard', '/dashboard?view=tables', '/scans',
    ],
    'what goes out, and the log': () => [
      '/webhooks', `/webhooks/${made.webhook}`, '/background-work', '/activity', '/activity/checkpoints',
    ],
  };

  step('the parts below are all rooms', async ({ page, server }) => {
    made.uat = (await server.api('GET', '/uats/', { auth })).body.results[0].id;
    made.webhook = (await server.api('GET', '/webhooks/', { auth })).body.results[0].id;
    const rooms = Object.values(parts).flatMap((part) => part());
    const routes = [...(await readFile(ROUTES, 'utf8')).matchAll(/\{ path: '([^']+)'/g)].map(([, route]) => route);
    assert.ok(routes.length > 30);
    const opened = (route) => rooms.some((room) => new RegExp(`^${route.replaceAll(/:\w+/g, '[^/]+')}$`).test(room.split('?')[0]));
    assert.deepEqual(routes.filter((route) => !opened(route)), []);
    await signIn(page);
    settled = settling(page);
  });

  for (const [part, rooms] of Object.entries(parts)) {
    step(`every room is opened, nothing runs, nothing is asked for elsewhere, and all has room: ${part}`, async ({ page }) => {
      const silent = [];
      for (const room of rooms()) {
        await page.goto(`/#${room}`);
        await settled();
        if (!(await page.locator('main').innerText()).includes(RAN)) silent.push(room);
        for (const width of [360, 1280]) {
          await page.setViewportSize({ width, height: 900 });
          await assertOnlyText(page, room);
          await fits(page, room);
        }
      }
      // Rooms that show nothing that people wrote, as it is here.
      assert.deepEqual(silent.filter((room) => !SILENT.includes(room)), []);
    });
  }

  step('what stands in an address is a text, too', async ({ browser }) => {
    const person = await newPerson(browser);
    const { page } = person;
    person.expectProblem(/status of 40[04] /);
    await signIn(page);
    const calm = settling(page);
    const open = async (place) => {
      await page.goto(`/#${place}`);
      await calm();
      await assertOnlyText(page, place);
      assert.equal(await heading(page, 'This page stopped working').count(), 0, place);
    };
    const names = [
      'search', 'ordering', 'tab', 'timeframe', 'date_from', 'date_to', 'cursor', 'offset', 'state', 'action', 'job', 'task', 'role', 'brand', 'product',
      'campaign', 'campaign_id', 'country', 'flags', 'user', 'workorder', 'to',
    ];
    const query = new URLSearchParams(names.map((name) => [name, nasty[1]]));
    for (const room of ['/brands', '/products', '/campaigns/1', '/users', '/tokens', '/codes', '/scans', '/dashboard', '/supply-chain', '/background-work', '/activity', '/work-orders']) {
      await open(`${room}?${query}`);
    }
    for (const text of [encodeURIComponent(nasty[1]), '%', '%E0%A4%A']) {
      for (const room of ['/codes', '/products', '/me/tokens', '/no', '/reset', '/invitation']) await open(`${room}/${text}`);
    }
    person.assertQuiet();
    await person.close();
  });

  step('as markup, the policy stops all of them; without it they run', async ({ browser, server }) => {
    const markup = nasty.filter((text) => /script|on(error|load)=|<style/.test(text));
    const insert = (page) => page.evaluate((texts) => {
      for (const text of texts) document.body.append(Object.assign(document.createElement('div'), { innerHTML: text }));
      document.body.append(Object.assign(document.createElement('script'), { text: 'cmRan = 10' }));
      location.href = 'javascript:cmRan=11';
      return new Promise((done) => { setTimeout(done, 300); });
    }, markup);
    const person = await newPerson(browser);
    person.expectProblem(/content security policy|^console: CSP: /i);
    // The picture is one of our own address, which is allowed and not there.
    person.expectProblem(/status of 404 .*\/x\)$/);
    await person.page.goto('/');
    await heading(person.page, 'Sign in').waitFor();
    await insert(person.page);
    assert.equal(await person.page.evaluate((ran) => window[ran], RAN), undefined);
    person.assertQuiet();
    await person.close();

    const wire = await relay(server.origin, { answered: withoutPolicy });
    const bare = await newPerson({ ...browser, origin: wire.origin });
    await bare.page.goto('/');
    await heading(bare.page, 'Sign in').waitFor();
    await insert(bare.page);
    assert.ok(await bare.page.evaluate((ran) => window[ran], RAN) > 0);
    assert.throws(() => bare.assertQuiet(), /dialog: 2/);
    await bare.close();
    wire.close();
  });
});

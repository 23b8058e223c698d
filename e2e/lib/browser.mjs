// The browser of the journeys. It watches every page: an error on the console, an exception, a
// message about the content security policy, a dialog or a request to anywhere but the server
// fails the journey, unless the journey said beforehand that it would come.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';

const out = path.resolve(import.meta.dirname, '../out');

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export async function launch(origin) {
  const browser = await chromium.launch({
    executablePath: process.env.COUNTERMARK_CHROMIUM ?? '/usr/bin/chromium',
    args: flags,
    env: { ...process.env, FONTCONFIG_FILE: path.join(import.meta.dirname, 'fonts.conf') },
  });
  return { origin, browser, close: () => browser.close() };
}

/** A person with a browser of their own: nothing is shared with other contexts. */
export async function newPerson({ origin, browser }, { width = 1280, scheme = 'light', locale = 'en-GB' } = {}) {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width, height: 900 },
    colorScheme: scheme,
    locale,
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(10_000);
  await context.addInitScript(reportPolicyViolations);
  const watch = watchContext(context, origin);
  const page = await context.newPage();
  return { context, page, ...watch, close: () => context.close() };
}

/** Makes what this page sends slow, until `restore()`: something like a phone in a cellar. `cut()` breaks the line. */
export async function slowLine(page) {
  const session = await page.context().newCDPSession(page);
  const line = { offline: false, latency: 0, downloadThroughput: -1 };
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', { ...line, uploadThroughput: 400_000 });
  const cut = () => session.send('Network.emulateNetworkConditions', { ...line, offline: true, uploadThroughput: -1 });
  return { cut, restore: () => session.send('Network.emulateNetworkConditions', { ...line, uploadThroughput: -1 }) };
}

/** A browser as a person has one: it keeps things in that folder, and pages that were left for the way back. */
export async function onDisk(origin, folder) {
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.COUNTERMARK_CHROMIUM ?? '/usr/bin/chromium',
    args: flags,
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    baseURL: origin,
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(10_000);
  return { context, page: context.pages()[0] ?? await context.newPage() };
}

// Runs in the page. The browser's own console message is not sent for every kind of violation.
function reportPolicyViolations() {
  document.addEventListener('securitypolicyviolation', (event) => {
    console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI || 'inline'}`);
  });
}

// The portal cannot see its own cookie, so it asks who is signed in; "nobody" is an ordinary answer
// that the browser calls an error.
const ordinary = /^console: .*status of 401 .*\(http:[^ ]*\/api\/v2\/me\/\)$/;

function watchContext(context, origin) {
  const problems = [];
  const allowed = [];
  const note = (text) => {
    if (ordinary.test(text)) return;
    const match = allowed.find(({ pattern }) => pattern.test(text));
    if (match) match.seen += 1;
    else problems.push(text);
  };
  context.on('console', (message) => {
    if (message.type() === 'error' || /content security policy/i.test(message.text())) {
      note(`console: ${message.text()} (${message.location().url})`);
    }
  });
  context.on('weberror', (error) => note(`exception: ${error.error()}`));
  context.on('dialog', (dialog) => { note(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url)) note(`request to ${url}`);
  });
  return {
    /** Announces a message that this journey provokes. It has to come. */
    expectProblem: (pattern) => { allowed.push({ pattern, seen: 0 }); },
    /** Fails if something unannounced was seen, or something announced was not. */
    assertQuiet: () => {
      assert.deepEqual(problems, [], 'the browser had something to say');
      for (const { pattern, seen } of allowed) {
        assert.ok(seen > 0, `announced, but never seen: ${pattern}`);
      }
    },
  };
}

// What Chromium draws in one piece: higher pictures take long, and repeat themselves.
const HIGHEST = 16_384;

/**
 * A picture of the whole page for people to look at; of what is in the window where the page is too
 * long or a dialog lies over it.
 */
export async function shot(page, name) {
  await mkdir(out, { recursive: true });
  const fullPage = await page.evaluate((highest) => (
    document.documentElement.scrollHeight <= highest && !document.querySelector('[aria-modal="true"]')
  ), HIGHEST);
  return page.screenshot({ path: path.join(out, `${name}.png`), fullPage, animations: 'disabled', timeout: 30_000 });
}

// Starts the real program on a temporary folder, and speaks to its API from outside the browser.

import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const binary = process.env.COUNTERMARK_BIN
  ?? path.resolve(import.meta.dirname, '../../target/debug/countermark');

export const admin = {
  company: 'Kallista SA',
  given_name: 'Ada',
  family_name: 'Admin',
  email: 'ada@kallista.example',
  password: 'correct horse battery staple',
};

/** Starts a server nobody has set up yet; `setupLink` is what it printed. */
export async function startServer() {
  const folder = await mkdtemp(path.join(tmpdir(), 'countermark-e2e-'));
  const origin = `http://127.0.0.1:${await freePort()}`;
  const server = { origin, output: '', command: (args, input) => command(folder, args, input) };
  // A database file has one program at a time.
  server.whileStopped = async (work) => {
    await server.halt();
    await work();
    serve(server, folder);
    await answers(origin);
  };
  server.stop = async () => {
    await server.halt();
    await rm(folder, { recursive: true, force: true });
  };
  server.mailLink = (to) => mailLink(path.join(folder, 'mail'), to);
  server.mail = (to, isWanted) => newMail(path.join(folder, 'mail'), to, isWanted);
  server.api = (method, where, options) => call(origin, method, where, options);
  serve(server, folder);
  try {
    server.setupLink = await printedLink(server);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

function serve(server, folder) {
  const child = spawn(binary, ['serve', '--data', folder, '--listen', server.origin.replace('http://', '')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Journeys sign in more often in a minute than a person does.
    env: { ...process.env, COUNTERMARK_RATE_LIMITS: 'off', NO_COLOR: '1' },
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => { server.output += text; });
  }
  // The suite `logs` searches it for secrets.
  const logs = process.env.COUNTERMARK_TEST_LOGS;
  if (logs) {
    child.stderr.on('data', (text) => appendFileSync(path.join(logs, `e2e-${child.pid}.log`), text));
  }
  server.hasEnded = () => child.exitCode !== null;
  server.halt = async () => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(late);
  };
}

/** Waits until a server that was set up before answers again. */
async function answers(origin) {
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = await fetch(`${origin}/health/ready`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the server did not come back');
}

/** Runs another command of the program on the data of a server that is stopped. */
async function command(folder, args, input) {
  const child = spawn(binary, [...args, '--data', folder], { stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { output += text; });
  child.stdin.end(input);
  const code = await new Promise((resolve) => { child.on('close', resolve); });
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${output}`);
}

/** The link in the newest mail to that address, once the server has written one that is not known yet. */
async function mailLink(folder, to) {
  const mail = await newMail(folder, to, (text) => LINK.test(text));
  return LINK.exec(mail)[0].trim();
}

/** One with a code in it, which a person has to follow; notices lead elsewhere. */
const LINK = /^https?:.*\/#\/(verify|reset|invitation)\/.+$/m;

/** A mail as it is read: letters beyond ASCII are packed for the way (RFC 2045 §6). */
function decoded(mail) {
  const [head, ...paragraphs] = mail.split('\r\n\r\n');
  const body = paragraphs.join('\r\n\r\n');
  const how = /^Content-Transfer-Encoding: (\S+)/im.exec(head)?.[1];
  if (how === 'base64') return `${head}\r\n\r\n${Buffer.from(body, 'base64')}`;
  if (how !== 'quoted-printable') return mail;
  const bytes = body.replaceAll('=\r\n', '').replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return `${head}\r\n\r\n${Buffer.from(bytes, 'latin1')}`;
}

/** The newest mail to that address that is wanted and not known yet. */
async function newMail(folder, to, isWanted = () => true) {
  for (let round = 0; round < 200; round += 1) {
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter((one) => one.endsWith('.eml') && !read.has(folder + one)).sort().reverse()) {
      const mail = decoded(await readFile(path.join(folder, name), 'utf8'));
      if (!mail.includes(`To: ${to}\r\n`)) continue;
      read.add(folder + name);
      if (isWanted(mail)) return mail;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no mail to ${to}`);
}

const read = new Set();

/** A server whose company and administrator are there already. */
export async function startReadyServer() {
  const server = await startServer();
  const code = server.setupLink.match(/[0-9A-Za-z_-]{16,}$/)[0];
  const { status, body } = await server.api('POST', '/setup/', { body: { code, ...admin } });
  if (status !== 201) throw new Error(`set-up answered ${status}: ${JSON.stringify(body)}`);
  return server;
}

/** The header of a fresh log-in of this person. */
export async function jwt(server, { email, password } = admin) {
  const { status, body } = await server.api('POST', '/auth/jwt/', { body: { email, password } });
  if (status !== 200) throw new Error(`log-in answered ${status}: ${JSON.stringify(body)}`);
  return `JWT ${body.token}`;
}

/** Invites somebody, who accepts at once. */
export async function join(server, { email, given_name, password }, { role = 'brand_manager', inviter = admin } = {}) {
  const auth = await jwt(server, inviter);
  const invited = await server.api('POST', '/users/', { auth, body: { email, given_name, role } });
  if (invited.status !== 201) throw new Error(`users answered ${invited.status}: ${JSON.stringify(invited.body)}`);
  const code = (await server.mailLink(email)).split('/').at(-1);
  const { status } = await server.api('POST', '/invitations/accept/', { body: { code, password } });
  if (status !== 201) throw new Error(`accepting answered ${status}`);
  return invited.body.user;
}

/** What makes things through the API, with that header; whatever is not made ends the journey. */
export const maker = (server, auth) => async (where, body) => {
  const made = await server.api('POST', where, { auth, body });
  if (made.status !== 201) throw new Error(`${where} answered ${made.status}: ${JSON.stringify(made.body)}`);
  return made.body;
};

/** A new token of the administrator, as the API shows it once. */
export async function make(server, name, permissions) {
  const auth = await jwt(server);
  const { body: { policy } } = await server.api('GET', '/permissions/', { auth });
  const body = { name, valid_until: policy.latest, permissions };
  const made = await server.api('POST', '/uats/', { auth, body });
  if (made.status !== 201) throw new Error(`UAT answered ${made.status}: ${JSON.stringify(made.body)}`);
  return made.body;
}

/** A new UAT of the administrator, as a header. */
export const uat = async (server, permissions) => `UAT ${(await make(server, 'From a script', permissions)).token}`;

async function call(origin, method, where, { auth, body, type = 'application/json' } = {}) {
  const headers = { Origin: origin };
  if (auth) headers.Authorization = auth;
  if (body !== undefined) headers['Content-Type'] = type;
  const answer = await fetch(`${origin}/api/v2${where}`, {
    method,
    headers,
    body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  const json = answer.headers.get('content-type')?.startsWith('application/json');
  return { status: answer.status, body: json && text ? JSON.parse(text) : text };
}

async function printedLink(server) {
  for (let tries = 0; tries < 600; tries += 1) {
    const link = server.output.match(/http:\/\/\S*setup\S*[=/][0-9A-Za-z_-]{16,}/);
    if (link) return link[0];
    if (server.hasEnded()) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the server printed no set-up link:\n${server.output}`);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

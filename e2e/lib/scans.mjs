// Codes to scan, and scans of them.

import { maker } from './server.mjs';

/** So many codes of that product, active at once; resolves to their ids. */
export async function codes(server, auth, { reference, product, quantity }) {
  const { id } = await maker(server, auth)('/workorders/create-sid/', {
    reference, quantity, product, activate_on_complete: true, use_serial_number: false, images: 'none',
  });
  for (let tries = 0; tries < 300; tries += 1) {
    if ((await server.api('GET', `/workorders/${id}/`, { auth })).body.state === 'completed') {
      const { body } = await server.api('GET', `/codes/?workorder=${id}&limit=200`, { auth });
      return body.results.map(({ extended_id: code }) => code);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the codes were not made');
}

const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';

export async function scan(server, code, agent = PHONE) {
  const answer = await fetch(`${server.origin}/q/${code}`, { redirect: 'manual', headers: { 'User-Agent': agent } });
  if (answer.status >= 400) throw new Error(`the scan was answered with ${answer.status}`);
}

/** Waits until so many scans are counted: the server counts them behind their back. */
export async function counted(server, auth, count) {
  for (let tries = 0; tries < 300; tries += 1) {
    const { body } = await server.api('GET', '/dashboard/', { auth });
    if (body.totals.scans === count) return body;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not counted: ${count} scans`);
}

// A line between a browser and the server that can be cut. The browser's own way of being offline
// first lets go of whatever it held back, so that a file arrives whole after all.

import { connect, createServer } from 'node:net';

/** A second address of the server. */
export async function line(origin) {
  const { hostname, port } = new URL(origin);
  const open = new Set();
  let left = Infinity;
  const cut = () => open.forEach((socket) => socket.destroy());
  const relay = createServer((near) => {
    if (left <= 0) return near.destroy();
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => {}).on('close', () => { open.delete(socket); near.destroy(); far.destroy(); });
    }
    near.on('data', (bytes) => {
      left -= bytes.length;
      if (left <= 0) cut();
      else if (!far.write(bytes)) near.pause();
    });
    far.on('drain', () => near.resume());
    return far.pipe(near);
  });
  // A journey that fails ends all the same.
  relay.unref();
  await new Promise((resolve) => { relay.listen(0, '127.0.0.1', resolve); });
  return {
    origin: `http://127.0.0.1:${relay.address().port}`,
    /** Is cut after so many bytes more from the browser, and stays so until it is mended. */
    cutAfter: (bytes) => { left = bytes; },
    mend: () => { left = Infinity; },
    close: () => { cut(); relay.close(); },
  };
}

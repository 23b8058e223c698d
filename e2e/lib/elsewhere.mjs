// What attackers have: a page of their own, and, to show that a test would fail, a way to the
// server on which headers are changed.

import { createServer, request as send } from 'node:http';

const listen = (server) => new Promise((resolve) => {
  // A journey that fails ends all the same.
  server.unref();
  server.listen(0, '0.0.0.0', () => resolve(server.address().port));
});

const close = (server) => () => {
  server.closeAllConnections();
  server.close();
};

/**
 * A server of somebody else, with one empty page. A port is no part of a site: at `sameSite`
 * the browser sends our cookie along with everything, at `crossSite` only where SameSite lets it.
 */
export async function elsewhere() {
  const seen = [];
  const server = createServer((request, response) => {
    seen.push(request.url);
    response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>Elsewhere</title><body>');
  });
  const port = await listen(server);
  return {
    sameSite: `http://127.0.0.1:${port}`, crossSite: `http://localhost:${port}`, seen, close: close(server),
  };
}

/** The server at another port, with other headers: `asked` and `answered` change them. */
export async function relay(origin, { asked = () => {}, answered = () => {} }) {
  const target = new URL(origin);
  const server = createServer((request, response) => {
    const headers = { ...request.headers, host: target.host };
    asked(headers, request);
    const { method, url: path } = request;
    const further = send({ host: target.hostname, port: target.port, method, path, headers }, (answer) => {
      answered(answer.headers);
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    further.on('error', () => response.destroy());
    request.pipe(further);
  });
  const port = await listen(server);
  return { origin: `http://127.0.0.1:${port}`, close: close(server) };
}

/** What keeps others out of the headers of an answer, gone. */
export function withoutPolicy(headers) {
  for (const name of ['content-security-policy', 'x-frame-options', 'cross-origin-opener-policy']) delete headers[name];
}

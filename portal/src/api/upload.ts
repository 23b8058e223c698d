// Sending a file and hearing how far it is: first the bytes that are sent, then the rows that are
// done. `fetch` does not tell of bytes, so this is the one call that goes another way.

import type { SendOptions } from './client';
import { lineReader } from './lines';
import { CUT_OFF, parseProblem, Problem, type ProblemBody } from './problem';
import { sessionEnded, sessionNow } from './session';

export interface Progress { phase: 'sending' | 'working'; done: number; of: number }

export interface UploadOptions {
  file: Blob;
  query: SendOptions['query'];
  onProgress: (progress: Progress) => void;
  signal?: AbortSignal;
}

export async function upload<T>(path: string, options: UploadOptions): Promise<T> {
  const session = sessionNow();
  try {
    return await attempt<T>(path, options);
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 401) sessionEnded(session, true);
    throw problem;
  }
}

function attempt<T>(path: string, { file, query, onProgress, signal }: UploadOptions): Promise<T> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    const read = lineReader();
    let isSent = false;
    const lost = () => reject(new Problem(0, isSent ? { code: CUT_OFF } : {}));
    const settle = (status: number, body: ProblemBody) => {
      if (status === 200 || status === 202) resolve(body as T);
      else reject(new Problem(status, body, call.getResponseHeader('Retry-After'), call.getResponseHeader('X-Request-Id')));
    };
    const readLines = () => {
      for (const line of read(call.responseText)) {
        if ('status' in line) settle(line.status, line.body);
        else onProgress({ phase: 'working', done: line.rows, of: line.of });
      }
    };
    call.open('POST', `/api/v2${path}?${search(query)}`);
    call.setRequestHeader('Content-Type', 'text/csv');
    call.setRequestHeader('Accept', 'application/x-ndjson, application/json;q=0.9');
    call.upload.onprogress = ({ loaded, total }) => onProgress({ phase: 'sending', done: loaded, of: total });
    call.upload.onload = () => { isSent = true; };
    call.onprogress = () => { if (isLines(call)) readLines(); };
    call.onload = () => {
      if (!isLines(call)) return settle(call.status, parseProblem(call.responseText));
      readLines();
      // Without a last line nobody knows how it ended; with one, this changes nothing.
      return lost();
    };
    call.onerror = lost;
    call.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    signal?.addEventListener('abort', () => call.abort());
    call.send(file);
  });
}

const isLines = (call: XMLHttpRequest) => call.getResponseHeader('Content-Type') === 'application/x-ndjson';

function search(query: SendOptions['query'] = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
}

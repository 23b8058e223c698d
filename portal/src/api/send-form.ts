// A file in a form that carries its own right: its fields came from an earlier answer. No session is
// asked for, and none ends.

import { ownAddress } from './own-address';
import { parseProblem, Problem } from './problem';

export interface FormOptions {
  /** Where it goes, as the API said. */
  url: string;
  fields: Record<string, string>;
  file: Blob;
  /** Bytes that are sent. */
  onProgress: (done: number, of: number) => void;
  signal?: AbortSignal;
}

export function sendForm({ url, fields, file, onProgress, signal }: FormOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    // The last part: what comes behind it is not read.
    form.append('file', file, 'codes.csv');
    const call = new XMLHttpRequest();
    call.open('POST', ownAddress(url));
    call.upload.onprogress = ({ loaded, total }) => onProgress(loaded, total);
    call.onload = () => {
      if (call.status === 201) return resolve();
      return reject(new Problem(call.status, parseProblem(call.responseText), call.getResponseHeader('Retry-After'), call.getResponseHeader('X-Request-Id')));
    };
    call.onerror = () => reject(new Problem(0));
    call.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    signal?.addEventListener('abort', () => call.abort());
    if (signal?.aborted) return reject(new DOMException('aborted', 'AbortError'));
    return call.send(form);
  });
}

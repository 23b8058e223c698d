// An answer that comes line by line, one JSON object each, while the server is still at work.

import type { ProblemBody } from './problem';

export type Line = { rows: number; of: number } | { status: number; body: ProblemBody };

/** Reads a text that grows: each call gets all of it so far, and gives the lines that are new and whole. */
export function lineReader(): (text: string) => Line[] {
  let read = 0;
  return (text) => {
    const end = text.lastIndexOf('\n') + 1;
    if (end <= read) return [];
    const fresh = text.slice(read, end);
    read = end;
    return fresh.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Line);
  };
}

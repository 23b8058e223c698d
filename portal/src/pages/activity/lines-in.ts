// The checkpoints in a text of any kind: a file that was saved here, or what a log collector kept.

const LINE = /countermark-checkpoint-1 \S+ \d+ [0-9a-f]{64} \S+ [0-9a-f]{32} [A-Za-z0-9_-]{86}/g;

/** As many as one check takes. */
const MOST = 40;

/** Each once; of very many the first, the last, and some from between. */
export function linesIn(text: string): string[] {
  const all = [...new Set(text.match(LINE))];
  if (all.length <= MOST) return all;
  return Array.from({ length: MOST }, (_, at) => all[Math.round((at * (all.length - 1)) / (MOST - 1))] as string);
}

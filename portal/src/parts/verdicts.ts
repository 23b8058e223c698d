// The three states in which a code can be when it is scanned, as scans are counted by them.

export const VERDICTS = ['genuine', 'inactive', 'blacklisted'] as const;
export type Verdict = (typeof VERDICTS)[number];
export type Counts = Record<Verdict, number>;

/** By the API's numbers of a code's state. */
const BY_STATUS: Verdict[] = ['inactive', 'genuine', 'blacklisted'];

export const verdictOf = (status: number): Verdict => BY_STATUS[status] ?? 'inactive';
export const statusOf = (verdict: Verdict): number => BY_STATUS.indexOf(verdict);

export const sumOf = (counts: Counts): number => VERDICTS.reduce((sum, verdict) => sum + counts[verdict], 0);

export const NONE: Counts = { genuine: 0, inactive: 0, blacklisted: 0 };

export function plus(a: Counts, b: Counts): Counts {
  return { genuine: a.genuine + b.genuine, inactive: a.inactive + b.inactive, blacklisted: a.blacklisted + b.blacklisted };
}

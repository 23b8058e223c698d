// Days put together, so that a year is as many bars as can be told apart.

import type { Dashboard } from '../../api/types';
import { addDays, daysBetween } from '../../parts/dates';
import { NONE, plus, type Counts } from '../../parts/verdicts';

export type Unit = 'day' | 'week' | 'month';

/** The scans of these days, both included. The first and the last span may be shorter than others. */
export interface Span extends Counts { from: string; to: string }

/** As many bars as are shown at most: three years are 37 months. */
const MOST_DAYS = 92;
const MOST_WEEKS = 54;

export function unitOf(days: number): Unit {
  if (days <= MOST_DAYS) return 'day';
  return days <= MOST_WEEKS * 7 ? 'week' : 'month';
}

/** Weeks begin on Monday; 1970 began on a Thursday. */
const monday = (date: string) => addDays(date, -((daysBetween('1970-01-01', date) + 3) % 7));

const spanOf: Record<Unit, (date: string) => string> = { day: (date) => date, week: monday, month: (date) => date.slice(0, 7) };

export function spans(days: Dashboard['by_day'], unit: Unit): Span[] {
  const found = new Map<string, Span>();
  for (const { date, ...counts } of days) {
    const name = spanOf[unit](date);
    const before = found.get(name);
    found.set(name, { ...plus(before ?? NONE, counts), from: before?.from ?? date, to: date });
  }
  return [...found.values()];
}

/** Round numbers from nothing to what is at least as much as `most`, some four steps. */
export function ticks(most: number): number[] {
  const rough = Math.max(1, most / 4);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough && Number.isInteger(one)) ?? 10 * power;
  const count = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: count + 1 }, (_, at) => at * step);
}

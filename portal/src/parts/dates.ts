// Dates in words. Pure: "now" is always handed in, and so is the time zone where it matters.

import { t } from '../text';

const DAY = 86_400_000;

/** `2027-01-31` → `31 Jan 2027`. A plain date has no zone, so none may shift it. */
export function dateWords(date: string): string {
  return new Intl.DateTimeFormat(t.language, {
    day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC',
  }).format(new Date(`${date}T00:00:00Z`));
}

/** `2027-01-31` → `31 Jan`, where there is little room. */
export function shortDay(date: string): string {
  return new Intl.DateTimeFormat(t.language, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
}

/** `2027-01-31` → `Jan 2027`. */
export function shortMonth(date: string): string {
  return new Intl.DateTimeFormat(t.language, { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
}

/** An instant → `31 Jan 2027, 14:05 UTC`, in the zone given. */
export function timeWords(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat(t.language, {
    day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit',
    timeZone: knownZone(timeZone), timeZoneName: 'short',
  }).format(new Date(instant));
}

/** A text that is a date or an instant, in words; any other as it is. */
export function momentWords(text: string, timeZone: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return dateWords(text);
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(text) ? timeWords(text, timeZone) : text;
}

/** Days from one date to another; negative when `to` is past. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

/** `2026-11-24` + 30 → `2026-12-24`. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** The date that it is now in a zone. */
export function todayIn(timeZone: string, now: Date): string {
  return new Intl.DateTimeFormat('sv-SE', {
    year: 'numeric', month: '2-digit', day: '2-digit', timeZone: knownZone(timeZone),
  }).format(now);
}

/** The instant at which a date begins in a zone: `2026-11-24` in Athens → `2026-11-23T22:00:00.000Z`. */
export function startOfDay(date: string, timeZone: string): string {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight)) return date;
  // The zone's offset may change on that very day, so it is asked again where the first answer leads.
  const guess = midnight - offsetAt(midnight, timeZone);
  return new Date(midnight - offsetAt(guess, timeZone)).toISOString();
}

function offsetAt(instant: number, timeZone: string): number {
  const wall = new Intl.DateTimeFormat('sv-SE', {
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
    timeZone: knownZone(timeZone),
  }).format(new Date(instant));
  return Date.parse(`${wall.replace(' ', 'T')}Z`) - instant;
}

/** `today`, `tomorrow`, `in 12 days`, `3 months ago`. */
export function daysWords(days: number): string {
  const words = new Intl.RelativeTimeFormat(t.language, { numeric: 'auto' });
  return Math.abs(days) < 60 ? words.format(days, 'day') : words.format(Math.round(days / 30.44), 'month');
}

/** `5 minutes ago`, `yesterday`. */
export const agoWords = (instant: string, now: Date): string => fromNow(Math.min(0, secondsTo(instant, now)));

/** `in 5 minutes`, `tomorrow`. */
export const aheadWords = (instant: string, now: Date): string => fromNow(Math.max(0, secondsTo(instant, now)));

const secondsTo = (instant: string, now: Date) => Math.round((Date.parse(instant) - now.getTime()) / 1000);

function fromNow(seconds: number): string {
  const words = new Intl.RelativeTimeFormat(t.language, { numeric: 'auto' });
  const away = Math.abs(seconds);
  if (away < 60) return words.format(0, 'second');
  if (away < 3600) return words.format(Math.trunc(seconds / 60), 'minute');
  if (away < 86_400) return words.format(Math.trunc(seconds / 3600), 'hour');
  return daysWords(Math.trunc(seconds / 86_400));
}

// A zone that this browser does not know must not take the page down.
function knownZone(timeZone: string): string {
  try {
    new Intl.DateTimeFormat(t.language, { timeZone });
    return timeZone;
  } catch {
    return 'UTC';
  }
}

import { describe, expect, test } from 'vitest';
import { addDays, agoWords, aheadWords, daysBetween, daysWords, dateWords, momentWords, shortDay, shortMonth, startOfDay, timeWords, todayIn } from './dates';

describe('plain dates', () => {
  test('are written out, whatever the zone of the reader', () => {
    expect(dateWords('2027-01-31')).toBe('31 Jan 2027');
    expect(shortDay('2027-01-31')).toBe('31 Jan');
    expect(shortMonth('2027-01-31')).toBe('Jan 2027');
  });

  test('are counted over month ends, leap days and changes of the clock', () => {
    expect(daysBetween('2027-01-31', '2027-03-01')).toBe(29);
    expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2);
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2027-01-02', '2027-01-01')).toBe(-1);
  });

  test('go forward by days', () => {
    expect(addDays('2026-11-24', 90)).toBe('2027-02-22');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  });
});

describe('the beginning of a day', () => {
  test.each([
    ['2026-11-24', 'UTC', '2026-11-24T00:00:00.000Z'],
    ['2026-11-24', 'Europe/Athens', '2026-11-23T22:00:00.000Z'],
    ['2026-11-24', 'America/New_York', '2026-11-24T05:00:00.000Z'],
    ['2026-11-24', 'Asia/Kolkata', '2026-11-23T18:30:00.000Z'],
    // The clock changes later that day, and earlier on the day before.
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
    ['2026-11-24', 'Mars/Olympus', '2026-11-24T00:00:00.000Z'],
  ])('%s in %s', (date, zone, instant) => {
    expect(startOfDay(date, zone)).toBe(instant);
  });

  test('leaves what is no date for the server to refuse', () => {
    expect(startOfDay('soon', 'UTC')).toBe('soon');
  });
});

describe('an end in words', () => {
  test.each([
    [0, 'today'], [1, 'tomorrow'], [12, 'in 12 days'], [59, 'in 59 days'], [-1, 'yesterday'], [-20, '20 days ago'],
    [90, 'in 3 months'], [365, 'in 12 months'],
  ])('%i days', (days, words) => {
    expect(daysWords(days)).toBe(words);
  });
});

describe('instants', () => {
  const now = new Date('2026-11-24T12:00:00Z');

  test('are shown in the zone that is asked for', () => {
    expect(timeWords('2027-01-31T23:30:00.000000Z', 'UTC')).toBe('31 Jan 2027, 23:30 UTC');
    expect(timeWords('2027-01-31T23:30:00.000000Z', 'Europe/Athens')).toContain('1 Feb 2027, 01:30');
  });

  test('are known from other texts', () => {
    expect(momentWords('2027-01-31T23:30:00.000000Z', 'UTC')).toBe('31 Jan 2027, 23:30 UTC');
    expect(momentWords('2027-01-31', 'Europe/Athens')).toBe('31 Jan 2027');
    expect(['2027', 'lot 2027-01-31', '2027-01-31-7', ''].map((text) => momentWords(text, 'UTC'))).toEqual(['2027', 'lot 2027-01-31', '2027-01-31-7', '']);
  });

  test('survive a zone that this browser does not know', () => {
    expect(timeWords('2027-01-31T23:30:00Z', 'Mars/Olympus')).toBe('31 Jan 2027, 23:30 UTC');
  });

  test('give the day of a zone', () => {
    expect(todayIn('Pacific/Auckland', now)).toBe('2026-11-25');
    expect(todayIn('UTC', now)).toBe('2026-11-24');
  });

  test.each([
    ['2026-11-24T11:59:30Z', 'now'], ['2026-11-24T11:55:00Z', '5 minutes ago'], ['2026-11-24T09:00:00Z', '3 hours ago'],
    ['2026-11-23T09:00:00Z', 'yesterday'], ['2026-11-24T12:00:09Z', 'now'],
  ])('%s was %s', (instant, words) => {
    expect(agoWords(instant, now)).toBe(words);
  });

  test.each([
    ['2026-11-24T12:00:30Z', 'now'], ['2026-11-24T12:05:00Z', 'in 5 minutes'], ['2026-11-24T15:30:00Z', 'in 3 hours'],
    ['2026-11-25T15:00:00Z', 'tomorrow'], ['2027-02-22T12:00:00Z', 'in 3 months'], ['2026-11-24T11:58:00Z', 'now'],
  ])('%s will be %s', (instant, words) => {
    expect(aheadWords(instant, now)).toBe(words);
  });
});

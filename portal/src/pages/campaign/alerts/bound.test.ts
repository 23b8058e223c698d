import { expect, test } from 'vitest';
import { boundOf, boundWords, mistakesIn, valuesOf } from './bound';

const anomaly = { scans: 3, seconds: 7200, kilometres: 800 };

test('a bound goes through the form and comes back', () => {
  expect(valuesOf(anomaly)).toMatchObject({ seconds: 2, unit: '3600' });
  expect(boundOf('anomaly', valuesOf(anomaly))).toEqual(anomaly);
  expect(boundOf('session-count', valuesOf({ most: 9, auto_blacklist: true }))).toEqual({ most: 9, auto_blacklist: true });
  expect(boundOf('blacklisted', valuesOf(null))).toBeUndefined();
});

test('bounds in words', () => {
  expect(boundWords({ type: 'anomaly', bound: anomaly })).toBe('3 scans within 2 hours, 800 km apart');
  expect(boundWords({ type: 'anomaly', bound: { ...anomaly, seconds: 90 } })).toBe('3 scans within 90 seconds, 800 km apart');
  expect(boundWords({ type: 'scan-count', bound: { most: 1 } })).toBe('More than 1 scan of a code');
  expect(boundWords({ type: 'inactive', bound: null })).toBe('Always');
});

test('what is missing is said at its input', () => {
  expect(Object.keys(mistakesIn('anomaly', { ...valuesOf(null), scans: '' }))).toEqual(['scans']);
  expect(Object.keys(mistakesIn('exceptional-country', valuesOf(null)))).toEqual(['countries']);
  expect(mistakesIn('blacklisted', { ...valuesOf(null), most: '' })).toEqual({});
});

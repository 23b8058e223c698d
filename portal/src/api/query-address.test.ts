import { expect, test } from 'vitest';
import { queryAddress } from './query-address';

test('an address has what is given, and nothing else', () => {
  expect(queryAddress('/scans', { timeframe: '7d', product: undefined, flags: 'inactive,anomaly', cursor: '' })).toBe('/scans?timeframe=7d&flags=inactive%2Canomaly');
  expect(queryAddress('/scans', { product: undefined })).toBe('/scans');
});

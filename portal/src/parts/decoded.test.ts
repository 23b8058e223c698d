import { expect, test } from 'vitest';
import { decoded } from './decoded';

test('what was encoded comes back, and what was not stays as it is', () => {
  expect(decoded('01%2F21%20A')).toBe('01/21 A');
  for (const part of ['', '%', '%E0%A4%A', '100 %']) expect(decoded(part)).toBe(part);
});

import { expect, test } from 'vitest';
import { parseDay } from './parse-day';

test.each([
  ['en', '3 Feb 2027', '2027-02-03'],
  ['en', '3 February 2027', '2027-02-03'],
  ['en', 'february 3 2027', '2027-02-03'],
  ['en', '3/2/2027', '2027-02-03'],
  ['en', '2027-02-03', '2027-02-03'],
  ['fr', '3 févr. 2027', '2027-02-03'],
  ['fr', '1 août 2027', '2027-08-01'],
  ['fr', '3 juillet 2027', '2027-07-03'],
  ['fr', '03/02/2027', '2027-02-03'],
  ['fr', ' 3.2.2027 ', '2027-02-03'],
  ['fr', '31/02/2027', null],
  ['fr', '02/13/2027', null],
  ['fr', 'demain', null],
  ['en', '', null],
])('%s: %s', (locale, text, day) => {
  expect(parseDay(text, locale)).toBe(day);
});

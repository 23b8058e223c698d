import { expect, test } from 'vitest';
import type { Permission } from '../../api/types';
import { summary } from './summary';

const right = (label: string) => ({ label }) as Permission;

test('nothing chosen yet', () => {
  expect(summary([], '2027-01-31')).toBe('This token can do nothing yet: tick at least one access right.');
});

test('two rights, an end and whose name it acts in', () => {
  expect(summary([right('Create brands'), right('Create products')], '2027-01-31'))
    .toBe('This token can create brands and create products until 31 Jan 2027, acting as you.');
});

test('no end chosen', () => {
  expect(summary([right('View codes')], null)).toBe('This token can view codes, acting as you.');
});

test('many rights are counted, and abbreviations keep their capitals', () => {
  const many = ['Upload SCM data', 'API things', 'View b', 'View c', 'View d', 'View e'].map(right);
  expect(summary(many, null)).toBe('This token can upload SCM data, API things, view b, view c and do 2 more things, acting as you.');
});

import { expect, test } from 'vitest';
import { summary, type Chosen } from './summary';

const chosen = (labels: string[], others: Partial<Chosen> = {}): Chosen => ({
  permissions: labels.map((label) => ({ label })), validUntil: '2027-01-31', reach: [], networks: [], isWatched: false, limits: 0, ...others,
});

test('nothing chosen yet', () => {
  expect(summary(chosen([]))).toBe('This token can do nothing yet: tick at least one access right.');
});

test('two rights, and nothing that limits them', () => {
  expect(summary(chosen(['Create brands', 'Create products'])))
    .toBe('This token can create brands and create products, on everything of your company, until 31 Jan 2027, from everywhere, acting as you.');
});

test('what it reaches, until when, and from where', () => {
  const limits = { reach: ['Kallista', '3 campaigns'], networks: ['203.0.113.0/24'] };
  expect(summary(chosen(['View codes'], limits)))
    .toBe('This token can view codes, on Kallista and 3 campaigns only, until 31 Jan 2027, from 203.0.113.0/24, acting as you.');
});

test('many networks are counted', () => {
  expect(summary(chosen(['View codes'], { networks: ['a', 'b'] }))).toContain(', from a and b,');
  expect(summary(chosen(['View codes'], { networks: ['a', 'b', 'c'] }))).toContain(', from 3 networks,');
});

test('networks that are only watched keep nobody out', () => {
  expect(summary(chosen(['View codes'], { networks: ['a'], isWatched: true }))).toContain(', from everywhere, watched,');
});

test('no end chosen', () => {
  expect(summary(chosen(['View codes'], { validUntil: null })))
    .toBe('This token can view codes, on everything of your company, from everywhere, acting as you.');
});

test('many rights are counted, and abbreviations keep their capitals', () => {
  expect(summary(chosen(['Upload SCM data', 'API things', 'View b', 'View c', 'View d', 'View e'])))
    .toContain('This token can upload SCM data, API things, view b, view c and do 2 more things, on');
});

test('daily limits are counted', () => {
  expect(summary(chosen(['View codes'], { limits: 1 }))).toContain(', from everywhere, within 1 daily limit, acting as you.');
  expect(summary(chosen(['View codes'], { limits: 2 }))).toContain(', within 2 daily limits,');
});

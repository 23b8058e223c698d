import { describe, expect, test } from 'vitest';
import { CUT_OFF, Problem, splitFields } from '../api/problem';
import { problemWords } from './problem-words';

describe('errors of fields', () => {
  const problem = new Problem(400, {
    name: ['This field may not be blank.', 'And more.'], permissions: { 0: ['"x" is not a valid choice.'] },
    company: ['Not this one.'], non_field_errors: ['Both at once is not possible.'],
  });

  test('stand beside the inputs there are; the rest is told in lines', () => {
    const { beside, rest } = splitFields(problem, ['name', 'permissions']);
    expect(beside).toEqual({ name: 'This field may not be blank.', permissions: '"x" is not a valid choice.' });
    expect(rest).toEqual(['Both at once is not possible.', 'company: Not this one.']);
  });

  test('find an input that has another name', () => {
    const other = new Problem(400, { new_password: ['Too common.'] });
    expect(splitFields(other, ['password'], { new_password: 'password' }).beside).toEqual({ password: 'Too common.' });
  });

  test('are not looked for in an answer with a code', () => {
    expect(new Problem(400, { detail: 'Not JSON.', code: 'parse_error' }).fields).toEqual({});
  });
});

describe('problems in words', () => {
  const lines = (...args: ConstructorParameters<typeof Problem>) => problemWords(new Problem(...args)).lines.join(' ');

  test('a refusal names the permission and what took it away', () => {
    const body = { code: 'permission_denied', required: ['brand_create'], missing_because: 'role' as const };
    expect(lines(403, body)).toMatch(/permission brand_create.*role does not have it/);
  });

  test('a refusal of several says that one is enough', () => {
    expect(lines(403, { code: 'permission_denied', required: ['brand_view', 'product_view'] })).toContain('one of');
  });

  test('too many attempts say when to come back', () => {
    expect(lines(429, { code: 'throttled' }, '42')).toContain('in 42 seconds');
    expect(lines(429, { code: 'throttled' }, 'soon')).toContain('Wait a minute');
  });

  test('no answer has words of its own', () => {
    expect(problemWords(new Problem(0)).title).toBe('The server does not answer');
    expect(lines(0, { code: CUT_OFF })).toContain('look at the list before you send it again');
  });

  test('an unknown failure still says something', () => {
    expect(lines(500, {})).toContain('500');
    expect(lines(409, { detail: 'The last Account Admin stays.', code: 'conflict' })).toBe('The last Account Admin stays.');
  });
});

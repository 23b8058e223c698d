import { expect, test } from 'vitest';
import { Problem } from '../../api/problem';
import { unnest } from './unnest';

function fieldsOf(body: Record<string, unknown>) {
  try {
    return unnest(new Problem(400, body), 'bound', 'complaints', 'wechat');
  } catch (problem) {
    return (problem as Problem).fields;
  }
}

test('a mistake inside of an object is that of its input', () => {
  expect(fieldsOf({ complaints: ['to_email: Enter a valid email address.'] })).toEqual({ to_email: 'Enter a valid email address.' });
  expect(fieldsOf({ wechat: ['channel_redirect: landing_page: Enter a valid URL.'] })).toEqual({ landing_page: 'Enter a valid URL.' });
  expect(fieldsOf({ bound: ['most: use a number from 1 to 9.'] })).toEqual({ most: 'Use a number from 1 to 9.' });
});

test('the others stay as they are', () => {
  expect(fieldsOf({ ga_key: ['lang: Too long.'], bound: ['Expected an object.'] })).toEqual({ ga_key: 'lang: Too long.', bound: 'Expected an object.' });
});

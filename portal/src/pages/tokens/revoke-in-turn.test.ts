import { expect, test } from 'vitest';
import { Problem } from '../../api/problem';
import type { Uat } from '../../api/types';
import { revokeInTurn } from './revoke-in-turn';

const tokens = ['a', 'b', 'c'].map((id) => ({ id }) as Uat);
const ids = (some: Uat[]) => some.map(({ id }) => id);

/** Refuses some with a status. */
const server = (statuses: Record<string, number>) => async (id: string) => {
  const status = statuses[id];
  if (status !== undefined) throw new Problem(status);
};

test('all of them, one after the other', async () => {
  const done: number[] = [];
  const { revoked, refused, stopped } = await revokeInTurn(tokens, '', (count) => done.push(count), server({}));
  expect([ids(revoked), refused, stopped, done]).toEqual([['a', 'b', 'c'], [], undefined, [1, 2, 3]]);
});

test('one that is not there holds nobody up', async () => {
  const { revoked, refused, stopped } = await revokeInTurn(tokens, '', () => {}, server({ b: 404 }));
  expect([ids(revoked), refused.map(({ uat }) => uat.id), stopped]).toEqual([['a', 'c'], ['b'], undefined]);
});

test.each([0, 401, 403, 429, 503])('%d would refuse them all: the rest is not tried', async (status) => {
  const { revoked, refused, stopped } = await revokeInTurn(tokens, '', () => {}, server({ b: status }));
  expect([ids(revoked), refused, stopped?.status]).toEqual([['a'], [], status]);
});

// Revokes tokens one after the other: there is no call that takes several. What one of them is
// refused for is told of that one; what would refuse them all ends it.

import { api } from '../../api/calls';
import { Problem } from '../../api/problem';
import type { Uat } from '../../api/types';

export interface Outcome {
  revoked: Uat[];
  /** Those that are not, each with what stands against it. */
  refused: { uat: Uat; problem: Problem }[];
  /** Why it ended before its time. The rest was not tried. */
  stopped?: Problem;
}

/** Says something about the token, not about who asks. */
const isOfOne = ({ status }: Problem) => status === 404 || status === 409 || status === 400;

export async function revokeInTurn(
  tokens: Uat[], reason: string, onProgress: (done: number) => void, revoke = api.uats.revoke,
): Promise<Outcome> {
  const outcome: Outcome = { revoked: [], refused: [] };
  for (const [at, uat] of tokens.entries()) {
    try {
      await revoke(uat.id, reason);
      outcome.revoked.push(uat);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (!isOfOne(problem)) return { ...outcome, stopped: problem };
      outcome.refused.push({ uat, problem });
    }
    onProgress(at + 1);
  }
  return outcome;
}

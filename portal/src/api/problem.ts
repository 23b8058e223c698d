// What went wrong with a call, in a form that screens can show. No words of its own: those are
// in the text catalogue.

import { t } from '../text';
import { inWords } from './served';

export interface ProblemBody {
  detail?: string;
  code?: string;
  required?: string[];
  missing_because?: 'role' | 'token' | 'policy';
  [field: string]: unknown;
}

/** The `code` of a call whose file was sent and whose answer never came: it may have been done. */
export const CUT_OFF = 'cut_off';

/** An answer that is not a success, or no answer at all (`status` 0). */
export class Problem extends Error {
  readonly code: string;
  readonly retryAfter: number | null;

  constructor(
    readonly status: number,
    readonly body: ProblemBody = {},
    retryAfter: string | null = null,
    readonly requestId: string | null = null,
  ) {
    super(typeof body.detail === 'string' ? body.detail : `HTTP ${status}`);
    this.code = typeof body.code === 'string' ? body.code : '';
    const seconds = Number.parseInt(retryAfter ?? '', 10);
    this.retryAfter = Number.isFinite(seconds) ? seconds : null;
  }

  /** The server was not reached. */
  get isOffline(): boolean {
    return this.status === 0;
  }

  /** Messages by field: the first one each, which is enough beside an input. */
  get fields(): Record<string, string> {
    if (this.status !== 400 || this.code) return {};
    const found: Record<string, string> = {};
    for (const [name, value] of Object.entries(this.body)) {
      const message = firstMessage(value);
      if (message && name !== 'non_field_errors' && name !== 'detail') found[name] = inWords(message);
    }
    return found;
  }

  /** Messages that belong to no field. */
  get general(): string[] {
    const list = this.body['non_field_errors'];
    if (Array.isArray(list)) return list.map((one) => inWords(String(one)));
    return typeof this.body.detail === 'string' ? [inWords(this.body.detail)] : [];
  }
}

/** Splits the messages into those a form has an input for, and the rest as plain lines. */
export function splitFields(
  problem: Problem, inputs: readonly string[], otherNames: Record<string, string> = {},
) {
  const beside: Record<string, string> = {};
  const rest: string[] = [...problem.general];
  for (const [field, message] of Object.entries(problem.fields)) {
    const input = otherNames[field] ?? field;
    if (inputs.includes(input)) beside[input] = message;
    else rest.push(t.common.pair(field, message));
  }
  return { beside, rest };
}

function firstMessage(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return firstMessage(value[0]);
  if (value && typeof value === 'object') return firstMessage(Object.values(value)[0]);
  return null;
}

/** What a refusal says; nothing when it is none of the server's own. */
export function parseProblem(text: string): ProblemBody {
  try {
    return JSON.parse(text) as ProblemBody;
  } catch {
    return {};
  }
}

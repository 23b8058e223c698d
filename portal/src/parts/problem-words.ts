// From a Problem to words. Pure, so that it can be tested without a screen.

import { CUT_OFF, type Problem } from '../api/problem';
import { inWords } from '../api/served';
import { t } from '../text';

export interface ProblemWords { title: string; lines: string[] }

export function problemWords(problem: Problem): ProblemWords {
  const p = t.problem;
  if (problem.code === CUT_OFF) return { title: p.cutOffTitle, lines: [p.cutOff] };
  if (problem.isOffline) return { title: p.offlineTitle, lines: [p.offline] };
  if (problem.code === 'permission_denied') return { title: p.notAllowedTitle, lines: missing(problem) };
  if (problem.code === 'fresh_login_required') return { title: p.title, lines: [p.notConfirmed] };
  switch (problem.status) {
    case 404: return { title: p.title, lines: [p.notFound] };
    case 413: return { title: p.title, lines: [p.tooLarge] };
    case 429: return { title: p.title, lines: [throttled(problem)] };
    case 503: return { title: p.title, lines: [p.unavailable] };
    default: return { title: p.title, lines: said(problem) };
  }
}

function missing({ body }: Problem): string[] {
  const p = t.problem;
  const required = body.required ?? [];
  const names = required.join(', ');
  const first = required.length === 0 ? inWords(String(body.detail ?? ''))
    : required.length === 1 ? p.missing(names) : p.missingAny(names);
  return body.missing_because ? [first, p.because[body.missing_because]] : [first];
}

function throttled({ retryAfter }: Problem): string {
  return retryAfter === null ? t.problem.throttledLater : t.problem.throttled(Math.max(1, retryAfter));
}

function said(problem: Problem): string[] {
  const lines = [...problem.general];
  for (const [field, message] of Object.entries(problem.fields)) lines.push(t.common.pair(field, message));
  return lines.length > 0 ? lines : [t.problem.unknown(problem.status)];
}

// Mistakes inside of an object come as one sentence with the name in front: `to_email: Enter a valid
// email address.` Here they become mistakes of the inputs that have these names.

import { Problem, type ProblemBody } from '../../api/problem';

export function unnest(error: unknown, ...objects: string[]): never {
  if (!(error instanceof Problem) || error.status !== 400) throw error;
  const body: ProblemBody = {};
  for (const [name, messages] of Object.entries(error.body)) {
    const sentence = objects.includes(name) && Array.isArray(messages) ? String(messages[0]) : '';
    const match = /^(?:\w+: )*?(\w+): (?!\w+: )(.+)$/s.exec(sentence);
    if (match) body[match[1] as string] = [capital(match[2] as string)];
    else body[name] = messages;
  }
  throw new Problem(error.status, body, null, error.requestId);
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

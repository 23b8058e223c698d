// A command to try an operation with. Pure; the token is left for the reader to fill in.

import { access, media, type Document, type Operation } from './document';
import { exampleOf } from './schema';

export function curl(document: Document, operation: Operation, origin: string): string {
  const { method, path } = operation;
  const lines = [`curl -X ${method.toUpperCase()} '${origin}${path}'`];
  const { gate } = access(operation);
  if (gate !== 'public') lines.push(gate === 'person' || gate === 'fresh' ? `-H 'Authorization: JWT <token>'` : `-H 'Authorization: UAT <token>'`);
  const body = media(operation.requestBody?.content);
  if (body) {
    lines.push(`-H 'Content-Type: ${body.type}'`);
    lines.push(body.type.includes('json')
      ? `-d '${quoted(JSON.stringify(body.example ?? exampleOf(document, body.schema)))}'`
      : '--data-binary @file');
  }
  return lines.join(' \\\n  ');
}

// A quote inside a shell's single quotes.
const quoted = (text: string) => text.replaceAll("'", `'\\''`);

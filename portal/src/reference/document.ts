// Reading an OpenAPI document: only the parts of it that the reference shows. Pure.

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  example?: unknown;
  examples?: unknown[];
  default?: unknown;
}

interface Media { schema?: Schema; example?: unknown; examples?: Record<string, { value?: unknown }> }

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
}

export interface Response { description?: string; content?: Record<string, Media> }

/** What kind of caller an operation is for. */
export type Gate = 'public' | 'any' | 'person' | 'fresh' | 'token';

interface RawOperation {
  operationId?: string;
  tags?: string[];
  summary?: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: { required?: boolean; description?: string; content?: Record<string, Media> };
  responses?: Record<string, Response>;
  security?: Record<string, string[]>[];
  'x-access'?: { gate: Gate; any_of: string[] };
}

export interface Document {
  info: { title: string; version: string; description?: string };
  tags?: { name: string; description?: string }[];
  paths: Record<string, Record<string, RawOperation>>;
  components?: { schemas?: Record<string, Schema> };
}

export interface Operation extends RawOperation { id: string; method: string; path: string; tag: string }

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

export function operations({ paths }: Document): Operation[] {
  return Object.entries(paths).flatMap(([path, item]) => METHODS.flatMap((method) => {
    const raw = item[method];
    if (!raw) return [];
    const id = raw.operationId ?? `${method}${path}`.replaceAll(/[^a-z0-9]+/gi, '_');
    return [{ ...raw, id, method, path, tag: raw.tags?.[0] ?? '' }];
  }));
}

/** Operations by tag, in the order of the document's own list of tags. */
export function byTag(document: Document, list: Operation[]): [string, Operation[]][] {
  const order = (document.tags ?? []).map(({ name }) => name);
  const tags = [...new Set([...order, ...list.map(({ tag }) => tag)])];
  return tags
    .map((tag): [string, Operation[]] => [tag, list.filter((operation) => operation.tag === tag)])
    .filter(([, members]) => members.length > 0);
}

export function matches({ path, method, summary = '', description = '', tag, id }: Operation, search: string): boolean {
  const text = `${method} ${path} ${summary} ${description} ${tag} ${id}`.toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

/** Who may call it: the kind of caller, and the permissions of which one is enough. */
export function access(operation: RawOperation): { gate: Gate; anyOf: string[] } {
  const stated = operation['x-access'];
  return { gate: stated?.gate ?? 'any', anyOf: stated?.any_of ?? [] };
}

export function media(content: Record<string, Media> | undefined): { type: string; schema?: Schema; example?: unknown } | null {
  const [type, first] = Object.entries(content ?? {})[0] ?? [];
  if (!type || !first) return null;
  return { type, schema: first.schema, example: first.example ?? Object.values(first.examples ?? {})[0]?.value };
}

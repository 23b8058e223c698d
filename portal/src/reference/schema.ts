// From schemas to what people read: a type in words, the members, an example. Pure.

import type { Document, Schema } from './document';

export interface Member { name: string; type: string; description: string; isRequired: boolean; values: unknown[] }

/** Follows a `$ref`, merges `allOf`, and looks through "this or null". */
export function resolve(document: Document, schema: Schema | undefined): Schema {
  if (!schema) return {};
  if (schema.$ref) {
    const found = document.components?.schemas?.[nameOf(schema.$ref)];
    return { ...resolve(document, found), ...(schema.description ? { description: schema.description } : {}) };
  }
  if (schema.allOf) {
    return schema.allOf.map((part) => resolve(document, part)).reduce((all, part) => ({
      ...all, ...part,
      properties: { ...all.properties, ...part.properties }, required: [...(all.required ?? []), ...(part.required ?? [])],
    }), { description: schema.description });
  }
  const choices = (schema.oneOf ?? schema.anyOf)?.filter((choice) => choice.type !== 'null');
  return choices?.length === 1 ? { ...resolve(document, choices[0]), ...(schema.description ? { description: schema.description } : {}) } : schema;
}

export function members(document: Document, schema: Schema | undefined): Member[] {
  const whole = resolve(document, schema);
  const object = whole.type === 'array' ? resolve(document, whole.items) : whole;
  return Object.entries(object.properties ?? {}).map(([name, property]) => {
    const plain = resolve(document, property);
    return {
      name, type: typeWords(document, property), description: property.description ?? plain.description ?? '',
      isRequired: object.required?.includes(name) ?? false, values: plain.enum ?? [],
    };
  });
}

export function typeWords(document: Document, schema: Schema | undefined): string {
  if (!schema) return '';
  if (schema.$ref) {
    const plain = resolve(document, schema);
    return plain.properties ? nameOf(schema.$ref) : typeWords(document, plain);
  }
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return [...new Set(choices.map((choice) => typeWords(document, choice)))].join(' | ');
  if (schema.type === 'array') return `${typeWords(document, schema.items)}[]`;
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : schema.type ?? (schema.properties ? 'object' : 'any');
  return schema.format && !/^u?int/.test(schema.format) ? `${type} (${schema.format})` : type;
}

/** The schema's own example, or one made of its members. Stops where schemas turn in circles. */
export function exampleOf(document: Document, schema: Schema | undefined, depth = 0, member = ''): unknown {
  const whole = resolve(document, schema);
  const given = schema?.example ?? whole.example ?? whole.examples?.[0] ?? whole.const ?? whole.default;
  if (given !== undefined) return given;
  if (whole.enum) return whole.enum[0];
  if (depth > 5) return null;
  const type = Array.isArray(whole.type) ? whole.type.find((one) => one !== 'null') : whole.type;
  if (whole.properties) {
    return Object.fromEntries(Object.entries(whole.properties).map(([name, property]) => [name, exampleOf(document, property, depth + 1, name)]));
  }
  const choice = (whole.oneOf ?? whole.anyOf)?.[0];
  if (choice) return exampleOf(document, choice, depth + 1, member);
  switch (type) {
    case 'array': return [exampleOf(document, whole.items, depth + 1, member)];
    case 'integer': case 'number': return 1;
    case 'boolean': return true;
    case 'object': return {};
    case 'string': return FORMATS[whole.format ?? ''] ?? BY_NAME[member] ?? 'text';
    default: return null;
  }
}

const FORMATS: Record<string, string> = {
  date: '2027-01-31', 'date-time': '2026-01-05T08:00:00.000000Z', uuid: '0197c1f2-5b0e-7c3a-9d54-3f6f0f6e2a11',
  uri: 'https://example.com/', email: 'ada@example.com',
};

const BY_NAME: Record<string, string> = {
  name: 'Olive oil 500 ml', sku: 'OLV-500', reference: 'KAL', client_url: 'https://example.com/', given_name: 'Ada',
  family_name: 'Admin', email: 'ada@example.com', permissions: 'product_view', required: 'product_create', granted: 'product_view',
  password: 'correct horse battery staple', current_password: 'correct horse battery staple',
  new_password: 'a quiet sentence of mine', role: 'brand_manager', company: 'Kallista SA', time_zone: 'UTC', state: 'active',
  risk: 'medium', detail: 'What went wrong.',
};

const nameOf = (ref: string) => ref.split('/').at(-1) ?? ref;

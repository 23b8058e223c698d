import { expect, test } from 'vitest';
import type { Document } from './document';
import { exampleOf, members, typeWords } from './schema';

const document: Document = {
  info: { title: 'x', version: '1' },
  paths: {},
  components: {
    schemas: {
      Brand: {
        type: 'object', required: ['id'],
        properties: { id: { type: 'integer', format: 'int64' }, made: { type: 'string', format: 'date-time' }, parent: { oneOf: [{ type: 'null' }, { $ref: '#/components/schemas/Brand' }] } },
      },
      Name: { type: 'string', description: 'A name.' },
    },
  },
};
const brand = { $ref: '#/components/schemas/Brand' };

test('types in words', () => {
  expect(typeWords(document, { type: 'array', items: brand })).toBe('Brand[]');
  expect(typeWords(document, { $ref: '#/components/schemas/Name' })).toBe('string');
  expect(typeWords(document, { type: ['string', 'null'], format: 'uuid' })).toBe('string | null (uuid)');
});

test('members know what is required', () => {
  expect(members(document, brand).map(({ name, isRequired }) => [name, isRequired])).toEqual([['id', true], ['made', false], ['parent', false]]);
});

test('an example ends although the schema turns in a circle', () => {
  const example = exampleOf(document, brand) as { id: number; parent: { id: number } };
  expect(example.id).toBe(1);
  expect(example.parent.id).toBe(1);
});

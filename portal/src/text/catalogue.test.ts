// French says everything that English says, in words of its own and with the spaces that it needs.

import { describe, expect, test } from 'vitest';
import { en as enFirst } from './en';
import { rooms as enRooms } from './en/rooms';
import { fr as frFirst } from './fr';
import { rooms as frRooms } from './fr/rooms';

const en = { ...enFirst, ...enRooms };
const fr = { ...frFirst, ...frRooms };

// The same in both languages: names, abbreviations, addresses, and words that both have.
const SAME = new Set([
  'Countermark', 'UUID', 'SKU', 'API', 'JWT', 'SVG', 'PNG', 'SCM T&T', 'WeChat', '—', 'Webhook', 'Webhooks', 'Menu', 'Code', 'Codes', 'Sessions',
  'Action', 'Actions', 'Scan', 'Scans', 'Robot', 'Options', 'Date', 'Description', 'Invitation', 'Active', 'minutes', 'https://www.example.com/scan?code={qr}',
  '203.0.113.0/24\n2001:db8::/48',
]);

// Counts and pairs whose words both languages have.
const MADE = new Set(['campaign.scm.key', 'webhooks.deliveries.status', 'token.count', 'reference.version', 'campaign.alerts.minutes', 'codes.these', 'dashboard.days', 'dashboard.count', 'scans.place']);

// Always of many: bounds, and lists that are cut.
const MANY = new Set(['lists.cut', 'password.hint', 'password.short', 'token.chart', 'import.errorsMore']);

type Leaf = [path: string, value: unknown];

function leaves(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, one]) => leaves(one, path ? `${path}.${key}` : key));
}

// What the server says itself has no words in English.
const english = new Map(leaves({ ...en, served: {} }));
const french = leaves({ ...fr, served: {} });

/** The texts of a leaf: of a function those for none, one and many. */
function texts(value: unknown): string[] {
  if (typeof value !== 'function') return [String(value)];
  return [0, 1, 2345].map((count) => String(value(...Array.from({ length: value.length }, () => count))));
}

describe('English and French', () => {
  test('say nothing twice: what comes with the rooms replaces none of the first words', () => {
    expect(Object.keys(enRooms).filter((key) => key in enFirst)).toEqual([]);
    expect(Object.keys(frFirst).sort()).toEqual(Object.keys(enFirst).sort());
  });

  test('have the same keys', () => {
    expect(french.map(([path]) => path).sort()).toEqual([...english.keys()].sort());
  });

  test('have the same kinds: a text, or a function of as many parameters', () => {
    const kind = (value: unknown) => (typeof value === 'function' ? `of ${value.length}` : typeof value);
    expect(french.filter(([path, value]) => kind(value) !== kind(english.get(path)))).toEqual([]);
    expect(french.filter(([, value]) => typeof value !== 'string' && typeof value !== 'function')).toEqual([]);
  });

  test('nothing is empty that says something in English', () => {
    const empty = french.filter(([path, value]) => {
      const words = texts(english.get(path));
      return texts(value).some((text, at) => text === '' && words[at] !== '');
    });
    expect(empty).toEqual([]);
  });

  test('nothing was left in English', () => {
    const left = french.filter(([path, value]) => !MADE.has(path) && !SAME.has(String(value))
      && texts(value).some((text, at) => text !== '' && text === texts(english.get(path))[at]));
    expect(left.map(([path, value]) => `${path}: ${texts(value)}`)).toEqual([]);
  });

  test('every word that is said to be the same is somewhere the same', () => {
    const same = new Set(french.filter(([path, value]) => value === english.get(path)).map(([, value]) => value));
    expect([...SAME].filter((word) => !same.has(word))).toEqual([]);
  });
});

describe('French', () => {
  const said = leaves(fr).flatMap(([path, value]) => texts(value).map((text) => [path, text] as const));

  test('has no space before : ; ? ! that a line may break at, and none inside of « »', () => {
    expect(said.filter(([, text]) => / [:;?!»]|« /.test(text))).toEqual([]);
  });

  test('has a space there at all', () => {
    // Not in addresses, times and keys.
    expect(said.filter(([, text]) => /\p{L}[;?!](\s|$)|\p{L}:\s|«[^\u00A0]|[^\u00A0]»/u.test(text))).toEqual([]);
  });

  test('has the apostrophe of print', () => {
    expect(said.filter(([, text]) => /\p{L}'\p{L}/u.test(text))).toEqual([]);
  });

  test('says no plural of nothing or one', () => {
    const counted = leaves(fr).flatMap(([path, value]) => (typeof value !== 'function' ? [] : [0, 1].map((count) => [path, String(value(...Array.from({ length: value.length }, () => count)))] as const)));
    // Words that end in an s by themselves.
    expect(counted.filter(([path, text]) => !MANY.has(path) && /(^|[^\d\u202F,])[01][ \u00A0](?!(mois|fois|accès|admis|après|avis|dans|depuis|plus|repris)\b)\p{L}+s(?!\p{L})/u.test(text))).toEqual([]);
  });

  test('counts nothing and one as one', () => {
    expect([0, 1, 2].map((count) => fr.tokens.rights(count))).toEqual(['0 droit', '1 droit', '2 droits']);
    expect(fr.codes.activated(1, 3)).toBe('1 code est désormais actif. 2 l’étaient déjà.');
    expect(fr.common.paging(1, 25, 12_345)).toBe('1–25 sur 12\u202F345');
  });
});

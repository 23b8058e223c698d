// French has words for all that the server tells people, and for nothing that it no longer says.

import { beforeAll, describe, expect, test } from 'vitest';
import { inWords } from '../api/served';
import { speak } from '.';
import { FOR_PROGRAMS, JOINED, MADE_OF } from './for-programs';
import { served as english } from './en/served';
import { served as french } from './fr/served';
import { asPattern, isSentence, said, source, textsOf } from './rust-sentences';

const plain = (key: string) => key.replaceAll('{=}', '{}');
const known = new Set(Object.keys(french.sentences).map(plain));
const forPrograms = new Set(Object.values(FOR_PROGRAMS).flat().map(asPattern));

/** What a text may come out as: as a format, or as it stands. */
const readings = (text: string) => [...new Set(MADE_OF[text] ?? [asPattern(text), text])];
const isServed = (text: string) => (MADE_OF[text] ? readings(text).every((one) => known.has(one)) : readings(text).some((one) => known.has(one)));

describe('what the server says', () => {
  test('is found', () => {
    expect(said.length).toBeGreaterThan(400);
    for (const file of ['core/src/text.rs', 'server/src/error.rs', 'server/src/jobs/owner.rs', 'store/src/scm/find.rs']) {
      expect(said.some((one) => one.file === file), file).toBe(true);
    }
  });

  test('has French words, or is for programs', () => {
    const missing = said.filter(({ text }) => !isServed(text) && !forPrograms.has(asPattern(text)));
    expect([...new Set(missing.map(({ file, text }) => `${file}: ${text}`))]).toEqual([]);
  });

  test('is what the lists name, and no more', () => {
    const all = new Set([...said.flatMap(({ text }) => readings(text)), ...JOINED]);
    const texts = new Set(said.map(({ text }) => text));
    expect([...known].filter((key) => !all.has(key)), 'French').toEqual([]);
    expect(Object.keys(english.sentences).filter((key) => !all.has(plain(key))), 'English').toEqual([]);
    expect(Object.keys(MADE_OF).filter((text) => !texts.has(text)), 'made of parts').toEqual([]);
    const patterns = new Set([...texts].map(asPattern));
    expect([...forPrograms].filter((text) => !patterns.has(text)), 'for programs').toEqual([]);
    expect([...forPrograms].filter((text) => known.has(text)), 'for programs, and in French').toEqual([]);
  });
});

describe('permissions and roles', () => {
  const inFile = (file: string) => textsOf(source(file)).map(({ text }) => text);

  test('each description has its French beside its name', () => {
    for (const [file, words] of [['core/src/permissions.rs', french.permissions], ['core/src/roles.rs', french.roles]] as const) {
      const texts = inFile(file);
      const described = texts.filter((text, at) => isSentence(text) && /^[a-z_]+$/.test(texts[at - 2] ?? texts[at - 1] ?? ''));
      expect(described.length).toBeGreaterThan(8);
      expect(Object.keys(words).filter((name) => !texts.includes(name))).toEqual([]);
      expect(described).toHaveLength(Object.keys(words).length);
    }
  });

  test('every role that a sentence may name has a French name', () => {
    const texts = inFile('core/src/roles.rs');
    const labels = texts.filter((_, at) => /^[a-z]+(_[a-z]+)+$/.test(texts[at - 1] ?? ''));
    expect(labels).toHaveLength(9);
    expect(labels.filter((label) => !(label in french.words))).toEqual([]);
  });
});

describe('in French', () => {
  beforeAll(() => speak('fr'));

  test('a sentence is found again with anything in its places', () => {
    const filled = (key: string) => plain(key).replaceAll('{}', 'x');
    expect(Object.keys(french.sentences).filter((key) => inWords(filled(key)) !== french.sentences[key]?.replaceAll(/\{(?:=|role)?\}/g, 'x'))).toEqual([]);
  });

  test('has as many places', () => {
    const places = (text: string) => text.match(/\{(?:=|role)?\}/g)?.length ?? 0;
    expect(Object.entries(french.sentences).filter(([key, words]) => places(key) !== places(words))).toEqual([]);
  });
});

test.each([
  ['let x = "Not found."; // "It is a comment."', ['Not found.']],
  ['f(\'"\', "One \\"two\\" \\\n    three.")', ['One "two" three.']],
  ['r#"Raw "text" here."#', ['Raw "text" here.']],
])('texts are seen in %s', (code, texts) => {
  expect(textsOf(code).map(({ text }) => text)).toEqual(texts);
});

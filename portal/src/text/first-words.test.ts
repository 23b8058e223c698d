// What is loaded without the words of the rooms reads the first words alone. It goes through the
// sources as the browser does: from what a page loads, through whatever that imports, now or later,
// up to each `room(() => import(…))`, which brings the other words along.

import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { en } from './en';
import { rooms } from './en/rooms';

type Sources = Record<string, string>;

const sources: Sources = import.meta.glob<string>('/src/**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true });

const ENTRIES = ['/src/main.tsx', '/src/reference/main.tsx'];

/** The words themselves. */
const WORDS = /^\/src\/text\//;

interface Found { imports: string[]; reads: string[] }

/** What a module imports, but for rooms; and what it reads of `t`. `…` is all of it, or who knows what. */
function look(name: string, source: string): Found {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, name.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const found: Found = { imports: [], reads: [] };
  const visit = (node: ts.Node) => {
    if ((ts.isImportDeclaration(node) && !node.importClause?.isTypeOnly) || (ts.isExportDeclaration(node) && !node.isTypeOnly)) {
      if (node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) found.imports.push(node.moduleSpecifier.text);
      if (/\bt as \w|\* as \w+ from '[./]*text'/.test(node.getText())) found.reads.push('…');
      return;
    }
    if (ts.isCallExpression(node)) {
      if (ts.isIdentifier(node.expression) && node.expression.text === 'room') return;
      const [to] = node.arguments;
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword && to && ts.isStringLiteral(to)) found.imports.push(to.text);
    }
    if (ts.isIdentifier(node) && node.text === 't') found.reads.push(...readOf(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** `t.codes`, `t['codes']`, `const { codes } = t`; not the name of a member or of a type. */
function readOf(node: ts.Identifier): string[] {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node ? [parent.name.text] : [];
  if (ts.isElementAccessExpression(parent) && ts.isStringLiteral(parent.argumentExpression)) return [parent.argumentExpression.text];
  if (ts.isVariableDeclaration(parent) && parent.initializer === node && ts.isObjectBindingPattern(parent.name)) {
    return parent.name.elements.map(({ dotDotDotToken, propertyName, name }) => (dotDotDotToken ? '…' : (propertyName ?? name).getText()));
  }
  if ((ts.isPropertyAssignment(parent) || ts.isJsxAttribute(parent)) && parent.name === node) return [];
  return ['…'];
}

function resolve(from: string, to: string, all: Sources): string | undefined {
  if (!to.startsWith('.')) return undefined;
  const { pathname } = new URL(to, `file://${from}`);
  return ['.ts', '.tsx', '/index.ts'].map((ending) => `${pathname}${ending}`).find((path) => path in all);
}

/** Every module that is loaded without the rooms, with what it reads. */
function walk(all: Sources): Map<string, string[]> {
  const reads = new Map<string, string[]>();
  const go = (name: string) => {
    if (reads.has(name) || WORDS.test(name)) return;
    const found = look(name, all[name] ?? '');
    reads.set(name, found.reads);
    for (const to of found.imports) {
      const path = resolve(name, to, all);
      if (path) go(path);
    }
  };
  ENTRIES.forEach(go);
  return reads;
}

const tooEarly = (reads: Map<string, string[]>) => [...reads].flatMap(([name, keys]) => keys.filter((key) => !(key in en)).map((key) => `${name}: t.${key}`));

const loaded = walk(sources);

test('what is loaded without the rooms reads the first words alone', () => {
  const pages = ['home', 'not-found', 'sign-in', 'setup', 'invitation', 'forgot', 'reset', 'verify'].map((page) => `/src/pages/${page}/page.tsx`);
  expect(['/src/start.tsx', '/src/parts/shell.tsx', '/src/parts/company-menu.tsx', '/src/reference/operation.tsx', ...pages].filter((name) => !loaded.has(name))).toEqual([]);
  expect(tooEarly(loaded)).toEqual([]);
});

test('the first words are no more than it reads', () => {
  const read = new Set([...loaded.values()].flat());
  expect(Object.keys(en).filter((key) => !read.has(key))).toEqual([]);
});

describe('a word of the rooms', () => {
  const key = 'codes' satisfies keyof typeof rooms;
  const planted = (home: string, part = ''): Map<string, string[]> => walk({
    '/src/main.tsx': "void begin(() => import('./start'));", '/src/start.tsx': "const Home = lazy(() => import('./home/page'));",
    '/src/home/page.tsx': home, '/src/parts/part.tsx': part,
  });

  test.each([
    `import { t } from '../text'; export const Page = () => <p>{t.${key}.title}</p>;`,
    `const { product, ${key} } = t;`,
    `const { ${key}: words } = t;`,
    `const w = t.${key}; w.title;`,
    `t['${key}'].title;`,
    `t?.${key}`,
  ])('is found in %s', (source) => {
    expect(tooEarly(planted(source))).toEqual([`/src/home/page.tsx: t.${key}`]);
    expect(tooEarly(planted("import { Part } from '../parts/part';", source))).toEqual([`/src/parts/part.tsx: t.${key}`]);
    expect(tooEarly(planted("export * from '../parts/part';", source))).toEqual([`/src/parts/part.tsx: t.${key}`]);
  });

  test.each(["import { t as words } from '../text';", "import * as text from '../text';", 'wordsOf(t)', 'const { product, ...others } = t;', 'const words = t;', 't[name]', '({ t })'])('may be hidden in %s', (source) => {
    expect(tooEarly(planted(source))).toEqual(['/src/home/page.tsx: t.…']);
  });

  test.each([
    'const title = t.product;',
    `import type { Words } from '../parts/part';`,
    `const Page = room(() => import('../parts/part'));`,
    'rect.t; ({ t: 1 });',
  ])('is not in %s', (source) => {
    expect(tooEarly(planted(source, `t.${key}`))).toEqual([]);
  });
});

// No component has a text of its own: everything that is read or heard comes from the catalogue.

import ts from 'typescript';
import { expect, test } from 'vitest';

const sources = import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true });

const READ = new Set([
  'title', 'label', 'placeholder', 'alt', 'aria-label', 'description', 'error', 'lead', 'text', 'caption', 'header', 'hint', 'message', 'submit', 'summary',
]);

// How an address begins is the same everywhere.
const NO_WORDS = new Set(['https://']);

const { AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken, PlusToken } = ts.SyntaxKind;
const JOINS = new Set<ts.SyntaxKind>([AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken, PlusToken]);

const hasWords = (text: string) => /\p{L}{2}/u.test(text) && !NO_WORDS.has(text);

/** Texts between tags, and those of attributes and members that are shown. */
function textsIn(name: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isJsxText(node) && hasWords(node.text)) found.push(node.text.trim());
    if (ts.isJsxExpression(node) && ts.isJsxElement(node.parent)) found.push(...literals(node.expression));
    if (ts.isJsxAttribute(node) && READ.has(node.name.getText())) found.push(...literals(node.initializer));
    if (ts.isPropertyAssignment(node) && READ.has(node.name.getText().replaceAll("'", ''))) found.push(...literals(node.initializer));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return found;
}

/** The texts that an expression may come to; what it calls or compares is none of them. */
function literals(node: ts.Node | undefined): string[] {
  if (!node) return [];
  if (ts.isStringLiteralLike(node)) return hasWords(node.text) ? [node.text] : [];
  if (ts.isTemplateExpression(node)) return [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).filter(hasWords);
  if (ts.isJsxExpression(node) || ts.isParenthesizedExpression(node)) return literals(node.expression);
  if (ts.isConditionalExpression(node)) return [...literals(node.whenTrue), ...literals(node.whenFalse)];
  if (ts.isBinaryExpression(node) && JOINS.has(node.operatorToken.kind)) return [...literals(node.left), ...literals(node.right)];
  return [];
}

// It reads every component: more than a usual test's five seconds on a busy machine.
test('no component has texts of its own', { timeout: 60_000 }, () => {
  expect(Object.keys(sources).length).toBeGreaterThan(200);
  expect(Object.entries(sources).flatMap(([name, source]) => textsIn(name, source).map((text) => `${name}: ${text}`))).toEqual([]);
});

test.each([
  ['<p>Some words</p>', 'Some words'],
  ['<p>{isOn ? `${name} is on` : t.off}</p>', 'is on'],
  ['<Button aria-label="Close" />', 'Close'],
  ['<Field label={isNew && "New field"} />', 'New field'],
  ['const column = { header: "Name" }', 'Name'],
])('a text is seen in %s', (source, text) => {
  expect(textsIn('x.tsx', source).map((found) => found.trim())).toEqual([text]);
});

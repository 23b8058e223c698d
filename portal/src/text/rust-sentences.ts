// For tests: every sentence in the sources of the server that a person might be told. Reading the
// texts themselves, and not the calls around them, misses none that goes through a helper.

const sources = import.meta.glob<string>('../../../crates/{core,server,store}/src/**/*.rs', { query: '?raw', import: 'default', eager: true });

// Comments, characters and texts, so that a quote inside of one opens nothing.
const TOKEN = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|\br(#*)"([\s\S]*?)"\1|'(?:\\(?:u\{\w+\}|.)|[^'\\\n])'|"((?:\\[\s\S]|[^"\\])*)"/g;

/** What is told elsewhere than in the portal, or has a test of its own, by where it stands. */
const ELSEWHERE: Record<string, RegExp> = {
  'the command line': /^server\/src\/cli\//,
  'mails': /^server\/src\/mail\/|^core\/src\/scan_flags\.rs$/,
  'the document of the API, and measurements': /^server\/src\/(openapi\.rs|metrics\/)/,
  'the page behind a scan': /^server\/src\/api\/scan\.rs$/,
  'apps of consumers': /^server\/src\/(api\/v2\/consumer\/|auth\/consumer\.rs)/,
  'start of the server': /^server\/src\/(files\/mod|scans\/geo|auth\/breached|portal\/mod)\.rs$/,
  'permissions and roles, by name': /^core\/src\/(permissions|roles)\.rs$/,
};

// Ends in what says that the next text is for those who work on the server, or read its document.
const NOT_TOLD = /(\b(expect|panic!|unreachable!|description|id_or_text)\(\s*(Some\()?|\b(reason|description|summary|help|example) = |\b(trace|debug|info|warn|error)!\([^;]*|\bexample = json!\([^;]*|"[\w-]+"\s*=>\s*)$/;

// Of SQL.
const NO_SENTENCE = / (=|<|>|<=|>=) \?$/;

export interface Said {
  /** `server/src/error.rs`. */
  file: string;
  /** As it stands there: `{name}` is a place, unless it is no format. */
  text: string;
}

export function textsOf(source: string): { text: string; before: string }[] {
  const found = [];
  for (const match of source.matchAll(TOKEN)) {
    const text = match[2] ?? match[3]?.replaceAll(/\\\n\s*/g, '').replaceAll('\\"', '"').replaceAll('\\n', '\n');
    if (text !== undefined) found.push({ text, before: source.slice(Math.max(0, match.index - 600), match.index) });
  }
  return found;
}

export const isSentence = (text: string) => /^[A-Z{"]/.test(text) && / /.test(text) && /[.?!]$/.test(text) && !NO_SENTENCE.test(text);

/** `There is no user {id}.` → `There is no user {}.` */
export const asPattern = (text: string) => text.replaceAll(/\{\{|\}\}|\{[\w:.]*\}/g, (part) => (part.length === 2 && part !== '{}' ? part.charAt(0) : '{}'));

export const said: Said[] = Object.entries(sources).flatMap(([path, source]) => {
  const file = path.replace(/^.*\/crates\//, '');
  if (/(^|\/)tests?(\.rs|\/)/.test(file) || Object.values(ELSEWHERE).some((place) => place.test(file))) return [];
  const [code = ''] = source.split('#[cfg(test)]\nmod tests');
  return textsOf(code).filter(({ text, before }) => isSentence(text) && !NOT_TOLD.test(before)).map(({ text }) => ({ file, text }));
});

/** Roles and permissions: `name: "brand_view"` and the like, with their texts. */
export const source = (file: string) => Object.entries(sources).find(([path]) => path.endsWith(`/crates/${file}`))?.[1] ?? '';

// What the server says, which is English, in the words of the catalogue. What that has no words for
// stays as it came.

import { momentWords } from '../parts/dates';
import { t } from '../text';
import type { Permission, Role } from './types';

interface Saying {
  said: RegExp;
  /** Of each place, whether what stands there is written anew. */
  isRewritten: boolean[];
  words: string;
}

const PLACE = /"\{\}"|\{=?\}/g;
const WORDS_PLACE = /\{(?:=|role)?\}/g;

let known: { of: Record<string, string>; sayings: Saying[] } | undefined;

/** A sentence of the server. Dates and numbers in it are written as the reader writes them. */
export function inWords(sentence: string): string {
  return wordsOf(sentence) ?? ofMember(sentence) ?? ofSeveral(sentence) ?? sentence;
}

function wordsOf(sentence: string): string | undefined {
  const exact = t.served.sentences[sentence];
  if (exact !== undefined) return exact;
  for (const { said, isRewritten, words } of sayings()) {
    const [, ...values] = said.exec(sentence) ?? [];
    if (values.length === 0) continue;
    let at = 0;
    return words.replaceAll(WORDS_PLACE, (place) => {
      const value = values[at] ?? '';
      const isNew = isRewritten[at++];
      if (place === '{role}') return t.served.words[value] ?? value;
      return isNew ? written(value) : value;
    });
  }
  return undefined;
}

// The longest first: it is the most particular.
function sayings(): Saying[] {
  const of = t.served.sentences;
  if (known?.of !== of) known = { of, sayings: Object.entries(of).filter(([said]) => said.match(PLACE)).sort(([a], [b]) => b.length - a.length).map(compiled) };
  return known.sayings;
}

/** `minutes: Use 1 to 20.` */
function ofMember(sentence: string): string | undefined {
  const [, member, rest] = /^([\w.]+): (.+)$/.exec(sentence) ?? [];
  const words = member && rest ? wordsOf(rest) : undefined;
  return member && words && t.common.pair(member, words);
}

/** Sentences in a row, if all of them are known. */
function ofSeveral(text: string): string | undefined {
  const sentences = text.split(/(?<=[.?!]) (?=[A-Z"])/);
  const words = sentences.map(wordsOf);
  return sentences.length > 1 && words.every((one) => one !== undefined) ? words.join(' ') : undefined;
}

function compiled([said, words]: [string, string]): Saying {
  const places = said.match(PLACE) ?? [];
  const between = said.split(PLACE).map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = between.reduce((all, text, at) => `${all}${places[at - 1] === '"{}"' ? '"(.*?)"' : '((?:(?![.?!] [A-Z]).)+?)'}${text}`);
  return { said: new RegExp(`^${pattern}$`, 's'), isRewritten: places.map((place) => place === '{}'), words };
}

// A time of the server has no zone of the reader's company here, so it says its own.
function written(value: string): string {
  if (/^\d+(,\d{3})*$/.test(value)) return Number(value.replaceAll(',', '')).toLocaleString(t.language);
  return t.served.words[value] ?? momentWords(value, 'UTC');
}

export function permissionInWords(permission: Permission): Permission {
  const { name, group, reason } = permission;
  return { ...permission, ...t.served.permissions[name], group: t.served.groups[group] ?? group, reason: reason && inWords(reason) };
}

export const roleInWords = (role: Role): Role => ({ ...role, ...t.served.roles[role.name] });

/** What a role is called. */
export const roleName = ({ name, label }: { name: string; label: string }): string => t.served.roles[name]?.label ?? label;

/** `Firefox on Linux`, of a session. */
export function deviceWords(device: string): string {
  const [, browser, system] = /^(\w+) on (\w+)$/.exec(device) ?? [];
  return browser && system ? t.served.device(browser, system) : device;
}

// What a person chose for a file, and what the API takes for it.

import { guessColumn, guessNaming, guessTargets, type Key } from './keys';

export interface Choices {
  /** The key that names the codes. */
  by: string;
  /** The column that holds it; empty until it is chosen. */
  column: string;
  /** The key of each other column that is used. */
  targets: Record<string, string>;
  blank: 'keep' | 'clear';
  unknown: 'error' | 'skip';
}

export function firstChoices(header: string[], keys: Key[]): Choices {
  const by = guessNaming(header);
  return { by, column: guessColumn(header, by, keys), targets: guessTargets(header, keys), blank: 'keep', unknown: 'error' };
}

/** Codes are named by another key: its column is looked for anew. */
export function namedBy(choices: Choices, by: string, header: string[], keys: Key[]): Choices {
  const given = Object.entries(choices.targets).find(([, key]) => key === by)?.[0];
  return { ...choices, by, column: given ?? guessColumn(header, by, keys) };
}

/** The columns that are written, each with its key. The one that names the codes is not among them. */
export function written({ by, column, targets }: Choices): [column: string, key: string][] {
  return Object.entries(targets).filter(([name, key]) => key !== '' && key !== by && name !== column);
}

/** Columns whose key another column has, too. */
export function doubled(choices: Choices): string[] {
  const all = written(choices);
  return all.filter(([, key]) => all.filter(([, other]) => other === key).length > 1).map(([name]) => name);
}

export function asQuery(choices: Choices) {
  const columns = [[choices.column, choices.by] as const, ...written(choices)];
  return {
    data_key: choices.by,
    ...Object.fromEntries(columns.map(([name, key]) => [`column_${key}`, name])),
    blank: choices.blank,
    unknown: choices.unknown,
  };
}

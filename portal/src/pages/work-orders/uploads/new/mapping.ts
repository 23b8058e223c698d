// What a person chose for a file of own codes. The API takes the names of the columns as keys, so
// the file is sent with another header: each column is called as its key, and one without a name
// is left out.

import { columnNamed } from '../../../../parts/import/names';
import { guessTargets, type Key } from '../../../supply-chain/import/keys';
import type { Pair } from '../../scm-data-input';

export interface Choices {
  /** The template's id; null until it is chosen. */
  template: string | null;
  /** The column with the ids; empty until it is chosen. */
  column: string;
  /** The key of each other column that is used. */
  targets: Record<string, string>;
  /** What all codes carry. */
  data: Pair[];
}

/** How columns with ids are often called, plain. */
const ID_NAMES = ['id', 'extendedid', 'code', 'codeid', 'qrcode', 'qr', 'qrid', 'uid', 'gs1', 'digitallink'];

export function firstChoices(header: string[], keys: Key[]): Choices {
  const column = columnNamed(header, ID_NAMES);
  const { [column]: _, ...targets } = guessTargets(header, keys);
  return { template: null, column, targets, data: [] };
}

/** What each column of the file is called when it is sent. Of two with one name the first counts. */
export function names(header: string[], { column, targets }: Pick<Choices, 'column' | 'targets'>): string[] {
  return header.map((name, at) => {
    if (header.indexOf(name) < at) return '';
    return name === column ? 'id' : targets[name] ?? '';
  });
}

/** Columns whose key another column has, too. */
export function doubled({ column, targets }: Pick<Choices, 'column' | 'targets'>): string[] {
  const used = Object.entries(targets).filter(([name, key]) => key !== '' && name !== column);
  return used.filter(([, key]) => used.filter(([, other]) => other === key).length > 1).map(([name]) => name);
}

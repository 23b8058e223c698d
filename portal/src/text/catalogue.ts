// The shape of a catalogue: whatever English says, every language says.

import type { en } from './en';

type Words<T> = { [K in keyof T]: T[K] extends string ? string : T[K] extends (...a: infer A) => string
  ? (...a: A) => string : Words<T[K]> };

export type Catalogue = Words<typeof en>;

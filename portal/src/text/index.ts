// The words on the screens. Another language is another object of the same shape, chosen here.

import { en } from './en';

type Words<T> = { [K in keyof T]: T[K] extends string ? string : T[K] extends (...a: infer A) => string
  ? (...a: A) => string : Words<T[K]> };

export type Catalogue = Words<typeof en>;

export const t: Catalogue = en;

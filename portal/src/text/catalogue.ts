// The shape of a catalogue: whatever English says, every language says.

import type { en } from './en';
import type { rooms } from './en/rooms';

type Words<T> = { [K in keyof T]: T[K] extends string ? string : T[K] extends (...a: infer A) => string
  ? (...a: A) => string : Words<T[K]> };

/** What is there from the beginning. */
export type First = Words<typeof en>;

/** What comes with the first room. */
export type Rooms = Words<typeof rooms>;

export type Catalogue = First & Rooms;

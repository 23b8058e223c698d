// The words on the screens. Each language is two chunks: its first words are loaded before everything
// else, so a module may read those in `t` as soon as it is loaded itself; the words of the rooms
// before the first room. A test holds whatever is loaded without them to the first words.

import type { Catalogue, First, Rooms } from './catalogue';
import type { Language } from './languages';

export type { Catalogue } from './catalogue';

interface Chunks { first: () => Promise<First>; rooms: () => Promise<Rooms> }

const chunks: Record<Language, Chunks> = {
  en: { first: async () => (await import('./en')).en, rooms: async () => (await import('./en/rooms')).rooms },
  fr: { first: async () => (await import('./fr')).fr, rooms: async () => (await import('./fr/rooms')).rooms },
};

let spoken: Language;

export let t: Catalogue;

export async function speak(language: Language): Promise<void> {
  const first = await chunks[language].first();
  spoken = language;
  t = { ...first } as Catalogue;
}

/** The browser asks for them once. If they did not come, the next call asks again. */
export async function speakOfRooms(): Promise<void> {
  Object.assign(t, await chunks[spoken].rooms());
}

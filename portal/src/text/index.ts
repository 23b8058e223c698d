// The words on the screens. Each language is a chunk of its own; the one that is spoken is loaded
// before everything else, so a module may read `t` as soon as it is loaded itself.

import type { Catalogue } from './catalogue';
import type { Language } from './languages';

export type { Catalogue } from './catalogue';

const catalogues: Record<Language, () => Promise<Catalogue>> = {
  en: async () => (await import('./en')).en,
  fr: async () => (await import('./fr')).fr,
};

export let t: Catalogue;

export async function speak(language: Language): Promise<void> {
  t = await catalogues[language]();
}

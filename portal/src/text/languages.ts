// Which languages there are, and which of them a person wants.

/** Each by its own name. */
export const LANGUAGES = { en: 'English', fr: 'Français' } as const;

export type Language = keyof typeof LANGUAGES;

const KEY = 'countermark-language';

/** What the person chose here, else the first of the browser's languages that there is, else English. */
export function pickLanguage(chosen: string | null, wanted: readonly string[]): Language {
  const languages = [chosen ?? '', ...wanted].map((tag) => tag.split('-')[0]?.toLowerCase() ?? '');
  return languages.find(isLanguage) ?? 'en';
}

const isLanguage = (name: string): name is Language => Object.hasOwn(LANGUAGES, name);

export const ownLanguage = (): Language => pickLanguage(chosenHere(), navigator.languages);

/**
 * What the server has to learn: who chose a language means their mails, too. Whoever chose none is
 * written to in English, unless they read something else.
 */
export function languageToTell(known: string | null | undefined, chosen: string | null, read: Language): Language | undefined {
  if (known) return chosen && read !== known ? read : undefined;
  return chosen || read !== 'en' ? read : undefined;
}

// A browser that lets nothing be kept must not be left without words.
export function chosenHere(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** The place stays: it is in the address. */
export function switchLanguage(language: Language) {
  localStorage.setItem(KEY, language);
  window.location.reload();
}

// What both pages (the portal and the API reference) do first: load the words, then the rest.

import { speak } from '.';
import { ownLanguage } from './languages';

export async function begin(start: () => Promise<unknown>): Promise<void> {
  const language = ownLanguage();
  document.documentElement.lang = language;
  await speak(language);
  await start();
}

// The languages that are not spoken just now, each by its own name. A choice loads the page anew.

import { Button } from '@mantine/core';
import { t } from '../text';
import { LANGUAGES, switchLanguage, type Language } from '../text/languages';
import { LanguageIcon } from './icons';

const others = Object.keys(LANGUAGES).filter((language) => !t.language.startsWith(language)) as Language[];

export function LanguageSwitch() {
  return others.map((language) => (
    <Button
      key={language} variant="subtle" color="gray" size="compact-sm" fw={500} className="cm-quiet-button" lang={language}
      onClick={() => switchLanguage(language)}
    >
      {LANGUAGES[language]}
    </Button>
  ));
}

/** The same as entries of the menu. */
export function LanguageItems() {
  return others.map((language) => (
    <button key={language} type="button" className="cm-menu-item" lang={language} onClick={() => switchLanguage(language)}>
      <LanguageIcon />{LANGUAGES[language]}
    </button>
  ));
}

// Mails come in the language that is read here: the server is told when it does not know it yet, or
// when another one was chosen in this browser.

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../api/calls';
import type { Me } from '../api/types';
import { chosenHere, languageToTell, ownLanguage } from '../text/languages';
import { useMe } from './me';
import { ME } from './use-sign-out';

export function useToldLanguage() {
  const queries = useQueryClient();
  const { user: { language } } = useMe();
  const news = languageToTell(language, chosenHere(), ownLanguage());
  useEffect(() => {
    if (!news) return;
    // Reading goes on when the server cannot be told; the next page load tries again.
    api.me.update({ language: news }).then((me: Me) => queries.setQueryData(ME, me), () => undefined);
  }, [news, queries]);
}

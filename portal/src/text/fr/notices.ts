// What people should know about their tokens.

import { n, one, s } from './count';

export const notices = {
  title: 'Avis',
  lead: 'Ce que vous devriez savoir sur vos jetons.',
  columns: { what: 'Quoi', when: 'Quand' },
  dismiss: 'Ignorer',
  empty: 'Rien à signaler',
  emptyText: 'Avant qu’un de vos jetons ne prenne fin, vous êtes prévenu ici et par e-mail, 30, 14, 7, 3 et 1\u00A0jour à l’avance.',
  ends: (name: string, day: string) => `«\u00A0${name}\u00A0» fonctionne jusqu’au ${day}`,
  endsText: 'Remplacez-le avant que tous les systèmes qui l’utilisent ne soient exclus.',
  used: (name: string, from: string) => `«\u00A0${name}\u00A0» a été utilisé depuis ${from} après son remplacement`,
  usedText: 'L’appel a été refusé. Un système a été oublié, ou quelqu’un d’autre a le jeton.',
  usedRevoked: (count: number) => `L’appel a été refusé, et ${n(count)} jeton${s(count)} de sa chaîne ${one(count, 'a été révoqué', 'ont été révoqués')}.`,
};

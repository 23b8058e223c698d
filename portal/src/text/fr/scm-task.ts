// One upload or edit of supply-chain data.

import { n, s } from './count';

export const scmTask = {
  one: 'Import',
  title: (reference: string) => `Import ${reference}`,
  who: 'Qui a importé',
  everybody: 'Tout le monde',
  facts: {
    state: 'État',
    source: 'Origine',
    who: 'Demandé par',
    asked: 'Demandé',
    began: 'Commencé',
    ended: 'Terminé',
    codes: 'Codes trouvés',
    values: 'Valeurs modifiées',
    fields: 'Champs',
    id: 'Identifiant',
  },
  failedTitle: 'Cet import a échoué',
  failedText: (values: number) => (values === 0 ? 'Rien n’a été modifié.' : `Ce qui a été modifié avant reste\u00A0: ${n(values)} valeur${s(values)}.`),
  asked: 'Ce qui a été demandé',
  copy: 'Copier le JSON',
};

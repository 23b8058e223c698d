// The API reference.

import { s } from './count';

export const reference = {
  title: 'Référence de l’API',
  lead: 'Tout ce que fait un navigateur, un script ou le système d’un partenaire passe par ces opérations.',
  version: (version: string) => `Version ${version}`,
  search: 'Rechercher des opérations',
  contents: 'Opérations',
  found: (count: number) => `${count} opération${s(count)}`,
  nothing: 'Aucune opération ne correspond.',
  access: 'Accès',
  or: 'ou',
  gates: { public: 'Publique', any: '', person: 'Personne', fresh: 'Personne, connectée récemment', token: 'Le jeton lui-même' },
  parameters: 'Paramètres',
  body: 'Corps de la requête',
  responses: 'Réponses',
  example: 'Exemple',
  curl: 'Avec curl',
  required: 'obligatoire',
  oneOf: 'parmi',
  link: (what: string) => `Lien vers ${what}`,
  copy: 'Copier la commande',
  empty: 'La référence n’a pas pu être chargée.',
};

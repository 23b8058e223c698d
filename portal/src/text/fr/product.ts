// One product.

import { n, s } from './count';

export const productPage = {
  one: 'Produit',
  back: 'Produits',
  codes: (count: number) => (count === 0 ? 'Ses codes' : `${n(count)}\u00A0code${s(count)}`),
  noCodes: 'Aucun code n’est encore sur ce produit. Commandez-en, ou donnez ce produit à des codes que vous avez.',
  toCodes: 'Voir ses codes',
  factsTitle: 'Le produit',
  made: 'Créé',
  uuid: 'UUID',
  stc: {
    title: 'Données pour les pages de destination',
    lead: 'Les pages de destination les reçoivent telles quelles, pour chaque code de ce produit.',
    label: 'Données',
    hint: 'Un objet JSON, par exemple {"ingredients": {"fr": "Olives"}}. Vide\u00A0: aucune.',
    none: 'Il n’y en a pas.',
    saved: 'Les données pour les pages de destination sont enregistrées.',
  },
};

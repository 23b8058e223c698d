// The list of campaigns.

import { s } from './count';

export const campaigns = {
  title: 'Campagnes',
  lead: 'Ce sous quoi vos produits sont scannés\u00A0: un produit est dans une campagne au plus.',
  create: 'Nouvelle campagne',
  search: 'Rechercher des campagnes',
  caption: 'Campagnes',
  columns: { name: 'Nom', products: 'Produits', created: 'Création', actions: 'Actions' },
  empty: 'Aucune campagne pour l’instant',
  emptyText: 'Créez la première, puis mettez-y des produits.',
  emptyArchived: 'Aucune campagne archivée.',
  name: 'Nom',
  description: 'Description',
  createTitle: 'Nouvelle campagne',
  editTitle: (name: string) => `Modifier ${name}`,
  saved: (name: string) => `La campagne ${name} est enregistrée.`,
  archiveTitle: (name: string) => `Archiver ${name}\u202F?`,
  archiveText: 'Elle quitte les listes. Vous pouvez la restaurer à tout moment.',
  archived: (name: string) => `La campagne ${name} est archivée.`,
  restoreTitle: (name: string) => `Restaurer ${name}\u202F?`,
  restoreText: 'Elle revient immédiatement dans les listes.',
  restored: (name: string) => `La campagne ${name} est restaurée.`,
  productsOf: (count: number, name: string) => `${count} produit${s(count)} dans ${name}`,
  duplicate: 'Dupliquer',
  duplicateTitle: (name: string) => `Dupliquer ${name}`,
  duplicateText: 'La nouvelle campagne a la même description, les mêmes options, champs, règles et accès. Les produits, les alertes et la clé consommateur restent à l’ancienne.',
  copyOf: (name: string) => `${name} (copie)`,
  duplicated: (name: string) => `La campagne ${name} est créée.`,
};

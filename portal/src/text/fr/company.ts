// The company.

export const company = {
  title: 'Fiche de l’entreprise',
  details: 'L’entreprise',
  name: 'Nom',
  id: 'Identifiant de l’entreprise',
  uuid: 'UUID',
  zone: 'Fuseau horaire',
  zoneHint: 'Les jours y commencent et s’y terminent\u00A0: fins des jetons, filtres par jour, tableau de bord. Les jours déjà comptés restent tels quels.',
  website: 'Site web',
  websiteHint: 'Les scans mènent ici quand ni le produit ni sa marque n’a de lien.',
  address: 'Adresse',
  city: 'Ville',
  country: 'Pays',
  none: 'Rien pour l’instant',
  edit: 'Modifier',
  editTitle: 'L’entreprise',
};

// What a token may reach.

import { one, s } from './count';

export const reach = {
  title: 'Portée',
  everything: 'Toutes les marques, tous les produits et toutes les campagnes',
  part: 'Marques, produits et campagnes',
  hint: 'Choisissez-en\u00A0: le jeton ne verra et ne modifiera rien d’autre. Sans choix, il accède à tout ce qu’a votre entreprise.',
  onlyLess: 'Les listes de ce jeton peuvent raccourcir, jamais s’allonger.',
  brandCount: (count: number) => `${count} marque${s(count)}`,
  productCount: (count: number) => `${count} produit${s(count)}`,
  campaignCount: (count: number) => `${count} campagne${s(count)}`,
  brands: 'Seulement ces marques',
  brandsHint: 'Et leurs produits. De nouveaux produits peuvent y être créés, mais pas de nouvelles marques.',
  products: 'Seulement ces produits',
  productsHint: 'Aucun nouveau produit ne peut être créé.',
  campaigns: 'Seulement ces campagnes',
  campaignsHint: 'Et leurs produits. De nouveaux produits des marques présentes peuvent y être créés, mais pas de nouvelles campagnes.',
  any: { brands: 'Toute marque', products: 'Tout produit', campaigns: 'Toute campagne, ou aucune' },
  none: {
    brands: 'Votre entreprise n’a pas encore de marque',
    products: 'Votre entreprise n’a pas encore de produit',
    campaigns: 'Votre entreprise n’a pas encore de campagne',
  },
  clear: { brands: 'Effacer les marques', products: 'Effacer les produits', campaigns: 'Effacer les campagnes' },
  keepOne: 'Gardez au moins un élément de chaque liste, ou révoquez le jeton.',
  unnamed: {
    brands: (id: number) => `Marque ${id}`,
    products: (id: number) => `Produit ${id}`,
    campaigns: (id: number) => `Campagne ${id}`,
  },
  gone: {
    brands: (id: number) => `Marque ${id}, supprimée`,
    products: (id: number) => `Produit ${id}, supprimé`,
    campaigns: (id: number) => `Campagne ${id}, supprimée`,
  },
  onlyThese: {
    brands: (count: number) => one(count, 'Seulement cette marque\u00A0:', `Seulement ces ${count} marques\u00A0:`),
    products: (count: number) => one(count, 'Seulement ce produit\u00A0:', `Seulement ces ${count} produits\u00A0:`),
    campaigns: (count: number) => one(count, 'Seulement cette campagne\u00A0:', `Seulement ces ${count} campagnes\u00A0:`),
  },
  more: (count: number) => `${count} de plus`,
};

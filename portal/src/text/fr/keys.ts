// The keys that sign log-ins.

export const keys = {
  title: 'Clés de signature',
  lead: 'Elles signent les connexions des programmes (JWT). Une nouvelle arrive d’elle-même tous les 90\u00A0jours, sans que personne doive se reconnecter. Elles sont communes à toutes les entreprises de ce serveur.',
  caption: 'Clés de signature',
  columns: { id: 'Clé', algorithm: 'Algorithme', state: 'État', since: 'Depuis', until: 'Jusqu’au' },
  states: { published: 'Publiée', signing: 'Signe les connexions', verify_only: 'Vérifie seulement', gone: 'Disparue' },
  noEnd: '—',
  next: (when: string) => `La prochaine clé commence à signer ${when}.`,
  rotate: 'Renouveler maintenant',
  early: (when: string) => `Un renouvellement manuel sera de nouveau possible ${when}.`,
  rotateTitle: 'Passer à la prochaine clé de signature\u202F?',
  rotateText: 'La prochaine clé est publiée maintenant et signe dans une minute, quand tous les nœuds la connaissent. La précédente vérifie jusqu’à l’expiration de sa dernière connexion\u00A0: personne ne doit se reconnecter. Si une clé privée a pu fuiter, exécutez plutôt «\u00A0countermark keys rotate --now\u00A0» sur le serveur.',
  rotated: 'La prochaine clé est publiée. Elle signera dans une minute.',
};

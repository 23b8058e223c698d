// An import while the server does it, and how it ended.

import { n, s } from './count';

export const importJob = {
  waiting: 'En attente de son tour…',
  writing: 'Écriture…',
  mayLeave: 'Toutes les lignes sont écrites ensemble, ou aucune. Vous pouvez quitter cette page\u00A0: cela continue, et figure sous «\u00A0Travaux en arrière-plan\u00A0».',
  rows: (done: number, of: number) => `${n(done)} sur ${n(of)} ligne${s(of)}`,
  label: 'Ce que devient le fichier',
  errorsLead: {
    product_import: 'Rien n’a été écrit\u00A0: quelque chose a changé depuis la vérification du fichier, par exemple un produit ou une marque. Corrigez le fichier et importez-le de nouveau.',
    scm_import: 'Rien n’a été écrit\u00A0: quelque chose a changé depuis la vérification du fichier, ou un code n’existe pas. Corrigez le fichier et importez-le de nouveau.',
  },
  failedTitle: 'Rien n’a été écrit',
  stoppedTitle: 'Cet import a été arrêté',
  stoppedText: 'Rien du fichier n’a été écrit.',
  stopText: 'Rien du fichier n’aura été écrit. Pour l’écrire malgré tout, il faudrait l’importer à nouveau.',
  see: 'Voir où il en est, et ses lignes',
};

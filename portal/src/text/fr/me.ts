// A person’s own page: details, password, sessions.

import { n } from './count';

export const me = {
  title: 'Profil',
  detailsTitle: 'Vos informations',
  name: 'Nom',
  email: 'Adresse e-mail',
  emailChange: 'Changer l’adresse',
  emailTitle: 'Se connecter avec une autre adresse',
  emailLead: 'Un lien est envoyé à la nouvelle adresse. Une fois ouvert, vous vous connectez avec elle\u202F; l’ancienne adresse en est informée.',
  emailNew: 'Nouvelle adresse e-mail',
  emailSubmit: 'Envoyer le lien',
  emailSent: 'Consultez la nouvelle boîte de réception',
  role: 'Rôle',
  passwordTitle: 'Mot de passe',
  passwordLead: 'Le changer vous déconnecte partout ailleurs.',
  current: 'Mot de passe actuel',
  change: 'Changer le mot de passe',
  changed: 'Votre mot de passe est changé. Les autres sessions ont pris fin.',
};

export const sessions = {
  title: 'Où vous êtes connecté',
  lead: 'Dans toutes vos entreprises. Si vous n’en reconnaissez pas une, déconnectez-la et changez votre mot de passe.',
  thisOne: 'celle-ci',
  unknown: 'Appareil inconnu',
  kinds: { session: 'Portail', jwt: 'API' } as Record<string, string>,
  seen: (when: string) => `Dernière activité\u00A0: ${when}`,
  since: (when: string) => `connexion le ${when}`,
  nowhereElse: 'Vous n’êtes connecté nulle part ailleurs.',
  newest: (shown: number, count: number) => `Les ${n(shown)} plus récentes sur ${n(count)}.`,
  end: 'Déconnecter',
  endOne: (device: string, when: string) => `Déconnecter ${device}, dernière activité\u00A0: ${when}`,
  ended: (device: string) => `Appareil déconnecté\u00A0: ${device}.`,
  endOthers: 'Se déconnecter ailleurs',
  endOthersTitle: 'Se déconnecter partout ailleurs\u202F?',
  endOthersText: 'Toutes vos autres connexions prennent fin immédiatement, dans toutes vos entreprises. Vos jetons continuent de fonctionner.',
  othersEnded: 'Vous n’êtes plus connecté qu’ici.',
};

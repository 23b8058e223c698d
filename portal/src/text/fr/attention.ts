// What a person should look at first, on the home page.

import { n, one, s } from './count';

export const attention = {
  title: 'À regarder d’abord',
  calm: 'Rien ne demande votre attention',
  calmText: 'Pas d’alerte, pas de travail en échec, pas de jeton à surveiller.',
  alert: (type: string, campaign: string) => `Alerte «\u00A0${type}\u00A0» dans ${campaign}`,
  alertWaiting: 'Il y a de nouveaux scans\u202F; le prochain e-mail les annoncera.',
  alertMailed: (when: string) => `Dernier e-mail ${when}`,
  jobs: {
    codes_download: 'Un fichier de codes n’a pas été écrit',
    scm_upload: 'Un chargement de données logistiques a échoué',
    scm_import: 'Un fichier de données logistiques n’a pas été importé',
    product_import: 'Un fichier de produits n’a pas été importé',
    ingestion: 'Vos propres codes n’ont pas été importés',
    workorder_generate: 'Les codes d’un ordre de travail n’ont pas été créés',
    workorder_package: 'Le fichier d’un ordre de travail n’a pas été écrit',
    workorder_withdraw: 'Les codes d’un ordre de travail annulé n’ont pas été retirés',
    workorder_remove: 'Un ordre de travail n’a pas été supprimé',
  } as Record<string, string>,
  task: (id: string) => `Chargement SCM-${id}`,
  job: (kind: string) => `Un travail en arrière-plan a échoué\u00A0: ${kind}`,
  ends: (name: string, when: string) => `Le jeton «\u00A0${name}\u00A0» expire ${when}`,
  endsText: (day: string) => `Il fonctionne jusqu’au ${day}. Remplacez-le avant.`,
  wide: (name: string) => `Le jeton «\u00A0${name}\u00A0» peut plus qu’il ne fait`,
  wideText: 'Aucun appel n’a eu besoin de certains de ses droits depuis 60\u00A0jours. Retirez-les.',
  of: (owner: string) => `Jeton de ${owner}.`,
  moreAlerts: (count: number) => `${n(count)} autre${s(count)} alerte${s(count)}`,
  moreJobs: (count: number) => `${n(count)} autre${s(count)} en échec`,
  moreEnding: (count: number) => `${n(count)} autre${s(count)} jeton${s(count)} ${one(count, 'expire', 'expirent')} bientôt`,
  moreWide: (count: number) => `${n(count)} autre${s(count)} jeton${s(count)} ${one(count, 'peut plus qu’il ne fait', 'peuvent plus qu’ils ne font')}`,
  scansToday: 'Scans aujourd’hui',
  yesterday: (count: number, zone: string) => `${n(count)} hier (jours de ${zone})`,
  codesActive: 'Codes actifs',
  ofCodes: (count: number) => `sur ${n(count)}`,
};

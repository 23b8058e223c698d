// What stands in front of the shell: set-up, signing in, and what links in mails lead to.

export const setup = {
  title: 'Configurer Countermark',
  lead: 'Vous créez ici votre entreprise et son premier administrateur du compte\u00A0: vous.',
  company: 'Nom de l’entreprise',
  companySection: 'Votre entreprise',
  youSection: 'Vous',
  given: 'Prénom',
  family: 'Nom de famille',
  email: 'Adresse e-mail',
  submit: 'Créer l’entreprise',
  doneTitle: 'Déjà configuré',
  done: 'Ce serveur a déjà une entreprise. Connectez-vous pour continuer.',
  noCodeTitle: 'Utilisez le lien de configuration',
  noCode: 'À son démarrage, le serveur a affiché un lien qui se termine par un code. Ouvrez ce lien pour configurer l’entreprise\u202F; sans le code, personne d’autre ne peut le faire avant vous.',
};

export const signIn = {
  title: 'Connexion',
  email: 'Adresse e-mail',
  submit: 'Se connecter',
  ended: 'Votre session a pris fin. Connectez-vous de nouveau.',
  endedUnsaved: 'Votre session a pris fin et vos dernières modifications n’ont pas été enregistrées. Connectez-vous de nouveau.',
  signedOut: 'Vous êtes déconnecté.',
  forgot: 'Mot de passe oublié\u202F?',
  help: 'Pas encore de compte\u202F? Un administrateur de votre entreprise peut vous inviter.',
  needed: 'Ce serveur n’est pas encore configuré.',
  neededHow: 'Ouvrez le lien qu’il a affiché à son démarrage.',
};

export const invitation = {
  title: 'Rejoindre votre entreprise',
  lead: (company: string) => `Vous êtes invité à rejoindre ${company}.`,
  as: (email: string) => `Vous vous connecterez en tant que ${email}.`,
  existing: 'Vous avez déjà un compte sur ce serveur. Saisissez son mot de passe pour accepter.',
  choose: 'Choisissez un mot de passe pour votre compte.',
  submit: 'Accepter et se connecter',
  goneTitle: 'Ce lien ne fonctionne plus',
  gone: 'Il a été utilisé, il a expiré, ou un lien plus récent a été créé. Demandez un nouveau lien à la personne qui vous a invité.',
  toSignIn: 'Aller à la connexion',
};

export const forgot = {
  title: 'Mot de passe oublié\u202F?',
  lead: 'Vous recevez par e-mail un lien qui permet d’en choisir un nouveau.',
  submit: 'Envoyer le lien',
  sentTitle: 'Consultez votre boîte de réception',
  sent: 'Si cette adresse a un compte, un lien lui a été envoyé. Il fonctionne une fois, pendant une heure.',
  help: 'Le lien va aux adresses vérifiées. S’il n’arrive pas, un administrateur de votre entreprise peut vous en envoyer un.',
  back: 'Retour à la connexion',
};

export const reset = {
  title: 'Choisir un nouveau mot de passe',
  lead: 'Il remplace l’ancien et met fin à vos sessions partout.',
  submit: 'Définir le mot de passe',
  doneTitle: 'Votre nouveau mot de passe est défini',
  done: 'Utilisez-le pour vous connecter.',
  goneTitle: 'Ce lien ne fonctionne plus',
  gone: 'Il a été utilisé, il a expiré, ou un lien plus récent a été envoyé.',
  again: 'Obtenir un nouveau lien',
};

export const verify = {
  title: 'Confirmer votre adresse e-mail',
  lead: 'Cela montre que les e-mails envoyés à votre adresse vous parviennent.',
  submit: 'Confirmer',
  doneTitle: 'Votre adresse est confirmée',
  done: (email: string) => `L’adresse ${email} est vérifiée.`,
  changed: (email: string) => `Désormais, vous vous connectez avec ${email}.`,
  gone: 'Il a été utilisé, il a expiré, ou un lien plus récent a été envoyé. Vous pouvez en demander un autre une fois connecté.',
  toPortal: 'Aller au portail',
  bannerTitle: 'Vérifiez votre adresse e-mail',
  banner: (email: string) => `Ouvrez le lien envoyé à ${email}. D’ici là, vous ne recevez pas de lien si vous oubliez votre mot de passe, et après un jour vous ne pouvez plus inviter personne.`,
  bannerSent: (email: string) => `Un lien a été envoyé à ${email}. Il fonctionne une fois, pendant un jour.`,
  resend: 'Renvoyer le lien',
};

export const mail = {
  sentTo: 'Un lien a été envoyé à',
  until: (when: string) => `Il fonctionne une fois, jusqu’au ${when}. Seule cette boîte de réception l’a reçu.`,
  folder: 'Aucun serveur d’e-mail n’est configuré\u00A0: les e-mails sont écrits comme fichiers dans le dossier «\u00A0mail\u00A0» du dossier de données du serveur.',
};

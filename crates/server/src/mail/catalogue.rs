//! Everything that mails say, in every language: what stands in braces is filled in.
//!
//! A mail is plain text: a first line that says why, one link, and what to do when it was not asked
//! for. A new text is written here in all languages or does not compile; a test compares what they
//! fill in.

use countermark_core::language::Language;

macro_rules! catalogue {
    ($($(#[$doc:meta])* $name:ident { en: $en:literal, fr: $fr:literal, },)+) => {
        /// A text of a mail, or a piece of one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Text { $($(#[$doc])* $name,)+ }

        impl Text {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The text in that language.
            #[must_use]
            pub const fn in_language(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$name, Language::English) => $en,
                    (Self::$name, Language::French) => $fr,)+
                }
            }
        }
    };
}

catalogue! {
    /// The link into a company: the subject.
    InvitationSubject {
        en: "You are invited to {company}",
        fr: "Vous êtes invité à rejoindre {company}",
    },
    /// The link into a company.
    Invitation {
        en: "You are invited to work with {company} on Countermark.\n\nOpen this link to \
           accept. It works once, within {hours} hours:\n\n{link}\n\nIf you did not expect \
           this, do nothing: without the link nothing happens.\n",
        fr: "Vous êtes invité à travailler avec {company} sur Countermark.\n\nOuvrez ce lien \
           pour accepter. Il fonctionne une fois, dans les {hours} \
           heures\u{a0}:\n\n{link}\n\nSi vous ne vous y attendiez pas, ne faites \
           rien\u{a0}: sans le lien, rien ne se passe.\n",
    },
    /// The link to a new password: the subject.
    ResetSubject {
        en: "Choose a new password",
        fr: "Choisissez un nouveau mot de passe",
    },
    /// The link to a new password.
    Reset {
        en: "Somebody asked to reset the password of this address on Countermark.\n\nOpen \
           this link to choose a new one. It works once, within {minutes} \
           minutes:\n\n{link}\n\nIf it was not you, do nothing: your password stays as it \
           is.\n",
        fr: "Quelqu’un a demandé à réinitialiser le mot de passe de cette adresse sur \
           Countermark.\n\nOuvrez ce lien pour en choisir un nouveau. Il fonctionne une \
           fois, dans les {minutes} minutes\u{a0}:\n\n{link}\n\nSi ce n’était pas vous, ne \
           faites rien\u{a0}: votre mot de passe reste le même.\n",
    },
    /// The link that proves an address: the subject.
    VerifySubject {
        en: "Confirm your e-mail address",
        fr: "Confirmez votre adresse e-mail",
    },
    /// The link that proves an address.
    Verify {
        en: "Please confirm that this is your e-mail address.\n\nOpen this link. It works \
           once, within {hours} hours:\n\n{link}\n\nIf you have no account on Countermark, \
           do nothing.\n",
        fr: "Veuillez confirmer que cette adresse e-mail est la vôtre.\n\nOuvrez ce lien. Il \
           fonctionne une fois, dans les {hours} heures\u{a0}:\n\n{link}\n\nSi vous n’avez \
           pas de compte sur Countermark, ne faites rien.\n",
    },
    /// The link that makes an address the one to sign in with: the subject.
    NewAddressSubject {
        en: "Confirm your new e-mail address",
        fr: "Confirmez votre nouvelle adresse e-mail",
    },
    /// The link that makes an address the one to sign in with.
    NewAddress {
        en: "This address is to become the one that you sign in to Countermark with.\n\nOpen \
           this link to confirm it. It works once, within {hours} hours:\n\n{link}\n\nIf \
           you did not ask for this, do nothing: then nothing changes.\n",
        fr: "Cette adresse doit devenir celle avec laquelle vous vous connectez à \
           Countermark.\n\nOuvrez ce lien pour la confirmer. Il fonctionne une fois, dans \
           les {hours} heures\u{a0}:\n\n{link}\n\nSi vous ne l’avez pas demandé, ne faites \
           rien\u{a0}: rien ne change alors.\n",
    },
    /// A password was changed: the subject.
    PasswordChangedSubject {
        en: "Your password was changed",
        fr: "Votre mot de passe a été modifié",
    },
    /// A password was changed.
    PasswordChanged {
        en: "Your password on Countermark was changed just now, and your other sessions were \
           ended.\n\nIf it was you, there is nothing to do.\n\nIf it was not you, choose a \
           new password at once and tell your administrator:\n\n{base}/#/forgot\n",
        fr: "Votre mot de passe sur Countermark vient d’être modifié, et vos autres sessions \
           ont été fermées.\n\nSi c’était vous, il n’y a rien à faire.\n\nSi ce n’était \
           pas vous, choisissez immédiatement un nouveau mot de passe et prévenez votre \
           administrateur\u{a0}:\n\n{base}/#/forgot\n",
    },
    /// Another address is to replace this one: the subject.
    AddressAskedSubject {
        en: "Your e-mail address is to change",
        fr: "Votre adresse e-mail va changer",
    },
    /// Another address is to replace this one.
    AddressAsked {
        en: "You asked to sign in to Countermark with another address from now \
           on:\n\n{new}\n\nIt changes once the link in the mail to that address is \
           opened.\n\nIf it was not you, change your password at once; that stops \
           it:\n\n{base}/\n",
        fr: "Vous avez demandé à vous connecter désormais à Countermark avec une autre \
           adresse\u{a0}:\n\n{new}\n\nElle change dès que le lien envoyé à cette adresse \
           est ouvert.\n\nSi ce n’était pas vous, changez immédiatement de mot de \
           passe\u{a0}; cela l’empêche\u{a0}:\n\n{base}/\n",
    },
    /// Another address has replaced this one: the subject.
    AddressChangedSubject {
        en: "Your e-mail address was changed",
        fr: "Votre adresse e-mail a été modifiée",
    },
    /// Another address has replaced this one.
    AddressChanged {
        en: "From now on you sign in to Countermark with another address:\n\n{new}\n\nIf it \
           was not you, tell your administrator at once.\n",
        fr: "Vous vous connectez désormais à Countermark avec une autre \
           adresse\u{a0}:\n\n{new}\n\nSi ce n’était pas vous, prévenez immédiatement votre \
           administrateur.\n",
    },
    /// A token was found in the open: the subject.
    LeakedSubject {
        en: "A token of {company} was found in the open",
        fr: "Un jeton de {company} a été trouvé en public",
    },
    /// A token was found in the open.
    Leaked {
        en: "Somebody reported the whole text of your token \"{token}\" to \
           Countermark.\n\n{done}\n\nMake a new token, give it to the system that used \
           this one, revoke this one, and take its text out of the place where it was. The \
           portal lists it under your name; when and from where it was last used stands \
           there, too.\n",
        fr: "Quelqu’un a signalé à Countermark le texte complet de votre jeton \
           «\u{a0}{token}\u{a0}».\n\n{done}\n\nCréez un nouveau jeton, donnez-le au \
           système qui utilisait celui-ci, révoquez celui-ci et retirez son texte de \
           l’endroit où il se trouvait. Le portail le liste sous votre nom\u{a0}; on y \
           voit aussi quand et d’où il a été utilisé pour la dernière fois.\n",
    },
    /// What was done about it: it ended.
    LeakedRevoked {
        en: "It was revoked at once: systems that use it no longer get in.",
        fr: "Il a été révoqué immédiatement\u{a0}: les systèmes qui l’utilisent n’ont plus \
           accès.",
    },
    /// What was done about it: it only reads.
    LeakedHeld {
        en: "It can only read from now on, until an admin of your company lets it go.",
        fr: "Il ne peut désormais que lire, jusqu’à ce qu’un administrateur de votre \
           entreprise le libère.",
    },
    /// What was done about it: nothing else.
    LeakedTold {
        en: "Your company's policy is to do nothing more. The token still works.",
        fr: "Les règles de votre entreprise ne prévoient rien de plus. Le jeton fonctionne \
           toujours.",
    },
    /// A token comes to its end: the subject.
    EndsSubject {
        en: "Your token \"{token}\" ends in {left}",
        fr: "Votre jeton «\u{a0}{token}\u{a0}» prend fin dans {left}",
    },
    /// A token comes to its end.
    Ends {
        en: "Your User Authorization Token \"{token}\" works until {day}, that is for {left} \
           more. Then every system that uses it is shut out.\n\nReplace it here; the old \
           one can go on for up to a week while you change over:\n\n{link}\n\nIf nothing \
           uses it any more, you need not do anything.\n",
        fr: "Votre jeton d’autorisation «\u{a0}{token}\u{a0}» fonctionne jusqu’au {day}, \
           soit encore {left}. Ensuite, tout système qui l’utilise est \
           exclu.\n\nRemplacez-le ici\u{a0}; l’ancien peut continuer jusqu’à une semaine \
           pendant que vous changez\u{a0}:\n\n{link}\n\nSi plus rien ne l’utilise, vous \
           n’avez rien à faire.\n",
    },
    /// How much time is left: one hour.
    Hour {
        en: "{count} hour",
        fr: "{count} heure",
    },
    /// How much time is left: hours.
    Hours {
        en: "{count} hours",
        fr: "{count} heures",
    },
    /// How much time is left: one day.
    Day {
        en: "{count} day",
        fr: "{count} jour",
    },
    /// How much time is left: days.
    Days {
        en: "{count} days",
        fr: "{count} jours",
    },
    /// A replaced token was used after its end: the subject.
    SupersededSubject {
        en: "Your replaced token \"{token}\" was used",
        fr: "Votre jeton remplacé «\u{a0}{token}\u{a0}» a été utilisé",
    },
    /// A replaced token was used after its end.
    Superseded {
        en: "Your User Authorization Token \"{token}\" was replaced and has ended. Somebody \
           has just used it from {from}; the call was refused.\n\nEither a system still \
           has the old token, or the token is in wrong hands.\n\n{family}See who uses it \
           here:\n\n{link}\n",
        fr: "Votre jeton d’autorisation «\u{a0}{token}\u{a0}» a été remplacé et a pris fin. \
           Quelqu’un vient de l’utiliser depuis {from}\u{a0}; l’appel a été \
           refusé.\n\nSoit un système a encore l’ancien jeton, soit le jeton est entre de \
           mauvaises mains.\n\n{family}Voyez ici qui l’utilise\u{a0}:\n\n{link}\n",
    },
    /// What became of those that came after it.
    SupersededFamily {
        en: "As your company wishes, every token that came after it was revoked at once. \
           Systems that use them are shut out until you give them a new one.\n\n",
        fr: "Comme le veut votre entreprise, tous les jetons qui l’ont suivi ont été \
           révoqués immédiatement. Les systèmes qui les utilisent sont exclus jusqu’à ce \
           que vous leur en donniez un nouveau.\n\n",
    },
    /// An alert: the subject.
    AlertSubject {
        en: "Alert: {scans} in {campaign}",
        fr: "Alerte\u{a0}: {scans} dans {campaign}",
    },
    /// How many scans an alert tells of: one.
    AlertScan {
        en: "{count} scan",
        fr: "{count} scan",
    },
    /// How many scans an alert tells of.
    AlertScans {
        en: "{count} scans",
        fr: "{count} scans",
    },
    /// An alert.
    Alert {
        en: "{sentence}\n\nCampaign: {campaign}\nScans since the last mail about this: \
           {count}\n\n{scans}\nWho gets these mails is set in the alerts of the campaign.\n",
        fr: "{sentence}\n\nCampagne\u{a0}: {campaign}\nScans depuis le dernier e-mail à ce \
           sujet\u{a0}: {count}\n\n{scans}\nLes destinataires de ces e-mails se règlent \
           dans les alertes de la campagne.\n",
    },
    /// More scans than are told one by one.
    AlertEarlier {
        en: "and earlier ones.\n",
        fr: "et d’autres, plus anciens.\n",
    },
    /// What became of the code.
    AlertNowBlacklisted {
        en: "  (the code is blacklisted now)",
        fr: "  (le code est désormais sur liste noire)",
    },
    /// Where a scan came from when nobody knows.
    AlertNoCountry {
        en: "unknown country",
        fr: "pays inconnu",
    },
    /// What an alert is about.
    FlagBlacklisted {
        en: "A blacklisted code was scanned.",
        fr: "Un code sur liste noire a été scanné.",
    },
    /// What an alert is about.
    FlagInactive {
        en: "A code that is not active was scanned.",
        fr: "Un code qui n’est pas actif a été scanné.",
    },
    /// What an alert is about.
    FlagOffMarket {
        en: "A code was scanned outside of its intended market.",
        fr: "Un code a été scanné hors de son marché prévu.",
    },
    /// What an alert is about.
    FlagAfterSellBy {
        en: "A code was scanned after its sell-by date.",
        fr: "Un code a été scanné après sa date limite de vente.",
    },
    /// What an alert is about.
    FlagAlreadyConsumed {
        en: "A code was scanned that had been marked as consumed.",
        fr: "Un code marqué comme consommé a été scanné.",
    },
    /// What an alert is about.
    FlagExceptionalCountry {
        en: "A code was scanned in a country you wanted to hear of.",
        fr: "Un code a été scanné dans un pays que vous vouliez surveiller.",
    },
    /// What an alert is about.
    FlagScanCount {
        en: "A code was scanned more often than expected.",
        fr: "Un code a été scanné plus souvent que prévu.",
    },
    /// What an alert is about.
    FlagSessionCount {
        en: "A code was scanned by more devices than expected.",
        fr: "Un code a été scanné par plus d’appareils que prévu.",
    },
    /// What an alert is about.
    FlagAnomaly {
        en: "A code was scanned too often or too far apart in a short time.",
        fr: "Un code a été scanné trop souvent ou en des lieux trop éloignés en peu de temps.",
    },
    /// Second factors have changed: the subject.
    FactorsSubject {
        en: "Your second factor on Countermark",
        fr: "Votre second facteur sur Countermark",
    },
    /// Second factors have changed.
    Factors {
        en: "{sentence}\n\nIf this was you, there is nothing to do. If it was not, change \
           your password and tell an Account Admin of your company.\n",
        fr: "{sentence}\n\nSi c’était vous, il n’y a rien à faire. Sinon, changez de mot de \
           passe et prévenez un Account Admin de votre entreprise.\n",
    },
    /// How they have changed.
    FactorAppAdded {
        en: "An authenticator app was set up as second factor of your account.",
        fr: "Une application d’authentification a été configurée comme second facteur de \
           votre compte.",
    },
    /// How they have changed.
    FactorAppRemoved {
        en: "The authenticator app was removed from your account.",
        fr: "L’application d’authentification a été retirée de votre compte.",
    },
    /// How they have changed.
    FactorPasskeyAdded {
        en: "The passkey \"{name}\" was added to your account.",
        fr: "La clé d’accès «\u{a0}{name}\u{a0}» a été ajoutée à votre compte.",
    },
    /// How they have changed.
    FactorPasskeyRemoved {
        en: "The passkey \"{name}\" was removed from your account.",
        fr: "La clé d’accès «\u{a0}{name}\u{a0}» a été retirée de votre compte.",
    },
    /// How they have changed.
    FactorNewCodes {
        en: "New recovery codes were made for your account. The earlier ones work no more.",
        fr: "De nouveaux codes de récupération ont été créés pour votre compte. Les anciens ne \
           fonctionnent plus.",
    },
    /// How they have changed.
    FactorCodeUsed {
        en: "A recovery code was used in place of your second factor. {left} are left.",
        fr: "Un code de récupération a été utilisé à la place de votre second facteur. Il en \
           reste {left}.",
    },
    /// How they have changed.
    FactorsTaken {
        en: "{name} has removed the second factors from your account.",
        fr: "{name} a retiré les seconds facteurs de votre compte.",
    },
    /// How they have changed.
    FactorsTakenByOperator {
        en: "The operator of the server has removed the second factors from your account.",
        fr: "L’opérateur du serveur a retiré les seconds facteurs de votre compte.",
    },
    /// Own codes are there: the subject.
    IngestionCompleteSubject {
        en: "Your upload of codes is complete: {key}",
        fr: "Votre import de codes est terminé\u{a0}: {key}",
    },
    /// Own codes are there.
    IngestionComplete {
        en: "Your upload {key} is complete: {codes}. The work order is called ING-{key}.\n",
        fr: "Votre import {key} est terminé\u{a0}: {codes}. L’ordre de travail s’appelle \
           ING-{key}.\n",
    },
    /// How many codes were made: one.
    IngestionCode {
        en: "{count} code was made",
        fr: "{count} code a été créé",
    },
    /// How many codes were made.
    IngestionCodes {
        en: "{count} codes were made",
        fr: "{count} codes ont été créés",
    },
    /// An upload of own codes has failed: the subject.
    IngestionFailedSubject {
        en: "Your upload of codes has failed: {key}",
        fr: "Votre import de codes a échoué\u{a0}: {key}",
    },
    /// An upload of own codes has failed.
    IngestionFailed {
        en: "Your upload {key} could not be done.\n\n{why}\n\nThe errors of its rows can be \
           seen and downloaded with the upload. Mend the file and send it again as a new \
           upload.\n",
        fr: "Votre import {key} n’a pas pu être traité.\n\n{why}\n\nLes erreurs de ses lignes \
           peuvent être consultées et téléchargées avec l’import. Corrigez le fichier et \
           renvoyez-le comme un nouvel import.\n",
    },
    /// Why: one row is wrong.
    IngestionError {
        en: "No code was made: there is {count} error.",
        fr: "Aucun code n’a été créé\u{a0}: il y a {count} erreur.",
    },
    /// Why: rows are wrong.
    IngestionErrors {
        en: "No code was made: there are {count} errors.",
        fr: "Aucun code n’a été créé\u{a0}: il y a {count} erreurs.",
    },
    /// Why: somebody has stopped it.
    IngestionCanceled {
        en: "The upload was canceled.",
        fr: "L’import a été annulé.",
    },
    /// Why: it took too long.
    IngestionFileGone {
        en: "The file of this upload is no longer kept.",
        fr: "Le fichier de cet import n’est plus conservé.",
    },
    /// Why: what ends any work in the background.
    StoppedCompanyClosed {
        en: "The company was closed.",
        fr: "L’entreprise a été fermée.",
    },
    /// Why: what ends any work in the background.
    StoppedRefused {
        en: "Who wanted this may not do it.",
        fr: "La personne qui l’a demandé n’en a pas le droit.",
    },
    /// Why: what ends any work in the background.
    StoppedGone {
        en: "Who wanted this is no longer in the company.",
        fr: "La personne qui l’a demandé n’est plus dans l’entreprise.",
    },
    /// Why: what ends any work in the background.
    StoppedTokenRevoked {
        en: "The token that wanted this was revoked.",
        fr: "Le jeton qui l’a demandé a été révoqué.",
    },
    /// Nobody answers a webhook: the subject.
    WebhookOffSubject {
        en: "A webhook was switched off",
        fr: "Un webhook a été désactivé",
    },
    /// Nobody answers a webhook.
    WebhookOff {
        en: "A webhook of your company was switched off: every call of the last five days \
           has failed.\n\n{url}\n\nSee its delivery log for the reasons, and switch it on \
           again once they are gone.\n",
        fr: "Un webhook de votre entreprise a été désactivé\u{a0}: tous les appels des cinq \
           derniers jours ont échoué.\n\n{url}\n\nConsultez son journal d’envois pour en \
           connaître les raisons, et réactivez-le une fois qu’elles ont disparu.\n",
    },
    /// The names of the months, with blanks between.
    Months {
        en: "January February March April May June July August September October November \
           December",
        fr: "janvier février mars avril mai juin juillet août septembre octobre novembre \
           décembre",
    },
    /// Between a day and a time.
    DayAndTime {
        en: ", ",
        fr: " à ",
    },
}

impl Text {
    /// The text that reads so in English, for sentences that are kept as they are in the database.
    #[must_use]
    pub fn of_sentence(sentence: &str) -> Option<Self> {
        let reads = |text: &&Self| text.in_language(Language::English) == sentence;
        Self::ALL.iter().find(reads).copied()
    }
}

// What stands in front of the shell: set-up, signing in, and what links in mails lead to.

export const setup = {
  title: 'Set up Countermark',
  lead: 'This makes your company and its first Account Admin: you.',
  company: 'Company name',
  companySection: 'Your company',
  youSection: 'You',
  given: 'Given name',
  family: 'Family name',
  email: 'E-mail address',
  submit: 'Make the company',
  doneTitle: 'Already set up',
  done: 'This server has a company already. Sign in to go on.',
  noCodeTitle: 'Use the set-up link',
  noCode: 'When the server started it printed a link that ends in a code. Open that link to set up the company; without the code nobody else can do it before you.',
};

export const signIn = {
  title: 'Sign in',
  email: 'E-mail address',
  submit: 'Sign in',
  ended: 'Your session has ended. Sign in again.',
  endedUnsaved: 'Your session has ended, and what you changed last was not saved. Sign in again.',
  signedOut: 'You are signed out.',
  forgot: 'Forgot your password?',
  help: 'No account yet? An administrator of your company can invite you.',
  needed: 'This server is not set up yet.',
  neededHow: 'Open the link that it printed when it started.',
};

export const invitation = {
  title: 'Join your company',
  lead: (company: string) => `You have been invited to ${company}.`,
  as: (email: string) => `You will sign in as ${email}.`,
  existing: 'You have an account on this server already. Give its password to accept.',
  choose: 'Choose a password for your account.',
  submit: 'Accept and sign in',
  goneTitle: 'This link no longer works',
  gone: 'It has been used, has run out, or a newer one was made. Ask the person who invited you for a new link.',
  toSignIn: 'Go to sign-in',
};

export const forgot = {
  title: 'Forgot your password?',
  lead: 'You get a link by mail that lets you choose a new one.',
  submit: 'Send the link',
  sentTitle: 'Look into your mailbox',
  sent: 'If this address has an account, a link is on its way to it. It works once, within an hour.',
  help: 'The link goes to addresses that are verified. If none comes, an administrator of your company can send you one.',
  back: 'Back to sign-in',
};

export const reset = {
  title: 'Choose a new password',
  lead: 'It replaces your old one and ends your sessions everywhere.',
  submit: 'Set the password',
  doneTitle: 'Your new password is set',
  done: 'Sign in with it now.',
  goneTitle: 'This link no longer works',
  gone: 'It has been used, has run out, or a newer one was sent.',
  again: 'Get a new link',
};

export const verify = {
  title: 'Confirm your e-mail address',
  lead: 'This shows that mail to your address reaches you.',
  submit: 'Confirm',
  doneTitle: 'Your address is confirmed',
  done: (email: string) => `${email} is verified.`,
  changed: (email: string) => `From now on you sign in with ${email}.`,
  gone: 'It has been used, has run out, or a newer one was sent. You can get another one when you are signed in.',
  toPortal: 'Go to the portal',
  bannerTitle: 'Verify your e-mail address',
  banner: (email: string) => `Open the link that was sent to ${email}. Until then you get no link when you forget your password, and after a day you cannot invite anybody.`,
  bannerSent: (email: string) => `A link is on its way to ${email}. It works once, within a day.`,
  resend: 'Send the link again',
};

export const mail = {
  sentTo: 'A link is on its way to',
  until: (when: string) => `It works once, until ${when}. Only that mailbox has it.`,
  folder: 'No mail server is set up: mails are written as files into the folder “mail” in the data folder on the server.',
};

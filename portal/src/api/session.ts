// Two things that the client has to ask of the screen: "the session is over" and "please give
// the password once more". The screen registers how; the client does not know React.

type AskPassword = () => Promise<boolean>;

let askPassword: AskPassword | null = null;
let asking: Promise<boolean> | null = null;
let onEnd: (isChangeLost: boolean) => void = () => {};

export function registerPasswordPrompt(ask: AskPassword | null) {
  askPassword = ask;
}

/** The handler hears whether the call that was refused would have changed something. */
export function registerSessionEnd(handler: (isChangeLost: boolean) => void) {
  onEnd = handler;
}

/** Which of one's sessions a call was made in, one after the other. */
let session = 0;

export const sessionNow = () => session;

/** Another session takes over: what the one before is answered from now on says nothing about it. */
export function sessionReplaced() {
  session += 1;
}

export function sessionEnded(which: number, isChangeLost: boolean) {
  if (which === session) onEnd(isChangeLost);
}

/** Resolves to whether the person confirmed. Calls that wait at the same time share one prompt. */
export function confirmPassword(): Promise<boolean> {
  if (!askPassword) return Promise.resolve(false);
  asking ??= askPassword().finally(() => {
    asking = null;
  });
  return asking;
}

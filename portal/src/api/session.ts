// Two things that the client has to ask of the screen: "the session is over" and "please give
// the password once more". The screen registers how; the client does not know React.

type AskPassword = () => Promise<boolean>;

let askPassword: AskPassword | null = null;
let asking: Promise<boolean> | null = null;
let onEnd: () => void = () => {};

export function registerPasswordPrompt(ask: AskPassword | null) {
  askPassword = ask;
}

export function registerSessionEnd(handler: () => void) {
  onEnd = handler;
}

export function sessionEnded() {
  onEnd();
}

/** Resolves to whether the person confirmed. Calls that wait at the same time share one prompt. */
export function confirmPassword(): Promise<boolean> {
  if (!askPassword) return Promise.resolve(false);
  asking ??= askPassword().finally(() => {
    asking = null;
  });
  return asking;
}

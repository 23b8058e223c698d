// Passkeys: between the JSON of the API and the browser's own objects (WebAuthn Level 3 §5.1).

import type { Challenge, PasskeyAnswer } from '../api/types';

/** Browsers bind passkeys to a name: a page that was opened by an address of numbers has none. */
export const isNumericHost = () => /^(\d+\.\d+\.\d+\.\d+|\[.*\])$/.test(location.hostname);

export const hasPasskeys = () => window.isSecureContext && 'PublicKeyCredential' in window;

/** The same page by a name that passkeys work with, when it was opened on this machine. */
export const byName = () => (
  /^(127\.0\.0\.1|\[::1\])$/.test(location.hostname) ? location.href.replace(location.hostname, 'localhost') : null
);

interface Described { id: string; type: PublicKeyCredentialType; transports?: AuthenticatorTransport[] }

/** Makes a passkey; rejects when the person or the device does not want to. */
export async function createPasskey({ challenge, options }: Challenge): Promise<PasskeyAnswer> {
  const json = options as unknown as Omit<PublicKeyCredentialCreationOptions, 'challenge'> & {
    challenge: string; user: { id: string; name: string; displayName: string }; excludeCredentials?: Described[];
  };
  const made = await navigator.credentials.create({
    publicKey: {
      ...json,
      challenge: bytes(json.challenge),
      user: { ...json.user, id: bytes(json.user.id) },
      excludeCredentials: json.excludeCredentials?.map(described) ?? [],
    },
  }) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    challenge,
    credential: {
      ...common(made),
      response: {
        attestationObject: text(response.attestationObject),
        clientDataJSON: text(response.clientDataJSON),
        transports: response.getTransports(),
      },
    },
  };
}

/** Asks a passkey; rejects when the person or the device does not want to. */
export async function askPasskey({ challenge, options }: Challenge): Promise<PasskeyAnswer> {
  const json = options as unknown as Omit<PublicKeyCredentialRequestOptions, 'challenge'> & {
    challenge: string; allowCredentials?: Described[];
  };
  const given = await navigator.credentials.get({
    publicKey: {
      ...json,
      challenge: bytes(json.challenge),
      allowCredentials: json.allowCredentials?.map(described) ?? [],
    },
  }) as PublicKeyCredential;
  const response = given.response as AuthenticatorAssertionResponse;
  return {
    challenge,
    credential: {
      ...common(given),
      response: {
        authenticatorData: text(response.authenticatorData),
        clientDataJSON: text(response.clientDataJSON),
        signature: text(response.signature),
        userHandle: response.userHandle ? text(response.userHandle) : null,
      },
    },
  };
}

/** The person closed the browser's window, or let it run out: nothing to complain about. */
export const wasCancelled = (error: unknown) => (
  error instanceof DOMException && ['NotAllowedError', 'AbortError'].includes(error.name)
);

const common = ({ id, rawId, type }: PublicKeyCredential) => ({ id, rawId: text(rawId), type, clientExtensionResults: {} });

const described = ({ id, type, transports }: Described) => ({ id: bytes(id), type, ...(transports ? { transports } : {}) });

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const plain = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return plain.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

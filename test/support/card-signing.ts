import { canonicalCard } from '@sidecard/core/wire';

/** A server's key for cards, for tests that have no server. Runs in Node.js and in browsers. */
export interface CardSigning {
  readonly kid: string;
  /** As `GET /v1/card-keys` lists it. */
  readonly publicJwk: JsonWebKey & { readonly kid: string };
  /** Signs a message, whatever it is. */
  sign<Message extends object>(message: Message, header?: object): Promise<Message & { readonly signature: string }>;
}

const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** Creates a key of this name. */
export async function createCardSigning(kid = 'key-1'): Promise<CardSigning> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(ES256, true, ['sign', 'verify']);
  const { kty = '', crv = '', x = '', y = '' } = await crypto.subtle.exportKey('jwk', publicKey);
  const encoder = new TextEncoder();
  return {
    kid,
    publicJwk: { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' },
    async sign(message, header = { alg: 'ES256', kid }) {
      const head = base64url(encoder.encode(JSON.stringify(header)));
      const input = `${head}.${base64url(encoder.encode(canonicalCard(message)))}`;
      const signature = new Uint8Array(await crypto.subtle.sign(ES256, privateKey, encoder.encode(input)));
      return { ...message, signature: `${head}..${base64url(signature)}` };
    },
  };
}

/**
 * Verifies the webhooks of a Sidecard server at their receiver. Needs nothing but Web Crypto.
 *
 * @packageDocumentation
 */
import type { WebhookEvent } from '@sidecard/core/wire';

export type { WebhookEvent, WebhookPayment, WebhookStatus, WebhookTicket, WebhookType } from '@sidecard/core/wire';

/** How far a webhook's time may be from the receiver's, in seconds. */
const TOLERANCE_S = 300;
const PREFIX = 'whsec_';
/** More signatures than a server makes. */
const MOST_SIGNATURES = 20;

/**
 * Why a webhook is refused: a header is missing or malformed (`headers`), it was signed more than five minutes ago or in the future
 * (`timestamp`), no secret has made its signature (`signature`), or it is signed and not JSON (`body`).
 */
export const WEBHOOK_REFUSALS = ['headers', 'timestamp', 'signature', 'body'] as const;
export type WebhookRefusal = (typeof WEBHOOK_REFUSALS)[number];

/** The headers of a request: of the Fetch API, or those that Node has. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request to verify. */
export interface WebhookToVerify {
  readonly headers: WebhookHeaders;
  /** The body exactly as it came. Parsed and written again it is another one. */
  readonly body: string | Uint8Array;
  /** The secret `whsec_…`, or several while it is rotated. */
  readonly secret: string | readonly string[];
  /** The receiver's time, milliseconds since the Unix epoch. @default Date.now() */
  readonly nowMs?: number;
}

/** A webhook that a server has signed, or why it is none. */
export type VerifiedWebhook =
  | {
      readonly ok: true;
      /** The same each time the event is sent: do nothing for one that you have had. */
      readonly id: string;
      readonly event: WebhookEvent;
    }
  | { readonly ok: false; readonly code: WebhookRefusal };

/**
 * Verifies a webhook by Standard Webhooks 1.0, in constant time, and reads it. Answer 2xx once you have stored it, and 400 to one that is
 * refused. A type that you do not know is one of a later release: answer 2xx and ignore it.
 *
 * ```ts
 * app.post('/hooks', async (request) => {
 *   const verified = await verifyWebhook({ headers: request.headers, body: await request.text(), secret });
 *   if (!verified.ok) return new Response(verified.code, { status: 400 });
 *   await queue.addOnce(verified.id, verified.event);
 *   return new Response(null, { status: 204 });
 * });
 * ```
 *
 * @returns never rejects because of the request; see {@link WEBHOOK_REFUSALS}
 * @throws {TypeError} if a secret is not `whsec_` and base64
 */
export async function verifyWebhook({
  headers,
  body,
  secret,
  nowMs = Date.now(),
}: WebhookToVerify): Promise<VerifiedWebhook> {
  const keys = await Promise.all([secret].flat().map(keyOf));
  const id = read(headers, 'webhook-id');
  const timestamp = read(headers, 'webhook-timestamp');
  const signatures = read(headers, 'webhook-signature')
    .split(' ')
    .slice(0, MOST_SIGNATURES)
    .flatMap((one) => (one.startsWith('v1,') ? (fromBase64(one.slice(3)) ?? []) : []));
  if (id === '' || !/^\d{1,12}$/.test(timestamp) || signatures.length === 0) return { ok: false, code: 'headers' };
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > TOLERANCE_S) return { ok: false, code: 'timestamp' };
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const head = new TextEncoder().encode(`${id}.${timestamp}.`);
  const signed = new Uint8Array(head.length + bytes.length);
  signed.set(head);
  signed.set(bytes, head.length);
  let isSigned = false;
  for (const key of keys) {
    for (const signature of signatures) {
      // Web Crypto compares in constant time, and all are compared.
      isSigned = (await crypto.subtle.verify('HMAC', key, signature, signed)) || isSigned;
    }
  }
  if (!isSigned) return { ok: false, code: 'signature' };
  try {
    const event = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as WebhookEvent | null;
    if (typeof event?.type === 'string') return { ok: true, id, event };
  } catch {
    // Below.
  }
  return { ok: false, code: 'body' };
}

function read(headers: WebhookHeaders, name: string): string {
  if (typeof headers.get === 'function') return headers.get(name) ?? '';
  const value = (headers as Readonly<Record<string, string | readonly string[] | undefined>>)[name];
  return typeof value === 'string' ? value : '';
}

async function keyOf(secret: string): Promise<CryptoKey> {
  const bytes = secret.startsWith(PREFIX) ? fromBase64(secret.slice(PREFIX.length)) : undefined;
  if (!bytes || bytes.length === 0) throw new TypeError('A secret of webhooks is `whsec_` and base64.');
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}

import type { WebhookSecret } from '../storage/webhook-records.js';

const PREFIX = 'whsec_';
const encoder = new TextEncoder();
const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));

/** Makes a secret. */
export function newSecret(): string {
  return PREFIX + base64(crypto.getRandomValues(new Uint8Array(32)));
}

/** Returns the secrets that sign at a time. */
export function validSecrets(secrets: readonly WebhookSecret[], nowMs: number): readonly WebhookSecret[] {
  return secrets.filter(({ untilMs = Infinity }) => untilMs > nowMs);
}

/** Signs a webhook by Standard Webhooks 1.0: a signature with each secret, so that a receiver may know any of them. */
export async function signatureOf(
  { id, timestamp, body }: { readonly id: string; readonly timestamp: number; readonly body: string },
  secrets: readonly WebhookSecret[],
): Promise<string> {
  const signed = encoder.encode(`${id}.${timestamp}.${body}`);
  const signatures = secrets.map(async ({ secret }) => {
    const bytes = Uint8Array.from(atob(secret.slice(PREFIX.length)), (char) => char.charCodeAt(0));
    const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    return `v1,${base64(new Uint8Array(await crypto.subtle.sign('HMAC', key, signed)))}`;
  });
  return (await Promise.all(signatures)).join(' ');
}

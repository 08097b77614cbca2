import { problem } from './problem.js';

/** What makes a write recognisable when it comes again. */
export interface Write {
  readonly key: string;
  /** SHA-256 of method, path and body, in hex. */
  readonly fingerprint: string;
}

/**
 * Reads the idempotency key of a write.
 *
 * @throws ProblemError `idempotency-key-missing`
 */
export async function writeOf(request: Request, body: Uint8Array): Promise<Write> {
  const key = request.headers.get('idempotency-key') ?? '';
  if (!/^[\u0021-\u007E]{1,200}$/.test(key)) throw problem('idempotency-key-missing');
  const head = new TextEncoder().encode(`${request.method} ${new URL(request.url).pathname}\n`);
  const whole = new Uint8Array(head.length + body.length);
  whole.set(head);
  whole.set(body, head.length);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
  return { key, fingerprint: [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('') };
}

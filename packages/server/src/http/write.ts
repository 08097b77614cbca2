import type { WriteKey } from '../use-cases/write-once.js';
import { problem } from '../wire/problem.js';
import { sha256 } from './sha256.js';

/**
 * Reads the idempotency key of a write. Its fingerprint is the SHA-256 of method, path and body, in hex.
 *
 * @throws ProblemError `idempotency-key-missing`
 */
export async function writeKeyOf(request: Request, body: Uint8Array): Promise<WriteKey> {
  const key = request.headers.get('idempotency-key') ?? '';
  if (!/^[\u0021-\u007E]{1,200}$/.test(key)) throw problem('idempotency-key-missing');
  const head = new TextEncoder().encode(`${request.method} ${new URL(request.url).pathname}\n`);
  const whole = new Uint8Array(head.length + body.length);
  whole.set(head);
  whole.set(body, head.length);
  return { key, fingerprint: await sha256(whole) };
}

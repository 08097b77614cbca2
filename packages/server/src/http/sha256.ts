import { hexOf } from '../attachments/stored-files.js';

interface NodeCrypto {
  createHash(name: 'sha256'): { update(bytes: Uint8Array): { digest(encoding: 'hex'): string } };
}

const { process } = globalThis as {
  readonly process?: { readonly getBuiltinModule?: (name: string) => NodeCrypto | undefined };
};
/** Where there is one, it is taken: the Web's hash is computed in another thread, and handing it over costs ten times as much as a short hash. */
const nodeCrypto = process?.getBuiltinModule?.('node:crypto');

/** Returns the SHA-256 of a request's bytes, in hex. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  if (nodeCrypto) return nodeCrypto.createHash('sha256').update(bytes).digest('hex');
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

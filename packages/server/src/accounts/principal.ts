import { PARTIES } from '@sidecard/core/wire';
import type { Principal } from '../context/ports.js';
import { isId } from '../wire/values.js';

/** Reads the claims of a token whose signature, issuer, audience and times have been checked. @returns `undefined` for invalid ones */
export function principalOf(claims: Readonly<Record<string, unknown>>): Principal | undefined {
  const { sub, party, merchantId, main, name = '', iat, exp } = claims;
  const known = PARTIES.find((candidate) => candidate === party);
  if (!known || known === 'system' || !isId(sub) || !isId(merchantId)) return undefined;
  if (main !== undefined && typeof main !== 'boolean') return undefined;
  if (typeof name !== 'string' || name.length > 100 || /\p{C}/u.test(name)) return undefined;
  if (typeof iat !== 'number' || typeof exp !== 'number') return undefined;
  return {
    party: known,
    accountId: sub,
    merchantId,
    main: known === 'merchant' && main === true,
    name,
    issuedAtMs: iat * 1000,
    expiresAtMs: exp * 1000,
  };
}

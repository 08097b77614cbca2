import type { Principal } from '../context/ports.js';
import { checkData } from '../schemas/check.js';
import { claims } from '../schemas/claims.js';

/** Reads the claims of a token whose signature, issuer, audience and times have been checked. @returns `undefined` for invalid ones */
export function principalOf(payload: Readonly<Record<string, unknown>>): Principal | undefined {
  const checked = checkData(claims, payload);
  if (!checked.ok) return undefined;
  const { sub, party, merchantId, main, name, iat, exp } = checked.value;
  return {
    party,
    accountId: sub,
    merchantId,
    main: party === 'merchant' && main,
    name,
    issuedAtMs: iat * 1000,
    expiresAtMs: exp * 1000,
  };
}

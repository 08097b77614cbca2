import { builtInTypes, type Order, type Party } from '@sidecard/core';
import type { Principal } from '@sidecard/server';
import { BUYER_CONVERSATION, MERCHANT } from './names.ts';
import { START_MS } from './realm.ts';
import { ORDER } from '../support/tickets.ts';

/** Somebody with an account. */
export interface Person {
  readonly party: Exclude<Party, 'system'>;
  readonly accountId: string;
  readonly name: string;
  readonly main: boolean;
}

const person = (party: Person['party'], accountId: string, name: string, main = false): Person => ({
  ...{ party, accountId, name, main },
});

export const MAIN = person('merchant', 'main', 'Boss Wang', true);
export const SUB = person('merchant', 'sub-1', 'Agent Li');
export const SUB2 = person('merchant', 'sub-2', 'Agent Zhao');
export const STAFF = person('staff', 'staff-1', 'Officer Sun');
export const BUYER = person('buyer', 'buyer-1', 'He Yiqing');
export const BUYER2 = person('buyer', 'buyer-2', 'Ada');
export const PEOPLE = [MAIN, SUB, SUB2, STAFF, BUYER, BUYER2] as const;
export const BUYERS = [BUYER, BUYER2] as const;

/** The orders of a buyer are named after the buyer, with a number. */
export function orderOf(orderId: string): Order | undefined {
  const buyer = BUYERS.find(({ accountId }) => orderId.startsWith(`${accountId}-order-`));
  if (!buyer) return undefined;
  const { accountId: id, name } = buyer;
  return { ...ORDER, id: orderId, buyer: { id, name }, conversationId: `${BUYER_CONVERSATION}${id}` };
}

/** How long a token lasts, in milliseconds. */
const TOKEN_MS = 10 * 60_000;

/** A token as a host's backend issues it. Nobody forges in a simulation: it has no signature. */
/** When a token ends, in milliseconds since the start. */
export const endOfToken = (token: string): number =>
  (JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { exp: number }).exp * 1_000 - START_MS;

export function tokenFor({ party, accountId, name, main }: Person, sinceStartMs: number): string {
  const iat = Math.floor((START_MS + sinceStartMs) / 1_000);
  const claims = { sub: accountId, merchantId: MERCHANT, party, name, main, iat, exp: iat + TOKEN_MS / 1_000 };
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.none`;
}

interface Claims extends Omit<Person, 'accountId'> {
  readonly sub: string;
  readonly merchantId: string;
  readonly iat: number;
  readonly exp: number;
}

const claimsOf = new Map<string, Claims>();

/** Verifies a token at once. */
export function principalOf(token: string, nowMs: number): Principal | undefined {
  const known = claimsOf.get(token);
  const claims = known ?? (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims);
  if (!known) {
    // Those of earlier runs are of no use.
    if (claimsOf.size >= 1_000) claimsOf.clear();
    claimsOf.set(token, claims);
  }
  const { sub, merchantId, party, name, main, iat, exp } = claims;
  if (exp * 1_000 <= nowMs) return undefined;
  return { party, accountId: sub, merchantId, main, name, issuedAtMs: iat * 1_000, expiresAtMs: exp * 1_000 };
}

export const TYPES = new Map(builtInTypes.map((type) => [type.key, type]));

import { sign, type Claims } from '../support/identity.ts';
import { ORDER } from '../support/tickets.ts';

/** The shops of a run. */
export const SHOPS = 8;
export const shopOf = (n: number) => `shop-${n % SHOPS}`;
export const mainOf = (merchantId: string): Claims => ({
  party: 'merchant',
  accountId: 'main',
  name: 'Boss Wang',
  main: true,
  merchantId,
});
export const buyerOf = (merchantId: string): Claims => ({
  party: 'buyer',
  accountId: ORDER.buyer.id,
  name: ORDER.buyer.name,
  merchantId,
});

export const hostOf = (merchantId: string): Claims => ({ party: 'host', accountId: 'backend', merchantId });
export const messengerOf = (merchantId: string): Claims => ({ party: 'messenger', accountId: 'poster', merchantId });

const tokens = new Map<string, { readonly text: string; readonly untilMs: number }>();

/** A token, signed anew every few minutes. */
export async function tokenOf(who: Claims): Promise<string> {
  const key = JSON.stringify(who);
  const known = tokens.get(key);
  if (known && known.untilMs > Date.now()) return known.text;
  const text = await sign(who, Date.now());
  tokens.set(key, { text, untilMs: Date.now() + 5 * 60_000 });
  return text;
}

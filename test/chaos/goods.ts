import { ORDER, REQUEST } from '../support/tickets.ts';

/** How many pieces an order has, each of which may have a case of its own. */
export const PIECES = 6;
/** What was paid for one. */
export const PRICE = { amountMinor: 12_900, currency: 'CNY' } as const;

const [MUG] = ORDER.items;
const paid = { ...PRICE, amountMinor: PIECES * PRICE.amountMinor };

/** Returns an order. */
export const orderOf = (id: string) => ({ ...ORDER, id, items: [{ ...MUG, quantity: PIECES, paid }] as const });

/** What a buyer asks for who sends one piece back. */
export const ONE_PIECE = { ...REQUEST, items: [{ itemId: MUG.id, quantity: 1 }], amount: PRICE };

import type { ReceiptLine, ReceivedState } from '../model/field-values.js';
import type { Ticket } from '../model/ticket.js';
import type { Money } from '../values/money.js';
import type { FieldLimits } from './kinds/kind.js';
import { shareOf } from './part.js';

/** Key of the field with the states in which goods came back (R48). */
export const RECEIPT = 'receipt';

/** States of pieces that did not come back. */
const NOT_BACK: ReadonlySet<ReceivedState> = new Set<ReceivedState>(['other-item', 'empty', 'missing']);

/** Whether goods in a state are the ones that the case is about. */
export function cameBack(state: ReceivedState): boolean {
  return !NOT_BACK.has(state);
}

/** Whether a receipt says that the parcel was empty, or that none came. */
export function nothingCame({ request, receipt = [] }: Pick<Ticket, 'request' | 'receipt'>): boolean {
  const absent = receipt.filter(({ state }) => state === 'empty' || state === 'missing');
  return absent.length > 0 && covers(absent, (request['items'] ?? []) as readonly ReceiptLine[]);
}

/**
 * What follows from a receipt by the rules that the shop publishes: what was agreed, a proposal of a lower refund, or a refusal, because
 * nothing is left to refund, or what should be replaced or repaired did not come.
 */
export type ReceiptVerdict =
  | { readonly outcome: 'as-agreed' | 'refused' }
  | { readonly outcome: 'proposed'; readonly refund: Money };

/**
 * Judges a receipt. Forms and the server both call it, so the shop sees before it sends what follows.
 *
 * @param lines - checked
 * @param limits - of the receipt's field, for the chosen pieces
 */
export function judgeReceipt(lines: readonly ReceiptLine[], limits: FieldLimits): ReceiptVerdict {
  const { shares, withheld = {}, currency = '' } = limits;
  const permille = (state: ReceivedState) => withheld[state] ?? 0;
  if (!shares) {
    // Nothing is refunded, so a state matters only if it leaves nothing to replace or repair.
    return { outcome: lines.some(({ state }) => permille(state) >= 1000) ? 'refused' : 'as-agreed' };
  }
  const agreed = shares.reduce((sum, { max }) => sum + max, 0);
  const less = lines.reduce((sum, { itemId, quantity, state }) => {
    const line = shares.find((share) => share.itemId === itemId);
    return line ? sum + Math.floor((shareOf(line.max, quantity, line.quantity) * permille(state)) / 1000) : sum;
  }, 0);
  if (less === 0) return { outcome: 'as-agreed' };
  const whole = lines.every(({ state }) => permille(state) >= 1000) && covers(lines, shares);
  if (whole || less >= agreed) return { outcome: 'refused' };
  return { outcome: 'proposed', refund: { amountMinor: agreed - less, currency } };
}

/** Whether the lines are about all pieces: rounding may leave a cent of them. */
function covers(lines: readonly ReceiptLine[], pieces: readonly { readonly quantity: number }[]): boolean {
  const count = (all: readonly { readonly quantity: number }[]) => all.reduce((sum, { quantity }) => sum + quantity, 0);
  return count(lines) >= count(pieces);
}

import type { FieldValue, FieldValues } from '../model/field-values.js';
import type { Terms, Ticket } from '../model/ticket.js';
import { isMoney, type Money } from '../values/money.js';
import type { Budget } from './budgets.js';

/** Fields of a form that say something about terms without being one. */
const BESIDE: ReadonlySet<string> = new Set(['text', 'reason', 'commitment', 'fromDeposit']);
/** Fields that are called what the term is called. */
const SAME: ReadonlySet<string> = new Set<keyof Terms>([
  'postage',
  'compensation',
  'fee',
  'refundOnly',
  'advance',
  'returnAddress',
  'items',
]);

/** The terms that a form names: its `amount` is the refund, and what no term is called is a detail of its type. */
export function termsFrom(fields: FieldValues): Terms {
  const terms: Record<string, FieldValue> = {};
  const details: Record<string, FieldValue> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined || BESIDE.has(key)) continue;
    if (key === 'amount') terms['refund'] = value;
    else (SAME.has(key) ? terms : details)[key] = value;
  }
  return { ...terms, ...(Object.keys(details).length > 0 ? { details } : {}) };
}

/** The terms that the buyer asked for, but never more money than is left. */
export function askedTerms({ request }: Pick<Ticket, 'request'>, left: Readonly<Record<Budget, Money>>): Terms {
  const { amount, postage, refundOnly, advance } = request;
  return {
    ...(isMoney(amount) ? { refund: limited(amount, left.refund) } : {}),
    ...(isMoney(postage) ? { postage: limited(postage, left.postage) } : {}),
    ...(refundOnly === undefined ? {} : { refundOnly: refundOnly === true }),
    ...(advance === undefined ? {} : { advance: advance === true }),
  };
}

/**
 * What is agreed once the buyer takes the proposal. It stands in place of what was agreed before, but for the place that goods go to and
 * what a ruling awarded.
 */
export function acceptedTerms({ agreed, proposal }: Pick<Ticket, 'agreed' | 'proposal'>): Terms {
  const { returnAddress, compensation } = agreed ?? {};
  const { text: _text, ...accepted } = proposal ?? {};
  return { ...(returnAddress ? { returnAddress } : {}), ...(compensation ? { compensation } : {}), ...accepted };
}

/** The amount, or as much of it as is left. */
export function limited(amount: Money, left: Money): Money {
  return { ...amount, amountMinor: Math.min(amount.amountMinor, left.amountMinor) };
}

import { PART } from '../fields/part.js';
import { RECEIPT } from '../fields/receipt.js';
import type { FieldValue, FieldValues } from '../model/field-values.js';
import type { Terms, Ticket } from '../model/ticket.js';
import { isMoney } from '../values/money.js';

/** Fields of a form about terms that are not terms themselves. */
const BESIDE: ReadonlySet<string> = new Set(['text', 'reason', 'commitment', 'fromDeposit', PART, RECEIPT]);
/** Fields with the name of their term. */
const SAME: ReadonlySet<string> = new Set<keyof Terms>([
  'postage',
  'compensation',
  'goodwill',
  'fee',
  'charge',
  'difference',
  'differenceBack',
  'refundOnly',
  'advance',
  'returnAddress',
  'items',
]);

/** Returns the terms in a form: its `amount` is the refund, and fields that are not terms are details of the type. */
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

/** Returns the requested terms. */
export function askedTerms({ request }: Pick<Ticket, 'request'>): Terms {
  const { amount, postage, refundOnly, advance } = request;
  return {
    ...(isMoney(amount) ? { refund: amount } : {}),
    ...(isMoney(postage) ? { postage } : {}),
    ...(refundOnly === undefined ? {} : { refundOnly: refundOnly === true }),
    ...(advance === undefined ? {} : { advance: advance === true }),
  };
}

/** Returns the compensation that a ruling awarded. It remains until another ruling changes it. */
export function awardedTerms({ compensation, commitment, fromDeposit }: Terms = {}): Terms {
  if (!compensation) return {};
  return { compensation, ...(commitment ? { commitment } : {}), ...(fromDeposit ? { fromDeposit } : {}) };
}

/**
 * Returns the agreement after the buyer accepts the proposal. It replaces the earlier agreement, except for the return address and
 * compensation that a ruling awarded.
 */
export function acceptedTerms({ agreed, proposal }: Pick<Ticket, 'agreed' | 'proposal'>): Terms {
  const { returnAddress } = agreed ?? {};
  const { text: _text, ...accepted } = proposal ?? {};
  return { ...(returnAddress ? { returnAddress } : {}), ...awardedTerms(agreed), ...accepted };
}

import { BUILT_IN_COMMITMENTS, type Commitment, type Order, type Policy } from '@sidecard/core';
import { decideCreate, type DecideContext, type Refusal, returnRefund, type Ticket } from '@sidecard/core/authoring';
import type { FieldValues } from '@sidecard/core/wire';
import { buyer, merchant, ticketOf, underReview } from './cases.ts';
import { at, order as paidOrder } from './commitments.ts';
import { act, contextAt, DECLINE, fold, POLICY } from './tickets.ts';

export const SIGNED = at('2026-07-03T11:08:00+08:00');
export const CLOSED = at('2026-07-08T20:00:00+08:00');
export const NOW = at('2026-07-10T09:00:00+08:00');
/** The last day of 15 after the close, and after a finding on it. */
export const IN_LAST_HOUR = at('2026-07-23T23:30:00+08:00');
export const WINDOW_OVER = at('2026-07-24T00:00:00+08:00');

export const cny = (amountMinor: number, currency = 'CNY') => ({ amountMinor, currency });
export const fixed = (amountMinor: number, currency = 'CNY') =>
  ({ kind: 'fixed', amount: cny(amountMinor, currency) }) as const;
const FIGURES: Readonly<Record<string, number>> = {
  quality: 2_000,
  'designated-carrier': 500,
  'deliver-by': 800,
};
export const COMMITMENTS = BUILT_IN_COMMITMENTS.map((one): Commitment => {
  const figure = FIGURES[one.key];
  return figure === undefined ? one : { ...one, compensation: fixed(figure) };
});
export const policy: Policy = { ...POLICY, commitments: COMMITMENTS };

/** Everything was promised, and nothing kept. */
export const broken = paidOrder({
  shippedAtMs: at('2026-07-02T10:00:00+08:00'),
  signedAtMs: SIGNED,
  closedAtMs: CLOSED,
  carrier: 'ZTO',
  promised: {
    carrier: '顺丰速运',
    shipByMs: at('2026-07-01T20:00:00+08:00'),
    deliverByMs: at('2026-07-03T09:00:00+08:00'),
    returnUntilMs: at('2026-07-11T00:00:00+08:00'),
  },
});

export const situation = (change: Partial<DecideContext> = {}) => contextAt(NOW, { policy, ...change });

/** A return of the mugs for a fault, which the shop declined. */
export function declined(change: { reason?: string; order?: Order; now?: number } = {}): Ticket {
  const { reason = 'quality', order = broken, now = SIGNED + 1 } = change;
  const context = situation({ now });
  const request = { reason, items: [{ itemId: 'mug', quantity: 1 }], amount: cny(100) };
  return act({ ...ticketOf(returnRefund, { order, request }, context), id: 'declined' }, DECLINE, merchant, context);
}

const REASON_OF: Readonly<Record<string, string>> = {
  quality: 'quality',
  'ship-by': 'shipped-late',
  'designated-carrier': 'other-carrier',
  'deliver-by': 'delivered-late',
};

interface Claiming {
  readonly order?: Order;
  readonly by?: typeof buyer;
  readonly fields?: FieldValues;
}
function claiming(key: string, { order = broken, by = buyer, fields = {} }: Claiming = {}, context = situation()) {
  const request = { commitment: key, reason: REASON_OF[key], ...fields };
  const command = { type: 'commitment-claim', merchantId: 'shop-1', order, request, locale: 'en' };
  return decideCreate(command, by, { ...context, number: '2607-0002' });
}
export function claim(key: string, more: Claiming = {}, context = situation({ related: [declined()] })): Ticket {
  const decision = claiming(key, more, context);
  if (!decision.ok) throw new Error(JSON.stringify(decision.error));
  return { ...fold(undefined, decision.value), id: `claim-${key}` };
}
export function whyNot(
  key: string,
  more: Claiming = {},
  context = situation({ related: [declined()] }),
): Refusal | 'opened' {
  const decision = claiming(key, more, context);
  return decision.ok ? 'opened' : decision.error;
}

export const DECLINE_CLAIM = { command: 'decline', fields: { reason: 'force-majeure', text: 'The road was flooded.' } };
export const disputed = (key: string) => {
  const context = situation();
  return underReview(act(claim(key), DECLINE_CLAIM, merchant, context), context);
};

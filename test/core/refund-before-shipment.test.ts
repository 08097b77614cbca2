import type { Order, Policy, RefundsBeforeShipment } from '@sidecard/core';
import {
  actionsFor,
  decideCreate,
  refundBeforeShipment as type,
  returnRefund,
  type Ticket,
} from '@sidecard/core/authoring';
import { describe, expect, it } from 'vitest';
import { buyer, merchant, staff } from '../support/cases.ts';
import {
  act,
  actor,
  contextAt,
  created,
  expire,
  openerOf,
  ORDER,
  POLICY,
  SPENT,
  START_MS,
} from '../support/tickets.ts';

const { shippedAtMs: _shipped, signedAtMs: _signed, ...UNSHIPPED } = ORDER;
const host = actor('host');
const yuan = (amount: number) => ({ amountMinor: amount * 100, currency: 'CNY' });
const TWO_MUGS = [{ itemId: 'mug', quantity: 2 }];
const PAID = yuan(258);
const REQUEST = { items: TWO_MUGS, reason: 'changed-mind', amount: PAID };

const withRules = (beforeShipment: RefundsBeforeShipment): Policy => ({ ...POLICY, beforeShipment });
function asked(policy: Policy = POLICY, order: Order = UNSHIPPED): Ticket {
  return created({ type: type.key, order, request: REQUEST }, contextAt(START_MS, { policy })).ticket;
}
const SHIPPED = { command: 'record-order', fields: { fact: 'shipped' } };
const shipped = () => act(asked(), SHIPPED, host);
const intercepting = () => act(shipped(), { command: 'agree', fields: { amount: PAID } }, merchant);
const FAILED = { command: 'fulfil', choice: 'failed', fields: { reason: 'carrier-cannot', text: 'It is too late.' } };
const DECLINED = { command: 'decline', fields: { reason: 'made-to-order', text: 'It is being engraved.' } };

describe('a refund before shipment', () => {
  it('[R51] is agreed to, and paid at once', () => {
    const agreed = act(asked(), { command: 'agree', fields: { amount: PAID } }, merchant);
    expect(agreed).toMatchObject({ workflow: 'resolved', ending: 'met', settlement: 'pending' });
    expect(agreed.agreed).toMatchObject({ refund: PAID });
  });

  it('[R46] [R51] is asked for until the order leaves, and a return from then on', () => {
    const open = (key: string, order: Order) => {
      const command = { type: key, merchantId: 'shop-1', order, request: REQUEST, locale: 'en' };
      const decision = decideCreate(command, openerOf(type), { ...contextAt(START_MS), number: '1' });
      return decision.ok ? 'opened' : decision.error;
    };
    expect(open(type.key, UNSHIPPED)).toBe('opened');
    expect(open(type.key, ORDER)).toMatchObject({ code: 'request-not-allowed', because: 'already-shipped' });
    expect(open(returnRefund.key, UNSHIPPED)).toMatchObject({ code: 'request-not-allowed', because: 'not-shipped' });
    expect(open(returnRefund.key, ORDER)).toBe('opened');
  });

  it('[R51] is agreed by silence, unless the shop has published otherwise', () => {
    expect(expire(asked(), 'answer')).toMatchObject({
      workflow: 'resolved',
      agreed: { refund: PAID },
      settlement: 'pending',
    });
    const policy = withRules({ onSilence: 'platform' });
    const ticket = asked(policy);
    const [due] = ticket.deadlines;
    const late = act(
      ticket,
      { command: 'expire', choice: 'answer' },
      actor('system'),
      contextAt(due?.dueAtMs ?? 0, { policy }),
    );
    expect(late).toMatchObject({ workflow: 'awaiting-merchant', intervention: 'requested' });
  });

  it('[R16] [R51] comes to the platform by silence when the parcel has left, or when less is left than was asked', () => {
    expect(expire(shipped(), 'answer')).toMatchObject({ intervention: 'requested', workflow: 'awaiting-merchant' });
    const ticket = asked();
    const context = contextAt(ticket.deadlines[0]?.dueAtMs ?? 0, { related: [SPENT] });
    const late = act(ticket, { command: 'expire', choice: 'answer' }, actor('system'), context);
    expect(late).toMatchObject({ intervention: 'requested', settlement: 'none' });
    expect(late.agreed).toBeUndefined();
  });

  it.each<[string, RefundsBeforeShipment, 'resolved' | 'awaiting-merchant']>([
    ['is small enough', { atOnce: { upToMinor: PAID.amountMinor } }, 'resolved'],
    ['is too much', { atOnce: { upToMinor: PAID.amountMinor - 1 } }, 'awaiting-merchant'],
    ['comes early', { atOnce: { withinMs: START_MS - ORDER.paidAtMs } }, 'resolved'],
    ['comes late', { atOnce: { withinMs: START_MS - ORDER.paidAtMs - 1 } }, 'awaiting-merchant'],
    ['is early and too much', { atOnce: { withinMs: START_MS, upToMinor: 1 } }, 'awaiting-merchant'],
    ['has no limit', { atOnce: {} }, 'resolved'],
    ['has no such rule', { onSilence: 'platform' }, 'awaiting-merchant'],
  ])('[R51] is refunded at once by the published rule, where it %s', (_, rules, workflow) => {
    const ticket = asked(withRules(rules));
    expect(ticket.workflow).toBe(workflow);
    expect(ticket.agreed?.refund).toEqual(workflow === 'resolved' ? PAID : undefined);
    expect(ticket.settlement).toBe(workflow === 'resolved' ? 'pending' : 'none');
  });

  it('[R51] is refunded at once up to a limit for the order, however many requests there are', () => {
    const policy = withRules({ atOnce: { upToMinor: 13_000 } });
    const one = { items: [{ itemId: 'mug', quantity: 1 }], reason: 'changed-mind', amount: yuan(129) };
    const ask = (related: readonly Ticket[]) =>
      created(
        { type: type.key, order: UNSHIPPED, request: one },
        contextAt(START_MS + related.length, { policy, related }),
      );
    const first = ask([]).ticket;
    expect(first.workflow).toBe('resolved');
    expect(ask([first]).ticket.workflow).toBe('awaiting-merchant');
  });

  it('[R46] is refunded at once only from what is left', () => {
    const policy = withRules({ atOnce: {} });
    const command = { type: type.key, merchantId: 'shop-1', order: UNSHIPPED, request: REQUEST, locale: 'en' };
    const context = { ...contextAt(START_MS, { policy, related: [SPENT] }), number: '1' };
    expect(decideCreate(command, openerOf(type), context).ok).toBe(false);
  });

  it('[R51] waits for the parcel that has left meanwhile', () => {
    const ticket = intercepting();
    expect(ticket).toMatchObject({ workflow: 'awaiting-fulfilment', settlement: 'none' });
    expect(ticket.deadlines).toMatchObject([{ key: 'intercept', of: 'merchant' }]);
    const done = act(ticket, { command: 'fulfil', choice: 'done', fields: {} }, merchant);
    expect(done).toMatchObject({ workflow: 'resolved', settlement: 'pending', agreed: { refund: PAID } });
  });

  it('[R17] [R51] is paid by nobody if the parcel cannot be stopped, and the platform can be called', () => {
    const failed = act(intercepting(), FAILED, merchant);
    expect(failed).toMatchObject({ workflow: 'declined', settlement: 'none' });
    expect(act(failed, { command: 'escalate' }, buyer)).toMatchObject({ intervention: 'requested' });
    expect(act(failed, { command: 'withdraw' }, buyer)).toMatchObject({ workflow: 'closed', settlement: 'none' });
    // the carrier has brought it back after all
    const done = act(failed, { command: 'fulfil', choice: 'done', fields: {} }, merchant);
    expect(done).toMatchObject({ workflow: 'resolved', settlement: 'pending' });
  });

  it('[R18] is ruled on like any other', () => {
    const review = act(
      act(act(asked(), DECLINED, merchant), { command: 'escalate' }, buyer),
      { command: 'begin-review' },
      staff,
    );
    const rule = { command: 'rule', choice: 'for-buyer', fields: { text: 'It has not left.' } };
    expect(act(review, rule, staff)).toMatchObject({ workflow: 'resolved', agreed: { refund: PAID } });
  });

  it('[R48] is agreed to for some of the pieces', () => {
    const part = [{ itemId: 'mug', quantity: 1 }];
    const agree = actionsFor(asked(), 'handlers', contextAt(START_MS)).find(({ command }) => command === 'agree');
    expect(agree?.limits?.['part']?.items).toEqual(TWO_MUGS);
    const one = act(asked(), { command: 'agree', fields: { part, amount: yuan(129) } }, merchant);
    expect(one).toMatchObject({ workflow: 'resolved', request: { items: part }, agreed: { refund: yuan(129) } });
  });
});

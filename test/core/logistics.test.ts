import type { Order } from '@sidecard/core';
import { addressChange, type Command, deliveryIssue, resend } from '@sidecard/core/authoring';
import { describe, expect, it } from 'vitest';
import {
  agreeTo,
  buyer,
  cny,
  declineOf,
  host,
  merchant,
  rule,
  SENT,
  staff,
  ticketOf,
  underReview,
} from '../support/cases.ts';
import { act, expire, ORDER, refusal, START_MS } from '../support/tickets.ts';

const { shippedAtMs: _, signedAtMs: __, ...unshipped } = ORDER;
const { signedAtMs: ___, ...underWay } = ORDER;

describe('an address change', () => {
  const NEW = { name: 'He Yi', phone: '13598761234', region: 'Shanghai', street: '77 Anfu Road' };
  const asked = (order: Order) => ticketOf(addressChange, { order, request: { address: NEW } });
  const REDIRECTED: Command = { command: 'fulfil', choice: 'done' };
  const FAIL: Command = {
    command: 'fulfil',
    choice: 'failed',
    fields: { reason: 'carrier-cannot', text: 'Too late.' },
  };

  it('[R3] is done at once while the goods are here, and by an interception once they have left', () => {
    expect(act(asked(unshipped), agreeTo({}), merchant)).toMatchObject({
      workflow: 'resolved',
      order: { shipTo: NEW },
    });
    const intercepting = act(asked(underWay), agreeTo({}), merchant);
    expect(intercepting).toMatchObject({ workflow: 'awaiting-fulfilment', order: { shipTo: ORDER.shipTo } });
    expect(intercepting.deadlines.map(({ key, dueAtMs }) => [key, (dueAtMs - START_MS) / 3_600_000])).toEqual([
      ['intercept', 72],
    ]);
    expect(act(intercepting, REDIRECTED, merchant)).toMatchObject({ workflow: 'resolved', order: { shipTo: NEW } });
    expect(act(act(intercepting, FAIL, merchant), REDIRECTED, merchant).order.shipTo).toEqual(NEW);
  });

  it('goes by where the goods are when it is agreed', () => {
    const shipped = act(asked(unshipped), { command: 'record-order', fields: { fact: 'shipped' } }, host);
    expect(act(shipped, agreeTo({}), merchant).workflow).toBe('awaiting-fulfilment');
  });

  it('[R18] is done by a ruling as by an agreement, with the new address', () => {
    const ruled = (
      order: Order,
      before = (ticket: ReturnType<typeof asked>) => act(ticket, declineOf(addressChange), merchant),
    ) => act(underReview(before(asked(order))), rule('for-buyer'), staff);
    expect(ruled(unshipped)).toMatchObject({ workflow: 'resolved', ending: 'met', order: { shipTo: NEW } });
    const intercepting = ruled(underWay);
    expect(intercepting).toMatchObject({ workflow: 'awaiting-fulfilment', order: { shipTo: ORDER.shipTo } });
    expect(act(intercepting, REDIRECTED, merchant).order.shipTo).toEqual(NEW);
    const failed = ruled(underWay, (ticket) => act(act(ticket, agreeTo({}), merchant), FAIL, merchant));
    expect(failed).toMatchObject({ workflow: 'resolved', order: { shipTo: NEW } });
  });

  it('is not asked for what has arrived', () => {
    expect(() => asked(ORDER)).toThrow('already-signed');
  });
});

describe('a resend', () => {
  const part = (quantity: number): Command => ({
    command: 'propose',
    choice: 'part',
    fields: { items: [{ itemId: 'mug', quantity }], text: 'One is here.' },
  });
  const asked = () => ticketOf(resend, { request: { items: [{ itemId: 'mug', quantity: 2 }] } });

  it('[R3] is whole, or a part that the buyer takes', () => {
    expect(act(asked(), agreeTo({}), merchant)).toMatchObject({
      workflow: 'awaiting-fulfilment',
      deadlines: [{ key: 'fulfil' }],
    });
    const taken = act(act(asked(), part(1), merchant), { command: 'accept-proposal' }, buyer);
    expect(taken).toMatchObject({
      workflow: 'awaiting-fulfilment',
      agreed: { items: [{ itemId: 'mug', quantity: 1 }] },
    });
    const sent = act(taken, SENT, merchant);
    expect(act(sent, { command: 'confirm-fulfilment' }, buyer).workflow).toBe('resolved');
  });

  it('that turns into a refund is a refund alone', () => {
    const taken = act(act(asked(), part(1), merchant), { command: 'accept-proposal' }, buyer);
    const refund: Command = {
      command: 'propose',
      choice: 'refund',
      fields: { amount: cny(500), text: 'None is left.' },
    };
    const refunded = act(act(taken, refund, merchant), { command: 'accept-proposal' }, buyer);
    expect(refunded).toMatchObject({ workflow: 'resolved', settlement: 'pending' });
    expect(refunded.agreed).toEqual({ refund: cny(500) });
  });

  it('[R17] that did not come is called in, and no longer once the buyer says that it has', () => {
    const sent = act(act(asked(), agreeTo({}), merchant), SENT, merchant);
    const called = act(sent, { command: 'escalate' }, buyer);
    const reviewed = underReview(called);
    for (const ticket of [called, reviewed])
      expect(act(ticket, { command: 'confirm-fulfilment' }, buyer)).toMatchObject({
        workflow: 'resolved',
        intervention: 'none',
        ending: 'met',
      });
    expect(act(reviewed, rule('for-buyer'), staff).workflow).toBe('awaiting-fulfilment');
    expect(act(reviewed, rule('for-merchant'), staff)).toMatchObject({ workflow: 'resolved', ending: 'met' });
  });
});

describe('a delivery issue', () => {
  const REDELIVER: Command = { command: 'redeliver', fields: { byDay: '2026-07-03' } };
  const CONTACT: Command = { command: 'contact-carrier', fields: { carrier: 'ZTO', text: 'We are asking them.' } };
  const EXPLAIN: Command = {
    command: 'explain',
    fields: { carrier: 'ZTO', trackingNumber: '73120458817', text: 'It moves.' },
  };
  const INTERCEPT: Command = { command: 'intercept', fields: { text: 'We stop it.' } };
  const asked = () => ticketOf(deliveryIssue);
  const clock = (ticket: ReturnType<typeof asked>) => ticket.deadlines.map(({ key }) => key).join();

  it('[R3] is explained, asked of the carrier, delivered again or intercepted', () => {
    expect(act(asked(), EXPLAIN, merchant)).toMatchObject({ workflow: 'awaiting-confirmation' });
    expect(clock(act(asked(), CONTACT, merchant))).toBe('carrier');
    expect(clock(act(asked(), REDELIVER, merchant))).toBe('redelivery');
    expect(clock(act(asked(), INTERCEPT, merchant))).toBe('intercept');
    expect(clock(act(act(asked(), CONTACT, merchant), REDELIVER, merchant))).toBe('redelivery');
  });

  it('sets each thing going once', () => {
    const going = act(act(asked(), CONTACT, merchant), REDELIVER, merchant);
    for (const command of [CONTACT, REDELIVER, INTERCEPT])
      expect(refusal(command, merchant, going)).toMatchObject({ because: 'no-such-move' });
  });

  it('[R18] is delivered again while the platform is on it, as a ruling for the buyer would have it', () => {
    const reviewed = underReview(act(asked(), declineOf(deliveryIssue), merchant));
    expect(act(reviewed, rule('for-buyer'), staff)).toMatchObject({ workflow: 'awaiting-fulfilment' });
    expect(act(reviewed, REDELIVER, merchant)).toMatchObject({ workflow: 'awaiting-fulfilment', intervention: 'none' });
    for (const command of [CONTACT, EXPLAIN, INTERCEPT])
      expect(refusal(command, merchant, reviewed)).toMatchObject({ because: 'no-such-move' });
  });

  it('[R17] comes to the platform when what was set going brings nothing', () => {
    for (const command of [CONTACT, REDELIVER, INTERCEPT]) {
      const going = act(asked(), command, merchant);
      expect(expire(going, clock(going)).intervention).toBe('requested');
    }
  });

  it('is not asked for what has not left', () => {
    expect(() => ticketOf(deliveryIssue, { order: unshipped })).toThrow('not-shipped');
  });
});

import type { Order, TicketType } from '@sidecard/core';
import {
  decideCreate,
  exchange,
  presaleDeposit,
  repair,
  resend,
  refundBeforeShipment,
  returnRefund,
  type Ticket,
} from '@sidecard/core/authoring';
import type { FieldValues } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import { buyer, cny, declineOf, host, merchant, rule, SENT, SENT_BACK, staff, underReview } from '../support/cases.ts';
import { act, actor, contextAt, fold, ORDER, refusal, RETURN_ADDRESS, START_MS } from '../support/tickets.ts';

const ABOUT_PIECES = [returnRefund, exchange, repair, resend];
const REQUESTS: Readonly<Record<string, FieldValues>> = {
  'return-refund': { refundOnly: false, reason: 'damaged', amount: cny(1) },
  'refund-before-shipment': { reason: 'changed-mind', amount: cny(1) },
  exchange: { wanted: 'The same', advance: false, reason: 'damaged' },
  repair: { reason: 'damaged' },
  resend: { reason: 'missing' },
  'presale-deposit': { reason: 'changed-mind' },
};
const of = (itemId: string, quantity = 1) => ({ items: [{ itemId, quantity }] });

/** The order, and the cases that it has so far. */
function playOn(order: Order) {
  const tickets = new Map<string, Ticket>();
  const now = () => contextAt(START_MS, { related: [...tickets.values()], newId: () => `id-${tickets.size}` });
  const keep = (ticket: Ticket) => {
    tickets.set(ticket.id, ticket);
    return ticket;
  };
  const others = (ticket: Ticket) =>
    contextAt(START_MS, { related: [...tickets.values()].filter(({ id }) => id !== ticket.id) });
  return {
    /** Opens a case, or returns the refusal. */
    open({ key }: TicketType, request: FieldValues) {
      const command = { type: key, merchantId: 'shop-1', order, request: { ...REQUESTS[key], ...request } };
      const decision = decideCreate(command, actor('buyer'), { ...now(), number: `2607-${tickets.size}` });
      return decision.ok ? keep(fold(undefined, decision.value)) : decision.error;
    },
    must(type: TicketType, request: FieldValues): Ticket {
      const found = this.open(type, request);
      if ('code' in found) throw new Error(JSON.stringify(found));
      return found;
    },
    act: (ticket: Ticket, command: Parameters<typeof act>[1], by = merchant) =>
      keep(act(ticket, command, by, others(ticket))),
    refusal: (ticket: Ticket, command: Parameters<typeof act>[1], by = merchant) =>
      refusal(command, by, ticket, others(ticket)),
  };
}
const agree = (fields: FieldValues = {}) => ({
  command: 'agree',
  fields: { returnAddress: RETURN_ADDRESS, ...fields },
});
const three: Order = { ...ORDER, items: [{ ...ORDER.items[0], quantity: 3, paid: cny(30_000) }] };

describe('one piece', () => {
  it('[R46] that was refunded whole and paid is exchanged, resent, repaired and returned no more', () => {
    const play = playOn({ ...ORDER, items: [{ ...ORDER.items[0], quantity: 1 }] });
    const asked = play.must(returnRefund, { ...of('mug'), refundOnly: true, amount: cny(25_800) });
    const agreed = play.act(asked, { command: 'agree', fields: { amount: cny(25_800) } });
    const paid = play.act(agreed, { command: 'record-settlement', choice: 'succeeded' }, host);
    expect(paid).toMatchObject({ workflow: 'resolved', settlement: 'succeeded', goodsWithMerchant: false });
    for (const type of ABOUT_PIECES)
      expect(play.open(type, of('mug')), type.key).toMatchObject({ because: 'piece-refunded' });
  });

  it('[R46] of three is not exchanged three times over', () => {
    const play = playOn(three);
    const all = play.must(exchange, of('mug', 3));
    expect(play.open(exchange, of('mug', 3))).toMatchObject({ because: 'piece-in-case' });
    const received = play.act(play.act(play.act(all, agree()), SENT_BACK, buyer), { command: 'confirm-receipt' });
    expect(play.open(exchange, of('mug'))).toMatchObject({ because: 'piece-in-case' });
    play.act(play.act(received, SENT), { command: 'confirm-fulfilment' }, buyer);
    expect(play.open(exchange, of('mug', 3))).toMatchObject({ because: 'piece-replaced' });
    expect(play.open(exchange, of('mug'))).toMatchObject({ because: 'piece-replaced' });
  });

  it('[R46] [R47] is free again when it is home after a refused return, and not before', () => {
    const play = playOn({ ...ORDER, items: [{ ...ORDER.items[0], quantity: 1 }] });
    const sent = play.act(
      play.act(play.must(returnRefund, { ...of('mug'), amount: cny(25_800) }), agree({ amount: cny(25_800) })),
      SENT_BACK,
      buyer,
    );
    const ruled = play.act(underReview(play.act(sent, declineOf(returnRefund))), rule('for-merchant'), staff);
    expect(play.open(repair, of('mug'))).toMatchObject({ because: 'piece-in-case' });
    const home = { command: 'return-goods', fields: { carrier: 'ZTO', trackingNumber: '73120458818' } };
    const back = play.act(play.act(ruled, home), { command: 'confirm-fulfilment' }, buyer);
    expect(back).toMatchObject({ workflow: 'closed', ending: 'ruled-for-merchant', goodsWithMerchant: false });
    expect(play.open(repair, of('mug'))).toMatchObject({ workflow: 'awaiting-merchant' });
  });
});

describe('the money of an order', () => {
  it('[R46] is ruled within the chosen pieces: not the coat’s for the socks', () => {
    const coat = { id: 'coat', title: 'Wool coat', quantity: 1, paid: cny(100_000) };
    const socks = { id: 'socks', title: 'Socks', quantity: 1, paid: cny(1_000) };
    const play = playOn({ ...ORDER, items: [coat, socks] });
    const asked = play.must(returnRefund, { ...of('socks'), amount: cny(1_000) });
    const reviewed = underReview(play.act(asked, declineOf(returnRefund)));
    for (const choice of ['refund', 'split'])
      expect(play.refusal(reviewed, rule(choice, { amount: cny(100_000) }), staff), choice).toMatchObject({
        problems: [{ field: 'amount', problem: 'too-high', max: 1_000 }],
      });
    expect(play.act(reviewed, rule('refund', { amount: cny(1_000) }), staff).agreed?.refund).toEqual(cny(1_000));
  });

  it('[R46] that another case took is not agreed to, and the shop reads why and what is left', () => {
    const { shippedAtMs: _, signedAtMs: _signed, ...unshipped } = ORDER;
    const play = playOn({ ...unshipped, items: [{ ...ORDER.items[0], paid: cny(10_000) }] });
    const asked = play.must(refundBeforeShipment, { ...of('mug', 2), amount: cny(6_666) });
    const deposit = play.must(presaleDeposit, { amount: cny(6_666) });
    play.act(deposit, { command: 'agree', fields: { amount: cny(6_666) } });
    const agreeTo = (amount: number) => ({ command: 'agree', fields: { amount: cny(amount) } });
    for (const amount of [6_666, 3_334])
      expect(play.refusal(asked, agreeTo(amount))).toMatchObject({ because: 'less-left-than-asked' });
    const ruled = play.act(
      underReview(play.act(asked, declineOf(refundBeforeShipment))),
      rule('refund', { amount: cny(3_334) }),
      staff,
    );
    expect(ruled.agreed?.refund).toEqual(cny(3_334));
  });
});

describe('an order that never left', () => {
  const { shippedAtMs: _, signedAtMs: _signed, ...unshipped } = ORDER;

  it.each([returnRefund, exchange, repair, resend])(
    '[R46] has no goods to send back or to send again: $key',
    (type) => {
      expect(playOn(unshipped).open(type, of('mug'))).toMatchObject({ because: 'not-shipped' });
    },
  );
});

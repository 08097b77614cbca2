import { exchange, repair, returnRefund, type Ticket } from '@sidecard/core/authoring';
import { describe, expect, it } from 'vitest';
import { buyer, cny, declineOf, merchant, rule, staff, ticketOf, underReview } from '../support/cases.ts';
import { act, contextAt, expire, refusal, RETURN_ADDRESS } from '../support/tickets.ts';

const PARCEL = { carrier: 'ZTO', trackingNumber: '73120458817' };
const SENT_HOME = { command: 'return-goods', fields: { carrier: 'ZTO', trackingNumber: '73120458818' } };
const RECEIVED = { command: 'confirm-fulfilment' };
const WITHDRAW = { command: 'withdraw' };

const TYPES = [returnRefund, exchange, repair] as const;
type GoodsType = (typeof TYPES)[number];

function agreed(type: GoodsType): Ticket {
  const ticket = ticketOf(type, {
    request: { ...(type === exchange ? { advance: false } : type === returnRefund ? { refundOnly: false } : {}) },
  });
  const { amount } = ticket.request;
  return act(
    ticket,
    { command: 'agree', fields: { returnAddress: RETURN_ADDRESS, ...(amount ? { amount } : {}) } },
    merchant,
  );
}
const sent = (type: GoodsType) => act(agreed(type), { command: 'submit-return', fields: PARCEL }, buyer);
const refused = (type: GoodsType) => act(sent(type), declineOf(type), merchant);
const ruledForShop = (type: GoodsType) => act(underReview(refused(type)), rule('for-merchant'), staff);

describe.each(TYPES)('[R47] the buyer’s goods at the shop, in a ticket of type $key,', (type) => {
  it('go home after a ruling for the shop, and the ticket ends when they are back', () => {
    const ruled = ruledForShop(type);
    expect(ruled).toMatchObject({ workflow: 'awaiting-fulfilment', deadlines: [{ key: 'ship-back', of: 'merchant' }] });
    const home = act(ruled, SENT_HOME, merchant);
    expect(home).toMatchObject({
      workflow: 'awaiting-confirmation',
      goodsWithMerchant: false,
      outgoing: { trackingNumber: '73120458818' },
      deadlines: [{ key: 'confirm', of: 'buyer' }],
    });
    const end = { workflow: 'closed', ending: 'ruled-for-merchant', settlement: 'none' };
    expect(act(home, RECEIVED, buyer)).toMatchObject(end);
    expect(expire(home, 'confirm')).toMatchObject(end);
  });

  it('go home when the shop refuses the parcel, and when the buyer withdraws', () => {
    const returned = act(refused(type), SENT_HOME, merchant);
    expect(act(returned, RECEIVED, buyer)).toMatchObject({ workflow: 'closed', ending: 'not-met', settlement: 'none' });
    const withdrawn = act(sent(type), WITHDRAW, buyer);
    expect(withdrawn).toMatchObject({ workflow: 'awaiting-fulfilment', deadlines: [{ key: 'ship-back' }] });
    expect(act(act(withdrawn, SENT_HOME, merchant), RECEIVED, buyer)).toMatchObject({ ending: 'withdrawn' });
  });

  it('are paid for if the shop still has them after the second ruling', () => {
    const silent = expire(ruledForShop(type), 'ship-back');
    expect(silent.intervention).toBe('requested');
    const again = act(act(silent, { command: 'begin-review' }, staff), rule('for-merchant'), staff);
    expect(again).toMatchObject({ workflow: 'awaiting-fulfilment', rulings: [{}, {}] });
    const paid = expire(again, 'ship-back');
    expect(paid).toMatchObject({ workflow: 'resolved', settlement: 'pending', goodsWithMerchant: true });
    expect(paid.agreed?.refund).toEqual(agreed(type).request['amount'] ?? cny(25_800));
  });

  it('go home if a ruling refunds a part, which is paid when they are back', () => {
    const part = act(underReview(refused(type)), rule('split', { amount: cny(4_000) }), staff);
    expect(part).toMatchObject({ workflow: 'awaiting-fulfilment', agreed: { refund: cny(4_000), asTheyCame: true } });
    const back = act(act(part, SENT_HOME, merchant), RECEIVED, buyer);
    expect(back).toMatchObject({
      workflow: 'resolved',
      ending: 'met',
      settlement: 'pending',
      agreed: { refund: cny(4_000) },
    });
  });

  it('that were lost on their way home are paid for', () => {
    const home = act(ruledForShop(type), SENT_HOME, merchant);
    const lost = act(
      act(act(home, { command: 'escalate' }, buyer), { command: 'begin-review' }, staff),
      rule('for-buyer'),
      staff,
    );
    expect(lost).toMatchObject({ workflow: 'resolved', settlement: 'pending' });
    expect(lost.agreed?.refund?.amountMinor).toBeGreaterThan(0);
  });

  it('can be received although the buyer has entered no tracking number', () => {
    const received = act(agreed(type), { command: 'confirm-receipt' }, merchant);
    expect(received.goodsWithMerchant).toBe(true);
    expect(received.workflow).toBe(type === returnRefund ? 'resolved' : 'awaiting-fulfilment');
  });
});

describe('[R47] an advance exchange', () => {
  it('does not send refused goods back while its replacement is with the buyer: the platform decides', () => {
    const ticket = ticketOf(exchange, { request: { advance: true } });
    const out = act(
      act(ticket, { command: 'agree', fields: { returnAddress: RETURN_ADDRESS } }, merchant),
      { command: 'fulfil', choice: 'done', fields: PARCEL },
      merchant,
    );
    const declined = act(act(out, { command: 'submit-return', fields: PARCEL }, buyer), declineOf(exchange), merchant);
    expect(refusal(SENT_HOME, merchant, declined, contextAt(declined.updatedAtMs))).toMatchObject({
      because: 'no-such-move',
    });
    expect(refusal(WITHDRAW, buyer, declined)).toMatchObject({ because: 'no-such-move' });
    expect(expire(declined, 'escalate').intervention).toBe('requested');
  });
});

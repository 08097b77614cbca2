import { type Command, repair, type Ticket } from '@sidecard/core/authoring';
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
  SENT_BACK,
  staff,
  ticketOf,
  underReview,
} from '../support/cases.ts';
import { act, expire, refusal, RETURN_ADDRESS } from '../support/tickets.ts';

const arrived = () =>
  act(act(act(ticketOf(repair), agreeTo(), merchant), SENT_BACK, buyer), { command: 'confirm-receipt' }, merchant);
const quote = (amountMinor: number): Command => ({
  command: 'propose',
  choice: 'quote',
  fields: { fee: cny(amountMinor), text: 'The hinge is worn.' },
});
const REFUND: Command = {
  command: 'propose',
  choice: 'refund',
  fields: { amount: cny(9_000), text: 'Beyond repair.' },
};
const ACCEPT: Command = { command: 'accept-proposal' };
const REJECT: Command = { command: 'reject-proposal' };
const AS_IT_CAME: Command = { command: 'return-goods', fields: { carrier: 'ZTO', trackingNumber: '73120458817' } };
const PAID: Command = { command: 'record-settlement', choice: 'succeeded' };
const accepted = (ticket: Ticket, amountMinor: number) => act(act(ticket, quote(amountMinor), merchant), ACCEPT, buyer);
/** The buyer has accepted a quote, and paid it. */
const quoted = () => act(accepted(arrived(), 1_500), PAID, host);

describe('a repair', () => {
  it('[R3] is appraised, quoted, repaired and shipped back', () => {
    expect(arrived()).toMatchObject({ workflow: 'awaiting-fulfilment', deadlines: [{ key: 'repair' }] });
    expect(quoted()).toMatchObject({ workflow: 'awaiting-fulfilment', agreed: { fee: cny(1_500) } });
    expect(quoted().deadlines).toMatchObject([{ key: 'repair' }]);
    const back = act(quoted(), SENT, merchant);
    expect(back).toMatchObject({ workflow: 'awaiting-confirmation', goodsWithMerchant: false });
    expect(act(back, { command: 'confirm-fulfilment' }, buyer)).toMatchObject({
      workflow: 'resolved',
      settlement: 'succeeded',
    });
  });

  it('has one price: a later quote takes the place of an earlier one, and a refund of both', () => {
    expect(accepted(quoted(), 800).agreed).toEqual({ fee: cny(800), returnAddress: RETURN_ADDRESS });
    const refunded = act(act(quoted(), REFUND, merchant), ACCEPT, buyer);
    expect(refunded).toMatchObject({ workflow: 'resolved', settlement: 'pending' });
    expect(refunded.agreed).toEqual({ refund: cny(9_000), returnAddress: RETURN_ADDRESS });
  });

  it('costs nothing when the goods go back as they came', () => {
    const declined = act(act(quoted(), quote(9_000), merchant), REJECT, buyer);
    const back = act(declined, AS_IT_CAME, merchant);
    expect(back.agreed).toEqual({ asTheyCame: true, returnAddress: RETURN_ADDRESS });
    expect(act(back, { command: 'confirm-fulfilment' }, buyer)).toMatchObject({
      workflow: 'closed',
      ending: 'not-met',
      // What was paid for the repair goes back.
      settlement: 'pending',
    });
  });

  it('[R17] does not end while the shop has the goods: neither a quote nor a refusal lapses', () => {
    expect(expire(act(arrived(), quote(500), merchant), 'proposal').intervention).toBe('requested');
    const refused = act(act(act(ticketOf(repair), agreeTo(), merchant), SENT_BACK, buyer), declineOf(repair), merchant);
    expect(expire(refused, 'escalate').intervention).toBe('requested');
    expect(expire(arrived(), 'repair').intervention).toBe('requested');
    expect(act(refused, { command: 'withdraw' }, buyer).workflow).toBe('awaiting-fulfilment');
  });

  it('[R18] has the goods sent back also where the platform rules for the shop', () => {
    const ruled = act(underReview(expire(quoted(), 'repair')), rule('for-merchant'), staff);
    expect(ruled).toMatchObject({
      workflow: 'awaiting-fulfilment',
      deadlines: [{ key: 'ship-back' }],
    });
    expect(ruled.agreed).toEqual({
      asTheyCame: true,
      ending: 'ruled-for-merchant',
      returnAddress: RETURN_ADDRESS,
    });
    expect(refusal(SENT, merchant, ruled)).toMatchObject({ because: 'no-such-move' });
    expect(act(ruled, AS_IT_CAME, merchant)).toMatchObject({
      workflow: 'awaiting-confirmation',
      goodsWithMerchant: false,
    });
    expect(expire(ruled, 'ship-back').intervention).toBe('requested');
  });
});

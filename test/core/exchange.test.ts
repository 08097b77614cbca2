import { type Command, exchange, actionsFor, type Ticket } from '@sidecard/core/authoring';
import { describe, expect, it } from 'vitest';
import {
  agreeTo,
  buyer,
  cny,
  declineOf,
  merchant,
  rule,
  SENT,
  SENT_BACK,
  staff,
  ticketOf,
  underReview,
} from '../support/cases.ts';
import { act, contextAt, expire, refusal, RETURN_ADDRESS, START_MS } from '../support/tickets.ts';

const begun = (advance: boolean) => act(ticketOf(exchange, { request: { advance } }), agreeTo(), merchant);
const RECEIVE: Command = { command: 'confirm-receipt' };
const REFUND: Command = {
  command: 'propose',
  fields: { amount: cny(5_000), refundOnly: false, returnAddress: RETURN_ADDRESS, text: 'We have none left.' },
};
const FAIL: Command = { command: 'fulfil', choice: 'failed', fields: { reason: 'out-of-stock', text: 'None left.' } };
const ACCEPT: Command = { command: 'accept-proposal' };
const clock = ({ deadlines }: Ticket) => deadlines.map(({ key }) => key).join();

describe('an exchange', () => {
  it('[R3] goes goods first: back, received, replaced, confirmed', () => {
    const back = act(begun(false), SENT_BACK, buyer);
    const working = act(back, RECEIVE, merchant);
    expect([clock(begun(false)), clock(back), clock(working)]).toEqual(['return', 'receipt', 'fulfil']);
    const sent = act(working, SENT, merchant);
    expect(sent).toMatchObject({ workflow: 'awaiting-confirmation', outgoing: { carrier: 'SF Express' } });
    expect(act(sent, { command: 'confirm-fulfilment' }, buyer)).toMatchObject({
      workflow: 'resolved',
      settlement: 'none',
    });
    expect(expire(sent, 'confirm').workflow).toBe('resolved');
  });

  it('becomes a refund that takes the place of what was agreed before: no replacement is spoken of any more', () => {
    const proposed = act(begun(true), REFUND, merchant);
    const accepted = act(proposed, ACCEPT, buyer);
    expect(accepted.agreed).toEqual({ refund: cny(5_000), refundOnly: false, returnAddress: RETURN_ADDRESS });
    expect(accepted.workflow).toBe('awaiting-return');
    // Nothing of the merchant's is out: the buyer who lets it be ends the case.
    expect(expire(accepted, 'return')).toMatchObject({ workflow: 'closed', ending: 'lapsed' });
    expect(refusal({ command: 'escalate' }, buyer, accepted)).toMatchObject({ because: 'no-such-move' });
    expect(act(act(accepted, SENT_BACK, buyer), RECEIVE, merchant)).toMatchObject({ settlement: 'pending' });
  });

  it('[R17] that the merchant agreed to and cannot do comes to the platform, when the refund instead is not answered', () => {
    expect(expire(act(begun(true), REFUND, merchant), 'proposal').intervention).toBe('requested');
    expect(expire(act(begun(true), FAIL, merchant), 'escalate').intervention).toBe('requested');
    expect(expire(begun(true), 'fulfil').intervention).toBe('requested');
  });
});

describe('an exchange whose replacement goes first', () => {
  const out = () => act(begun(true), SENT, merchant);

  it('[R3] waits for the goods after it, and ends when they are back', () => {
    expect(out()).toMatchObject({ workflow: 'awaiting-return' });
    expect(clock(out())).toBe('return');
    const back = act(out(), SENT_BACK, buyer);
    expect(act(back, RECEIVE, merchant)).toMatchObject({ workflow: 'resolved', settlement: 'none' });
    expect(expire(back, 'receipt').workflow).toBe('resolved');
  });

  it('[R17] comes to the platform when the goods do not come, or the buyer has not got it', () => {
    expect(expire(out(), 'return')).toMatchObject({ workflow: 'awaiting-return', intervention: 'requested' });
    expect(act(out(), { command: 'escalate' }, buyer).intervention).toBe('requested');
    expect(refusal({ command: 'withdraw' }, buyer, out())).toMatchObject({ because: 'no-such-move' });
  });

  it('is settled by the goods, when they come late and the platform has been called', () => {
    for (const ticket of [expire(out(), 'return'), underReview(expire(out(), 'return'))]) {
      const late = act(ticket, SENT_BACK, buyer);
      expect(late).toMatchObject({ workflow: 'awaiting-receipt', intervention: 'none', goodsWithMerchant: true });
      expect(clock(late)).toBe('receipt');
    }
  });

  it('[R18] does not lapse either when the platform has both agree on a refund for the return', () => {
    const mediated = act(
      underReview(expire(out(), 'return')),
      rule('mediated', { amount: cny(100), refundOnly: false }),
      staff,
    );
    expect(mediated).toMatchObject({ workflow: 'awaiting-return', agreed: { refund: cny(100) } });
    expect(expire(mediated, 'return')).toMatchObject({ workflow: 'awaiting-return', intervention: 'requested' });
  });

  it('[R18] is sent again by a ruling while the buyer has the goods, and not once they are back', () => {
    const again = act(underReview(act(out(), { command: 'escalate' }, buyer)), rule('for-buyer'), staff);
    expect(again.workflow).toBe('awaiting-fulfilment');
    const back = act(out(), SENT_BACK, buyer);
    const refused = act(back, declineOf(exchange), merchant);
    const ruled = act(underReview(refused), rule('for-buyer'), staff);
    expect(ruled).toMatchObject({ workflow: 'resolved', ending: 'met', settlement: 'none' });
  });

  it('tells the buyer of a refund\u2019s return where the offer leads', () => {
    const proposed = act(begun(true), REFUND, merchant);
    const action = actionsFor(proposed, 'buyer', contextAt(START_MS)).find(({ command }) => command === ACCEPT.command);
    expect(action?.starts?.key).toBe('return');
  });
});

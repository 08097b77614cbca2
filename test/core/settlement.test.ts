import { BUILT_IN_COMMITMENTS, type Policy } from '@sidecard/core';
import {
  addressChange,
  deliveryIssue,
  presaleDeposit,
  resend,
  returnPostage,
  returnRefund,
  shipmentUrging,
  type Ticket,
} from '@sidecard/core/authoring';
import { describe, expect, it } from 'vitest';
import {
  agreeTo,
  buyer,
  cny,
  declineOf,
  host,
  merchant,
  rule,
  staff,
  ticketOf,
  underReview,
} from '../support/cases.ts';
import { act, contextAt, expire, ORDER, POLICY, refusal, RETURN_ADDRESS, START_MS } from '../support/tickets.ts';

const promising: Policy = { ...POLICY, commitments: BUILT_IN_COMMITMENTS };
const context = contextAt(START_MS, { policy: promising });
const record = (choice: 'succeeded' | 'failed') => ({ command: 'record-settlement', choice });
const RETRY = { command: 'retry-settlement' };
const reviewed = (type = returnRefund, request: Ticket['request'] = {}) =>
  underReview(act(ticketOf(type, { request }), declineOf(type), merchant));
const ruled = (ticket: Ticket, choice: string, fields = {}) => act(ticket, rule(choice, fields), staff, context);

describe('a payment', () => {
  const resolved = () => ruled(reviewed(), 'refund', { amount: cny(10_000) });

  it('[R35] is owed when a ruling says so, and the host tells how it went', () => {
    expect(resolved()).toMatchObject({ workflow: 'resolved', settlement: 'pending' });
    const failed = act(resolved(), record('failed'), host);
    expect(failed.settlement).toBe('failed');
    const again = act(failed, RETRY, host);
    expect(again.settlement).toBe('pending');
    expect(act(again, record('succeeded'), host)).toMatchObject({ workflow: 'resolved', settlement: 'succeeded' });
  });

  it('[R35] is told once, by the host alone, and tried again only when it failed', () => {
    const paid = act(resolved(), record('succeeded'), host);
    for (const command of [record('succeeded'), record('failed'), RETRY])
      expect(refusal(command, host, paid)).toMatchObject({ because: 'no-such-move' });
    expect(refusal(RETRY, host, resolved())).toMatchObject({ because: 'no-such-move' });
    for (const actor of [merchant, buyer, staff])
      expect(refusal(record('succeeded'), actor, resolved())).toMatchObject({ code: 'command-unknown' });
  });

  it('[R35] does not make the case go on: each report is a line of its history, and nothing else', () => {
    const failed = act(resolved(), record('failed'), host, contextAt(START_MS + 5));
    expect(failed).toMatchObject({ endedAtMs: START_MS, ending: 'met', version: resolved().version + 1 });
    expect(failed.history.slice(-1)).toMatchObject([{ kind: 'settlement-recorded', choice: 'failed' }]);
  });

  it('is owed for postage that was agreed, whole or in part', () => {
    const asked = ticketOf(returnPostage, { request: { postage: cny(1_200) } });
    const whole = act(asked, agreeTo({ postage: cny(1_200) }), merchant);
    expect(whole).toMatchObject({ workflow: 'resolved', settlement: 'pending', agreed: { postage: cny(1_200) } });
    const part = act(asked, { command: 'propose', fields: { postage: cny(500), text: 'Half of it.' } }, merchant);
    expect(act(part, { command: 'accept-proposal' }, buyer)).toMatchObject({
      settlement: 'pending',
      agreed: { postage: cny(500) },
    });
    expect(ruled(reviewed(returnPostage), 'split', { postage: cny(1) })).toMatchObject({
      settlement: 'pending',
      rulings: [{ postage: cny(1) }],
    });
  });

  it('is not owed where nothing was to be paid', () => {
    expect(act(ticketOf(addressChange), agreeTo({}), merchant).agreed).toEqual({});
    for (const ticket of [
      ruled(reviewed(shipmentUrging), 'for-buyer'),
      ruled(reviewed(returnRefund), 'for-merchant'),
      ruled(reviewed(addressChange), 'mediated'),
      expire(act(ticketOf(returnRefund), declineOf(returnRefund), merchant), 'escalate'),
    ])
      expect(ticket.settlement).toBe('none');
  });
});

describe('a ruling', () => {
  it('[R35] pays from the deposit when it says so', () => {
    const [ruling] = ruled(reviewed(), 'for-buyer', { fromDeposit: true }).rulings;
    expect(ruling).toMatchObject({ choice: 'for-buyer', fromDeposit: true });
    expect(ruled(reviewed(), 'for-buyer', { fromDeposit: false }).rulings[0]).not.toHaveProperty('fromDeposit');
  });

  it.each([
    ['designated-carrier', true, 3_000],
    ['deliver-by', true, 3_000],
    ['quality', undefined, 3_000],
    ['ship-by', undefined, 1_390],
  ])('[R33] [R34] [R35] under the commitment %s pays from the deposit: %s', (commitment, fromDeposit, figure) => {
    const { promised, shippedAtMs = 0 } = ORDER;
    const order = { ...ORDER, carrier: 'ZTO', promised: { ...promised, carrier: 'SF', deliverByMs: shippedAtMs } };
    const issue = ticketOf(deliveryIssue);
    const declined = act({ ...issue, order }, declineOf(deliveryIssue), merchant);
    const ticket = ruled(underReview(declined), 'refund', { amount: cny(1), compensation: cny(figure), commitment });
    expect(ticket.rulings[0]).toMatchObject({ commitment, compensation: cny(figure), refund: cny(1) });
    expect(ticket.rulings[0]?.fromDeposit).toBe(fromDeposit);
    expect(ticket).toMatchObject({ settlement: 'pending', agreed: { refund: cny(1), compensation: cny(figure) } });
  });

  it('[R36] names only commitments that the shop has, and of these only what can be broken', () => {
    const unknown = { code: 'field-invalid', problems: [{ field: 'commitment', problem: 'unknown-option' }] };
    const named = (commitment: string, among: typeof context) =>
      refusal(rule('for-buyer', { commitment }), staff, reviewed(), among);
    expect(named('quality', contextAt(START_MS))).toMatchObject(unknown);
    expect(named('quality', context)).toBe('accepted');
    // The order was sold without a promised day.
    expect(named('deliver-by', context)).toMatchObject(unknown);
  });

  it('[R18] [R35] for the merchant pays nothing, whatever was agreed or awarded before', () => {
    const awarded = ruled(reviewed(resend), 'for-buyer', { compensation: cny(500), fromDeposit: true });
    const again = underReview(expire(awarded, 'fulfil'));
    expect(again.agreed?.compensation).toEqual(cny(500));
    const ended = ruled(again, 'for-merchant');
    expect(ended).toMatchObject({ workflow: 'closed', ending: 'ruled-for-merchant', settlement: 'none' });
    expect(ended.rulings[1]).toEqual({ choice: 'for-merchant', atMs: START_MS, text: 'As both sides have shown.' });
  });

  it('[R35] has its compensation paid although the buyer then lets the return be, or withdraws', () => {
    const toReturn = () => reviewed(returnRefund, { refundOnly: false });
    const awarded = () => ruled(toReturn(), 'for-buyer', { compensation: cny(900), fromDeposit: true });
    expect(awarded()).toMatchObject({ workflow: 'awaiting-return', settlement: 'none' });
    const lapsed = expire(awarded(), 'return');
    expect(lapsed).toMatchObject({ workflow: 'closed', ending: 'lapsed', settlement: 'pending' });
    expect(act(lapsed, record('failed'), host).settlement).toBe('failed');
    expect(act(act(lapsed, record('failed'), host), RETRY, host).settlement).toBe('pending');
    expect(act(awarded(), { command: 'withdraw' }, buyer)).toMatchObject({
      ending: 'withdrawn',
      settlement: 'pending',
    });
  });

  it('[R18] that both sides took says what they agreed on, and what they did not is not paid', () => {
    const settled = ruled(reviewed(presaleDeposit), 'mediated', { amount: cny(700) });
    expect(settled).toMatchObject({ workflow: 'resolved', settlement: 'pending', agreed: { refund: cny(700) } });
    const back = ruled(reviewed(), 'mediated', { amount: cny(700), refundOnly: false });
    expect(back).toMatchObject({ workflow: 'awaiting-return', agreed: { returnAddress: RETURN_ADDRESS } });
    expect(ruled(reviewed(), 'mediated', { amount: cny(700), refundOnly: true }).workflow).toBe('resolved');
  });

  it('[R18] gives each a part, at most what is left', () => {
    expect(ruled(reviewed(), 'split', { amount: cny(12_900) })).toMatchObject({
      settlement: 'pending',
      rulings: [{ choice: 'split', refund: cny(12_900) }],
    });
    expect(refusal(rule('split', { amount: cny(25_801) }), staff, reviewed())).toMatchObject({
      problems: [{ field: 'amount', problem: 'too-high', max: 25_800 }],
    });
  });
});

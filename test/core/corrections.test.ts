import { addressChange, decide, exchange, resend, returnRefund, type Ticket } from '@sidecard/core/authoring';
import { project } from '@sidecard/core/server';
import { describe, expect, it } from 'vitest';
import { agreeTo, buyer, cny, merchant, SENT, SENT_BACK, ticketOf } from '../support/cases.ts';
import { act, contextAt, created, expire, fold, refusal, RETURN_ADDRESS, START_MS } from '../support/tickets.ts';

const HOUR_MS = 3_600_000;
const NUMBER = { carrier: 'ZTO', trackingNumber: '73120458818' };
const CORRECT = { command: 'correct-tracking', fields: NUMBER };
const agreed = () => act(created().ticket, agreeTo({ returnAddress: RETURN_ADDRESS, amount: cny(25_800) }), merchant);
const sent = () => act(agreed(), SENT_BACK, buyer);
const last = (ticket: Ticket) => ticket.history.at(-1);

describe('[R51] a correction of a tracking number', () => {
  it('is the buyer’s until the receipt is confirmed; the history keeps both, and the clock does not start again', () => {
    const before = sent();
    const later = contextAt(START_MS + HOUR_MS);
    const decision = decide(before, { ...CORRECT, version: before.version }, buyer, later);
    if (!decision.ok) throw new Error(JSON.stringify(decision.error));
    const after = fold(before, decision.value);
    expect(after).toMatchObject({
      ...{ workflow: 'awaiting-receipt', version: before.version + 1, deadlines: before.deadlines },
      returnShipment: { ...NUMBER, atMs: before.returnShipment?.atMs },
    });
    expect(last(after)).toMatchObject({
      ...{ kind: 'corrected', command: 'correct-tracking', fields: NUMBER },
      before: { carrier: 'ZTO', trackingNumber: '73120458817' },
    });
    const received = act(after, { command: 'confirm-receipt' }, merchant);
    expect(refusal(CORRECT, buyer, received)).toMatchObject({ because: 'no-such-move' });
    expect(refusal(CORRECT, merchant, after)).toMatchObject({ code: 'move-not-allowed' });
  });

  it('must change something, and fit the version', () => {
    expect(refusal({ ...CORRECT, fields: { carrier: 'ZTO', trackingNumber: '73120458817' } }, buyer, sent())).toEqual({
      code: 'field-invalid',
      problems: [{ field: 'carrier', problem: 'required' }],
    });
    expect(refusal({ ...CORRECT, version: 1 }, buyer, sent())).toMatchObject({ code: 'version-conflict' });
  });

  it('is the merchant’s for a replacement, and the buyer reads it', () => {
    const asked = ticketOf(resend);
    const out = act(act(asked, { command: 'agree' }, merchant), SENT, merchant);
    const after = act(out, CORRECT, merchant);
    expect(after.outgoing).toEqual({ ...out.outgoing, ...NUMBER });
    expect(last(after)?.sentMessage?.text).toBe('The tracking number is: ZTO 73120458818.');
    expect(refusal(CORRECT, merchant, act(after, { command: 'confirm-fulfilment' }, buyer))).not.toBe('accepted');
  });

  it('is of each side’s own parcel in an exchange that sends the replacement first', () => {
    const asked = ticketOf(exchange, { request: { advance: true } });
    const out = act(act(asked, agreeTo(), merchant), SENT, merchant);
    const crossed = act(
      act(act(out, SENT_BACK, buyer), CORRECT, merchant),
      { ...CORRECT, fields: { ...NUMBER, carrier: 'YTO' } },
      buyer,
    );
    expect([crossed.outgoing?.carrier, crossed.returnShipment?.carrier]).toEqual(['ZTO', 'YTO']);
  });
});

describe('[R51] a correction of the return address', () => {
  const MOVED = { ...RETURN_ADDRESS, street: '9 Taoyang Road' };
  const MOVE = { command: 'correct-return-address', fields: { returnAddress: MOVED } };

  it('is the merchant’s until the parcel is on its way, and reaches the buyer', () => {
    const after = act(agreed(), MOVE, merchant);
    expect(after.agreed).toEqual({ ...agreed().agreed, returnAddress: MOVED });
    expect(after.deadlines).toEqual(agreed().deadlines);
    expect(last(after)).toMatchObject({ fields: { returnAddress: MOVED }, before: { returnAddress: RETURN_ADDRESS } });
    expect(last(after)?.sentMessage?.text).toContain('9 Taoyang Road');
    expect(refusal(MOVE, merchant, act(after, SENT_BACK, buyer))).not.toBe('accepted');
  });

  it('shows both addresses masked to accounts that may not handle', () => {
    const { history } = project(act(agreed(), MOVE, merchant), 'shop', contextAt(START_MS));
    expect(JSON.stringify(history)).not.toContain('Taoyang');
    expect(history.at(-1)?.before).toMatchObject({ returnAddress: { street: '****' } });
  });
});

describe('[R51] a correction of the request', () => {
  const correct = (fields: Record<string, unknown>) => ({ command: 'correct-request', fields: fields as never });

  it('changes what it names, within the cap, while the merchant has not answered', () => {
    const ticket = created().ticket;
    const after = act(ticket, correct({ reason: 'quality', amount: cny(12_900) }), buyer);
    expect(after.request).toEqual({ ...ticket.request, reason: 'quality', amount: cny(12_900) });
    expect(after.deadlines).toEqual(ticket.deadlines);
    expect(last(after)?.before).toEqual({ reason: 'damaged', amount: cny(25_800) });
    expect(refusal(correct({ amount: cny(25_801) }), buyer, ticket)).toMatchObject({
      problems: [{ field: 'amount', problem: 'too-high', max: 25_800 }],
    });
    expect(refusal(correct({ reason: 'no such thing' }), buyer, ticket)).toMatchObject({ code: 'field-invalid' });
    expect(refusal(correct({ items: [{ itemId: 'box', quantity: 1 }] }), buyer, ticket)).toMatchObject({
      problems: [{ field: 'items', problem: 'unknown-field' }],
    });
    expect(refusal(correct({}), buyer, ticket)).toMatchObject({ problems: [{ problem: 'required' }] });
    expect(refusal(correct({ reason: 'quality' }), buyer, agreed())).toMatchObject({ because: 'no-such-move' });
  });

  it('conflicts with an answer to what was asked before', () => {
    const ticket = created().ticket;
    const after = act(ticket, correct({ amount: cny(100) }), buyer);
    const answer = agreeTo({ returnAddress: RETURN_ADDRESS, amount: cny(25_800) });
    expect(refusal({ ...answer, version: ticket.version }, merchant, after)).toMatchObject({
      code: 'version-conflict',
    });
  });

  it('corrects the address of an address change', () => {
    const ticket = ticketOf(addressChange);
    const address = { ...RETURN_ADDRESS, street: '10 Taoyang Road' };
    expect(act(ticket, correct({ address }), buyer).request['address']).toEqual(address);
  });
});

describe('[R51] the time to confirm a receipt', () => {
  const EXTEND = { command: 'extend', fields: { hours: 48, text: 'The parcel is at the depot.' } };

  it('is extended once by the merchant, with words for the buyer', () => {
    const [due] = sent().deadlines;
    const after = act(sent(), EXTEND, merchant);
    expect(after.deadlines).toEqual([{ ...due, dueAtMs: (due?.dueAtMs ?? 0) + 48 * HOUR_MS, extended: 1 }]);
    expect(last(after)?.sentMessage?.text).toBe(
      'We need 48 more hours to check your goods: The parcel is at the depot.',
    );
    expect(refusal(EXTEND, merchant, after)).toMatchObject({ because: 'no-such-move' });
    expect(refusal({ ...EXTEND, fields: { hours: 241, text: 'Too long.' } }, merchant, sent())).toMatchObject({
      problems: [{ field: 'hours', problem: 'too-high', max: 240 }],
    });
  });
});

describe('[R51] a question for proof before the decision', () => {
  const ASK = { command: 'ask-for-proof', fields: { text: 'A photo of the rim, please.' } };
  const GIVE = { command: 'give-proof', fields: { text: 'The chip is on the left side.' } };
  const asked = () => act(created().ticket, ASK, merchant);

  it('is asked once, and answered in a time of its own; the merchant then has the time to answer again', () => {
    expect(asked()).toMatchObject({
      ...{ workflow: 'awaiting-buyer', proof: { text: ASK.fields.text } },
      deadlines: [{ key: 'proof', of: 'buyer', dueAtMs: START_MS + 48 * HOUR_MS }],
    });
    expect(last(asked())?.sentMessage?.text).toBe('Please send us proof: A photo of the rim, please.');
    const later = START_MS + 10 * HOUR_MS;
    const given = act(asked(), GIVE, buyer, contextAt(later));
    expect(given).toMatchObject({
      ...{ workflow: 'awaiting-merchant', proof: { answer: 'given' } },
      deadlines: [{ key: 'answer', startedAtMs: later }],
    });
    expect(last(given)).toMatchObject({ kind: 'proof-submitted', fields: GIVE.fields });
    expect(refusal(ASK, merchant, given)).toMatchObject({ because: 'no-such-move' });
    expect(refusal({ command: 'accept-proposal' }, buyer, asked())).toMatchObject({ because: 'no-such-move' });
  });

  it('goes back to the merchant if nobody answers, and can be answered by withdrawing', () => {
    const silent = expire(asked(), 'proof');
    expect(silent).toMatchObject({ workflow: 'awaiting-merchant', proof: { answer: 'missing' } });
    expect(refusal(ASK, merchant, silent)).not.toBe('accepted');
    expect(expire(silent, 'answer').intervention).toBe('requested');
    expect(act(asked(), { command: 'withdraw' }, buyer)).toMatchObject({ workflow: 'closed', ending: 'withdrawn' });
  });

  it('can be that the buyer withdraws, with a reason: the case stays as it is', () => {
    const suggest = {
      ...{ command: 'reply', choice: 'ask-to-withdraw' },
      fields: { reason: 'settled-otherwise', text: 'We have sent a voucher.' },
    };
    const ticket = created().ticket;
    const after = act(ticket, suggest, merchant);
    expect(after).toMatchObject({
      workflow: 'awaiting-merchant',
      version: ticket.version,
      deadlines: ticket.deadlines,
    });
    expect(last(after)?.sentMessage?.text).toBe(
      'Please consider withdrawing (Settled separately with the buyer): We have sent a voucher.',
    );
    const { actions, history } = project(after, 'buyer', contextAt(START_MS));
    expect(actions.map(({ command }) => command)).toContain('withdraw');
    expect(history.at(-1)).toMatchObject({ kind: 'replied', choice: 'ask-to-withdraw' });
  });

  it('is in the types in which proof decides', () => {
    expect(returnRefund.deadlines['proof']).toBeDefined();
  });
});

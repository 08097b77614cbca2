import { type Command, decide, type Ticket, type TicketEvent } from '@sidecard/core/authoring';
import { describe, expect, it } from 'vitest';
import { actor, contextAt, created, DECLINE, fold, intervening, RETURN_ADDRESS, START_MS } from '../support/tickets.ts';

// What each move of a return changes, member by member.

const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000];
const AT = START_MS + HOUR_MS;
const [merchant, buyer, staff] = [actor('merchant'), actor('buyer'), actor('staff')];
const handledBy = { party: 'merchant', accountId: 'merchant-1', name: 'A merchant' };
/** Acting on a ticket that nobody has claims it. */
const claim = { accountId: 'merchant-1', name: 'A merchant', untilMs: AT + HOUR_MS / 4 };
const yuan = (amount: number) => ({ amountMinor: amount * 100, currency: 'CNY' });
const deadline = (key: string, of: string, days: number) => ({
  key,
  of,
  startedAtMs: AT,
  dueAtMs: AT + days * DAY_MS,
});

type Step = readonly [command: Command, by: typeof merchant];
const CLAIM: Step = [{ command: 'claim' }, merchant];
const PROPOSE: Step = [
  { command: 'propose', fields: { amount: yuan(100), returnAddress: RETURN_ADDRESS, text: 'Half?' } },
  merchant,
];
const AGREE: Step = [{ command: 'agree', fields: { amount: yuan(258), returnAddress: RETURN_ADDRESS } }, merchant];
const SHIP: Step = [{ command: 'submit-return', fields: { carrier: 'SF', trackingNumber: 'SF123456' } }, buyer];
const REVIEW: Step = [{ command: 'begin-review' }, staff];
const ASK: Step = [{ command: 'request-evidence', fields: { from: ['merchant', 'buyer'], text: 'Pictures?' } }, staff];

/** The event of the last of some steps; a move gets the present version. */
function lastOf(steps: readonly Step[], start: Ticket = created().ticket): TicketEvent {
  let ticket = start;
  let last: TicketEvent | undefined;
  for (const [command, by] of steps) {
    const decision = decide(ticket, { version: ticket.version, ...command }, by, contextAt(AT));
    if (!decision.ok) throw new Error(`${command.command}: ${JSON.stringify(decision.error)}`);
    [last] = decision.value;
    ticket = fold(ticket, decision.value);
  }
  if (!last) throw new Error('No step, no event.');
  return last;
}

describe('a return', () => {
  it.each<[string, readonly Step[], TicketEvent['kind'], unknown]>([
    ['claimed', [CLAIM], 'claimed', { claim }],
    ['released', [CLAIM, [{ command: 'release' }, merchant]], 'released', { claim: null }],
    ['replied to', [[{ command: 'reply', fields: { text: 'One moment.' } }, merchant]], 'replied', { claim }],
    [
      'replied to by the account that has it, which keeps it for longer',
      [CLAIM, [{ command: 'reply', fields: { text: 'One moment.' } }, merchant]],
      'replied',
      { claim },
    ],
    [
      'declined',
      [[DECLINE, merchant]],
      'declined',
      {
        workflow: 'declined',
        declinedFrom: 'awaiting-merchant',
        deadlines: [deadline('escalate', 'buyer', 7)],
        disagreedAtMs: AT,
        handledBy,
        claim,
      },
    ],
    [
      'withdrawn',
      [CLAIM, [DECLINE, merchant], [{ command: 'withdraw' }, buyer]],
      'withdrawn',
      { workflow: 'closed', ending: 'withdrawn', declinedFrom: null, deadlines: [], claim: null },
    ],
    [
      'answered with a proposal',
      [PROPOSE],
      'proposed',
      {
        workflow: 'awaiting-buyer',
        declinedFrom: 'awaiting-merchant',
        proposal: { refund: yuan(100), refundOnly: false, returnAddress: RETURN_ADDRESS, text: 'Half?' },
        deadlines: [deadline('proposal', 'buyer', 2)],
        handledBy,
        claim,
      },
    ],
    [
      'whose proposal is rejected',
      [PROPOSE, [{ command: 'reject-proposal' }, buyer]],
      'proposal-rejected',
      { workflow: 'declined', proposal: null, deadlines: [deadline('escalate', 'buyer', 7)], disagreedAtMs: AT },
    ],
    [
      'whose proposal is accepted',
      [PROPOSE, [{ command: 'accept-proposal' }, buyer]],
      'proposal-accepted',
      {
        workflow: 'awaiting-return',
        agreed: { refund: yuan(100), refundOnly: false, returnAddress: RETURN_ADDRESS },
        proposal: null,
        declinedFrom: null,
        deadlines: [deadline('return', 'buyer', 7)],
      },
    ],
    [
      'agreed to',
      [AGREE],
      'agreed',
      {
        workflow: 'awaiting-return',
        agreed: { refund: yuan(258), refundOnly: false, returnAddress: RETURN_ADDRESS },
        proposal: null,
        deadlines: [deadline('return', 'buyer', 7)],
        handledBy,
        claim,
      },
    ],
    [
      'sent back',
      [AGREE, SHIP],
      'return-submitted',
      {
        workflow: 'awaiting-receipt',
        goodsWithMerchant: true,
        returnShipment: { carrier: 'SF', trackingNumber: 'SF123456', atMs: AT },
        deadlines: [deadline('receipt', 'merchant', 10)],
      },
    ],
    [
      'received',
      [CLAIM, AGREE, SHIP, [{ command: 'confirm-receipt' }, merchant]],
      'receipt-confirmed',
      {
        ...{ workflow: 'resolved', settlement: 'pending', ending: 'met', handledBy, claim: null },
        deadlines: [deadline('settle', 'staff', 7)],
      },
    ],
  ])('%s', (_, steps, kind, change) => {
    const event = lastOf(steps);
    expect(event.kind).toBe(kind);
    expect(event.change).toEqual(change);
  });
});

describe('a return at the platform', () => {
  const rule = deadline('rule', 'staff', 3);
  const [ofMerchant, ofBuyer] = [deadline('evidence-merchant', 'merchant', 2), deadline('evidence-buyer', 'buyer', 2)];
  const request = (party: 'merchant' | 'buyer') => ({ party, atMs: AT, text: 'Pictures?' });

  it.each<[string, readonly Step[], TicketEvent['kind'], unknown]>([
    ['that is taken up', [REVIEW], 'review-begun', { intervention: 'reviewing', deadlines: [rule] }],
    [
      'asks both sides for evidence',
      [REVIEW, ASK],
      'evidence-requested',
      {
        intervention: 'collecting-evidence',
        asked: [request('merchant'), request('buyer')],
        deadlines: [rule, ofMerchant, ofBuyer],
      },
    ],
    [
      'asks one of them again, whose time begins again',
      [REVIEW, ASK, [{ command: 'request-evidence', fields: { from: ['buyer'], text: 'More?' } }, staff]],
      'evidence-requested',
      {
        asked: [request('merchant'), { ...request('buyer'), text: 'More?' }],
        deadlines: [rule, ofMerchant, ofBuyer],
      },
    ],
    [
      'gets it from one side',
      [REVIEW, ASK, [{ command: 'submit-evidence', fields: { text: 'Our side.' } }, merchant]],
      'evidence-submitted',
      {
        asked: [request('buyer')],
        evidence: [{ party: 'merchant', atMs: AT, text: 'Our side.' }],
        deadlines: [rule, ofBuyer],
        handledBy,
        claim,
      },
    ],
  ])('%s', (_, steps, kind, change) => {
    const event = lastOf(steps, intervening());
    expect(event.kind).toBe(kind);
    expect(event.change).toEqual(change);
  });
});

describe('what a move leaves in the history', () => {
  it('is this of a refusal: what was filled in, what was said to the buyer, and the new status', () => {
    const { entry, id } = lastOf([[DECLINE, merchant]]);
    expect(entry).toEqual({
      id,
      kind: 'declined',
      command: 'decline',
      atMs: AT,
      by: handledBy,
      fields: DECLINE.fields,
      sentMessage: { messageId: expect.any(String), text: expect.stringContaining('We cannot see where it broke.') },
      status: 'declined',
    });
  });

  it('is this of a claim, which has no form and changes no status', () => {
    const { entry, id } = lastOf([CLAIM]);
    expect(entry).toEqual({ id, kind: 'claimed', command: 'claim', atMs: AT, by: handledBy });
  });
});

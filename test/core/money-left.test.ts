import { isOwed, remainingBudget, resend, returnPostage, returnRefund, type Ticket } from '@sidecard/core/authoring';
import { amountDue, type Terms } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import { agreeTo, buyer, cny, declineOf, merchant, rule, staff, ticketOf, underReview } from '../support/cases.ts';
import { act, contextAt, created, ORDER, POLICY, refusal, START_MS } from '../support/tickets.ts';

const PAID = 27_799;
const TERMS: Terms = { refund: cny(1_000), postage: cny(200), compensation: cny(30), fee: cny(9_999) };
const { ticket } = created();
const having = (change: Partial<Ticket>): Ticket => ({ ...ticket, agreed: TERMS, ...change });
const left = (...related: Ticket[]) => {
  const { refund, postage, compensation } = remainingBudget(ORDER, related, POLICY);
  return [refund, postage, compensation].map(({ amountMinor }) => amountMinor);
};

describe('what a ticket owes', () => {
  it.each<[string, Partial<Ticket>, readonly [number, number, number]]>([
    ['while it lives, is what was agreed', { workflow: 'awaiting-return' }, [1_000, 200, 30]],
    ['when it is resolved, too', { workflow: 'resolved', ending: 'met' }, [1_000, 200, 30]],
    ['when it was ruled for the merchant, is nothing', { workflow: 'closed', ending: 'ruled-for-merchant' }, [0, 0, 0]],
    ['when it lapsed, is what was awarded', { workflow: 'closed', ending: 'lapsed' }, [0, 0, 30]],
    ['when it was withdrawn, is what was awarded', { workflow: 'closed', ending: 'withdrawn' }, [0, 0, 30]],
    ['when both left it at that, is what was awarded', { workflow: 'closed', ending: 'not-met' }, [0, 0, 30]],
  ])('%s', (_, change, [refund, postage, compensation]) => {
    expect(amountDue(having(change))).toEqual({ refund, postage, compensation, goodwill: 0 });
    expect(isOwed(having(change))).toBe(refund + postage + compensation > 0);
  });

  it('is nothing before anything is agreed, whatever is proposed', () => {
    expect(amountDue({ workflow: 'awaiting-merchant' })).toEqual({
      refund: 0,
      postage: 0,
      compensation: 0,
      goodwill: 0,
    });
    expect(isOwed({ workflow: 'resolved', agreed: { refund: cny(0), fee: cny(0) } })).toBe(false);
    // The buyer owes a fee, until it is paid; without an agreement it goes back.
    expect(isOwed({ workflow: 'resolved', agreed: { fee: cny(5) } })).toBe(true);
    expect(isOwed({ workflow: 'resolved', agreed: { fee: cny(5) }, collected: cny(5) })).toBe(false);
    expect(isOwed({ workflow: 'closed', agreed: { fee: cny(5) } })).toBe(false);
    expect(isOwed({ workflow: 'closed', collected: cny(5) })).toBe(true);
    const proposed = act(
      ticket,
      { command: 'propose', fields: { amount: cny(5_000), refundOnly: true, text: 'As we said.' } },
      merchant,
    );
    expect(left(proposed)).toEqual(left());
  });
});

describe('what is left for an order', () => {
  it('is what was paid, and the policy\u2019s caps', () => {
    expect(left()).toEqual([PAID, 5_000, 50_000]);
  });

  it('is less by what the other tickets owe, purse by purse, and never less than nothing', () => {
    expect(left(having({}), having({ workflow: 'closed', ending: 'lapsed' }))).toEqual([PAID - 1_000, 4_800, 49_940]);
    const all = having({ agreed: { refund: cny(PAID + 1), postage: cny(5_001) } });
    expect(left(all)).toEqual([0, 0, 50_000]);
  });

  it('is in the order\u2019s currency', () => {
    const order = { ...ORDER, items: [{ ...ORDER.items[0], paid: { amountMinor: 300, currency: 'JPY' } }] as const };
    expect(remainingBudget(order, [], POLICY).postage.currency).toBe('JPY');
  });
});

describe('an empty purse', () => {
  const limited = (postageMinor: number, compensationMinor = 0) =>
    contextAt(START_MS, { policy: { ...POLICY, caps: { postageMinor, compensationMinor } } });
  const postage = (context = contextAt(START_MS)) =>
    ticketOf(returnPostage, { request: { postage: cny(900) } }, context);

  it('of postage refuses what would give more than it has', () => {
    expect(refusal(agreeTo({}), merchant, postage(), limited(0))).toMatchObject({ because: 'cap-reached' });
    expect(
      refusal(rule('for-buyer'), staff, underReview(act(postage(), declineOf(returnPostage), merchant)), limited(0)),
    ).toMatchObject({ because: 'cap-reached' });
    // Agreeing gives the whole that was asked; for less there are proposals.
    expect(refusal(agreeTo({ postage: cny(350) }), merchant, postage(), limited(350))).toMatchObject({
      because: 'cap-reached',
    });
    expect(refusal(agreeTo({ postage: cny(899) }), merchant, postage(), limited(900))).toMatchObject({
      problems: [{ field: 'postage', problem: 'too-low', min: 900 }],
    });
    expect(act(postage(), agreeTo({ postage: cny(900) }), merchant, limited(900)).agreed?.postage).toEqual(cny(900));
    expect(
      refusal(
        agreeTo({}),
        merchant,
        postage(),
        contextAt(START_MS, { related: [having({ agreed: { postage: cny(5_000) } })] }),
      ),
    ).toMatchObject({ because: 'cap-reached' });
  });

  it('of postage lets no proposal through that is above it, at the time of the acceptance too', () => {
    const propose = (amountMinor: number) => ({
      command: 'propose',
      fields: { postage: cny(amountMinor), text: 'A part.' },
    });
    expect(refusal(propose(351), merchant, postage(), limited(350))).toMatchObject({
      problems: [{ problem: 'too-high', max: 350 }],
    });
    const proposed = act(postage(), propose(350), merchant, limited(350));
    expect(refusal({ command: 'accept-proposal' }, buyer, proposed, limited(350))).toBe('accepted');
    expect(refusal({ command: 'accept-proposal' }, buyer, proposed, limited(349))).toMatchObject({
      because: 'cap-reached',
    });
  });

  it('[R35] of compensation keeps no ruling back that awards none', () => {
    const reviewed = underReview(act(ticketOf(resend), declineOf(resend), merchant));
    expect(refusal(rule('for-buyer'), staff, reviewed, limited(0))).toBe('accepted');
    expect(refusal(rule('for-buyer', { compensation: cny(1) }), staff, reviewed, limited(0))).toMatchObject({
      problems: [{ field: 'compensation', problem: 'too-high', max: 0 }],
    });
    expect(refusal(rule('for-buyer', { compensation: cny(40) }), staff, reviewed, limited(0, 40))).toBe('accepted');
  });

  it('of refunds does not touch the others', () => {
    const spent = contextAt(START_MS, { related: [having({ agreed: { refund: cny(PAID) } })] });
    expect(refusal(agreeTo({ postage: cny(900) }), merchant, postage(), spent)).toBe('accepted');
    const asked = ticketOf(returnRefund);
    expect(refusal(agreeTo({ amount: asked.request['amount'] }), merchant, asked, spent)).toMatchObject({
      because: 'nothing-refundable',
    });
  });
});

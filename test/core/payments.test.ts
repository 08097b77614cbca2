import { DAY_MS } from '@sidecard/core';
import {
  commitmentClaim,
  decide,
  decideCreate,
  goodwill,
  resend,
  returnRefund,
  type Ticket,
} from '@sidecard/core/authoring';
import { readStoredEvent, readStoredTicket, rebuild } from '@sidecard/core/server';
import { paymentsOf } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import { buyer, cny, declineOf, host, merchant, rule, staff, ticketOf, underReview } from '../support/cases.ts';
import { LATE, negotiatedClaim } from '../support/requests.ts';
import { act, actor, contextAt, created, ORDER, POLICY, START_MS } from '../support/tickets.ts';

const system = actor('system');
const record = (choice: 'succeeded' | 'failed') => ({ command: 'record-settlement', choice });
const settle = ({ deadlines }: Ticket) => deadlines.find(({ key }) => key === 'settle');
const agreed = () =>
  act(
    ticketOf(returnRefund, { request: { refundOnly: true, amount: cny(100) } }),
    { command: 'agree', fields: { amount: cny(100) } },
    merchant,
  );

describe('what a ticket pays', () => {
  it('[R45] is nothing while it is open, and then one payment per budget', () => {
    expect(paymentsOf(ticketOf(returnRefund))).toEqual([]);
    const ticket = agreed();
    const due = { ticketId: ticket.id, orderId: ORDER.id, direction: 'to-buyer', dueSinceMs: START_MS, version: 2 };
    expect(paymentsOf(ticket)).toEqual([{ ...due, kind: 'refund', amount: cny(100), state: 'due' }]);
    const failed = act(ticket, record('failed'), host);
    expect(paymentsOf(failed)).toMatchObject([{ state: 'failed', version: 3 }]);
    expect(
      paymentsOf(act(act(failed, { command: 'retry-settlement' }, host), record('succeeded'), host)),
    ).toMatchObject([{ state: 'succeeded', version: 5 }]);
  });

  it('[R35] [R45] names the commitment, and that the deposit pays first', () => {
    const paid = act(negotiatedClaim(contextAt(START_MS)), { command: 'agree' }, merchant);
    expect(paymentsOf(paid)).toMatchObject([
      { kind: 'compensation', amount: cny(800), commitment: 'deliver-by', fromDeposit: true, state: 'due' },
    ]);
    const late = act(ticketOf(commitmentClaim, { request: LATE }), { command: 'agree' }, merchant);
    expect(paymentsOf(late)).toMatchObject([{ kind: 'compensation', commitment: 'ship-by' }]);
    expect(paymentsOf(late)[0]).not.toHaveProperty('fromDeposit');
  });

  it('[R35] [R45] is split by a ruling into refund and compensation', () => {
    const reviewed = underReview(act(ticketOf(returnRefund), declineOf(returnRefund), merchant));
    const fields = { amount: cny(100), compensation: cny(50), commitment: 'ship-by', fromDeposit: true };
    const ruled = act(reviewed, rule('refund', fields), staff);
    expect(paymentsOf(ruled)).toMatchObject([
      { kind: 'refund', amount: cny(100), fromDeposit: true },
      { kind: 'compensation', amount: cny(50), commitment: 'ship-by', fromDeposit: true },
    ]);
  });

  it('[R45] has a deadline as long as it is owed, which gives notice and starts again', () => {
    let ticket = agreed();
    expect(settle(ticket)).toEqual({
      key: 'settle',
      of: 'staff',
      startedAtMs: START_MS,
      dueAtMs: START_MS + 7 * DAY_MS,
    });
    for (let week = 1; week <= 9; week++) {
      const now = START_MS + week * 7 * DAY_MS;
      const decision = decide(ticket, { command: 'expire', choice: 'settle' }, system, contextAt(now));
      expect(decision).toMatchObject({ value: [{ kind: 'deadline-noticed', version: 2 }] });
      ticket = act(ticket, { command: 'expire', choice: 'settle' }, system, contextAt(now));
      expect(settle(ticket)?.dueAtMs).toBe(now + 7 * DAY_MS);
    }
    const later = contextAt(START_MS + 70 * DAY_MS);
    const failed = act(ticket, record('failed'), host, later);
    expect(settle(failed)?.startedAtMs).toBe(later.now);
    const again = act(failed, { command: 'retry-settlement' }, host, later);
    expect(settle(again)).toBeDefined();
    expect(act(again, record('succeeded'), host, later).deadlines).toEqual([]);
  });

  it('[R45] has the deadline that the policy sets, and none where nothing is owed', () => {
    const policy = { ...POLICY, deadlines: { '*': { settle: DAY_MS } } };
    const { ticket } = created({ request: { ...ticketOf(returnRefund).request, refundOnly: true } });
    const { amount } = ticket.request;
    const paid = act(ticket, { command: 'agree', fields: { amount } }, merchant, contextAt(START_MS, { policy }));
    expect(settle(paid)?.dueAtMs).toBe(START_MS + DAY_MS);
    expect(act(ticketOf(resend), { command: 'withdraw' }, buyer).deadlines).toEqual([]);
  });
});

describe('what an earlier release stored', () => {
  const old = (ticket: Ticket): object => {
    const { disagreedAtMs: _, ...rest } = ticket;
    return { ...rest, schema: 2, deadlines: ticket.deadlines.filter(({ key }) => key !== 'settle') };
  };

  it('[R45] has a deadline for a payment that was due without one', () => {
    const ticket = agreed();
    expect(readStoredTicket(old(ticket))).toEqual(ticket);
    const failed = act(ticket, record('failed'), host, contextAt(START_MS + DAY_MS));
    expect(readStoredTicket(old(failed))).toEqual(failed);
    expect(readStoredTicket(old(act(ticket, record('succeeded'), host))).deadlines).toEqual([]);
  });

  it('[R37] knows when negotiation failed, ticket and events alike', () => {
    const { ticket: fresh, events } = created();
    const steps = [
      decide(fresh, { ...declineOf(returnRefund), version: 1 }, merchant, contextAt(START_MS + 1)),
    ].flatMap((decision) => (decision.ok ? decision.value : []));
    const declined = act(fresh, declineOf(returnRefund), merchant, contextAt(START_MS + 1));
    expect(declined.disagreedAtMs).toBe(START_MS + 1);
    const withdrawn = act(declined, { command: 'withdraw' }, buyer, contextAt(START_MS + 2));
    for (const ticket of [declined, withdrawn]) expect(readStoredTicket(old(ticket)).disagreedAtMs).toBe(START_MS + 1);
    expect(readStoredTicket(old(fresh))).not.toHaveProperty('disagreedAtMs');
    const stored = [...events, ...steps].map(({ change: { disagreedAtMs: _, ...change }, ...event }) => ({
      ...event,
      change,
      schema: 2,
    }));
    expect(stored.map((event) => readStoredEvent(event).change.disagreedAtMs)).toEqual([undefined, START_MS + 1]);
    expect(rebuild(stored).disagreedAtMs).toBe(START_MS + 1);
  });
});

describe('goodwill', () => {
  const give = (amountMinor: number, by = merchant, context = contextAt(START_MS), reason = 'price-difference') =>
    decideCreate(
      {
        ...{ type: 'goodwill', merchantId: 'shop-1', order: ORDER, locale: 'en' },
        request: { goodwill: cny(amountMinor), reason, text: 'Sorry for the wait.' },
      },
      by,
      { ...context, number: '2607-0009' },
    );
  const given = (amountMinor: number): Ticket => {
    const decision = give(amountMinor);
    if (!decision.ok) throw new Error(JSON.stringify(decision.error));
    return { ...rebuild(decision.value), id: 'goodwill' };
  };

  it('[R45] is opened by the shop, told to the buyer, and due at once', () => {
    const ticket = given(500);
    expect(ticket).toMatchObject({ workflow: 'resolved', ending: 'met', settlement: 'pending', version: 1 });
    expect(paymentsOf(ticket)).toMatchObject([
      { kind: 'goodwill', amount: cny(500), state: 'due', dueSinceMs: START_MS },
    ]);
    expect(ticket.history[0]?.sentMessage?.text).toBe(
      'We pay you ¥5.00 (Price difference); it is on its way. Sorry for the wait.',
    );
    expect(settle(ticket)).toBeDefined();
    expect(act(ticket, record('succeeded'), host).settlement).toBe('succeeded');
  });

  it('[R45] stays within a cap of its own over all tickets of the order', () => {
    const cap = POLICY.caps.goodwillMinor ?? 0;
    const problems = [{ field: 'goodwill', problem: 'too-high', max: cap }];
    expect(give(cap).ok).toBe(true);
    expect(give(cap + 1)).toMatchObject({ error: { problems } });
    const related = [given(cap - 1)];
    expect(give(1, merchant, contextAt(START_MS, { related })).ok).toBe(true);
    expect(give(2, merchant, contextAt(START_MS, { related })).ok).toBe(false);
    // It takes nothing of what a ruling can award.
    const compensation = { ...ticketOf(resend), agreed: { compensation: cny(POLICY.caps.compensationMinor) } };
    expect(give(cap, merchant, contextAt(START_MS, { related: [compensation] })).ok).toBe(true);
    const { goodwillMinor: _, ...caps } = POLICY.caps;
    expect(give(1, merchant, contextAt(START_MS, { policy: { ...POLICY, caps } })).ok).toBe(false);
  });

  it('[R45] is for the shop and its backend alone, with the permission to handle tasks', () => {
    expect(give(1, host).ok).toBe(true);
    for (const by of [buyer, staff, system]) expect(give(1, by)).toMatchObject({ error: { code: 'command-unknown' } });
    expect(give(1, { ...merchant, permissions: [] })).toMatchObject({
      error: { code: 'permission-missing', needs: 'task.handle' },
    });
    expect(goodwill.transitions.every(({ from }) => from.includes('resolved'))).toBe(true);
  });
});

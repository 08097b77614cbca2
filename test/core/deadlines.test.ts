import { type Command, offersFor, project, shownDeadline } from '@sidecard/core';
import { describe, expect, it } from 'vitest';
import {
  act,
  actor,
  contextAt,
  created,
  DECLINE,
  expire,
  intervening,
  ORDER,
  POLICY,
  refusal,
  START_MS,
} from '../support/tickets.ts';

const HOUR_MS = 3_600_000;

describe('time', () => {
  it('follows the tenant’s policy', () => {
    const minutes = (deadlines: Record<string, Record<string, number>>) =>
      (created({}, contextAt(START_MS, { policy: { ...POLICY, deadlines } })).ticket.deadlines[0]?.dueAtMs ?? 0) -
      START_MS;
    expect(minutes({ '*': { answer: 60_000 } })).toBe(60_000);
    expect(minutes({ '*': { answer: 60_000 }, 'return-refund': { answer: 120_000 } })).toBe(120_000);
    expect(minutes({ exchange: { answer: 60_000 } })).toBe(48 * HOUR_MS);
  });

  it('is extended by hours, but never the platform’s own', () => {
    const extend = (deadline: string): Command => ({ command: 'extend', fields: { deadline, hours: 5 } });
    const [before] = created().ticket.deadlines;
    expect(act(created().ticket, extend('answer'), actor('host')).deadlines[0]?.dueAtMs).toBe(
      (before?.dueAtMs ?? 0) + 5 * HOUR_MS,
    );
    expect(refusal(extend('begin-review'), actor('staff'), intervening())).toMatchObject({ code: 'move-not-allowed' });
  });

  it('of the platform is told to staff when it is over, and to nobody else', () => {
    const overdue = expire(intervening(), 'begin-review');
    expect(overdue.version).toBe(intervening().version);
    const line = (audience: 'staff' | 'buyer' | 'handlers') =>
      project(overdue, audience, contextAt(START_MS)).history.at(-1)?.kind;
    expect([line('staff'), line('buyer'), line('handlers')]).toEqual(['deadline-noticed', 'escalated', 'escalated']);
    expect(
      offersFor(act(created().ticket, DECLINE, actor('merchant')), 'buyer', contextAt(START_MS)).find(
        ({ command }) => command === 'escalate',
      )?.starts,
    ).toBeUndefined();
  });

  it('of a fact of the order is the fact’s own', () => {
    const { shippedAtMs: _, ...unshipped } = ORDER;
    const { ticket } = created({ order: unshipped });
    expect(
      act(ticket, { command: 'record-order', fields: { fact: 'shipped', atMs: START_MS - 5 } }, actor('host')).order
        .shippedAtMs,
    ).toBe(START_MS - 5);
    expect(
      act(ticket, { command: 'record-order', fields: { fact: 'signed' } }, actor('host'), contextAt(START_MS + 7)).order
        .signedAtMs,
    ).toBe(START_MS + 7);
    expect(
      act(ticket, { command: 'record-order', fields: { fact: 'order-closed' } }, actor('host')).order.closedAtMs,
    ).toBe(START_MS);
  });
});

describe('the shown deadline', () => {
  it('is none of the platform’s own while it reviews', () => {
    expect(shownDeadline({ deadlines: intervening().deadlines }, 'merchant')).toBeUndefined();
  });
});

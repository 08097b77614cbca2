import { project } from '@sidecard/core/server';
import { otherTickets, type OtherCase, type TicketSummary } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import { contextAt, created, START_MS } from '../support/tickets.ts';

const one = (ticketId: string) => ({ ticketId, number: ticketId, type: 'exchange' });
const row = (ticketId: string, workflow: TicketSummary['workflow'] = 'awaiting-merchant') =>
  ({ ...one(ticketId), workflow }) as TicketSummary;
const link = (ticketId: string) => ({ ...one(ticketId), relation: 'led-to' }) as const;
const sameOrder = (ticketId: string, state: OtherCase['state']): OtherCase => ({ ...one(ticketId), state });
const ids = (found: ReturnType<typeof otherTickets>) => found.tickets.map(({ ticketId }) => ticketId);

describe('otherTickets', () => {
  it('are linked ones, then the order’s, then the others as they are listed, and never the ticket itself', () => {
    const view = { id: 'this', links: [link('linked')], otherCases: [sameOrder('order', 'closed')] };
    const rows = [row('latest'), row('order', 'closed'), row('this'), row('linked'), row('first', 'resolved')];
    const found = otherTickets(view, { rows, total: 5, more: false });
    expect(ids(found)).toEqual(['linked', 'order', 'latest', 'first']);
    expect(found).toMatchObject({ named: 2, total: 4, open: 2 });
    expect(found.tickets.map(({ relation }) => relation)).toEqual(['led-to', 'same-order', undefined, undefined]);
  });

  it('are counted by the server while some are not loaded: then nobody knows how many are open', () => {
    const found = otherTickets({ id: 'this' }, { rows: [row('this'), row('a'), row('b')], total: 13, more: true });
    expect([found.total, found.open, found.tickets.length]).toEqual([12, undefined, 2]);
  });

  it('of a reader without lists are those that the ticket names; of a linked one nobody knows whether it is open', () => {
    const otherCases = [sameOrder('a', 'open'), sameOrder('b', 'resolved')];
    expect(otherTickets({ id: 'this', otherCases })).toMatchObject({ total: 2, open: 1 });
    const found = otherTickets({ id: 'this', otherCases, links: [link('c')] });
    expect([found.total, found.open]).toEqual([3, undefined]);
  });

  it('are none of a buyer’s first', () => {
    expect(otherTickets({ id: 'this' }, { rows: [row('this')], total: 1, more: false })).toEqual({
      tickets: [],
      named: 0,
      total: 0,
      open: 0,
    });
  });

  it('of one order are in the order of their numbers for every reader, if a split has made them', () => {
    const { ticket } = created();
    const parts = ['2607-0001', '2607-0001-1', '2607-0001-2'].map((number, at) => ({
      ...ticket,
      id: `${9 - at}`,
      number,
    }));
    const named = (related: readonly (typeof ticket)[]) =>
      project(ticket, 'handlers', { ...contextAt(START_MS), related }).otherCases?.map(({ number }) => number);
    expect(named(parts)).toEqual(parts.map(({ number }) => number));
    expect(named([...parts].reverse())).toEqual(named(parts));
  });
});

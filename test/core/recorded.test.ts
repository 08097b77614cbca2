import type { Ticket, TicketEvent } from '@sidecard/core/authoring';
import { readStoredEvent, readStoredTicket, rebuild, SCHEMA_VERSION } from '@sidecard/core/server';
import { describe, expect, it } from 'vitest';
import { recorded } from '../support/recorded.ts';
import { created, DECLINE, act, actor } from '../support/tickets.ts';

const RECORDED = recorded(1);

const throughStorage = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe.each(RECORDED)('a recorded $type of schema 1', ({ events, ticket }) => {
  it('is read in the shape of this release', () => {
    const read = events.map(readStoredEvent);
    expect(read.map(({ schema }) => schema)).toEqual(events.map(() => SCHEMA_VERSION));
    expect(JSON.stringify([...read, readStoredTicket(ticket)])).not.toContain('"told"');
  });

  it('is folded to the ticket that was stored, with every message to the buyer', () => {
    const rebuilt = rebuild(events);
    expect(rebuilt).toEqual(readStoredTicket(ticket));
    const messages = ({ history }: Ticket) => history.flatMap(({ sentMessage }) => sentMessage?.text ?? []);
    const recorded = (ticket as { history: { told?: { text: string } }[] }).history;
    expect(messages(rebuilt)).toEqual(recorded.flatMap(({ told }) => told?.text ?? []));
  });
});

describe('what this release stores', () => {
  it('names its schema, and is read as it was written', () => {
    const { ticket, events } = created();
    const event = events[0] as TicketEvent;
    const after = act(ticket, DECLINE, actor('merchant'));
    for (const stored of [ticket, after]) expect(readStoredTicket(throughStorage(stored))).toEqual(stored);
    expect(readStoredEvent(throughStorage(event))).toEqual(event);
    expect([ticket.schema, event.schema]).toEqual([SCHEMA_VERSION, SCHEMA_VERSION]);
  });

  it('is not read by a release that is older', () => {
    const { ticket, events } = created();
    const event = events[0] as TicketEvent;
    expect(() => readStoredTicket({ ...ticket, schema: SCHEMA_VERSION + 1 })).toThrow(RangeError);
    expect(() => rebuild([{ ...event, schema: SCHEMA_VERSION + 1 }])).toThrow(RangeError);
    expect(() => rebuild([])).toThrow(TypeError);
  });
});

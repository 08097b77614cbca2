import {
  type Actor,
  AUDIENCES,
  builtInTypes,
  type Command,
  decide,
  EVENT_AUDIENCES,
  evolve,
  indexTypes,
  isOpen,
  project,
  refundableFor,
  returnRefund,
  type Ticket,
  type TicketEvent,
} from '@sidecard/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actor, contextAt, created, POLICY } from '../support/tickets.ts';
import { attempts } from '../support/walk.ts';

/** Runs on one history. CI walks more of them than a developer waits for. */
const numRuns = process.env['CI'] ? 10_000 : 1_000;

interface History {
  readonly ticket: Ticket;
  readonly events: readonly TicketEvent[];
}

/** Plays choices out: each number picks one of all the rows, with a valid form, at a moment when it may be due. */
function play(picks: readonly number[], skip: (event: TicketEvent) => boolean = () => false): History {
  let { ticket, events }: { ticket: Ticket; events: readonly TicketEvent[] } = created();
  let id = 0;
  for (const pick of picks) {
    const all = [...attempts(returnRefund, ticket)];
    const chosen = all[pick % all.length];
    if (!chosen) continue;
    const decision = decide(ticket, chosen.command, chosen.by, contextAt(chosen.now, { newId: () => `event-${++id}` }));
    if (!decision.ok || decision.value.some(skip)) continue;
    ticket = decision.value.reduce<Ticket>(evolve, ticket);
    events = [...events, ...decision.value];
  }
  return { ticket, events };
}

const picks = fc.array(fc.nat(10_000), { maxLength: 40 });
const context = contextAt(0);

describe('any history', () => {
  it('folds to the ticket that is stored', () => {
    fc.assert(
      fc.property(picks, (choices) => {
        const { ticket, events } = play(choices);
        expect(events.reduce<Ticket | undefined>(evolve, undefined)).toEqual(ticket);
      }),
      { numRuns },
    );
  });

  it('has as many case events as its version says, and everyone reads each of them', () => {
    fc.assert(
      fc.property(picks, (choices) => {
        const { ticket, events } = play(choices);
        const cases = events.filter((event, index) => event.version !== (events[index - 1]?.version ?? 0));
        expect(cases).toHaveLength(ticket.version);
        for (const { kind } of cases) expect(EVENT_AUDIENCES[kind]).toEqual(AUDIENCES);
      }),
      { numRuns },
    );
  });

  it('[R24] shows the buyer the same bytes whether or not merchant and staff wrote to each other', () => {
    const thread = ({ kind }: TicketEvent) => kind === 'staff-message-left' || kind === 'merchant-answered';
    fc.assert(
      fc.property(picks, (choices) => {
        // Ids of events must not tell either: both worlds number only what the buyer's world has.
        const withThread = play(choices);
        const without = withThread.events
          .filter((event) => !thread(event))
          .reduce<Ticket | undefined>(evolve, undefined);
        expect(without).toBeDefined();
        if (without) {
          expect(JSON.stringify(project(withThread.ticket, 'buyer', context))).toBe(
            JSON.stringify(project(without, 'buyer', context)),
          );
        }
      }),
      { numRuns },
    );
  });

  it('never refunds more than was paid, over two tickets of one order', () => {
    fc.assert(
      fc.property(picks, picks, (first, second) => {
        const one = play(first).ticket;
        let other: Ticket;
        try {
          other = created({}, contextAt(one.updatedAtMs, { related: [one] })).ticket;
        } catch {
          return; // what was paid is already promised back: a second request is refused
        }
        for (const pick of second) {
          const all = [...attempts(returnRefund, other)];
          const chosen = all[pick % all.length];
          if (!chosen) continue;
          const decision = decide(other, chosen.command, chosen.by, contextAt(chosen.now, { related: [one] }));
          if (decision.ok) other = decision.value.reduce<Ticket>(evolve, other);
        }
        const refunds = [one, other]
          .filter(({ workflow }) => workflow !== 'closed')
          .map(({ agreed }) => agreed?.refund?.amountMinor ?? 0);
        expect(refunds.reduce((sum, refund) => sum + refund, 0)).toBeLessThanOrEqual(
          refundableFor(one.order, []).amountMinor,
        );
      }),
      { numRuns },
    );
  });

  it('has at most two rulings', () => {
    fc.assert(
      fc.property(picks, (choices) => {
        const { ticket } = play(choices);
        expect(ticket.rulings.length).toBeLessThanOrEqual(2);
        if (ticket.rulings.length === 2) expect(isOpen(ticket.workflow)).toBe(false);
      }),
      { numRuns },
    );
  });
});

describe('decide', () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSparseArray: true,
  });

  it('answers anything that a network can send, and never throws', () => {
    const commands = [...new Set(returnRefund.moves.map(({ command }) => command))];
    fc.assert(
      fc.property(
        fc.constantFrom(...commands),
        fc.dictionary(fc.string(), anything),
        fc.nat(),
        picks,
        (command, fields, party, choices) => {
          const { ticket } = play(choices.slice(0, 8));
          const by: Actor = actor((['merchant', 'buyer', 'staff', 'host'] as const)[party % 4] ?? 'buyer');
          const hostile = { command, version: ticket.version, fields } as Command;
          const decision = decide(ticket, hostile, by, {
            ...context,
            now: ticket.updatedAtMs,
            types: indexTypes(builtInTypes),
            policy: POLICY,
          });
          if (decision.ok) expect(() => decision.value.reduce<Ticket>(evolve, ticket)).not.toThrow();
        },
      ),
      { numRuns },
    );
  });
});

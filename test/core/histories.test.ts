import {
  AUDIENCES,
  builtInTypes,
  type Command,
  decide,
  EVENT_AUDIENCES,
  evolve,
  indexTypes,
  isMoney,
  isOpen,
  paidFor,
  project,
  returnRefund,
  type Ticket,
  type TicketEvent,
} from '@sidecard/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actor, contextAt, created, intervening, ORDER, POLICY } from '../support/tickets.ts';
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

const TOWARDS_MONEY = new Set([
  'agree',
  'propose',
  'accept-proposal',
  'decline',
  'escalate',
  'begin-review',
  'rule',
  'submit-return',
]);

/** The command with its amount made smaller. */
function scaled(command: Command, part: number): Command {
  const amount = command.fields?.['amount'];
  if (!isMoney(amount)) return command;
  const less = { ...amount, amountMinor: Math.max(1, Math.floor(amount.amountMinor * part)) };
  return { ...command, fields: { ...command.fields, amount: less } };
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

  it('never refunds more than was paid, over two tickets of one order whose moves come in any order', () => {
    const share = fc.constantFrom(1, 0.5, 0.01);
    let both = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(10_000), share), { maxLength: 16 }), (moves) => {
        const tickets: [Ticket, Ticket] = [created().ticket, created({}, contextAt(1)).ticket];
        for (const [which, pick, part] of moves) {
          const index = which ? 1 : 0;
          const [ticket, other] = [tickets[index], tickets[1 - index] ?? tickets[0]];
          // Among what leads to money, and is accepted: few random moves would get there.
          const accepted = [...attempts(returnRefund, ticket, contextAt(0, { related: [other] }), 'max')]
            .filter(({ command }) => TOWARDS_MONEY.has(command.command))
            .map(({ command, by, now }) =>
              decide(ticket, scaled(command, part), by, contextAt(now, { related: [other] })),
            )
            .flatMap((decision) => (decision.ok ? [decision.value] : []));
          const events = accepted[pick % accepted.length];
          if (events) tickets[index] = events.reduce<Ticket>(evolve, ticket);
        }
        const refunds = tickets
          .filter(({ workflow }) => workflow !== 'closed')
          .flatMap(({ agreed }) => agreed?.refund?.amountMinor ?? []);
        if (refunds.length === 2) both++;
        expect(refunds.reduce((sum, refund) => sum + refund, 0)).toBeLessThanOrEqual(paidFor(ORDER).amountMinor);
      }),
      { numRuns },
    );
    // The law says something only where both tickets promise money.
    expect(both).toBeGreaterThan(numRuns / 20);
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

  const rows = returnRefund.moves.filter(({ by }) => by !== 'system');

  it('answers anything that a network can put into a field, and never throws', () => {
    fc.assert(
      fc.property(fc.constantFrom(...rows), anything, fc.nat(), picks, (move, value, which, choices) => {
        const { ticket } = play(choices.slice(0, 12));
        const now = ticket.updatedAtMs;
        const [valid] = [...attempts(returnRefund, ticket)].filter((attempt) => attempt.move === move);
        const keys = [...(move.fields ?? []).map(({ key }) => key), '__proto__', 'constructor', 'toString'];
        const key = keys[which % keys.length] ?? '';
        const fields = { ...valid?.command.fields, [key]: value };
        const hostile = { ...valid?.command, fields } as Command;
        const decision = decide(ticket, hostile, actor(move.by), {
          ...context,
          now,
          types: indexTypes(builtInTypes),
          policy: POLICY,
        });
        if (decision.ok) {
          const after = decision.value.reduce<Ticket>(evolve, ticket);
          expect(JSON.parse(JSON.stringify(after))).toEqual(after);
        }
      }),
      { numRuns },
    );
  });

  it('answers commands that are no commands', () => {
    const { ticket } = created();
    const shapeless = [
      null,
      undefined,
      5,
      'agree',
      [],
      { command: { toString: 1 } },
      { command: 'constructor' },
      { command: '__proto__' },
    ];
    for (const command of shapeless) {
      expect(decide(ticket, command as unknown as Command, actor('merchant'), contextAt(0))).toMatchObject({
        error: { code: 'command-unknown' },
      });
    }
    for (const fields of [5, '', null, [], 'x'] as unknown as Command['fields'][]) {
      const decision = decide(
        ticket,
        { command: 'decline', version: 1, ...(fields === undefined ? {} : { fields }) },
        actor('merchant'),
        contextAt(0),
      );
      expect(decision).toMatchObject({ error: { code: 'field-invalid' } });
    }
  });

  it('does not take holes for sides that are to be asked', () => {
    const reviewing = decide(intervening(), { command: 'begin-review', version: 3 }, actor('staff'), contextAt(0));
    expect(reviewing.ok).toBe(true);
    if (!reviewing.ok) return;
    const ticket = reviewing.value.reduce<Ticket>(evolve, intervening());
    // oxlint-disable-next-line no-sparse-arrays
    const fields = { from: [, 'merchant'] as unknown as string[], text: 'The inside of the box.' };
    expect(
      decide(ticket, { command: 'request-evidence', version: 4, fields }, actor('staff'), contextAt(0)),
    ).toMatchObject({
      error: { code: 'field-invalid' },
    });
  });
});

import type { HistoryEntry, Ticket } from '@sidecard/core/authoring';
import { excerptOf, HISTORY_LENGTH, project } from '@sidecard/core/server';
import { AUDIENCES, EVENT_KINDS, EVENT_RULES, type EventKind } from '@sidecard/core/wire';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contextAt, created, START_MS } from '../support/tickets.ts';

const { ticket: fresh } = created();
const kinds = EVENT_KINDS.filter((kind) => !('thread' in EVENT_RULES[kind]) && kind !== 'ticket-created');
const entry = (kind: EventKind, n: number): HistoryEntry => ({
  ...{ id: `entry-${n}`, kind, command: 'none', atMs: START_MS + n, fields: { from: ['buyer'] } },
  by: { party: 'merchant', accountId: 'main', name: 'Main' },
});
/** Runs of the same kind, because what is many displaces what is few. */
const histories = fc
  .array(fc.tuple(fc.constantFrom(...kinds), fc.integer({ min: 1, max: 2 * HISTORY_LENGTH + 5 })), { maxLength: 8 })
  .map((runs) => runs.flatMap(([kind, length]) => Array.from({ length }, () => kind)).map(entry));
const shown = (ticket: Ticket) => AUDIENCES.map((audience) => project(ticket, audience, contextAt(START_MS)));

it('an excerpt of a history has what every audience sees of it, also after more entries and when it is cut again', () => {
  fc.assert(
    fc.property(histories, histories, (before, after) => {
      const whole = { ...fresh, history: [...fresh.history, ...before] };
      expect(shown(excerptOf(whole))).toEqual(shown(whole));
      const more = after.map((one, n) => ({ ...one, id: `later-${n}` }));
      const grown = { ...excerptOf(whole), history: [...excerptOf(whole).history, ...more] };
      const all = { ...whole, history: [...whole.history, ...more] };
      expect(shown(excerptOf(grown))).toEqual(shown(all));
    }),
    { numRuns: 40 },
  );
});

it('an excerpt is bounded, and has what a split reads', () => {
  const many = (kind: EventKind) => Array.from({ length: 500 }, (_, n) => entry(kind, n));
  const history = [
    ...fresh.history,
    entry('receipt-confirmed', -1),
    ...kinds.filter((kind) => kind !== 'split' && kind !== 'receipt-confirmed').flatMap(many),
  ];
  const excerpt = excerptOf({ ...fresh, history });
  expect(excerpt.history.length).toBeLessThan(6 * HISTORY_LENGTH);
  expect(excerpt.history.slice(0, 2).map(({ kind }) => kind)).toEqual(['ticket-created', 'receipt-confirmed']);
});

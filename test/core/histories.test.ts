import { type Permission, PERMISSIONS } from '@sidecard/core';
import {
  decide,
  deliveryIssue,
  evolve,
  exchange,
  repair,
  resend,
  type Ticket,
  type TicketEvent,
} from '@sidecard/core/authoring';
import { project } from '@sidecard/core/server';
import { AUDIENCES, reads, isOpen } from '@sidecard/core/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyType, play, RUNS, seeds, TO_PLATFORM } from '../support/histories.ts';

const numRuns = RUNS;
const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const refold = (events: readonly TicketEvent[]) => events.reduce<Ticket | undefined>(evolve, undefined);
/** Types in which a ruling may leave something to be done. */
const longer = fc.constantFrom(exchange, repair, resend, deliveryIssue);
const onThread = ({ kind }: TicketEvent) => kind === 'staff-message-left' || kind === 'merchant-answered';

describe('any history of any type', () => {
  it('folds to the ticket that is stored, also when the events have been written down and read', () => {
    fc.assert(
      fc.property(anyType, seeds(), (type, picks) => {
        for (const { ticket, events } of play(picks, { types: [type] }).histories) {
          expect(refold(json(events))).toEqual(ticket);
          expect(json(ticket)).toEqual(ticket);
        }
      }),
      { numRuns },
    );
  });

  it('has as many case events as its version says, which everyone reads, and is over when it is over', () => {
    let over = 0;
    fc.assert(
      fc.property(anyType, seeds(), (type, picks) => {
        for (const { ticket, events } of play(picks, { types: [type] }).histories) {
          const cases = events.filter((event, index) => event.version !== (events[index - 1]?.version ?? 0));
          expect(cases.map(({ version }) => version)).toEqual(cases.map((_, index) => index + 1));
          expect(cases.filter(({ kind }) => AUDIENCES.some((one) => !reads(one, kind)))).toEqual([]);
          expect(ticket).toMatchObject({ version: cases.length, updatedAtMs: cases.at(-1)?.atMs });
          expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
          if (isOpen(ticket.workflow)) continue;
          over++;
          // Nobody is asked, and no clock runs but that of a payment that is owed.
          expect(ticket).toMatchObject({ intervention: 'none', asked: [] });
          const owed = ticket.settlement === 'pending' || ticket.settlement === 'failed';
          expect(ticket.deadlines.map(({ key }) => key)).toEqual(owed ? ['settle'] : []);
          expect(ticket.claim).toBeUndefined();
          expect(events.map(({ atMs }) => atMs)).toContain(ticket.endedAtMs);
        }
      }),
      { numRuns },
    );
    expect(over).toBeGreaterThan(numRuns / 2);
  });

  it('[R18] has at most two rulings, and the second is the end', () => {
    let twice = 0;
    fc.assert(
      fc.property(fc.oneof(anyType, longer), seeds(30), (type, picks) => {
        const often = [...TO_PLATFORM, 'expire'];
        for (const { ticket, events } of play(picks, { types: [type], never: ['withdraw'], often }).histories) {
          // A ticket that was split from another takes its rulings along.
          const taken = events[0]?.created?.rulings.length ?? 0;
          // Upholding a ruling after an appeal adds none.
          const ruled = events.filter(({ kind, change }) => kind === 'ruled' && change.rulings);
          expect(ruled).toHaveLength(ticket.rulings.length - taken);
          expect(ticket.rulings.length).toBeLessThanOrEqual(2);
          if (ticket.rulings.length < 2) continue;
          twice++;
          // Only goods that go home may come after it.
          expect(isOpen(ticket.workflow) && ticket.agreed?.asTheyCame !== true).toBe(false);
        }
      }),
      { numRuns },
    );
    expect(twice).toBeGreaterThan(0);
  });

  it('[R11] is the same or less with fewer permissions', () => {
    fc.assert(
      fc.property(anyType, seeds(12), fc.subarray([...PERMISSIONS]), (type, picks, permissions: Permission[]) => {
        for (const { before, transition, command, by, context, decision } of play(picks, { types: [type] }).tried) {
          if (by.party !== 'merchant') continue;
          const answer = (actor: typeof by) => {
            let id = 0;
            return decide(before, command, actor, { ...context, newId: () => `id-${++id}` });
          };
          const [whole, less] = [answer(by), answer({ ...by, permissions })];
          expect(whole.ok).toBe(decision.ok);
          if (transition.needs && !permissions.includes(transition.needs)) expect(less.ok).toBe(false);
          if (less.ok) expect(less).toEqual(whole);
          else if (whole.ok) expect(less.error.code).toBe('permission-missing');
        }
      }),
      { numRuns },
    );
  });
});

describe('what is not for a reader', () => {
  it('[R24] the staff thread changes no ticket at all', () => {
    let written = 0;
    fc.assert(
      fc.property(anyType, seeds(), (type, picks) => {
        const often = ['decline', 'escalate', 'leave-staff-message', 'answer-merchant'];
        const { histories, tried } = play(picks, { types: [type], never: ['withdraw'], often });
        for (const { before, decision } of tried) {
          if (!decision.ok || !decision.value.some(onThread)) continue;
          written++;
          // The very same object: nothing can come of it later.
          expect(decision.value.reduce<Ticket>(evolve, before)).toBe(before);
          expect(decision.value).toMatchObject([{ version: before.version, change: {} }]);
          expect(decision.value[0]?.entry).toBeUndefined();
        }
        for (const { ticket, events } of histories) {
          const lines = ticket.history.map(({ kind, command }) => `${kind} ${command}`);
          expect(lines.filter((line) => /staff-message|answer/.test(line) && !line.startsWith('moved'))).toEqual([]);
          expect(refold(events.filter((event) => !onThread(event)))).toEqual(ticket);
        }
      }),
      { numRuns },
    );
    expect(written).toBeGreaterThan(numRuns / 20);
  });

  it('[R24] leaves every byte that they read as it was', () => {
    let hidden = 0;
    fc.assert(
      fc.property(anyType, seeds(16), (type, picks) => {
        const often = ['claim', 'release', 'escalate', 'leave-staff-message', 'answer-merchant', 'expire'];
        for (const { before, decision, context } of play(picks, { types: [type], never: ['withdraw'], often }).tried) {
          if (!decision.ok) continue;
          for (const audience of AUDIENCES) {
            if (decision.value.some(({ kind }) => reads(audience, kind))) continue;
            hidden++;
            const after = decision.value.reduce<Ticket>(evolve, before);
            const [was, is] = [before, after].map((ticket) => JSON.stringify(project(ticket, audience, context)));
            expect(is).toBe(was);
          }
        }
      }),
      { numRuns },
    );
    expect(hidden).toBeGreaterThan(numRuns);
  });
});

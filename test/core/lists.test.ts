import { builtInTypes } from '@sidecard/core';
import { indexTypes, type Ticket } from '@sidecard/core/authoring';
import {
  compareBy,
  type LIST_SORTS,
  LIST_VIEWS,
  type ListReader,
  type ListView,
  matchesFilter,
  ownerOf,
  sortKeyOf,
  summaryOf,
  type TicketSummary,
} from '@sidecard/core/list';
import { listedOf, project, queueOf, summaryFor, warnsFromMs } from '@sidecard/core/server';
import { deadlineStage, isOpen, moveOf, shownDeadline } from '@sidecard/core/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyType, play, RUNS, seeds, TO_PLATFORM } from '../support/histories.ts';
import { act, actor, contextAt, created, DECLINE, ORDER, POLICY, START_MS } from '../support/tickets.ts';

const HOUR_MS = 3_600_000;
const TYPES = indexTypes(builtInTypes);
const AUDIENCES = ['shop', 'handlers', 'staff'] as const;
const READER: ListReader = { accountId: 'merchant-1', side: 'merchant', nowMs: START_MS };
const viewFor = (ticket: Ticket, audience: (typeof AUDIENCES)[number]) =>
  project(ticket, audience, contextAt(START_MS));
const rowOf = (ticket: Ticket) => summaryOf(viewFor(ticket, 'handlers'));
const viewsOf = (row: TicketSummary, reader = READER): readonly ListView[] =>
  LIST_VIEWS.filter((view) => matchesFilter(row, { view }, reader));

describe('a row of a list', () => {
  it('[R38] has what a list shows, in about 1 kB', () => {
    const { ticket } = created();
    const row = rowOf(ticket);
    expect(row).toMatchObject({
      ticketId: ticket.id,
      number: '2607-0001',
      type: 'return-refund',
      queue: 'returns-and-exchanges',
      order: { id: ORDER.id, title: 'Fog-blue handmade mug', pieces: 3, lines: 2 },
      buyer: { id: 'buyer-he', name: 'He Yiqing' },
      displayStatus: 'awaiting-merchant',
      moveOf: 'merchant',
      deadline: { key: 'answer', of: 'merchant' },
      last: 'ticket-created',
      version: 1,
    });
    expect(JSON.stringify(row).length).toBeLessThan(1000);
  });

  it('[R38] names what is asked for, never the price of the order', () => {
    const { ticket } = created();
    expect(rowOf(ticket).asked).toEqual({ amount: { amountMinor: 25_800, currency: 'CNY' }, pieces: 2 });
    expect(rowOf({ ...ticket, request: { text: 'Where is it?' } }).asked).toBeUndefined();
    const promised = { amountMinor: 500, currency: 'CNY' };
    const commitment = { key: 'ship-by', labels: { en: 'On time', 'zh-CN': '准时' }, amount: promised };
    expect(rowOf({ ...ticket, request: { reason: 'late' }, commitment }).asked).toEqual({ amount: promised });
  });

  it('[R38] stays small, whatever the goods are called and wherever their picture is', () => {
    const { ticket } = created();
    const [first, second] = ORDER.items;
    const line = { ...first, title: '蓝'.repeat(500), pictureUrl: `https://shop.example/${'a'.repeat(500)}` };
    const row = rowOf({ ...ticket, order: { ...ticket.order, items: [line, ...(second ? [second] : [])] } });
    expect([...row.order.title].length).toBeLessThanOrEqual(61);
    expect(row.order.imageUrl).toBeUndefined();
    expect(JSON.stringify(row).length).toBeLessThan(1100);
  });

  it('[R38] is the same from a ticket as from its projection, for every reader and any history', () => {
    fc.assert(
      fc.property(seeds(), anyType, (numbers, type) => {
        for (const { ticket } of play(numbers, { types: [type], tickets: 2 }).histories) {
          for (const audience of AUDIENCES) {
            const side = audience === 'staff' ? 'staff' : 'merchant';
            const row = summaryFor(ticket, audience, { types: TYPES, policy: POLICY });
            expect(row).toEqual(summaryOf(viewFor(ticket, audience), side));
            // What the memory store filters by is part of the row.
            const { queue, ...listed } = { ...listedOf(ticket, side), queue: queueOf(ticket.type, TYPES) };
            const { order, buyer, ...others } = listed;
            expect(row).toMatchObject({ ...others, queue, order: { id: order.id }, buyer: { id: buyer.id } });
          }
        }
      }),
      { numRuns: Math.min(RUNS, 200) },
    );
  });
});

describe('views', () => {
  /** Tickets of every type as they go on, many of them to the platform. */
  const states = fc
    .sample(fc.tuple(seeds(12), anyType), { numRuns: 300, seed: 38 })
    .flatMap(([numbers, type]) => play(numbers, { types: [type], often: TO_PLATFORM }).moments)
    .flatMap(({ tickets }) => tickets);

  it('[R38] have every ticket that is open or has ended, and each open one under who has to act', () => {
    for (const ticket of states) {
      const views = viewsOf(rowOf(ticket));
      expect(views.includes('open')).toBe(isOpen(ticket.workflow));
      expect(views.includes('resolved')).toBe(!isOpen(ticket.workflow));
      const turn = views.filter((view) => ['waiting-for-buyer', 'intervening'].includes(view));
      const waits = isOpen(ticket.workflow) && moveOf(ticket) !== 'merchant';
      expect(turn).toHaveLength(waits ? 1 : 0);
      if (isOpen(ticket.workflow) && !waits) expect(views).toContain('needs-answer');
    }
  });

  it('[R38] [R17] need the shop’s answer on its turn, and for evidence that the platform asked it for', () => {
    const asked = states.filter(({ intervention }) => intervention === 'collecting-evidence');
    expect(asked.length).toBeGreaterThan(0);
    for (const ticket of states) {
      const own = shownDeadline(ticket, 'merchant')?.of === 'merchant';
      expect(viewsOf(rowOf(ticket)).includes('needs-answer')).toBe(isOpen(ticket.workflow) && own);
    }
  });

  it('need staff’s answer exactly while the platform intervenes', () => {
    for (const ticket of states) {
      const views = viewsOf(summaryOf(viewFor(ticket, 'staff'), 'staff'), { ...READER, side: 'staff' });
      expect(views.includes('needs-answer')).toBe(ticket.intervention !== 'none');
      expect(views.includes('intervening')).toBe(ticket.intervention !== 'none');
    }
  });

  it('[R16] [R38] show as due soon what a deadline warns about, and no earlier', () => {
    const row = rowOf(created().ticket);
    const { deadline } = row;
    if (!deadline) throw new Error('no deadline');
    const at = (nowMs: number) => viewsOf(row, { ...READER, nowMs }).includes('due-soon');
    const fromMs = warnsFromMs(deadline);
    expect([fromMs, deadline.dueAtMs - fromMs]).toEqual([START_MS + 36 * HOUR_MS, 12 * HOUR_MS]);
    expect([at(fromMs - 1), at(fromMs), at(deadline.dueAtMs + 1)]).toEqual([false, true, true]);
  });

  it('[R38] agree with a deadline’s stage to the millisecond', () => {
    fc.assert(
      fc.property(fc.nat(40 * 24 * HOUR_MS), fc.integer({ min: -5, max: 5 }), (lastsMs, offMs) => {
        const deadline = { startedAtMs: START_MS, dueAtMs: START_MS + lastsMs };
        const fromMs = warnsFromMs(deadline);
        expect(deadlineStage(deadline, fromMs + offMs) === 'calm').toBe(offMs < 0);
      }),
      { numRuns: RUNS },
    );
  });

  it('[R38] are mine while I have the claim, and afterwards if I acted last', () => {
    const { ticket } = created();
    const me = { accountId: 'merchant-1', name: 'Me' };
    const claim = { ...me, untilMs: START_MS + HOUR_MS };
    const other = { accountId: 'merchant-2', name: 'Other', untilMs: START_MS + HOUR_MS };
    const handledBy = { ...me, party: 'merchant' as const };
    const isMine = (change: Partial<Ticket>) => viewsOf(rowOf({ ...ticket, ...change })).includes('mine');
    expect([isMine({}), isMine({ claim }), isMine({ handledBy }), isMine({ handledBy, claim: other })]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(isMine({ claim, workflow: 'closed' })).toBe(false);
    expect(ownerOf({ handledBy, claim: other })).toBe('merchant-2');
  });
});

describe('filters', () => {
  const { ticket } = created();
  const has = (filter: Parameters<typeof matchesFilter>[1], change: Partial<Ticket> = {}) =>
    matchesFilter(rowOf({ ...ticket, ...change }), filter, READER);

  it('[R38] without members have every ticket', () => {
    expect([has({}), has({}, { workflow: 'closed' })]).toEqual([true, true]);
  });

  it('[R38] [R42] narrow a list by queue, type, buyer, order, conversation and time', () => {
    expect([has({ queue: 'returns-and-exchanges' }), has({ queue: 'logistics' })]).toEqual([true, false]);
    expect([has({ type: 'return-refund' }), has({ type: 'repair' })]).toEqual([true, false]);
    expect([has({ buyerId: 'buyer-he' }), has({ buyerId: 'buyer' })]).toEqual([true, false]);
    expect([has({ orderId: ORDER.id }), has({ orderId: ORDER.id.slice(1) })]).toEqual([true, false]);
    expect([has({ conversationId: 'conversation-he' }), has({ conversationId: 'x' })]).toEqual([true, false]);
    const openedFromMs = ticket.createdAtMs;
    expect([has({ openedFromMs }), has({ openedFromMs: openedFromMs + 1 })]).toEqual([true, false]);
    expect([has({ openedBeforeMs: openedFromMs }), has({ openedBeforeMs: openedFromMs + 1 })]).toEqual([false, true]);
  });

  it('[R38] narrow a list by who owns the ticket, and to what nobody has claimed', () => {
    const claim = { accountId: 'merchant-1', name: 'Me', untilMs: START_MS };
    const handledBy = { party: 'merchant', accountId: 'merchant-2', name: 'Other' } as const;
    expect([has({ owner: 'me' }, { claim }), has({ owner: 'merchant-1' }, { claim })]).toEqual([true, true]);
    expect([has({ owner: 'me' }, { handledBy }), has({ owner: 'merchant-2' }, { handledBy })]).toEqual([false, true]);
    const nobody = [{}, { handledBy }, { claim }].map((change) => has({ owner: 'nobody' }, change));
    expect(nobody).toEqual([true, true, false]);
  });
});

describe('orders', () => {
  const { ticket } = created();
  const later = { ...ticket, id: 'b', createdAtMs: 2, updatedAtMs: 5, deadlines: [] };
  const sooner = { ...ticket, id: 'a', createdAtMs: 1, updatedAtMs: 9 };
  const same = { ...sooner, id: 'c' };
  const sorted = (sort: (typeof LIST_SORTS)[number]) =>
    [later, same, sooner]
      .map(rowOf)
      .sort(compareBy(sort))
      .map(({ ticketId }) => ticketId);

  it('[R38] by deadline have the earliest first, and those without one last', () => {
    expect(sorted('deadline')).toEqual(['a', 'c', 'b']);
    expect(sortKeyOf('deadline', rowOf(later))).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('[R38] by change and by opening have the latest first', () => {
    expect([sorted('changed'), sorted('opened')]).toEqual([
      ['c', 'a', 'b'],
      ['b', 'c', 'a'],
    ]);
  });
});

describe('a decision by the shop', () => {
  it('[R17] [R38] makes its ticket the shop account’s own', () => {
    const ticket = act(created().ticket, DECLINE, actor('merchant'));
    expect(viewsOf(rowOf(ticket))).toContain('mine');
  });
});

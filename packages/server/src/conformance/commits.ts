import { scheduledDeadlines } from '@sidecard/core/server';
import type { StoredTicket } from '../storage/records.js';
import type { Store } from '../storage/store.js';
import {
  bare,
  commanded,
  commit,
  commitOf,
  created,
  DECLINE,
  fails,
  newId,
  NOW_MS,
  same,
  staffOf,
  stored,
  unique,
} from './fixtures.js';

type Checks = Readonly<Record<string, (store: Store) => Promise<void>>>;

/** Transactions, what they commit, and streams. */
export const commitChecks: Checks = {
  'a commit stores tickets, events, deadlines, the idempotency record and log lines together': async (store) => {
    const sample = unique();
    const change = created(sample);
    const { ticket } = change.after;
    const record = { key: 'k', fingerprint: 'f', ticketId: ticket.id, eventPosition: 1, messageId: undefined };
    const writer = { merchantId: sample.merchantId, principalKey: 'buyer:b' };
    const advanced = await store.transaction(sample.merchantId, (unit) =>
      unit.commit(commitOf([change], { idempotency: { ...writer, ...record } }), newId),
    );
    same((await store.findTicket(sample, ticket.id))?.found, change.after, 'the ticket');
    same(await store.findEvent(sample.merchantId, ticket.id, 1), change.events[0], 'its event');
    const found = await store.findIdempotencyRecord(writer, 'k');
    same([found?.fingerprint, found?.ticketId, found?.eventPosition], ['f', ticket.id, 1], 'the idempotency record');
    same(
      advanced.map(({ seq }) => seq),
      [1, 1, 1, 1],
      'a line in each audience’s stream',
    );
    const [line] = await store.readLog(staffOf(sample.merchantId), 0, 10);
    same([line?.seq, line?.frame, line?.ticketId], [1, 'ticket', ticket.id], 'the line');
  },

  'a transaction whose work fails stores nothing': async (store) => {
    const sample = unique();
    const change = created(sample);
    const work = store.transaction(sample.merchantId, async (unit) => {
      await unit.nextTicketNumber(sample.merchantId, '2607');
      await unit.commit(commitOf([change]), newId);
      throw new Error('on purpose');
    });
    await fails(work, 'the transaction');
    same(await store.findTicket(sample, change.after.ticket.id), undefined, 'the ticket');
    same(await store.readLog(staffOf(sample.merchantId), 0, 10), [], 'the log');
    const number = await store.transaction(sample.merchantId, (unit) =>
      unit.nextTicketNumber(sample.merchantId, '2607'),
    );
    same(number, 1, 'the next ticket number');
  },

  'streams number their lines without gaps, however many transactions commit at once': async (store) => {
    const { merchantId } = unique();
    const samples = Array.from({ length: 12 }, () => ({ ...unique(), merchantId }));
    await Promise.all(samples.map((sample) => stored(store, sample)));
    const lines = await store.readLog(staffOf(merchantId), 0, 100);
    same(
      lines.map(({ seq }) => seq),
      Array.from({ length: 12 }, (_, index) => index + 1),
      'sequence numbers',
    );
    same(
      (await store.readLog(staffOf(merchantId), 4, 3)).map(({ seq }) => seq),
      [5, 6, 7],
      'a part of the log',
    );
  },

  'a stream begins at 0 with one epoch, for every first reader': async (store) => {
    const stream = staffOf(unique().merchantId);
    const heads = await Promise.all([1, 2, 3].map(() => store.streamHead(stream, newId)));
    same(new Set(heads.map(({ epoch }) => epoch)).size, 1, 'epochs');
    same([heads[0]?.seq, heads[0]?.floor], [0, 0], 'the head');
    const named = [stream.stream, 'shop', 'handlers'];
    same(await store.streamEpochs(stream.merchantId, named), [heads[0]?.epoch], 'the epochs of streams that exist');
    same(await store.streamEpochs(stream.merchantId, ['shop']), [], 'the epochs of others');
  },

  'sequence numbers of a thousand streams are read at once': async (store) => {
    const sample = unique();
    await stored(store, sample);
    const known = staffOf(sample.merchantId);
    const many = Array.from({ length: 1_000 }, () => staffOf(unique().merchantId));
    same(await store.streamSeqs([...many, known]), [{ ...known, seq: 1 }], 'those that have begun');
  },

  'ticket numbers count up for each merchant and period': async (store) => {
    const { merchantId } = unique();
    const next = (period: string) => store.transaction(merchantId, (unit) => unit.nextTicketNumber(merchantId, period));
    const numbers = await Promise.all(Array.from({ length: 8 }, () => next('2607')));
    same(
      numbers.sort((a, b) => a - b),
      [1, 2, 3, 4, 5, 6, 7, 8],
      'numbers',
    );
    same(await next('2608'), 1, 'the first of the next period');
  },

  'a second commit under the same idempotency key meets the first': async (store) => {
    const sample = unique();
    const writer = { merchantId: sample.merchantId, principalKey: 'buyer:b' };
    const write = () =>
      store.transaction(sample.merchantId, async (unit) => {
        const known = await unit.findIdempotencyRecord(writer, 'k');
        if (known) return 'replayed';
        const change = created({ ...sample, orderId: newId() });
        const record = {
          key: 'k',
          fingerprint: 'f',
          ticketId: change.after.ticket.id,
          eventPosition: 1,
          messageId: undefined,
        };
        await unit.commit(commitOf([change], { idempotency: { ...writer, ...record } }), newId);
        return 'written';
      });
    same((await Promise.all([write(), write(), write()])).sort(), ['replayed', 'replayed', 'written'], 'outcomes');
  },

  'a snapshot sees one state, whatever is committed meanwhile': async (store) => {
    const sample = unique();
    const { merchantId } = sample;
    let writing: Promise<unknown> = Promise.resolve();
    await store.snapshot(async (reads) => {
      same(await reads.listTickets({ merchantId, limit: 10 }), [], 'the tickets');
      writing = stored(store, sample);
      same(await reads.listTickets({ merchantId, limit: 10 }), [], 'the tickets, again');
    });
    await writing;
    same((await store.listTickets({ merchantId, limit: 10 })).length, 1, 'the tickets afterwards');
  },

  'an order’s record is stored, also without a ticket, and found by its merchant only': async (store) => {
    const { merchantId, orderId } = unique();
    const order = { ...created(unique()).after.ticket.order, id: orderId, version: 1 };
    const write = (version: number, isNew: boolean) =>
      store.transaction(merchantId, (unit) =>
        unit.commit(commitOf([], { orders: [{ merchantId, order: { ...order, version }, isNew }] }), newId),
      );
    same(await store.findOrder(merchantId, orderId), undefined, 'before');
    await write(1, true);
    same(await store.findOrder(merchantId, orderId), order, 'the record');
    await write(2, false);
    same(await store.findOrder(merchantId, orderId), { ...order, version: 2 }, 'the changed record');
    same(await store.findOrder(unique().merchantId, orderId), undefined, 'another merchant’s');
  },

  'an order is locked with its record and its tickets': async (store) => {
    const sample = unique();
    const { merchantId, orderId } = sample;
    const tickets = await stored(store, sample, { ...sample, afterMs: 1 }, { ...unique(), merchantId });
    const ofOrder = tickets.slice(0, 2).sort((a, b) => (a.ticket.id < b.ticket.id ? -1 : 1));
    const locked = ({ ticket, events }: StoredTicket) => ({ ticket: bare(ticket), events });
    const lock = () =>
      store.transaction(merchantId, async (unit) => {
        const { record, tickets } = await unit.lockOrder(merchantId, orderId);
        return { record, tickets: tickets.map(locked) };
      });
    same(await lock(), { record: undefined, tickets: ofOrder.map(locked) }, 'without a record');
    const order = { ...created(sample).after.ticket.order, version: 1 };
    await commit(store, [], { orders: [{ merchantId, order, isNew: true }] });
    same(await lock(), { record: order, tickets: ofOrder.map(locked) }, 'with a record');
    const changes = Array.from({ length: 6 }, () =>
      store.transaction(merchantId, async (unit) => {
        const { record = order } = await unit.lockOrder(merchantId, orderId);
        const next = { ...record, version: (record.version ?? 0) + 1 };
        await unit.commit(commitOf([], { orders: [{ merchantId, order: next, isNew: false }] }), newId);
      }),
    );
    await Promise.all(changes);
    same((await store.findOrder(merchantId, orderId))?.version, 7, 'the version after six concurrent changes');
  },

  'an order’s first record is stored once': async (store) => {
    const sample = unique();
    const { merchantId, orderId } = sample;
    const { order } = created(sample).after.ticket;
    const write = (merchant: string | undefined) =>
      store.transaction(merchant, async (unit) => {
        const { record } = await unit.lockOrder(merchantId, orderId);
        const next = { ...order, version: (record?.version ?? 0) + 1 };
        const orders = [{ merchantId, order: next, isNew: record === undefined }];
        await unit.commit(commitOf([], { orders }), newId);
      });
    await Promise.all([undefined, undefined, merchantId].map(write));
    same((await store.findOrder(merchantId, orderId))?.version, 3, 'the version');
  },

  'deadlines follow their tickets: set, replaced, found when due, and dropped': async (store) => {
    const sample = unique();
    const [before] = await stored(store, sample);
    if (!before) return;
    const ref = { merchantId: sample.merchantId, ticketId: before.ticket.id };
    const [answer] = scheduledDeadlines(before.ticket);
    const isDue = async (nowMs: number) =>
      (await store.dueTickets(nowMs, 10_000)).some(({ ticketId }) => ticketId === ref.ticketId);
    const dueAtMs = answer?.dueAtMs ?? 0;
    same([await isDue(dueAtMs - 1), await isDue(dueAtMs)], [false, true], 'due at its time');
    if (((await store.nextDeadline(dueAtMs - 1)) ?? Infinity) !== dueAtMs)
      throw new Error('The next deadline is wrong.');
    if (((await store.nextDeadline(dueAtMs)) ?? Infinity) <= dueAtMs)
      throw new Error('The next deadline is too early.');
    const declined = commanded(before, DECLINE);
    await commit(store, [declined]);
    const [escalate] = scheduledDeadlines(declined.after.ticket);
    // Acting claims the ticket, and the claim ends earlier.
    await store.transaction(undefined, (unit) => unit.dropDueDeadlines([ref], dueAtMs - 1));
    same([await isDue(dueAtMs), await isDue(escalate?.dueAtMs ?? 0)], [false, true], 'replaced by the next one');
    await store.transaction(undefined, (unit) => unit.dropDueDeadlines([ref], escalate?.dueAtMs ?? 0));
    same(await isDue(Number.MAX_SAFE_INTEGER), false, 'dropped');
  },

  'orders are locked whole': async (store) => {
    const sample = unique();
    const [one, other] = await stored(store, sample, { ...sample, afterMs: 1 });
    const ids = [one, other].map((known) => known?.ticket.id ?? '').sort();
    const locked = await store.transaction(undefined, (unit) =>
      unit.lockOrders([{ merchantId: sample.merchantId, orderId: one?.ticket.order.id ?? '' }]),
    );
    same(
      locked.map(({ ticket }) => ticket.id),
      ids,
      'both tickets, by id',
    );
  },

  'what is old is forgotten, and the stream’s floor follows': async (store) => {
    const sample = unique();
    const [before] = await stored(store, sample);
    if (!before) return;
    const later = 10 * 86_400_000;
    await commit(store, [commanded(before, DECLINE, later)], { atMs: NOW_MS + later });
    await store.forget({ idempotencyMs: NOW_MS - later, logMs: NOW_MS + 1, auditMs: 0 });
    const head = await store.streamHead(staffOf(sample.merchantId), newId);
    same([head.seq, head.floor], [2, 1], 'the head');
    same(
      (await store.readLog(staffOf(sample.merchantId), 0, 10)).map(({ seq }) => seq),
      [2],
      'the log',
    );
  },
};

import type { Ticket } from '@sidecard/core/authoring';
import type { AuditEntry } from '@sidecard/core/wire';
import type { Attachment } from '../storage/records.js';
import type { Store } from '../storage/store.js';
import { FEED_STREAM } from '../storage/streams.js';
import { noteOf } from './notes.js';
import type { Change } from '../tickets/change.js';
import {
  cardOf,
  commanded,
  commit,
  commitOf,
  created,
  DECLINE,
  MESSAGE,
  newId,
  NOW_MS,
  type Sample,
  same,
  staffOf,
  unique,
} from './fixtures.js';

const BACKEND = { party: 'host', accountId: 'backend', name: 'backend' } as const;
const entryOf = (tickets: number): AuditEntry => ({
  ...{ id: newId(), atMs: NOW_MS, by: BACKEND },
  ...{ action: 'buyer-erased', tickets },
});

function inState(sample: Sample, workflow: Ticket['workflow'], settlement: Ticket['settlement'] = 'none'): Change {
  const change = created(sample);
  return { ...change, after: { ...change.after, ticket: { ...change.after.ticket, workflow, settlement } } };
}

/** Checks of the erasure of buyers. */
export const erasureChecks: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'a buyer’s tickets that are over are erased, in batches, each with its entry of the audit trail': async (store) => {
    const { merchantId, buyerId } = unique();
    const sample = () => ({ ...unique(), merchantId, buyerId });
    const together = sample();
    const halfOpen = sample();
    const closed = inState(sample(), 'closed');
    const gone = [
      closed,
      inState(sample(), 'resolved', 'succeeded'),
      inState(together, 'closed'),
      inState(together, 'resolved'),
    ];
    const kept = [
      created(halfOpen),
      inState(halfOpen, 'closed'),
      inState(sample(), 'resolved', 'pending'),
      inState({ ...unique(), merchantId }, 'closed'),
    ];
    for (const change of [...gone, ...kept]) {
      await commit(store, [change], { deliveries: [cardOf(change.after, 'lin')] });
    }
    const lineOf = ({ after }: Change) => ({
      ...{ merchantId, stream: FEED_STREAM, frame: 'event' as const, atMs: NOW_MS },
      ...{ ticketId: after.ticket.id, messageId: `1:${after.ticket.id}` },
    });
    const entries = [...kept, ...gone].map(lineOf);
    const idempotency = {
      ...{ merchantId, principalKey: 'host:x', key: newId(), fingerprint: 'f', ticketId: '' },
      ...{ eventPosition: 0, messageId: undefined },
    };
    await store.transaction(merchantId, (unit) =>
      unit.commit({ changes: [], deliveries: [], atMs: NOW_MS, entries, idempotency }, newId),
    );
    const use = { ticketId: closed.after.ticket.id, eventPosition: 1 };
    const picture = {
      ...{ merchantId, id: newId(), uploader: `buyer:${buyerId}`, atMs: NOW_MS, bytes: 1 },
      ...{
        type: 'image/jpeg' as const,
        width: 1,
        height: 1,
        sha256: 'ab'.repeat(32),
        perceptualHash: undefined,
        credentials: undefined,
      },
      ...{ shownType: 'image/webp', storageKey: newId(), state: 'ready' as const, use },
    };
    await store.transaction(merchantId, (unit) => unit.addAttachment(picture));

    const batches: number[] = [];
    let left: number;
    do {
      const { tickets, open: stay } = await store.eraseBuyer(merchantId, buyerId, 1, entryOf);
      batches.push(tickets);
      left = stay;
    } while (batches.at(-1) !== 0 && batches.length < 9);
    same([...batches].sort(), [0, 1, 1, 2], 'the tickets of each batch: those of one order go together');
    same(left, 3, 'those that stay');

    const scope = { merchantId };
    const found = async (changes: readonly Change[]) => {
      const tickets = await Promise.all(changes.map(({ after }) => store.findTicket(scope, after.ticket.id)));
      return tickets.filter((ticket) => ticket !== undefined).length;
    };
    same([await found(gone), await found(kept)], [0, 4], 'the tickets that are left');
    same((await store.findAttachment(merchantId, picture.id))?.state, 'expired', 'a picture');
    const trail = await store.listAudit({ merchantId, limit: 9 });
    same(
      trail.map((entry) => ('tickets' in entry ? entry.tickets : 0)).sort(),
      [1, 1, 2],
      'the entries of the audit trail',
    );
    const { seq, floor } = await store.streamHead(staffOf(merchantId), newId);
    same([seq, floor], [8, 4], 'the head: lines up to the last of an erased ticket are gone');
    same(
      (await store.readLog(staffOf(merchantId), 0, 10)).map((line) => line.seq),
      [5, 6, 7, 8],
      'the log',
    );
    const feed = { merchantId, stream: FEED_STREAM };
    same((await store.streamHead(feed, newId)).floor, 0, 'the feed’s floor');
    const lines = await store.readLog(feed, 0, 20);
    same(
      lines.map(({ seq, ticketId, messageId }) => [seq, ticketId, messageId ?? null]),
      entries.map(({ ticketId, messageId }, at) =>
        at < kept.length ? [at + 1, ticketId, messageId] : [at + 1, '', null],
      ),
      'the feed’s lines: those of erased tickets tell nothing',
    );
    await store.forget({ idempotencyMs: 0, logMs: 0, auditMs: 0 });
    same((await store.streamHead(staffOf(merchantId), newId)).floor, 4, 'the floor does not go back');
  },

  'a buyer’s orders without a ticket are erased, and pictures that nothing uses expire, with an entry of the audit trail':
    async (store) => {
      const { merchantId, buyerId } = unique();
      const change = created({ ...unique(), merchantId, buyerId });
      const open = { ...change.after.ticket.order, version: 1 };
      const orderOf = (who: string) => ({ ...open, id: newId(), buyer: { id: who, name: who } });
      const [mine, another] = [orderOf(buyerId), orderOf('another')];
      const orders = [mine, open, another].map((order) => ({ merchantId, order, isNew: true }));
      await commit(store, [change], { orders });
      const pictureOf = (uploader: string): Attachment => ({
        ...{ merchantId, id: newId(), uploader, atMs: NOW_MS, type: 'image/jpeg', bytes: 1, width: 1, height: 1 },
        ...{ sha256: 'ab'.repeat(32), perceptualHash: undefined, credentials: undefined, shownType: 'image/webp' },
        ...{ storageKey: newId(), state: 'ready', use: undefined },
      });
      const pictures = [pictureOf(`buyer:${buyerId}`), pictureOf('buyer:another'), pictureOf(`merchant:${buyerId}`)];
      for (const picture of pictures) await store.transaction(merchantId, (unit) => unit.addAttachment(picture));

      const erase = () => store.eraseBuyer(merchantId, buyerId, 9, entryOf);
      same(await erase(), { tickets: 0, open: 1 }, 'the answer');
      const left = await Promise.all([mine, open, another].map(({ id }) => store.findOrder(merchantId, id)));
      same(
        left.map((order) => order?.id ?? null),
        [null, open.id, another.id],
        'the orders that are left: that of a ticket, and that of another buyer',
      );
      const found = await Promise.all(pictures.map(({ id }) => store.findAttachment(merchantId, id)));
      same(
        found.map((picture) => picture?.state),
        ['expired', 'ready', 'ready'],
        'the pictures',
      );
      const trail = () => store.listAudit({ merchantId, limit: 9 });
      same((await trail()).length, 1, 'the entries of the audit trail');
      same([await erase(), (await trail()).length], [{ tickets: 0, open: 1 }, 1], 'a second time has no effect');
    },

  'entries of the archive lose what buyers wrote when their tickets are erased for their age': async (store) => {
    const sample = unique();
    const { merchantId } = sample;
    const gone = inState(sample, 'closed');
    const kept = created({ ...unique(), merchantId });
    const archive = [gone, kept].map(({ after: { ticket } }) => ({
      ...{ merchantId, ticketId: ticket.id, dropped: [] },
      entries: [
        {
          ...{ ticketId: ticket.id, itemId: 'mug', caseId: ticket.id, number: ticket.number, type: ticket.type },
          ...{ orderId: ticket.order.id, atMs: NOW_MS, product: 'p-1', title: 'Mug', quantity: 1, reason: 'damaged' },
          ...{ defect: 'broken', pictures: [], words: 'p-1 mug call me at 138-0000' },
        },
      ],
    }));
    await commit(store, [gone, kept], { archive, entries: [] });
    await store.eraseOld(merchantId, NOW_MS + 1, 9);
    const found = async (...words: string[]) =>
      (await store.listArchive({ merchantId, words, limit: 9 })).map(({ ticketId }) => ticketId).sort();
    const [one, other] = [gone.after.ticket.id, kept.after.ticket.id];
    same(await found('138-0000'), [other], 'the entries with words of the buyer');
    same(await found('mug'), [one, other].sort(), 'the entries with words of the product');
    const [entry] = await store.archiveOf(merchantId, [one]);
    same(entry?.words.includes('138-0000'), false, 'whether the entry has them');
  },

  'tickets that are over and old are erased, those left alone for the longest time first, and no order in part': async (
    store,
  ) => {
    const { merchantId } = unique();
    const sample = () => ({ ...unique(), merchantId });
    const at = (change: Change, updatedAtMs: number): Change => ({
      ...change,
      after: { ...change.after, ticket: { ...change.after.ticket, updatedAtMs } },
    });
    const [halfOpen, halfNew] = [sample(), sample()];
    const oldest = at(inState(sample(), 'closed'), 1_000);
    const older = at(inState(sample(), 'resolved', 'succeeded'), 2_000);
    const [discussed, noted] = [created(sample()), at(inState(sample(), 'closed'), 3_000)];
    const kept = [
      ...[discussed, noted],
      at(created(sample()), 3_000),
      at(inState(sample(), 'resolved', 'pending'), 3_000),
      at(inState(sample(), 'closed'), 5_000),
      ...[at(created(halfOpen), 3_000), at(inState(halfOpen, 'closed'), 3_000)],
      ...[at(inState(halfNew, 'closed'), 5_000), at(inState(halfNew, 'closed'), 3_000)],
    ];
    for (const change of [...kept, older, oldest]) await commit(store, [change]);
    const fresh = noteOf(merchantId, noted.after.ticket.id, 0);
    await store.transaction(merchantId, (unit) => unit.addNote(fresh));
    const { ticket } = discussed.after;
    const declined = commanded(discussed.after, DECLINE);
    const reviewing = { ...declined.after, ticket: { ...declined.after.ticket, intervention: 'reviewing' as const } };
    const written = commanded(reviewing, MESSAGE);
    await commit(store, [declined]);
    await commit(store, [
      { ...written, after: { ...written.after, ticket: { ...ticket, workflow: 'closed', updatedAtMs: 3_000 } } },
    ]);
    const isThere = async (change: Change) =>
      (await store.findTicket({ merchantId }, change.after.ticket.id)) !== undefined;
    const timeOf = async () => (await store.oldestTickets()).find((one) => one.merchantId === merchantId)?.atMs;
    same(await timeOf(), 1_000, 'when the oldest ticket changed');
    same(await store.eraseOld(merchantId, 5_000, 1), 1, 'the tickets of the first order');
    same([await isThere(oldest), await isThere(older)], [false, true], 'the tickets that are left');
    same(
      [await store.eraseOld(merchantId, 5_000, 9), await store.eraseOld(merchantId, 5_000, 9)],
      [1, 0],
      'the tickets of the other orders, once',
    );
    same(
      await Promise.all(kept.map(isThere)),
      kept.map(() => true),
      'the tickets that stay',
    );
    same(await timeOf(), 3_000, 'when the oldest ticket changed, afterwards');
    same(await store.findEvent(merchantId, oldest.after.ticket.id, 1), undefined, 'the events of an erased ticket');
  },

  'no old ticket is erased while a line of a log may tell of it': async (store) => {
    const sample = unique();
    const { merchantId } = sample;
    const change = inState(sample, 'closed');
    const { after } = change;
    const old = { ...change, after: { ...after, ticket: { ...after.ticket, updatedAtMs: 4_000 } } };
    const entries = commitOf([change]).entries.map((entry) => ({ ...entry, atMs: 4_000 }));
    await commit(store, [old], { entries });
    same(await store.eraseOld(merchantId, 5_000, 9), 0, 'the tickets, while lines are kept that are as old');
    await store.forget({ idempotencyMs: 0, logMs: 5_000, auditMs: 0 });
    same(await store.eraseOld(merchantId, 5_000, 9), 1, 'the tickets, once those lines are forgotten');
  },
};

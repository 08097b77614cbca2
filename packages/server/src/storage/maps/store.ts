import type { Ticket } from '@sidecard/core/authoring';
import type { Store, StoreReads, UnitOfWork } from '../store.js';
import { dropArchive } from './archive.js';
import { eraseBuyer, eraseOld, oldestTickets } from './erase.js';
import { accountOf, readsOf } from './reads.js';
import { createTables, keyOf, promised, type Sync, type Tables } from './tables.js';
import { unitOf } from './unit.js';
import { webhookQueue } from './webhooks.js';

/** An in-memory store, with its extra methods. */
export interface MapsStore extends Store {
  /** Returns a ticket synchronously. */
  peek(merchantId: string, ticketId: string): Ticket | undefined;
  /** Deletes the streams and their logs, as after a restored backup: they start again with new epochs. */
  forgetStreams(): void;
}

type Unit = Omit<UnitOfWork, keyof StoreReads>;
type Writes = Omit<Store, keyof StoreReads | 'snapshot' | 'transaction'>;

/** Creates an in-memory store for demos, stories, tests and simulations. Nothing is persisted. */
export function createMapsStore(): MapsStore {
  const tables = createTables();
  const found = readsOf(tables);
  const reads = promised<StoreReads>(found);
  let last: Promise<unknown> = Promise.resolve();

  /** Runs work after all earlier work. */
  function alone<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work, work);
    last = done;
    return done;
  }

  return {
    ...reads,
    ...promised<Writes>(writesOf(tables)),
    snapshot: (work) => alone(() => work(reads)),
    transaction: (_, work) =>
      alone(async () => {
        const staged: (() => void)[] = [];
        const result = await work({ ...reads, ...promised<Unit>(unitOf(tables, found, staged)) });
        for (const write of staged) write();
        return result;
      }),
    peek: (merchantId, ticketId) => tables.of(merchantId).tickets.get(ticketId)?.ticket,
    forgetStreams() {
      for (const { streams } of tables.merchants.values()) streams.clear();
    },
  };
}

function writesOf(tables: Tables): Sync<Writes> {
  return {
    migrate() {
      // Maps have no schema.
    },
    ping() {
      // Always available.
    },
    now: () => Date.now(),

    registerAccount({ merchantId, accountId, name, main, issuedAtMs }) {
      const { accounts } = tables.of(merchantId);
      const known = accounts.get(accountId);
      if (known && (known.issuedAtMs >= issuedAtMs || (known.name === name && known.main === main))) {
        return { account: accountOf(known), changed: false };
      }
      const { permissions = [], askedAtMs } = known ?? {};
      const account = { accountId, name, main, permissions, askedAtMs, issuedAtMs };
      accounts.set(accountId, account);
      return { account: accountOf(account), changed: true };
    },
    setAsked({ merchantId, accountId }, askedAtMs) {
      const { accounts } = tables.of(merchantId);
      const account = accounts.get(accountId);
      if (account) accounts.set(accountId, { ...account, askedAtMs });
    },

    listCardKeys: () => [...tables.cardKeys.values()].sort((a, b) => b.generation - a.generation),
    addCardKey(key) {
      const added = !tables.cardKeys.has(key.generation);
      if (added) tables.cardKeys.set(key.generation, key);
      return added;
    },
    dropCardKeysBefore(generation) {
      for (const known of tables.cardKeys.keys()) if (known < generation) tables.cardKeys.delete(known);
    },

    setOnline(merchantId, accountIds, node, untilMs) {
      const { presence } = tables.of(merchantId);
      for (const accountId of accountIds) presence.set(keyOf(accountId, node), { accountId, node, untilMs });
    },
    setOffline({ merchantId, accountId }, node) {
      tables.of(merchantId).presence.delete(keyOf(accountId, node));
    },
    forgetOnline(beforeMs) {
      for (const { presence } of tables.merchants.values()) {
        for (const [key, { untilMs }] of presence) if (untilMs < beforeMs) presence.delete(key);
      }
    },

    assignCards({ merchantId, accountId }, type, { atMs, widensAtMs }) {
      const { deliveries, tickets } = tables.of(merchantId);
      const cards = [...deliveries.values()].filter(
        (row) =>
          row.open && row.kind === 'card' && row.accountId === '' && tickets.get(row.ticketId)?.ticket.type === type,
      );
      for (const card of cards) deliveries.set(card.id, { ...card, accountId, offeredAtMs: atMs, widensAtMs });
      return cards.length > 0;
    },
    closeDeliveries(merchantId, messageId) {
      const { deliveries } = tables.of(merchantId);
      for (const [id, delivery] of deliveries) {
        if (delivery.messageId === messageId) deliveries.set(id, { ...delivery, open: false });
      }
    },

    completeUpload(merchantId, id) {
      const { attachments } = tables.of(merchantId);
      const found = attachments.get(id);
      if (found?.state !== 'storing') return false;
      attachments.set(id, { ...found, state: 'ready' });
      return true;
    },
    expireUploads(beforeMs, limit) {
      const old = [...tables.merchants.values()]
        .flatMap(({ attachments }) => [...attachments.values()])
        .filter(({ use, atMs }) => !use && atMs < beforeMs)
        .slice(0, limit);
      for (const picture of old) {
        tables.of(picture.merchantId).attachments.set(picture.id, { ...picture, state: 'expired' });
      }
      return old;
    },
    dropUpload(merchantId, id) {
      const { attachments } = tables.of(merchantId);
      if (attachments.get(id)?.state === 'expired') attachments.delete(id);
    },

    ...webhookQueue(tables),

    dropArchive: (...old) => dropArchive(tables, ...old),
    eraseBuyer: (...whose) => eraseBuyer(tables, ...whose),
    eraseOld: (...which) => eraseOld(tables, ...which),
    oldestTickets: () => oldestTickets(tables),

    forget({ idempotencyMs, logMs, auditMs }) {
      for (const mine of tables.merchants.values()) {
        const { idempotency, streams, webhookDeliveries } = mine;
        mine.audit = mine.audit.filter(({ atMs }) => atMs >= auditMs);
        for (const [key, { atMs }] of idempotency) if (atMs < idempotencyMs) idempotency.delete(key);
        for (const [key, { atMs }] of webhookDeliveries) if (atMs < logMs) webhookDeliveries.delete(key);
        for (const stream of streams.values()) {
          const old = stream.log.filter(({ atMs }) => atMs < logMs).at(-1);
          if (!old) continue;
          stream.floor = Math.max(stream.floor, old.seq);
          stream.log = stream.log.filter(({ seq }) => seq > old.seq);
        }
      }
    },
  };
}

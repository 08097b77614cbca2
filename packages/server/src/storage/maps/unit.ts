import { scheduledDeadlines } from '@sidecard/core/server';
import type { AdvancedStream, Commit, StreamRef } from '../records.js';
import type { StoreReads, UnitOfWork } from '../store.js';
import { byStream } from '../streams.js';
import { addAudit } from './audit.js';
import { writeArchive } from './archive.js';
import { jsonCopy } from './json.js';
import { accountOf } from './reads.js';
import { webhookUnit } from './webhooks.js';
import { compare, keyOf, type Sync, type Tables } from './tables.js';

/** What a transaction adds to the reads. It runs exclusively: its writes wait in `staged` until its work resolves. */
export function unitOf(
  tables: Tables,
  reads: Sync<StoreReads>,
  staged: (() => void)[],
): Sync<Omit<UnitOfWork, keyof StoreReads>> {
  const numbers = new Map<string, number>();
  return {
    // Transactions run sequentially, so everything is locked.
    lockTicket(scope, ticketId, write) {
      const found = reads.findTicket(scope, ticketId);
      return found && { ...found, earlier: write && reads.findIdempotencyRecord(write, write.key) };
    },
    lockOrders: (orders) =>
      [...new Map(orders.map((order) => [keyOf(order.merchantId, order.orderId), order])).values()]
        .flatMap(({ merchantId, orderId }) =>
          [...tables.of(merchantId).tickets.values()].filter(({ ticket }) => ticket.order.id === orderId),
        )
        .sort(({ ticket: a }, { ticket: b }) => compare(keyOf(a.merchantId, a.id), keyOf(b.merchantId, b.id))),
    lockOrder: (merchantId, orderId) => ({
      record: reads.findOrder(merchantId, orderId),
      tickets: [...tables.of(merchantId).tickets.values()]
        .filter(({ ticket }) => ticket.order.id === orderId)
        .sort((a, b) => compare(a.ticket.id, b.ticket.id)),
    }),
    lockAccount({ merchantId, accountId }) {
      const account = tables.of(merchantId).accounts.get(accountId);
      return account && accountOf(account);
    },

    nextTicketNumber(merchantId, period) {
      const stored = tables.of(merchantId).numbers;
      const key = keyOf(merchantId, period);
      const value = (numbers.get(key) ?? stored.get(period) ?? 0) + 1;
      numbers.set(key, value);
      staged.push(() => stored.set(period, value));
      return value;
    },
    setPermissions({ merchantId, accountId }, permissions) {
      const { accounts } = tables.of(merchantId);
      staged.push(() => {
        const account = accounts.get(accountId);
        if (account) accounts.set(accountId, { ...account, permissions: [...permissions], askedAtMs: undefined });
      });
    },
    addNote(stored) {
      const { merchantId, principalKey, key, note } = stored;
      const at = keyOf(principalKey, key);
      staged.push(() => tables.of(merchantId).notes.set(at, { ...stored, note: jsonCopy(note) }));
    },
    addAudit(merchantId, entries) {
      staged.push(() => addAudit(tables, merchantId, entries));
    },
    lockTemplates: (merchantId, wanted) =>
      [...tables.of(merchantId).templates.values()].filter(({ owner }) => owner === wanted).length,
    putTemplate(stored) {
      const { merchantId, owner, template } = stored;
      const key = keyOf(owner, template.id);
      staged.push(() => tables.of(merchantId).templates.set(key, { ...stored, template: jsonCopy(template) }));
    },
    dropTemplate(merchantId, owner, id) {
      staged.push(() => tables.of(merchantId).templates.delete(keyOf(owner, id)));
    },
    addAttachment(attachment) {
      staged.push(() => tables.of(attachment.merchantId).attachments.set(attachment.id, attachment));
    },
    lockUploads: ({ merchantId, principalKey }, ids) =>
      ids.filter((id) => {
        const found = tables.of(merchantId).attachments.get(id);
        return found?.uploader === principalKey && found.state === 'ready' && !found.use;
      }),
    lockArchive: reads.archiveOf,
    ...webhookUnit(tables, staged),
    dropDueDeadlines(wanted, nowMs) {
      staged.push(() => {
        for (const { merchantId, ticketId } of wanted) {
          const { deadlines } = tables.of(merchantId);
          const left = [...(deadlines.get(ticketId) ?? [])].filter(([, dueAtMs]) => dueAtMs > nowMs);
          deadlines.set(ticketId, new Map(left));
        }
      });
    },
    commit(commit, newEpoch) {
      const advanced = byStream(commit.entries).map(({ lines, ...ref }) =>
        advance(tables, ref, lines.length, newEpoch()),
      );
      staged.push(() => write(tables, commit, advanced));
      return advanced;
    },
  };
}

function advance(tables: Tables, { merchantId, stream }: StreamRef, lines: number, newEpoch: string): AdvancedStream {
  const { seq = 0, floor = 0, epoch = newEpoch } = tables.of(merchantId).streams.get(stream) ?? {};
  return { merchantId, stream, seq: seq + lines, floor, epoch };
}

function write(
  tables: Tables,
  { changes, orders = [], pictures = [], archive = [], deliveries, idempotency, entries, atMs }: Commit,
  advanced: readonly AdvancedStream[],
): void {
  for (const { merchantId, order } of orders) tables.of(merchantId).orders.set(order.id, jsonCopy(order));
  for (const { merchantId, id, ticketId, eventPosition } of pictures) {
    const { attachments } = tables.of(merchantId);
    const picture = attachments.get(id);
    if (picture) attachments.set(id, { ...picture, use: { ticketId, eventPosition } });
  }
  writeArchive(tables, archive);
  for (const { after, events } of changes) {
    const { id, merchantId } = after.ticket;
    const merchant = tables.of(merchantId);
    merchant.tickets.set(id, { ticket: jsonCopy(after.ticket), events: after.events });
    const happened = jsonCopy(events);
    merchant.events.set(id, [...(merchant.events.get(id) ?? []), ...happened]);
    const messages = happened.flatMap(({ message }) => message ?? []);
    if (messages.length > 0) merchant.staffMessages.set(id, [...(merchant.staffMessages.get(id) ?? []), ...messages]);
    merchant.deadlines.set(id, new Map(scheduledDeadlines(after.ticket).map(({ key, dueAtMs }) => [key, dueAtMs])));
  }
  for (const { merchantId, ...delivery } of deliveries) {
    const rows = tables.of(merchantId).deliveries;
    const known = [...rows.values()].some(
      ({ messageId, accountId }) => messageId === delivery.messageId && accountId === delivery.accountId,
    );
    if (!known) rows.set(delivery.id, { ...delivery, offeredAtMs: atMs, open: true });
  }
  if (idempotency) {
    const { merchantId, principalKey, ...record } = idempotency;
    tables.of(merchantId).idempotency.set(keyOf(principalKey, record.key), { ...record, atMs });
  }
  const heads = new Map(advanced.map((head) => [keyOf(head.merchantId, head.stream), head]));
  for (const { merchantId, stream, lines } of byStream(entries)) {
    const head = heads.get(keyOf(merchantId, stream));
    if (!head) continue;
    const { streams } = tables.of(merchantId);
    const { seq, floor, epoch } = head;
    const log = streams.get(stream)?.log ?? [];
    const first = seq - lines.length + 1;
    log.push(
      ...lines.map(({ frame, ticketId, messageId, atMs: at }, index) => ({
        seq: first + index,
        frame,
        ticketId,
        messageId,
        atMs: at,
      })),
    );
    streams.set(stream, { seq, floor, epoch, log });
  }
}

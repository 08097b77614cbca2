import type { Ticket } from '@sidecard/core/authoring';
import { isOver, withoutRequest } from '@sidecard/core/server';
import type { AuditEntry } from '@sidecard/core/wire';
import type { Erased, LogLine } from '../records.js';
import { FEED_STREAM } from '../streams.js';
import { addAudit } from './audit.js';
import type { MerchantTables, Tables } from './tables.js';

/** Removes a buyer's tickets that have ended, and what they have without a ticket. */
export function eraseBuyer(
  tables: Tables,
  merchantId: string,
  buyerId: string,
  limit: number,
  entryOf: (tickets: number) => AuditEntry,
): Erased {
  const mine = tables.of(merchantId);
  const found = [...mine.tickets.values()]
    .map(({ ticket }) => ticket)
    .filter(({ order }) => order.buyer.id === buyerId);
  const kept = new Set(found.flatMap((ticket) => (isOver(ticket) ? [] : ticket.order.id)));
  const orders = new Map<string, typeof found>();
  for (const ticket of found) {
    if (!kept.has(ticket.order.id)) orders.set(ticket.order.id, [...(orders.get(ticket.order.id) ?? []), ticket]);
  }
  let count = 0;
  const erased = [...orders.values()].filter((group, at) => (count += group.length) <= limit || at === 0).flat();
  eraseAll(mine, erased);
  const ids = new Set(erased.map(({ id }) => id));
  drop(mine.archive, ({ ticketId }) => ids.has(ticketId));
  dropLines(mine, ids);
  const others = eraseUnused(mine, buyerId);
  if (erased.length + others > 0) addAudit(tables, merchantId, [entryOf(erased.length)]);
  return { tickets: erased.length, open: found.filter(({ order }) => kept.has(order.id)).length };
}

/** Removes a buyer's orders that have no ticket, and expires their pictures that nothing uses. @returns how many */
function eraseUnused(mine: MerchantTables, buyerId: string): number {
  const used = new Set([...mine.tickets.values()].map(({ ticket }) => ticket.order.id));
  const orders = [...mine.orders.values()].filter(({ id, buyer }) => buyer.id === buyerId && !used.has(id));
  for (const { id } of orders) mine.orders.delete(id);
  const pictures = [...mine.attachments.values()].filter(
    ({ uploader, use, state }) => uploader === `buyer:${buyerId}` && !use && state !== 'expired',
  );
  for (const picture of pictures) mine.attachments.set(picture.id, { ...picture, state: 'expired', atMs: 0 });
  return orders.length + pictures.length;
}

/** Returns when the ticket of each merchant that has not changed for the longest time changed last. */
export function oldestTickets(tables: Tables): readonly { readonly merchantId: string; readonly atMs: number }[] {
  return [...tables.merchants].flatMap(([merchantId, { tickets }]) => {
    const times = [...tickets.values()].map(({ ticket }) => ticket.updatedAtMs);
    return times.length > 0 ? [{ merchantId, atMs: Math.min(...times) }] : [];
  });
}

/** Removes tickets that have ended and have not changed since a time, of the orders that have been left alone for the longest time. */
export function eraseOld(tables: Tables, merchantId: string, beforeMs: number, limit: number): number {
  const mine = tables.of(merchantId);
  if ([...mine.streams.values()].some(({ log }) => log.some(({ atMs }) => atMs < beforeMs))) return 0;
  const all = [...mine.tickets.values()].map(({ ticket }) => ticket);
  const notes = [...mine.notes.values()].map(({ note }) => note);
  const isOld = (ticket: Ticket) =>
    isOver(ticket) &&
    ticket.updatedAtMs < beforeMs &&
    !mine.staffMessages.get(ticket.id)?.some(({ atMs }) => atMs >= beforeMs) &&
    !notes.some(({ ticketId, atMs }) => ticketId === ticket.id && atMs >= beforeMs);
  const kept = new Set(all.flatMap((ticket) => (isOld(ticket) ? [] : ticket.order.id)));
  const found = all.filter(({ order }) => !kept.has(order.id)).sort((a, b) => a.updatedAtMs - b.updatedAtMs);
  const chosen = new Set([...new Set(found.map(({ order }) => order.id))].slice(0, limit));
  const erased = found.filter(({ order }) => chosen.has(order.id));
  eraseAll(mine, erased);
  const ids = new Set(erased.map(({ id }) => id));
  for (const [key, entry] of mine.archive) if (ids.has(entry.ticketId)) mine.archive.set(key, withoutRequest(entry));
  return erased.length;
}

/** Removes tickets, with what hangs on them. */
function eraseAll(mine: MerchantTables, erased: readonly Ticket[]): void {
  const ids = new Set(erased.map(({ id }) => id));
  for (const id of ids) {
    for (const table of [mine.tickets, mine.events, mine.staffMessages, mine.deadlines]) table.delete(id);
  }
  drop(mine.notes, ({ note }) => ids.has(note.ticketId));
  drop(mine.deliveries, ({ ticketId }) => ids.has(ticketId));
  drop(mine.webhookDeliveries, ({ ticketId }) => ids.has(ticketId));
  for (const [id, picture] of mine.attachments) {
    if (!picture.use || !ids.has(picture.use.ticketId)) continue;
    mine.attachments.set(id, { ...picture, state: 'expired', use: undefined, atMs: 0 });
  }
  const left = new Set([...mine.tickets.values()].map(({ ticket }) => ticket.order.id));
  for (const { order } of erased) if (!left.has(order.id)) mine.orders.delete(order.id);
}

/** Removes lines of logs about tickets, and those before them. */
function dropLines(mine: MerchantTables, ids: ReadonlySet<string>): void {
  for (const [name, stream] of mine.streams) {
    // Readers of the feed still get the other lines.
    if (name === FEED_STREAM) {
      stream.log = stream.log.map((line) => (ids.has(line.ticketId) ? emptied(line) : line));
      continue;
    }
    const last = stream.log.filter(({ ticketId }) => ids.has(ticketId)).at(-1);
    if (!last) continue;
    stream.floor = Math.max(stream.floor, last.seq);
    stream.log = stream.log.filter(({ seq }) => seq > last.seq);
  }
}

/** A line of the feed that tells nothing. */
const emptied = ({ seq, atMs }: LogLine): LogLine => ({
  seq,
  atMs,
  frame: 'event',
  ticketId: '',
  messageId: undefined,
});

function drop<Row>(table: Map<string, Row>, isGone: (row: Row) => boolean): void {
  for (const [key, row] of table) if (isGone(row)) table.delete(key);
}

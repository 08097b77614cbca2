import { PERMISSIONS } from '@sidecard/core';
import type { Ticket } from '@sidecard/core/authoring';
import type { Countable } from '@sidecard/core/server';
import { isOpen, moveOf } from '@sidecard/core/wire';
import type { Account, Delivery, DueTicket, Scope, TicketWithRelated } from '../records.js';
import { differenceOf, MAX_DIFFERENCE } from '../similar.js';
import type {
  AccountReads,
  AttachmentReads,
  DeadlineReads,
  DeliveryReads,
  NoteReads,
  StoreReads,
  StreamReads,
  TemplateReads,
  TicketReads,
} from '../store.js';
import { auditReads } from './audit.js';
import { archiveReads } from './archive.js';
import { listReads } from './lists.js';
import { webhookReads } from './webhooks.js';
import { compare, keyOf, type MerchantTables, type Sync, type Tables } from './tables.js';

/** Maximum number of open deliveries per read. */
const MOST_DELIVERIES = 500;

/** Implements all reads. */
export function readsOf(tables: Tables): Sync<StoreReads> {
  return {
    ...ticketReads(tables),
    ...listReads(tables),
    ...streamReads(tables),
    ...accountReads(tables),
    ...deliveryReads(tables),
    ...deadlineReads(tables),
    ...attachmentReads(tables),
    ...templateReads(tables),
    ...noteReads(tables),
    ...auditReads(tables),
    ...archiveReads(tables),
    ...webhookReads(tables),
  };
}

function ticketReads(tables: Tables): Sync<Omit<TicketReads, 'readList' | 'countLists'>> {
  const tickets = (merchantId: string): readonly Ticket[] =>
    [...tables.of(merchantId).tickets.values()].map(({ ticket }) => ticket);
  const messages = (merchantId: string) => [...tables.of(merchantId).staffMessages.values()].flat();

  return {
    findTicket: (scope, ticketId) => findTicket(tables.of(scope.merchantId), scope, ticketId),
    ticketsById: (merchantId, ids) => tickets(merchantId).filter(({ id }) => ids.includes(id)),
    ticketsOfOrders: (merchantId, orderIds) => tickets(merchantId).filter(({ order }) => orderIds.includes(order.id)),

    listTickets({ merchantId, buyerId, open, settlement, orderId, conversationId, type, types, after, limit }) {
      const named = <Value>(wanted: Value | undefined, value: Value) => wanted === undefined || wanted === value;
      return tickets(merchantId)
        .filter((ticket) => named(buyerId, ticket.order.buyer.id) && named(orderId, ticket.order.id))
        .filter((ticket) => settlement === undefined || isSettled(settlement, ticket))
        .filter((ticket) => named(conversationId, ticket.conversationId) && named(open, isOpen(ticket.workflow)))
        .filter((ticket) => named(type, ticket.type) && (!types || types.keys.includes(ticket.type) !== types.others))
        .filter((ticket) => !after || byChange(after, ticket) < 0)
        .sort(byChange)
        .slice(0, limit);
    },

    countTickets(merchantId, max) {
      const kinds = new Map<string, Countable>();
      for (const ticket of tickets(merchantId)) {
        const turn = moveOf(ticket);
        if (!turn) continue;
        const { type } = ticket;
        const key = keyOf(type, turn);
        kinds.set(key, { type, moveOf: turn, count: Math.min(max, (kinds.get(key)?.count ?? 0) + 1) });
      }
      return [...kinds.values()];
    },

    findEvent: (merchantId, ticketId, position) => tables.of(merchantId).events.get(ticketId)?.[position - 1],
    findEvents: (merchantId, places) =>
      places.map(({ ticketId, position }) => tables.of(merchantId).events.get(ticketId)?.[position - 1]),
    eventOfVersion: (merchantId, ticketId, version) =>
      tables
        .of(merchantId)
        .events.get(ticketId)
        ?.find((event) => event.version === version),
    readHistory({ merchantId, ticketId }, { kinds, before, limit }) {
      const entries = (tables.of(merchantId).events.get(ticketId) ?? [])
        .filter(({ kind }) => kinds.includes(kind))
        .flatMap(({ entry, created }) => entry ?? created?.history.slice(0, 1) ?? [])
        .reverse();
      if (before === undefined) return entries.slice(0, limit);
      const index = entries.findIndex(({ id }) => id === before);
      return index < 0 ? undefined : entries.slice(index + 1, index + 1 + limit);
    },
    staffThread: (merchantId, ticketId) => tables.of(merchantId).staffMessages.get(ticketId) ?? [],
    staffMessagesById: (merchantId, ids) => messages(merchantId).filter(({ id }) => ids.includes(id)),
    findOrder: (merchantId, orderId) => tables.of(merchantId).orders.get(orderId),
    findIdempotencyRecord: ({ merchantId, principalKey }, key) =>
      tables.of(merchantId).idempotency.get(keyOf(principalKey, key)),
  };
}

/** Sorts by latest change, then by id. */
function byChange(a: Pick<Ticket, 'updatedAtMs' | 'id'>, b: Pick<Ticket, 'updatedAtMs' | 'id'>): number {
  return compare(b.updatedAtMs, a.updatedAtMs) || compare(b.id, a.id);
}

function findTicket({ tickets }: MerchantTables, { buyerId }: Scope, ticketId: string): TicketWithRelated | undefined {
  const found = tickets.get(ticketId);
  if (!found || (buyerId !== undefined && found.ticket.order.buyer.id !== buyerId)) return undefined;
  const related = [...tickets.values()]
    .map(({ ticket }) => ticket)
    .filter(({ id, order }) => id !== ticketId && order.id === found.ticket.order.id)
    .sort((a, b) => compare(a.id, b.id));
  return { found, related };
}

function streamReads(tables: Tables): Sync<StreamReads> {
  return {
    streamHead({ merchantId, stream }, newEpoch) {
      const { streams } = tables.of(merchantId);
      const head = streams.get(stream) ?? { seq: 0, floor: 0, epoch: newEpoch(), log: [] };
      streams.set(stream, head);
      return { seq: head.seq, floor: head.floor, epoch: head.epoch };
    },
    streamEpochs: (merchantId, streams) =>
      streams.flatMap((stream) => tables.of(merchantId).streams.get(stream)?.epoch ?? []),
    streamSeqs: (wanted) =>
      wanted.flatMap(({ merchantId, stream }) => {
        const head = tables.of(merchantId).streams.get(stream);
        return head ? [{ merchantId, stream, seq: head.seq }] : [];
      }),
    firstLineSince: ({ merchantId, stream }, wantedMs) =>
      tables
        .of(merchantId)
        .streams.get(stream)
        ?.log.find(({ atMs }) => atMs >= wantedMs)?.seq,
    readLog({ merchantId, stream }, after, limit) {
      const log = tables.of(merchantId).streams.get(stream)?.log ?? [];
      const start = Math.max(0, after + 1 - (log[0]?.seq ?? 0));
      return log.slice(start, start + limit);
    },
  };
}

/** Returns an account as its readers see it. */
export function accountOf({ accountId, name, main, permissions, askedAtMs }: Account): Account {
  return { accountId, name, main, permissions: main ? PERMISSIONS : permissions, askedAtMs };
}

function accountReads(tables: Tables): Sync<AccountReads> {
  const accounts = (merchantId: string) => [...tables.of(merchantId).accounts.values()].map(accountOf);
  return {
    listAccounts: (merchantId) =>
      accounts(merchantId).sort(
        (a, b) => Number(b.main) - Number(a.main) || compare(a.name, b.name) || compare(a.accountId, b.accountId),
      ),
    findAccounts: (wanted) =>
      wanted.flatMap(({ merchantId, accountId }) => {
        const account = tables.of(merchantId).accounts.get(accountId);
        return account ? [{ ...accountOf(account), merchantId }] : [];
      }),
    mainAccountNames: (merchantId) =>
      accounts(merchantId)
        .flatMap(({ main, name }) => (main ? [name] : []))
        .sort(compare),
    onlineElsewhere: (merchantId, here, nowMs) =>
      [...tables.of(merchantId).presence.values()]
        .filter(({ node, untilMs }) => node !== here && untilMs > nowMs)
        .map(({ accountId }) => accountId),
  };
}

function deliveryReads(tables: Tables): Sync<DeliveryReads> {
  const open = (merchantId: string) => [...tables.of(merchantId).deliveries.values()].filter((row) => row.open);
  const widened = ({ widensAtMs }: Delivery, nowMs: number) => widensAtMs !== undefined && widensAtMs <= nowMs;
  return {
    openDeliveries: (merchantId, accountIds, nowMs) =>
      open(merchantId)
        .filter((row) => row.accountId === '' || accountIds.includes(row.accountId) || widened(row, nowMs))
        .sort((a, b) => compare(a.offeredAtMs, b.offeredAtMs) || compare(a.id, b.id))
        .slice(-MOST_DELIVERIES),
    merchantsWithDeliveries: (merchantIds, sinceMs, nowMs) =>
      merchantIds.filter((merchantId) =>
        open(merchantId).some(
          (row) =>
            row.offeredAtMs >= sinceMs ||
            row.accountId === '' ||
            (widened(row, nowMs) && (row.widensAtMs ?? 0) >= sinceMs),
        ),
      ),
    unassignedCardTypes(merchantId) {
      const { tickets } = tables.of(merchantId);
      const cards = open(merchantId).filter(({ kind, accountId }) => kind === 'card' && accountId === '');
      return [...new Set(cards.flatMap(({ ticketId }) => tickets.get(ticketId)?.ticket.type ?? []))];
    },
    findDelivery: (merchantId, id) => tables.of(merchantId).deliveries.get(id),
    openDeliveriesById: (merchantId, ids) => open(merchantId).filter(({ id }) => ids.includes(id)),
  };
}

function deadlineReads(tables: Tables): Sync<DeadlineReads> {
  const all = () =>
    [...tables.merchants].flatMap(([merchantId, { deadlines }]) =>
      [...deadlines].flatMap(([ticketId, running]) =>
        [...running].map(([key, dueAtMs]) => ({ merchantId, ticketId, key, dueAtMs })),
      ),
    );
  return {
    dueTickets(nowMs, limit) {
      const due = all().filter(({ dueAtMs }) => dueAtMs <= nowMs);
      const first = due.sort((a, b) => a.dueAtMs - b.dueAtMs).slice(0, limit);
      const refs = new Map(first.map((ref) => [keyOf(ref.merchantId, ref.ticketId), ref]));
      return [...refs.values()].flatMap(({ merchantId, ticketId }): readonly DueTicket[] => {
        const ticket = tables.of(merchantId).tickets.get(ticketId)?.ticket;
        if (!ticket) return [];
        const own = due.filter((one) => one.merchantId === merchantId && one.ticketId === ticketId);
        const { type, order } = ticket;
        return [
          { merchantId, ticketId, type, orderId: order.id, due: own.map(({ key, dueAtMs }) => ({ key, dueAtMs })) },
        ];
      });
    },
    nextDeadline: (afterMs) =>
      all()
        .filter(({ dueAtMs }) => dueAtMs > afterMs)
        .reduce<number | undefined>((next, { dueAtMs }) => Math.min(next ?? dueAtMs, dueAtMs), undefined),
  };
}

function attachmentReads(tables: Tables): Sync<AttachmentReads> {
  return {
    findAttachment: (merchantId, id) => tables.of(merchantId).attachments.get(id),
    countUploads: ({ merchantId, principalKey }) =>
      [...tables.of(merchantId).attachments.values()].filter(
        ({ uploader, use, state }) => uploader === principalKey && !use && state !== 'expired',
      ).length,
    similarUses: ({ merchantId, perceptualHash, use, atMs }, limit) =>
      [...tables.of(merchantId).attachments.values()]
        .filter(
          (other) =>
            other.atMs < atMs &&
            other.use !== undefined &&
            other.use.ticketId !== use?.ticketId &&
            perceptualHash !== undefined &&
            other.perceptualHash !== undefined &&
            differenceOf(perceptualHash, other.perceptualHash) <= MAX_DIFFERENCE,
        )
        .sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1))
        .slice(0, limit),
  };
}

function noteReads(tables: Tables): Sync<NoteReads> {
  return {
    listNotes: ({ merchantId, ticketId }) =>
      [...tables.of(merchantId).notes.values()]
        .map(({ note }) => note)
        .filter((note) => note.ticketId === ticketId)
        .sort((a, b) => compare(a.atMs, b.atMs) || compare(a.id, b.id)),
    findNote: ({ merchantId, principalKey }, key) => tables.of(merchantId).notes.get(keyOf(principalKey, key)),
  };
}

function templateReads(tables: Tables): Sync<TemplateReads> {
  return {
    listTemplates: ({ merchantId, accountId }) =>
      [...tables.of(merchantId).templates.values()]
        .filter(({ owner }) => owner === '' || owner === accountId)
        .sort(
          ({ template: a }, { template: b }) =>
            compare(a.name, b.name) || compare(a.id, b.id) || compare(b.scope, a.scope),
        ),
    findTemplate({ merchantId, accountId }, id) {
      const { templates } = tables.of(merchantId);
      return templates.get(keyOf(accountId, id)) ?? templates.get(keyOf('', id));
    },
  };
}

/** What the buyer has paid has succeeded, also while another payment of the ticket is due. */
function isSettled(wanted: Ticket['settlement'], { settlement, collected }: Ticket): boolean {
  return settlement === wanted || (wanted === 'succeeded' && settlement !== 'none' && collected !== undefined);
}

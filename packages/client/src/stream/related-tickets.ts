import type { Frames, TicketView } from '@sidecard/core/wire';
import type { Ports } from '../ports/ports.types.js';
import type { Api } from '../transport/api.js';
import { isTicketPage, objectWith } from '../transport/checks.js';
import { type Position, positionOf, reaches } from '../transport/position.js';
import type { RetryTimer } from '../util/retry-timer.js';
import type { Stream } from './stream.js';

/** More tickets of an order than this are read as a list. */
const MAX_SINGLE = 3;
/** Longer than a request lasts, in milliseconds: what was asked for before a change has been answered by then. */
const LATE_MS = 60_000;

const isRelatedFrame = objectWith<Frames['related']>({ orderId: 'string', ticketId: 'string' });

/** A ticket of the cache. */
export interface LoadedTicket {
  readonly id: string;
  readonly value: TicketView | undefined;
  /** Position in the log that `value` is from. */
  readonly at: Position | undefined;
  readonly inFlight: object | undefined;
  readonly observed: () => boolean;
}

/** What {@link createRelatedTickets} takes. */
export interface RelatedTicketsOptions {
  readonly ports: Pick<Ports, 'monotonic'>;
  readonly api: Api;
  readonly tickets: {
    /** All tickets; `lc` counts who shows them. */
    readonly all: { readonly lc: number };
    readonly entries: ReadonlyMap<string, LoadedTicket>;
    readonly load: (id: string) => Promise<boolean>;
    readonly onFrame: (view: TicketView, at: Position | undefined) => void;
    /** @param check - called with every ticket that has changed in the cache or is shown, and without one when all are */
    readonly watch: (check: (entry?: LoadedTicket) => void) => void;
  };
  readonly stream: Pick<Stream, 'cacheEpoch' | 'reset'>;
  readonly retryTimer: RetryTimer;
  readonly closed: AbortSignal;
}

/** The last change of an order that changed what its other tickets show. */
interface OrderChange {
  readonly ticketId: string;
  readonly at: Position;
  /** What was read before a reset is read again. */
  readonly cacheEpoch: number;
  /** When it was told, or last needed. */
  readonly ms: number;
}

/**
 * Keeps the tickets of an order up to date with each other: those that show something else because another one has changed are loaded again if
 * they are shown, and otherwise when they are.
 *
 * @returns takes the frames `related`
 */
export function createRelatedTickets(options: RelatedTicketsOptions) {
  const { ports, api, tickets, stream, retryTimer, closed } = options;
  const { entries } = tickets;
  /** By order, the oldest first. */
  const changes = new Map<string, OrderChange>();
  /** The loaded tickets of each order, and the order of each. */
  const byOrder = new Map<string, Set<string>>();
  const orderOf = new Map<string, string>();
  /** Orders whose tickets are being loaded again. */
  const refreshing = new Set<string>();

  function file({ id, value }: LoadedTicket): void {
    const orderId = value?.order.id ?? orderOf.get(id);
    if (orderId === undefined || Boolean(value) === orderOf.has(id)) return;
    const ids = byOrder.get(orderId) ?? new Set();
    if (value) {
      orderOf.set(id, orderId);
      byOrder.set(orderId, ids.add(id));
    } else {
      orderOf.delete(id);
      ids.delete(id);
      if (ids.size === 0) byOrder.delete(orderId);
    }
  }

  /** Whether a ticket was read before its order's last change. */
  function isOld({ id, value, at }: LoadedTicket): boolean {
    const change = value && changes.get(value.order.id);
    if (change?.cacheEpoch !== stream.cacheEpoch()) return false;
    // What changed has a frame of its own, just before.
    return change.ticketId !== id && change.at.epoch === at?.epoch && !reaches(at, change.at);
  }

  const isShown = ({ observed }: LoadedTicket): boolean => tickets.all.lc > 0 || observed();

  const oldOf = (orderId: string): readonly LoadedTicket[] =>
    [...(byOrder.get(orderId) ?? [])].flatMap((id) => entries.get(id) ?? []).filter(isOld);

  /** @returns whether there is nothing to wait for: each is up to date, or is read by itself */
  async function loadOrder(orderId: string): Promise<boolean> {
    const cacheEpoch = stream.cacheEpoch();
    for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
      const query = new URLSearchParams({ orderId, limit: '100', ...(cursor === undefined ? {} : { cursor }) });
      const answer = await api({ method: 'GET', path: `/v1/tickets?${query}` }, isTicketPage);
      if (!answer.ok) return !answer.retryable;
      if (cacheEpoch !== stream.cacheEpoch()) break;
      for (const view of answer.body.tickets) tickets.onFrame(view, positionOf(answer.body.cursor));
      cursor = answer.body.next;
    }
    return true;
  }

  /** Loads the tickets of an order that are shown and old, until none is. */
  async function refresh(orderId: string): Promise<void> {
    if (refreshing.has(orderId)) return;
    refreshing.add(orderId);
    // After a burst of frames.
    await retryTimer.wait(0);
    for (let failures = 0; !closed.aborted;) {
      const shown = () => oldOf(orderId).filter(isShown);
      const change = changes.get(orderId);
      // What was asked for before may be answered as it was before.
      let again = shown().some(({ inFlight }) => inFlight);
      if (shown().length > MAX_SINGLE && !(await loadOrder(orderId))) again = false;
      else {
        await Promise.all(shown().map(({ id }) => tickets.load(id)));
        again ||= change !== changes.get(orderId);
      }
      if (shown().length === 0) break;
      if (!again) await retryTimer.wait(retryTimer.backoffMs(failures++));
    }
    refreshing.delete(orderId);
  }

  function check(entry?: LoadedTicket): void {
    if (!entry) for (const orderId of changes.keys()) void refresh(orderId);
    else {
      file(entry);
      if (entry.value && isOld(entry) && isShown(entry)) void refresh(entry.value.order.id);
    }
  }

  /** Forgets the changes of orders that have nothing old, once nothing from before can come. */
  function forget(nowMs: number): void {
    for (const [orderId, change] of changes) {
      if (nowMs - change.ms < LATE_MS) break;
      changes.delete(orderId);
      changes.set(orderId, { ...change, ms: nowMs });
      if (oldOf(orderId).length === 0) changes.delete(orderId);
    }
  }

  for (const entry of entries.values()) file(entry);
  tickets.watch(check);

  return (frame: unknown, at: Position | undefined): void => {
    if (!isRelatedFrame(frame) || !at) return stream.reset();
    const { orderId, ticketId } = frame;
    const ms = ports.monotonic();
    changes.delete(orderId);
    changes.set(orderId, { ticketId, at, cacheEpoch: stream.cacheEpoch(), ms });
    forget(ms);
    if (oldOf(orderId).some(isShown)) void refresh(orderId);
  };
}

import type { Frames, TicketView } from '@sidecard/core/wire';
import type { Stream } from './stream.js';
import { objectWith } from '../transport/checks.js';
import { type Position, reaches } from '../transport/position.js';
import type { RetryTimer } from '../util/retry-timer.js';

/** More tickets than this are loaded as a list, if all are shown. */
const MAX_SINGLE = 3;
/** A request that was sent before a frame has been answered by then, in milliseconds. */
const ANSWERED_MS = 20_000;

const isRelatedFrame = objectWith<Frames['related']>({ orderId: 'string', ticketId: 'string' });

/** A loaded ticket. */
interface LoadedTicket {
  readonly id: string;
  readonly value: TicketView | undefined;
  /** Position in the log that `value` is from. */
  at: Position | undefined;
  readonly inFlight: { readonly done: Promise<boolean> } | undefined;
  readonly observed: () => boolean;
}

/** What {@link createRelatedTickets} takes. */
export interface RelatedTicketsOptions {
  readonly tickets: {
    /** All tickets; `lc` counts who shows them. */
    readonly all: { readonly lc: number };
    readonly entries: ReadonlyMap<string, LoadedTicket>;
    readonly load: (id: string) => Promise<boolean>;
    readonly catchUp: (includingCurrent: boolean) => Promise<boolean>;
  };
  readonly stream: Pick<Stream, 'reset'>;
  readonly retryTimer: RetryTimer;
}

/**
 * Keeps the tickets of an order up to date with each other: those that show something else because another one has changed are loaded again if
 * they are shown, and otherwise when they are.
 *
 * @returns takes the frames `related`
 */
export function createRelatedTickets({ tickets, stream, retryTimer }: RelatedTicketsOptions) {
  /** What was told and not yet done, by order. */
  const changes = new Map<string, { readonly ticketId: string; readonly at: Position }>();

  /** Makes what is older than a change count as old. @returns the ids of those tickets that are shown */
  function age(): readonly string[] {
    return [...tickets.entries.values()].flatMap((entry) => {
      const { id, value, at } = entry;
      const change = value && changes.get(value.order.id);
      // What changed has a frame of its own, just before.
      if (!change || change.ticketId === id || change.at.epoch !== at?.epoch || reaches(at, change.at)) return [];
      entry.at = { ...at, seq: -1 };
      return tickets.all.lc > 0 || entry.observed() ? [id] : [];
    });
  }

  async function reload(): Promise<void> {
    const ids = age();
    if (ids.length > MAX_SINGLE) await tickets.catchUp(false);
    else await Promise.all(ids.map((id) => tickets.load(id)));
  }

  async function reloadSoon(): Promise<void> {
    const mine = new Map(changes);
    // After a burst of frames.
    await retryTimer.wait(0);
    await reload();
    // What was asked for before may be answered as it was before: tickets one by one, and lists.
    await Promise.all([...tickets.entries.values()].flatMap(({ inFlight }) => (inFlight ? [inFlight.done] : [])));
    await reload();
    await retryTimer.wait(ANSWERED_MS);
    await reload();
    for (const [orderId, change] of mine) if (changes.get(orderId) === change) changes.delete(orderId);
  }

  return (change: unknown, at: Position | undefined): void => {
    if (!isRelatedFrame(change) || !at) return stream.reset();
    changes.set(change.orderId, { ticketId: change.ticketId, at });
    void reloadSoon();
  };
}

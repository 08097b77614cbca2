import { isDelivery, isObject } from '../transport/checks.js';
import type { TransportFrame } from '../transport/transport.types.js';
import { type Position, positionOf, reaches } from '../transport/position.js';

/** Maximum number of frames of the log, of deliveries and of presences that are kept. A page that is further behind reads everything again. */
const MAX_KEPT = 100;

/** What a page that reads the stream keeps for pages that join later: the end of the log, and what is not in the log but still counts. */
export interface Kept {
  /** Takes a frame that was read. */
  readonly add: (frame: TransportFrame) => void;
  /**
   * Returns what a page must read first.
   *
   * @param after - the last frame of the log that it has read
   * @returns `undefined` while this page has read less than the other one
   */
  readonly since: (after: string | undefined, nowMs: number) => readonly TransportFrame[] | undefined;
  /** Forgets a card or reply that a page has acknowledged. */
  readonly acknowledged: (deliveryId: string) => void;
}

const textOf = ({ epoch, seq }: Position): string => `${epoch}.${seq}`;

/** Creates an empty memory. @param lastEventId - where reading begins */
export function keepForNewcomers(lastEventId: string | undefined): Kept {
  let cursor = positionOf(lastEventId);
  let head: Position | undefined;
  let polled: boolean | undefined;
  let log: TransportFrame[] = [];
  const deliveries = new Map<string, TransportFrame>();
  const presences = new Map<string, TransportFrame>();

  function set(kept: Map<string, TransportFrame>, key: string, frame: TransportFrame): void {
    kept.delete(key);
    kept.set(key, frame);
    const [oldest] = kept.keys();
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
  }

  function add(frame: TransportFrame): void {
    const { event, id, data } = frame;
    const at = positionOf(id);
    if (event === 'ready') {
      head = positionOf(isObject(data) && 'head' in data ? data.head : undefined);
      polled = frame.polled;
      if (!cursor || cursor.epoch !== head?.epoch) {
        cursor = head;
        log = [];
      }
    } else if (at) {
      // A gap ends what can be told.
      if (at.epoch !== cursor?.epoch || at.seq > cursor.seq + 1) log = [];
      if (!reaches(cursor, at)) {
        log.push(frame);
        if (log.length > MAX_KEPT) log.shift();
        cursor = at;
      }
    } else if (event === 'reset') log = [];
    else if ((event === 'card' || event === 'reply') && isDelivery(data)) set(deliveries, data.deliveryId, frame);
    else if (event === 'presence' && isObject(data)) {
      const { ticketId, accountId, state } = data as Readonly<Record<string, unknown>>;
      const key = JSON.stringify([ticketId, accountId]);
      if (state === 'gone') presences.delete(key);
      else set(presences, key, frame);
    }
  }

  return {
    add,
    since(after, nowMs) {
      if (!head || !cursor) return undefined;
      const known = positionOf(after);
      if (known && known.epoch === cursor.epoch && known.seq > cursor.seq) return undefined;
      const ready = {
        event: 'ready',
        data: { head: textOf(reaches(cursor, head) ? cursor : head), serverTimeMs: nowMs },
        ...(polled && { polled }),
      };
      const lasting = [...presences.values()].filter(
        ({ data }) => isObject(data) && Number((data as { readonly untilMs?: unknown }).untilMs) > nowMs,
      );
      const others = [...deliveries.values(), ...lasting];
      if (!known) return [ready, ...others];
      const first = positionOf(log[0]?.id);
      const from = first ? first.seq - 1 : cursor.seq;
      if (known.epoch !== cursor.epoch || known.seq < from)
        return [ready, { event: 'reset', data: { reason: 'cursor-too-old' } }];
      return [ready, ...log.filter(({ id }) => !reaches(known, positionOf(id))), ...others];
    },
    acknowledged: (deliveryId) => void deliveries.delete(deliveryId),
  };
}

import type { Side } from '../model/states.js';
import { type Queue, QUEUES, type TicketTypes } from './ticket-type.js';

/** The queue of every type that no other queue names (R38), including types that the host has removed. */
const THE_REST: Queue = 'returns-and-exchanges';

/** The queue of a type (R38, R39). */
export function queueOf(typeKey: string, types: TicketTypes): Queue {
  return types.get(typeKey)?.queue ?? THE_REST;
}

/** Returns a queue's types for a database query: those in the list or, with `others`, all except those. */
export function typesOf(
  queue: Queue,
  types: TicketTypes,
): { readonly keys: readonly string[]; readonly others: boolean } {
  const others = queue === THE_REST;
  const keys = [...types.values()].filter((type) => (type.queue === queue) !== others).map(({ key }) => key);
  return { keys, others };
}

/** Whether a text is the name of a queue. */
export function isQueue(text: string): text is Queue {
  return (QUEUES as readonly string[]).includes(text);
}

/** Counts of a queue. */
export interface QueueCount {
  readonly queue: Queue;
  /** Open tickets; at most `MAX_COUNT`. */
  readonly open: number;
  /** Open tickets that wait for the merchant; at most `MAX_COUNT`. */
  readonly merchantsTurn: number;
}

/** Open tickets of a type that wait for the same. */
export interface Countable {
  readonly type: string;
  readonly moveOf: Side | 'staff';
  readonly count: number;
}

/**
 * Counts open tickets by queue. Every queue is listed.
 *
 * @param most - larger counts are this number
 */
export function countQueues(tickets: Iterable<Countable>, types: TicketTypes, most: number): readonly QueueCount[] {
  const counts = new Map(QUEUES.map((queue) => [queue, { open: 0, merchantsTurn: 0 }]));
  for (const { type, moveOf, count } of tickets) {
    const sum = counts.get(queueOf(type, types));
    if (!sum) continue;
    sum.open = Math.min(most, sum.open + count);
    if (moveOf === 'merchant') sum.merchantsTurn = Math.min(most, sum.merchantsTurn + count);
  }
  return [...counts].map(([queue, sum]) => ({ queue, ...sum }));
}

import { type Intervention, isOpen, moveOf, type Workflow } from '../model/states.js';
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
  /** Open tickets. */
  readonly open: number;
  /** Open tickets that wait for the merchant. */
  readonly merchantsTurn: number;
}

/** Tickets to count, or groups with a count. */
export interface Countable {
  readonly type: string;
  readonly workflow: Workflow;
  readonly intervention: Intervention;
  /** @default 1 */
  readonly count?: number;
}

/** Counts tickets by queue. Every queue is listed. */
export function countQueues(tickets: Iterable<Countable>, types: TicketTypes): readonly QueueCount[] {
  const counts = new Map(QUEUES.map((queue) => [queue, { open: 0, merchantsTurn: 0 }]));
  for (const ticket of tickets) {
    const sum = counts.get(queueOf(ticket.type, types));
    if (!sum || !isOpen(ticket.workflow)) continue;
    const count = ticket.count ?? 1;
    sum.open += count;
    if (moveOf(ticket) === 'merchant') sum.merchantsTurn += count;
  }
  return [...counts].map(([queue, sum]) => ({ queue, ...sum }));
}

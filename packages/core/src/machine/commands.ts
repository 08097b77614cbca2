import type { FieldValues } from '../model/field-values.js';
import type { Order } from '../model/order.js';
import type { Occasion } from '../model/ticket.js';
import type { Thread } from './transition.js';

/** A command of an actor. */
export interface Command {
  /** Command of one of the type's transitions, such as `agree`, `decline`, `reply`. */
  readonly command: string;
  /** The version that the actor saw. Unversioned transitions ignore it. */
  readonly version?: number;
  /** Selects a transition of the command: the outcome of a ruling, or the expired deadline. */
  readonly choice?: string;
  readonly fields?: FieldValues;
  /** The resource that the command was sent to; commands of other threads are unknown there. @default any */
  readonly thread?: Thread;
}

/** A message to a thread, without a command: the path implies it. */
export type ThreadMessage = Omit<Command, 'command' | 'choice'> & { readonly thread: Exclude<Thread, 'case'> };

/** Creates a ticket. The server sets `order` from the host's look-up, never from a buyer's request. */
export interface CreateTicket {
  readonly type: string;
  readonly merchantId: string;
  readonly order: Order;
  readonly request: FieldValues;
  readonly occasion?: Occasion;
  /** Language of the buyer, a BCP 47 tag. @default the policy's */
  readonly locale?: string;
}

/** Name of the command with which the system reports an expired deadline. */
export const EXPIRE = 'expire';

/** Returns the system's command for an expired deadline: one of `scheduledDeadlines`. */
export function expiry(key: string): Command {
  return { command: EXPIRE, choice: key };
}

import type { FieldValues } from '../model/field-values.js';
import type { Order } from '../model/order.js';
import type { Thread } from './transition.js';

/** What an actor wants to happen to a ticket. */
export interface Command {
  /** A command of the type's transitions, such as `agree`, `decline`, `reply`. */
  readonly command: string;
  /** The version that the actor saw. Unversioned transitions ignore it. */
  readonly version?: number;
  /** Which transition of the command: the outcome of a ruling, the deadline that has passed. */
  readonly choice?: string;
  readonly fields?: FieldValues;
  /** The resource that the command was sent to; those of another are unknown there. @default any */
  readonly thread?: Thread;
}

/** A message for a thread: its path says what the command is. */
export type ThreadMessage = Omit<Command, 'command' | 'choice'> & { readonly thread: Exclude<Thread, 'case'> };

/** The command that creates a ticket. The server fills in `order` from the host's look-up, never from a buyer's request. */
export interface CreateTicket {
  readonly type: string;
  readonly merchantId: string;
  readonly order: Order;
  readonly request: FieldValues;
  /** Language of the buyer, a BCP 47 tag. @default the policy's */
  readonly locale?: string;
}

/** Name of the command with which the system says that a deadline has passed. */
export const EXPIRE = 'expire';

/** Returns the command that the system carries out when a deadline has passed: one of `scheduledDeadlines`. */
export function expiry(key: string): Command {
  return { command: EXPIRE, choice: key };
}

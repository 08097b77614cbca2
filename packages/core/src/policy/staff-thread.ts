import { type Permission, permits } from '../model/actor.js';
import type { Audience } from '../model/audience.js';
import { EVENT_KINDS, type EventKind, eventRule } from '../model/event-kinds.js';
import type { StaffMessage } from '../model/events.js';
import type { Party } from '../model/states.js';
import type { Policy } from './policy.js';

type Readers = Pick<Policy, 'staffMessages'>;

/** A possible reader of a staff thread. */
export interface ThreadReader {
  readonly party: Party;
  readonly accountId: string;
  readonly permissions: readonly Permission[];
}

/**
 * Returns the audiences whose streams contain an event: those of {@link EVENT_RULES}. If only authors read their messages, only staff's
 * stream contains the thread, because all accounts of an audience share a stream.
 */
export function streamsOf(kind: EventKind, { staffMessages }: Readers): readonly Audience[] {
  return staffMessages.readers === 'author' && eventRule(kind)?.thread ? ['staff'] : (eventRule(kind)?.audiences ?? []);
}

/** Whether an audience's stream contains the staff thread. Otherwise it does not exist for the audience, or must be requested. */
export function streamHasThread(audience: Audience, policy: Readers): boolean {
  return EVENT_KINDS.some((kind) => eventRule(kind)?.thread && streamsOf(kind, policy).includes(audience));
}

/** How an account gets a staff thread: in its stream, or on request. */
export type ThreadAccess = 'streamed' | 'on-request';

/**
 * Returns how an account reads a thread: staff and the merchant's handlers in their streams. If only authors read their messages, accounts
 * that may handle or write request it. For everyone else there is no thread (R25).
 */
export function threadAccess(
  { party, permissions }: Omit<ThreadReader, 'accountId'>,
  { staffMessages }: Readers,
): ThreadAccess | undefined {
  if (party === 'staff') return 'streamed';
  if (party !== 'merchant') return undefined;
  const handles = permits({ permissions }, 'task.handle');
  if (staffMessages.readers === 'handlers') return handles ? 'streamed' : undefined;
  return handles || permits({ permissions }, 'staff-message.send') ? 'on-request' : undefined;
}

/**
 * Returns the part of a thread that an account may read: everything or, if only authors read their messages, its own messages and staff's
 * answers after the first of them.
 *
 * @param messages - oldest first
 */
export function threadFor(
  messages: readonly StaffMessage[],
  { party, accountId }: Pick<ThreadReader, 'party' | 'accountId'>,
  { staffMessages }: Readers,
): readonly StaffMessage[] {
  if (party === 'staff' || staffMessages.readers === 'handlers') return messages;
  const own = ({ by }: StaffMessage) => by.party === 'merchant' && by.accountId === accountId;
  const first = messages.findIndex(own);
  return first < 0 ? [] : messages.slice(first).filter((message) => own(message) || message.by.party === 'staff');
}

import { type Permission, permits } from '../model/actor.js';
import type { Audience } from '../model/audience.js';
import { EVENT_KINDS, type EventKind, eventRule } from '../model/event-kinds.js';
import type { StaffMessage } from '../model/events.js';
import type { Party } from '../model/states.js';
import type { Policy } from './policy.js';

type Readers = Pick<Policy, 'staffMessages'>;

/** Somebody who would read a staff thread. */
export interface ThreadReader {
  readonly party: Party;
  readonly accountId: string;
  readonly permissions: readonly Permission[];
}

/**
 * Whose streams an event is in. As {@link EVENT_RULES} says; but where each message is its author's alone, the thread is in the
 * streams of staff and of nobody else, for a stream is read by all of an audience.
 */
export function streamsOf(kind: EventKind, { staffMessages }: Readers): readonly Audience[] {
  return staffMessages.readers === 'author' && eventRule(kind)?.thread ? ['staff'] : (eventRule(kind)?.audiences ?? []);
}

/** Whether an audience's stream brings the staff thread. To the others it does not exist, or is to be asked for. */
export function streamHasThread(audience: Audience, policy: Readers): boolean {
  return EVENT_KINDS.some((kind) => eventRule(kind)?.thread && streamsOf(kind, policy).includes(audience));
}

/** How an account gets a staff thread: its stream brings it, or it is to be asked for. */
export type ThreadAccess = 'streamed' | 'on-request';

/**
 * How somebody reads a thread: staff and those of the merchant who may handle by their stream; where each message is its author's alone,
 * whoever may handle or write by asking. To everybody else there is no thread (R25).
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
 * What of a thread somebody reads who may: all of it; or, where each message is its author's alone, their own messages, and what staff
 * answered after the first of them.
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

import type { StaffMessageView, StaffThread } from '@sidecard/core';
import type { ReadableAtom } from 'nanostores';
import type { Api } from '../api.js';
import type { Bell } from '../bell.js';
import type { OutboxEntry, StaffThreadState } from '../client.types.js';
import type { Stream } from '../stream/stream.js';
import { createShelf, type Shelf } from './shelf.js';
import { ticketPath } from './tickets.js';

/** The messages of a thread by id, in its order. */
type Messages = ReadonlyMap<string, StaffMessageView>;

/** The threads between shop and platform staff. */
export interface StaffThreads extends Pick<
  Shelf<Messages, StaffThreadState, StaffThread>,
  'known' | 'touch' | 'load' | 'catchUp' | 'reset'
> {
  readonly one: (ticketId: string) => ReadableAtom<StaffThreadState>;
  /** Takes in a message, once. */
  readonly add: (message: StaffMessageView, generation: number) => void;
  /** Something may have happened to one: asks for it, if it is shown and the stream does not bring that. */
  readonly stir: (ticketId: string) => void;
}

/** How long until a thread that the stream does not bring is asked for again, in milliseconds. */
const ASK_AGAIN_MS = 30_000;

/** The path of a ticket's thread. */
export function threadPath(ticketId: string): string {
  return `${ticketPath(ticketId)}/staff-messages`;
}

/**
 * Makes a store of no threads.
 *
 * @param pendingOf - the messages of a ticket that have no answer yet
 * @param streamed - whether the stream brings messages: not where each is its author's alone
 */
export function createStaffThreads(
  api: Api,
  bell: Bell,
  stream: Stream,
  pendingOf: (ticketId: string) => readonly OutboxEntry[],
  streamed: () => boolean,
): StaffThreads {
  const shelf = createShelf<Messages, StaffThreadState, StaffThread>({
    api,
    bell,
    stream: { ...stream, covers: (at) => streamed() && stream.covers(at) },
    blank: new Map(),
    pathOf: threadPath,
    stateOf: ({ id, status, value }) => ({ status, messages: [...value.values()], pending: pendingOf(id) }),
    take(held, { messages }, at) {
      // What came meanwhile is newer than the answer, and stands after it.
      held.value = new Map([...messages.map((message) => [message.id, message] as const), ...held.value]);
      held.at = at;
      if (!streamed()) void askAgain();
    },
  });
  let waiting = false;

  /** Again and again, while somebody looks. */
  async function askAgain(): Promise<void> {
    if (waiting) return;
    waiting = true;
    await bell.wait(ASK_AGAIN_MS);
    waiting = false;
    // what is shown: the stream covers none of it
    if (!streamed()) void shelf.catchUp(false);
  }

  function stir(ticketId: string): void {
    if (!streamed() && shelf.known.get(ticketId)?.shown()) void shelf.load(ticketId);
  }

  return {
    ...shelf,
    one: (ticketId) => shelf.hold(ticketId).store,
    add(message, generation) {
      const held = shelf.known.get(message.ticketId);
      if (!held || generation !== stream.generation()) return;
      held.value = new Map(held.value).set(message.id, message);
      shelf.emit(held);
      // Where the stream brings nothing, an answer may have come before it.
      stir(message.ticketId);
    },
    stir,
  };
}

import {
  builtInTypes,
  type CardDelivery,
  type Frames,
  indexTypes,
  type ReplyDelivery,
  resolveLocale,
  type Session,
} from '@sidecard/core';
import { atom, onMount } from 'nanostores';
import { createApi } from './api.js';
import { createBell, onEnvironment } from './bell.js';
import type { Client, ClientOptions, Connection } from './client.types.js';
import { createClock } from './clock.js';
import { createDrafts } from './drafts.js';
import { createInbox } from './inbox.js';
import { formOf } from './outbox/entries.js';
import { createOutbox } from './outbox/outbox.js';
import { indexedDbStorage } from './storage/indexed-db.js';
import { memoryStorage } from './storage/memory-storage.js';
import { createAccounts } from './stores/accounts.js';
import { createSession } from './stores/session.js';
import { createStaffThreads } from './stores/staff-threads.js';
import { createTickets } from './stores/tickets.js';
import { positionOf } from './stream/position.js';
import { createStream } from './stream/stream.js';
import { createTokens } from './tokens.js';

/**
 * Makes one account's live view of its tickets. Nothing is loaded before somebody listens; only what an earlier page left in the outbox
 * goes out at once.
 *
 * @example
 * const client = createClient({ transport: httpTransport({ url: 'https://sidecard.shop.example' }), getToken });
 * client.ticket(id).subscribe(({ view }) => …);
 */
export function createClient(options: ClientOptions): Client {
  const { transport } = options;
  const types = indexTypes(options.types ?? builtInTypes);
  const storage = options.storage ?? (typeof indexedDB === 'undefined' ? memoryStorage() : indexedDbStorage());
  const closing = new AbortController();
  const closed = closing.signal;
  const bell = createBell();
  const clock = createClock();
  const tokens = createTokens(options.getToken, () => changeHands());
  const api = createApi(transport, tokens, closed);
  const connection = atom<Connection>({ state: 'connecting', asOfMs: 0 });

  const stream = createStream({
    transport,
    tokens,
    bell,
    now: clock.now,
    onServerTime: clock.set,
    onConnection(next) {
      connection.set(next);
      // The server is back: what waits for it need not wait any longer.
      if (next.state === 'live') bell.ring();
    },
    catchUp: () => catchUp(),
    onFrame({ event, data }, at) {
      if (event === 'ticket') tickets.onFrame((data as Frames['ticket']).ticket, at);
      else if (event === 'staff-message') threads.add((data as Frames['staff-message']).message, stream.generation());
      else if (event === 'card') cards.take(data as CardDelivery);
      else if (event === 'reply') replies.take(data as ReplyDelivery);
      else if (event === 'accounts') void accounts.refresh();
    },
  });
  const hold = (): (() => void) => (closed.aborted ? () => {} : stream.hold());
  onMount(connection, hold);

  const session = createSession({ api, hold, onServerTime: clock.set, onSession });
  const tickets = createTickets(api, { ...stream, hold });
  const threads = createStaffThreads(api, { ...stream, hold });
  const accounts = createAccounts(api, hold);
  const drafts = createDrafts(storage, session.ensure);
  const acknowledge = async (deliveryId: string): Promise<boolean> => {
    const answer = await api({
      method: 'POST',
      path: `/v1/deliveries/${encodeURIComponent(deliveryId)}/ack`,
      body: {},
    });
    return answer.ok || !answer.again;
  };
  const cards = createInbox<CardDelivery>({ bell, closed, hold, acknowledge });
  const replies = createInbox<ReplyDelivery>({ bell, closed, hold, acknowledge });
  const outbox = createOutbox({
    ...{ api, bell, storage, types, closed, now: clock.now, generation: stream.generation },
    identify: session.ensure,
    view: tickets.view,
    load: tickets.load,
    draftOf: (entry) => drafts.peek(entry.ticketId, formOf(entry)),
    onChange(entries) {
      const sent = entries.filter(({ state }) => state !== 'refused');
      tickets.setPending(new Map(sent.flatMap((entry) => (entry.move ? [[entry.ticketId, entry] as const] : []))));
      threads.setPending(sent.filter(({ kind }) => kind === 'staff-message'));
    },
    onConfirmed(entry, answer, generation) {
      if ('ticket' in answer) tickets.apply(answer.ticket, positionOf(answer.cursor), generation);
      else threads.add(answer.message, generation);
      if (entry.draft !== undefined) void drafts.spend(entry.ticketId, formOf(entry), entry.draft);
    },
    onRefused(_entry, error, generation) {
      if ('ticket' in error && error.ticket) tickets.apply(error.ticket, positionOf(error.cursor), generation);
      if (error.code === 'permission-missing') void session.refresh();
    },
  });

  /** Everything of one account's is kept under a name of its own. */
  const scopeOf = (kind: string, of: Session | undefined): string | undefined =>
    of && `${kind}/${[transport.name ?? '', of.merchantId, of.party, of.accountId].map(encodeURIComponent).join('/')}/`;
  const nameOf = (of: Session | undefined): string | undefined => scopeOf('', of);
  const readsThreads = ({ party, permissions }: Session): boolean =>
    party === 'staff' || (party === 'merchant' && permissions.includes('task.handle'));

  function onSession(now: Session | undefined, before: Session | undefined): void {
    drafts.belongTo(scopeOf('draft', now));
    outbox.belongTo(scopeOf('outbox', now));
    if (now && !readsThreads(now)) threads.drop();
    if (!before || !now) return;
    if (nameOf(now) !== nameOf(before)) forgetAll();
    // The stream says so too, but an answer can be faster, and a server that was away may have forgotten.
    else if (readsThreads(now) !== readsThreads(before)) tickets.distrust();
  }

  function forgetAll(): void {
    tickets.wipe();
    threads.wipe();
    cards.wipe();
    replies.wipe();
    stream.lose();
  }

  /** The host has begun to give another account's tokens: nothing of the former's is shown or sent any more. */
  function changeHands(): void {
    session.forget();
    outbox.belongTo(undefined);
    forgetAll();
  }

  async function catchUp(anyway = false): Promise<boolean> {
    const done = await Promise.all([
      session.refresh(),
      tickets.catchUp(anyway),
      threads.catchUp(anyway),
      accounts.refresh(),
    ]);
    return done.every(Boolean);
  }

  const undo = [onEnvironment('online', bell.ring), onEnvironment('pagehide', drafts.flush)];
  // What an earlier page has left goes out without anybody listening.
  void storage
    .entries(`outbox/${encodeURIComponent(transport.name ?? '')}/`)
    .then((left) => (left.length > 0 && !closed.aborted ? session.ensure() : undefined))
    .catch(() => {});

  return {
    session: session.store,
    connection,
    tickets: tickets.all,
    outbox: outbox.store,
    ticket: tickets.one,
    staffThread: threads.one,
    types,
    locale: options.locale ?? resolveLocale(typeof navigator === 'undefined' ? 'en' : navigator.language),
    now: clock.now,
    send: outbox.send,
    sendStaffMessage: (ticketId, { purpose, text }) =>
      outbox.send(ticketId, {
        command: purpose ? 'leave-staff-message' : 'answer-merchant',
        fields: { ...(purpose ? { purpose } : {}), text },
      }),
    create: outbox.create,
    dismiss: outbox.dismiss,
    drafts: drafts.drafts,
    cards: cards.inbox,
    replies: replies.inbox,
    accounts: accounts.api,
    loadMore: tickets.loadMore,
    refresh(ticketId) {
      bell.ring();
      if (ticketId === undefined) void catchUp(true);
      else void Promise.all([tickets.load(ticketId), threads.isKnown(ticketId) && threads.load(ticketId)]);
    },
    close() {
      drafts.flush();
      closing.abort();
      stream.close();
      bell.ring();
      for (const stop of undo) stop();
    },
  };
}

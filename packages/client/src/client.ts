import { type CardDelivery, type Frames, type ReplyDelivery, resolveLocale, type Session } from '@sidecard/core';
import { atom } from 'nanostores';
import { createApi } from './api.js';
import { createBell, onEnvironment } from './bell.js';
import type { createCardVerifier } from './cards/verify-card.js';
import type { CardVerdict, Client, ClientOptions, Connection } from './client.types.js';
import { createClock } from './clock.js';
import { createDrafts } from './drafts.js';
import { given } from './given.js';
import { createInbox } from './inbox.js';
import { createOutbox, type Outbox } from './outbox/outbox.js';
import { indexedDbStorage } from './storage/indexed-db.js';
import { limited } from './storage/limited.js';
import { createAccounts } from './stores/accounts.js';
import { createSession } from './stores/session.js';
import { createStaffThreads } from './stores/staff-threads.js';
import { createTickets } from './stores/tickets.js';
import { whileShown } from './stores/while-shown.js';
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
  const storage = limited(options.storage ?? indexedDbStorage());
  const closing = new AbortController();
  const closed = closing.signal;
  const bell = createBell(closed);
  const { now, set: onServerTime } = createClock();
  const tokens = createTokens(options.getToken, changeHands);
  const api = createApi(transport, tokens, closed);
  const connection = atom<Connection>({ state: 'connecting', asOfMs: 0 });

  const stream = createStream({
    ...{ transport, tokens, bell, closed, now, onServerTime, catchUp },
    onConnection(next) {
      connection.set(next);
      // The server is back: what waits for it need not wait any longer.
      if (next.state === 'live') bell.ring();
    },
    onFrame({ event, data }, at) {
      if (event === 'ticket') {
        const { ticket } = data as Frames['ticket'];
        tickets.onFrame(ticket, at);
        threads.stir(ticket.id);
      } else if (event === 'staff-message') threads.add((data as Frames['staff-message']).message, stream.generation());
      else if (event === 'card') cards.take(data as CardDelivery);
      else if (event === 'reply') replies.take(data as ReplyDelivery);
      else if (event === 'accounts') void accounts.refresh();
    },
  });
  const { hold } = stream;
  whileShown(connection, hold, () => {});

  const session = createSession({ api, hold, onServerTime, onSession });
  const tickets = createTickets(api, bell, stream, (ticketId) => outbox.pending(ticketId).find(({ move }) => move));
  const threads = createStaffThreads(
    api,
    bell,
    stream,
    (ticketId) => outbox.pending(ticketId).filter(({ kind }) => kind === 'staff-message'),
    () => !asksForThreads(session.get()),
  );
  const accounts = createAccounts(api, hold);
  const drafts = createDrafts(storage, session.ensure);
  const cards = createInbox<CardDelivery>({ api, bell, closed, hold });
  const replies = createInbox<ReplyDelivery>({ api, bell, closed, hold });
  const outbox: Outbox = createOutbox({
    ...{ api, bell, storage, closed, now, stream, session, tickets, threads, drafts },
  });

  const asksForThreads = (of: Session | undefined): boolean => of?.staffThread === 'on-request';
  /** Everything of one account's is kept under a name of its own. */
  const place = encodeURIComponent(transport.name ?? '');
  const nameOf = ({ merchantId, party, accountId }: Session): string =>
    [place, ...[merchantId, party, accountId].map(encodeURIComponent), ''].join('/');
  /** The stream's, when the session was last read. */
  let generation = 0;
  /** Whether a merchant's account is of the audience that reads more; other parties have one audience each. */
  const readsMore = ({ permissions }: Session): boolean => permissions.includes('task.handle');

  function onSession(current: Session | undefined, before: Session | undefined): void {
    drafts.belongTo(current && `draft/${nameOf(current)}`);
    outbox.belongTo(current && `outbox/${nameOf(current)}`);
    if (current && !current.staffThread) threads.reset('not-found');
    else if (asksForThreads(current) !== asksForThreads(before)) {
      // What is known of the threads may be more than is to be known, and the stream may not bring what comes.
      threads.reset('loading');
      void threads.catchUp(true);
    }
    if (!before || !current) return;
    if (nameOf(current) !== nameOf(before)) forgetAll();
    else if (readsMore(current) !== readsMore(before)) {
      // Unless the stream has said so already, what it brings is another audience's.
      if (generation === stream.generation()) stream.lose();
      tickets.distrust();
    }
    generation = stream.generation();
  }

  function forgetAll(): void {
    tickets.reset('loading');
    threads.reset('loading');
    cards.wipe();
    replies.wipe();
    stream.lose();
  }

  /** The host has begun to give another account's tokens: nothing of the former's is shown or sent any more. */
  function changeHands(): void {
    session.forget();
    outbox.belongTo(undefined);
    drafts.wipe();
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

  let verifier: Promise<ReturnType<typeof createCardVerifier>> | undefined;
  /** What checks a signature is loaded with the first message to check. */
  async function verifyCard(message: unknown): Promise<CardVerdict> {
    try {
      verifier ??= import('./cards/verify-card.js').then((module) =>
        module.createCardVerifier({ transport, session: session.ensure, closed }),
      );
      return await (
        await verifier
      )(message);
    } catch {
      // it could not be loaded; the next message tries again
      verifier = undefined;
      return 'unknown';
    }
  }

  const undo = [onEnvironment('online', bell.ring), onEnvironment('pagehide', drafts.flush)];
  // What an earlier page has left goes out without anybody listening.
  storage.entries(`outbox/${place}/`).then(
    (left) => left.length > 0 && !closed.aborted && void session.ensure(),
    () => {},
  );

  return {
    session: session.store,
    connection,
    tickets: tickets.all,
    outbox: outbox.store,
    ticket: tickets.one,
    staffThread: threads.one,
    types: new Map(options.types?.map((type) => [type.key, type])),
    locale: options.locale ?? resolveLocale(globalThis.navigator?.language ?? ''),
    now,
    send: outbox.send,
    sendStaffMessage: (ticketId, { purpose, text }) =>
      outbox.send(ticketId, {
        command: purpose ? 'leave-staff-message' : 'answer-merchant',
        fields: given({ purpose, text }),
      }),
    create: outbox.create,
    dismiss: outbox.dismiss,
    drafts: drafts.drafts,
    cards: cards.inbox,
    replies: replies.inbox,
    verifyCard,
    accounts: accounts.api,
    loadMore: tickets.loadMore,
    refresh(ticketId) {
      bell.ring();
      if (ticketId === undefined) void catchUp(true);
      else {
        void tickets.load(ticketId);
        if (threads.known.has(ticketId)) void threads.load(ticketId);
      }
    },
    close() {
      drafts.flush();
      closing.abort();
      for (const stop of undo) stop();
    },
  };
}

import { resolveLocale } from '@sidecard/core';
import type { CardDelivery, ReplyDelivery, Session } from '@sidecard/core/wire';
import { atom } from 'nanostores';
import type { createCardVerifier } from './cards/verify-card.js';
import type { Client, ClientOptions, Connection } from './client.types.js';
import type { CardVerdict } from './model/card-verdict.js';
import type { TicketTypeDocument } from './model/ticket-type-state.js';
import { isVersioned } from './outbox/entries.js';
import { createOutbox, type Outbox } from './outbox/outbox.js';
import { indexedDbStorage } from './storage/indexed-db.js';
import { withTimeout } from './storage/with-timeout.js';
import { createAccounts } from './stores/accounts.js';
import { createDrafts } from './stores/drafts.js';
import { createInbox } from './stores/inbox.js';
import { createSession } from './stores/session.js';
import { createStaffThreads } from './stores/staff-threads.js';
import { createTicketTypes, type TicketTypeId } from './stores/ticket-types.js';
import { createTickets } from './stores/tickets.js';
import { whileObserved } from './stores/while-observed.js';
import { createStream } from './stream/stream.js';
import { type ApiAnswer, createApi } from './transport/api.js';
import { isDelivery, isMessageFrame, isTicketFrame } from './transport/checks.js';
import { createTokens } from './transport/tokens.js';
import { createClock } from './util/clock.js';
import { onEnvironment } from './util/environment.js';
import { omitUndefined } from './util/omit-undefined.js';
import { createRetryTimer } from './util/retry-timer.js';

/**
 * Creates one account's live view of its tickets. Loads nothing before a store has a listener; only what an earlier page left in the
 * outbox is sent at once.
 *
 * @example
 * const client = createClient({ transport: httpTransport({ url: 'https://sidecard.shop.example' }), getToken });
 * client.ticket(id).subscribe(({ view }) => …);
 */
export function createClient(options: ClientOptions): Client {
  const { transport } = options;
  const locale = options.locale ?? resolveLocale(globalThis.navigator?.language ?? '');
  const storage = withTimeout(options.storage ?? indexedDbStorage());
  const closing = new AbortController();
  const closed = closing.signal;
  const retryTimer = createRetryTimer(closed);
  const { now, set: onServerTime } = createClock();
  const tokens = createTokens(options.getToken, onAccountChange);
  const api = createApi(transport, tokens, closed);
  const connection = atom<Connection>({ state: 'connecting', asOfMs: 0 });

  const stream = createStream({
    ...{ transport, tokens, retryTimer, closed, now, onServerTime, catchUp },
    onConnection(next) {
      connection.set(next);
      // The server is back, so nothing needs to wait for it any longer.
      if (next.state === 'live') retryTimer.wake();
    },
    onFrame({ event, data }, at) {
      if (event === 'ticket') {
        if (!isTicketFrame(data)) return false;
        tickets.onFrame(data.ticket, at);
        threads.refetchIfObserved(data.ticket.id);
      } else if (event === 'staff-message') {
        if (!isMessageFrame(data)) return false;
        threads.add(data.message, stream.cacheEpoch());
      } else if (event === 'card' || event === 'reply') {
        if (!isDelivery(data)) return false;
        if (event === 'card') cards.add(data);
        else replies.add(data);
      } else if (event === 'accounts') void accounts.refresh();
      // A newer server's frames of other names are ignored (R27).
      return true;
    },
  });
  const { retain } = stream;
  whileObserved(connection, retain, () => {});

  const session = createSession({ api, retain, onServerTime, onSession });
  const pendingOf = (ticketId: string) => outbox.pending(ticketId);
  const tickets = createTickets(api, retryTimer, stream, (id) => pendingOf(id).find(isVersioned));
  const threads = createStaffThreads(
    api,
    retryTimer,
    stream,
    (id) => pendingOf(id).filter(({ kind }) => kind === 'staff-message'),
    () => !readsThreadsOnRequest(session.get()),
  );
  const accounts = createAccounts(api, retain);
  const types = createTicketTypes(readType, retryTimer);
  const drafts = createDrafts(storage, session.ensure, closed);
  const cards = createInbox<CardDelivery>({ api, retryTimer, closed, retain });
  const replies = createInbox<ReplyDelivery>({ api, retryTimer, closed, retain });
  const outbox: Outbox = createOutbox({
    ...{ api, retryTimer, storage, closed, now, stream, session, tickets, threads, drafts },
  });

  const readsThreadsOnRequest = (of: Session | undefined): boolean => of?.staffThread === 'on-request';
  /** What an account keeps in storage is kept under the server's and the account's name. */
  const serverName = encodeURIComponent(transport.name ?? '');
  const accountName = ({ merchantId, party, accountId }: Session): string =>
    [serverName, ...[merchantId, party, accountId].map(encodeURIComponent), ''].join('/');
  /** The stream's cache epoch when the session was last read. */
  let sessionEpoch = 0;
  /** Whether a merchant's account belongs to the audience that reads more. Each other party has one audience. */
  const readsMore = ({ permissions }: Session): boolean => permissions.includes('task.handle');

  function onSession(current: Session | undefined, previous: Session | undefined): void {
    drafts.setOwner(current && `draft/${accountName(current)}`);
    outbox.setOwner(current && `outbox/${accountName(current)}`);
    if (current && !current.staffThread) threads.reset('not-found');
    else if (readsThreadsOnRequest(current) !== readsThreadsOnRequest(previous)) {
      // The account may read less of the threads than is loaded, and the stream may not bring what is new.
      threads.reset('loading');
      void threads.catchUp(true);
    }
    if (!previous || !current) return;
    if (accountName(current) !== accountName(previous)) resetStores();
    else if (readsMore(current) !== readsMore(previous)) {
      // The present stream is another audience's, unless it was reset already.
      if (sessionEpoch === stream.cacheEpoch()) stream.reset();
      tickets.invalidate();
    }
    sessionEpoch = stream.cacheEpoch();
  }

  function resetStores(): void {
    tickets.reset('loading');
    threads.reset('loading');
    accounts.reset();
    types.reset();
    cards.reset();
    replies.reset();
    stream.reset();
  }

  /** The host's tokens name another account: nothing of the former one is shown or sent any more. */
  function onAccountChange(): void {
    session.clear();
    outbox.setOwner(undefined);
    drafts.reset();
    resetStores();
  }

  async function readType(id: TicketTypeId): Promise<ApiAnswer<TicketTypeDocument>> {
    try {
      const { readTicketType } = await import('./stores/read-ticket-type.js');
      const account = await session.ensure();
      if (!account)
        return { ok: false, error: { code: 'network', detail: 'The account is not known yet.' }, retryable: true };
      const owner = ['type', serverName, ...[account.merchantId, account.party].map(encodeURIComponent), ''].join('/');
      return readTicketType(id, { api, storage, owner });
    } catch (cause) {
      return { ok: false, error: { code: 'network', cause }, retryable: true };
    }
  }

  async function catchUp(includingCurrent = false): Promise<boolean> {
    const done = await Promise.all([
      session.refresh(),
      tickets.catchUp(includingCurrent),
      threads.catchUp(includingCurrent),
      accounts.refresh(),
    ]);
    return done.every(Boolean);
  }

  let verifier: Promise<ReturnType<typeof createCardVerifier>> | undefined;
  /** Loads what checks a signature with the first message to check. */
  async function verifyCard(message: unknown): Promise<CardVerdict> {
    try {
      verifier ??= import('./cards/verify-card.js').then((module) =>
        module.createCardVerifier({ transport, session: session.ensure, closed }),
      );
      const verify = await verifier;
      return await verify(message);
    } catch {
      // It could not be loaded. The next message tries again.
      verifier = undefined;
      return 'unknown';
    }
  }

  const undo = [onEnvironment('online', retryTimer.wake), onEnvironment('pagehide', drafts.flush)];
  // Entries of an earlier page are sent without any listener.
  storage.entries(`outbox/${serverName}/`).then(
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
    ticketType: (key, version, inLocale = locale) => types.one({ key, version, locale: inLocale }),
    types: new Map(options.types?.map((type) => [type.key, type])),
    locale,
    now,
    send: outbox.send,
    sendStaffMessage: (ticketId, { purpose, text }) =>
      outbox.sendStaffMessage(ticketId, omitUndefined({ purpose, text })),
    create: outbox.create,
    dismiss: outbox.dismiss,
    drafts: drafts.drafts,
    cards: cards.inbox,
    replies: replies.inbox,
    verifyCard,
    accounts: accounts.accounts,
    loadMore: tickets.loadMore,
    refresh(ticketId) {
      retryTimer.wake();
      if (ticketId === undefined) void catchUp(true);
      else {
        void tickets.load(ticketId);
        if (threads.entries.has(ticketId)) void threads.load(ticketId);
      }
    },
    close() {
      drafts.flush();
      closing.abort();
      for (const stop of undo) stop();
    },
  };
}

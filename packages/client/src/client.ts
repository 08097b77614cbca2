import { resolveLocale } from '@sidecard/core/card';
import type { AccountView, QueuesAnswer, ReplyTemplate, Session, TicketFilter } from '@sidecard/core/wire';
import { atom } from 'nanostores';
import type { Client, ClientOptions, Connection } from './client.types.js';
import type { ClientErrorCode } from './model/client-error.js';
import type { OutboxEntry, SendCommand, SendResult, StaffMessageResult } from './model/outbox-entry.js';
import { LOADING_LIST, type TicketList } from './model/ticket-list.js';
import { LOADING_THREAD } from './model/ticket-state.js';
import { LOADING_TYPE } from './model/ticket-type-state.js';
import type { OnDemand } from './on-demand.js';
import { formOf, isUnversioned, requestDraft, type NewEntry } from './outbox/entries.js';
import type { EntryResult } from './outbox/queue-entry.js';
import { browserPorts } from './ports/browser.js';
import type { Ports } from './ports/ports.types.js';
import { withTimeout } from './storage/with-timeout.js';
import { createDrafts } from './stores/drafts.js';
import type { Inbox } from './stores/inbox.js';
import { createObservedStore } from './stores/observed-store.js';
import { createSession } from './stores/session.js';
import type { TypeEntry } from './stores/ticket-types.js';
import { createTickets } from './stores/tickets.js';
import { createStream } from './stream/stream.js';
import { createApi } from './transport/api.js';
import { isDelivery, isMessageFrame, isTicketFrame } from './transport/checks.js';
import type { Position } from './transport/position.js';
import { createTokens } from './transport/tokens.js';
import type { TransportFrame } from './transport/transport.types.js';
import { createClock } from './util/clock.js';
import { createLazyPart } from './util/lazy-part.js';
import { memoize } from './util/memoize.js';
import { omitUndefined } from './util/omit-undefined.js';
import { createRetryTimer } from './util/retry-timer.js';

/** Maximum number of stores of ticket types. */
const MAX_TYPES = 50;
/** Maximum number of stores of lists. */
const MAX_LISTS = 50;
/** More than clocks of a device and a server drift apart between two heartbeats, in milliseconds. */
const MAX_DRIFT_MS = 2000;

/** Whether a member of a filter narrows a list. */
const isSet = ([, value]: readonly [string, unknown]): boolean => value !== undefined && value !== '';

/**
 * Creates one account's live view of its tickets. Loads nothing until a store has a listener, except that entries left in the outbox by an
 * earlier page are sent at once.
 *
 * @example
 * const client = createClient({ transport: httpTransport({ url: 'https://sidecard.shop.example' }), getToken });
 * client.ticket(id).subscribe(({ view }) => …);
 */
export function createClient(options: ClientOptions): Client {
  return createClientWith(browserPorts, options);
}

/** What may have members that are `undefined`. */
type Loose<Value> = { readonly [Name in keyof Value]: Value[Name] | undefined };

/** Creates a client with other clocks, timers, randomness and page than those of the browser. */
export function createClientWith(ports: Ports, options: ClientOptions): Client {
  const { transport } = options;
  if (!transport) throw new TypeError('createClient: no transport');
  const locale = resolveLocale(options.locale ?? ports.language);
  const storage = withTimeout(
    ports,
    async () => options.storage ?? (await import('./storage/indexed-db.js')).createIndexedDbStorage(),
  );
  const closing = new AbortController();
  const closed = closing.signal;
  const retryTimer = createRetryTimer(ports, closed);
  const { now, known: serverTime, set: onServerTime, atLeast } = createClock(ports);
  /** A heartbeat puts the clock forward. If by much, after a sleep or by one server of several, the session decides. */
  const onHeartbeat = (ms: number): void => (ms - now() > MAX_DRIFT_MS ? void session.refresh() : atLeast(ms));
  const tokens = createTokens(ports, options.getToken, onAccountChange);
  const told = new Set<ClientErrorCode>();
  function onSetupError(code: ClientErrorCode, cause?: unknown): void {
    const { onError = console.error } = options;
    if (told.has(code)) return;
    told.add(code);
    void import('./transport/setup-errors.js')
      .then(
        ({ setupError }) => closed.aborted || onError(setupError(code, transport, cause)),
        // If its words cannot be loaded, the next failure tells.
        () => told.delete(code),
      )
      // What the host's handler throws must not end a process.
      .catch(() => {});
  }
  const api = createApi({
    ...{ ports, transport, tokens, locale, closed, serverTime, onSetupError },
    onDoubt: (why) => stream.doubt(why),
    onAnswer: () => stream.answered(),
  });

  const connecting = createLazyPart(async () => {
    const { createConnecting } = await import('./stream/connect.js');
    return createConnecting({
      ...{ ports, api, transport, account: tokens.account, now, closed, retryTimer, onOpen: retryTimer.wake },
      ...{ stream, tokens, serverTime, onServerTime, onHeartbeat, onSetupError, catchUp, onFrame, tickets },
      onDoubt(why) {
        stream.doubt(why);
        if (why === 'asleep' || (why === 'unseen' && connection.get().state !== 'live')) retryTimer.wake();
      },
      // The answer to it says what is wrong.
      onNoContact: () => void session.ensure(),
      onConnection(next) {
        connection.set(next);
        // The server is back, so nothing needs to wait for it.
        if (next.state === 'live') retryTimer.wake();
      },
    });
  }, retryTimer);
  const stream = createStream({ ports, connecting, closed, catchUp });
  const { retain } = stream;
  const { store: connection } = createObservedStore<Connection>(
    { state: 'connecting', asOfMs: 0, by: 'stream' },
    retain,
    () => {},
  );

  const session = createSession({ ports, api, retryTimer, closed, retain, onServerTime, onSession });
  const tickets = createTickets(api, retryTimer, stream, (id) => onDemand.loaded()?.pendingCommand(id));
  /** Names what all pages of this origin store together. */
  const sharedAs = options.storage ? options.storage.sharedAs : 'sidecard';
  const sharing = createLazyPart(() => import('./tabs/shared-drafts.js'), retryTimer);
  const drafts = createDrafts({
    ...{ ports, storage, closed },
    identify() {
      // Before the account is known, if possible: what other pages write from then on is heard.
      if (sharedAs !== undefined) sharing.use(() => {});
      return session.settle();
    },
    ...(sharedAs === undefined
      ? {}
      : {
          share: (owner, onNote, elsewhere, onJoined) =>
            sharing.use(({ shareDrafts }) => {
              try {
                onJoined(shareDrafts(ports, `sidecard ${sharedAs} ${owner}`, onNote, elsewhere));
              } catch {
                // Some browsers refuse channels where a page may store nothing.
              }
            }),
        }),
  });
  /** Returns a storage name, under the server's name and that of the account, or of what accounts share. */
  const storageName = (...names: readonly string[]): string =>
    [transport.name ?? '', ...names, ''].map(encodeURIComponent).join('/');

  const outboxStore = atom<readonly OutboxEntry[]>([]);
  const accountList = createObservedStore<readonly AccountView[]>([], retain, () =>
    onDemand.use(({ accounts }) => accounts.refresh()),
  );
  const templateList = createObservedStore<readonly ReplyTemplate[]>([], retain, () =>
    onDemand.use(({ templates }) => templates.refresh()),
  );
  const threadStore = memoize((ticketId: string) =>
    createObservedStore(LOADING_THREAD, retain, () => onDemand.use(({ threads }) => void threads.observe(ticketId))),
  );
  const typeEntry = memoize((key: string, version: string, inLocale: string): TypeEntry => {
    // A description never changes, so it does not need the event stream.
    const retainNothing = () => () => {};
    const observed = createObservedStore(LOADING_TYPE, retainNothing, () =>
      onDemand.use(({ types }) => types.observe(entry)),
    );
    const entry = { key, version, locale: inLocale, ...observed };
    return entry;
  }, MAX_TYPES);
  const countStore = createObservedStore<QueuesAnswer | undefined>(undefined, retain, () =>
    onDemand.use(({ lists }) => void lists.use(({ counts }) => void counts.refresh())),
  );
  const listOf = memoize((filter: string): TicketList => {
    const observed = createObservedStore(LOADING_LIST, retain, () =>
      onDemand.use(({ lists }) => void lists.use((part) => part.observe(entry))),
    );
    const members = JSON.parse(filter) as readonly (readonly [string, unknown])[];
    const entry = { filter: Object.fromEntries(members) as TicketFilter, ...observed };
    const loadMore = async (): Promise<boolean> =>
      onDemand
        .load()
        .then(({ lists }) => lists.load())
        .then((part) => part.loadMore(entry))
        .catch(() => false);
    return Object.assign(observed.store, { loadMore });
  }, MAX_LISTS);
  const onDemand = createLazyPart(async () => {
    const { createOnDemand } = await import('./on-demand.js');
    const part = createOnDemand({
      ...{ ports, api, transport, retryTimer, storage, closed, now, stream, session, tickets, drafts, storageName },
      ...{ sharedAs, locale },
      onLater: () => connecting.loaded()?.prepare(),
      onAcknowledged: (deliveryId) => connecting.loaded()?.acknowledged(deliveryId),
      epoch: tokens.epoch,
      ...{ outboxStore, accountList, templateList, threadStore, countStore },
    });
    part.setSession(session.get(), undefined);
    return part;
  }, retryTimer);

  const team = createLazyPart(async () => {
    const { createTeam } = await import('./stores/team.js');
    return createTeam({ ports, api, retain, now, closed, retryTimer });
  }, retryTimer);

  function onFrame({ event, data }: TransportFrame, at: Position | undefined): boolean {
    if (event === 'ticket') {
      if (!isTicketFrame(data)) return false;
      tickets.onFrame(data.ticket, at);
      // What is known may be newer than the frame.
      onDemand.loaded()?.onTicket(tickets.view(data.ticket.id) ?? data.ticket, at);
    } else if (event === 'staff-message') {
      if (!isMessageFrame(data)) return false;
      onDemand.loaded()?.threads.add(data.message, stream.cacheEpoch());
    } else if (event === 'card' || event === 'reply') {
      if (!isDelivery(data)) return false;
      onDemand.use(({ cards, replies }) => (event === 'card' ? cards.add(data) : replies.add(data)));
    } else if (event === 'presence' || event === 'notes') return team.loaded()?.onFrame(event, data) ?? true;
    else if (event === 'accounts') onDemand.loaded()?.accounts.refresh();
    // A newer server's frames of other names are ignored (R27).
    return true;
  }

  const accountName = ({ merchantId, party, accountId }: Session): string => storageName(merchantId, party, accountId);
  /** Counts accounts: input for one account is never sent for the next. */
  let accountEpoch = 0;
  /** The stream's cache epoch when the session was last read. */
  let sessionEpoch = 0;
  /** Whether a merchant's account belongs to `handlers`. Every other party has only one audience. */
  const readsMore = ({ permissions }: Session): boolean => permissions.includes('task.handle');

  function onSession(current: Session | undefined, previous: Session | undefined): void {
    drafts.setOwner(current && `draft/${accountName(current)}`);
    onDemand.loaded()?.setSession(current, previous);
    // Load it while the network is available, so that the outbox works offline later.
    if (current) onDemand.use(() => {});
    if (!previous || !current) return;
    if (accountName(current) !== accountName(previous)) resetStores();
    else if (readsMore(current) !== readsMore(previous)) {
      // The current stream belongs to another audience, unless it was reset already.
      if (sessionEpoch === stream.cacheEpoch()) stream.reset();
      tickets.invalidate();
    }
    sessionEpoch = stream.cacheEpoch();
  }

  function resetStores(): void {
    accountEpoch++;
    tickets.reset('loading');
    onDemand.loaded()?.reset();
    team.loaded()?.reset();
    stream.reset();
  }

  /** The host's tokens name another account: stop showing and sending data of the former one. */
  function onAccountChange(): void {
    session.clear();
    onDemand.loaded()?.outbox.setOwner(undefined);
    drafts.reset();
    resetStores();
  }

  async function catchUp(includingCurrent = false): Promise<boolean> {
    const done = await Promise.all([
      session.refresh(),
      tickets.catchUp(includingCurrent),
      onDemand.loaded()?.catchUp(includingCurrent) ?? true,
      team.loaded()?.catchUp() ?? true,
    ]);
    return done.every(Boolean);
  }

  async function send(entry: Loose<NewEntry>, epoch = accountEpoch): Promise<EntryResult> {
    try {
      const { outbox } = onDemand.loaded() ?? (await onDemand.load());
      if (epoch === accountEpoch) return outbox.send(omitUndefined(entry) as NewEntry);
      return { status: 'refused', error: { code: 'closed' } };
    } catch (cause) {
      return { status: 'refused', error: { code: 'network', cause } };
    }
  }

  /** @param epoch - the account's that has given it */
  function sendCommand(ticketId: string, command: SendCommand, epoch?: number): Promise<SendResult> {
    const { choice, fields } = command;
    const view = tickets.view(ticketId);
    const unversioned = isUnversioned(command, view);
    const version = command.version ?? (unversioned ? undefined : view?.version);
    const draft = drafts.serialized(ticketId, formOf(command));
    const clean = omitUndefined({ command: command.command, choice, fields, version });
    const entry = { ticketId, kind: 'command', command: clean, unversioned, draft } as const;
    return send(entry, epoch) as Promise<SendResult>;
  }

  /** Returns methods of a part that loads on demand; if it cannot be loaded, they answer like an unreachable network. */
  function lazily<Name extends keyof OnDemand, Method extends keyof OnDemand[Name]>(
    name: Name,
    ...methods: readonly Method[]
  ): Pick<OnDemand[Name], Method> {
    const call =
      (method: Method) =>
      (...args: readonly unknown[]): Promise<unknown> =>
        onDemand.load().then(
          (part) => (part[name][method] as (...asked: readonly unknown[]) => unknown)(...args),
          (cause: unknown) => ({ ok: false, error: { code: 'network', cause } }),
        );
    return Object.fromEntries(methods.map((method) => [method, call(method)])) as never;
  }

  const inboxOf = <Delivery>(of: (part: OnDemand) => Inbox<Delivery>): Inbox<Delivery> => ({
    subscribe(handler) {
      // The stream does not wait for the inbox to load.
      const release = retain();
      const stop = onDemand.use((part) => of(part).subscribe(handler));
      return () => {
        stop();
        release();
      };
    },
  });

  // The verifier loads with the first message to verify.
  const verifier = createLazyPart(async () => {
    const { createCardVerifier } = await import('./cards/verify-card.js');
    return createCardVerifier({ ports, transport, session: session.ensure, closed });
  }, retryTimer);

  const undo = [ports.onPage('online', retryTimer.wake), ports.onPage('pagehide', drafts.flush)];
  // Send an earlier page's entries even without listeners.
  storage.entries(`outbox/${storageName()}`).then(
    (left) => left.length > 0 && !closed.aborted && void session.ensure(),
    () => {},
  );

  const client: Client = {
    session: session.store,
    connection,
    tickets: tickets.all,
    outbox: outboxStore,
    ticket: tickets.one,
    list: (filter) => listOf(JSON.stringify(Object.entries(filter).filter(isSet).sort())),
    counts: countStore.store,
    staffThread: (ticketId) => threadStore(ticketId).store,
    ticketType: (key, version, inLocale = locale) => typeEntry(key, version, inLocale).store,
    locale,
    now,
    send: (ticketId, command) => sendCommand(ticketId, command),
    async sendBatch(ticketIds, command) {
      const epoch = accountEpoch;
      const { sendBatch } = await import('./outbox/send-batch.js');
      return sendBatch(ticketIds, command, (id, one) => sendCommand(id, one, epoch));
    },
    sendStaffMessage(ticketId, { purpose, text, pictures }) {
      const kind = 'staff-message';
      const command = { command: kind, fields: omitUndefined({ purpose, text, pictures }) };
      const entry = { ticketId, kind, command, draft: drafts.serialized(ticketId, kind) } as const;
      return send(entry) as Promise<StaffMessageResult>;
    },
    create(body) {
      const command = { command: 'create', fields: body.request };
      const draft = drafts.serialized(...requestDraft(body));
      const entry = { ticketId: '', kind: 'create', command, create: body, draft } as const;
      return send(entry) as Promise<SendResult>;
    },
    dismiss: (key) => onDemand.loaded()?.outbox.dismiss(key),
    drafts: drafts.drafts,
    // Stored as drafts of no ticket.
    preferences: {
      all: () => drafts.drafts.all(''),
      load: () => drafts.drafts.load(''),
      set: (name, value) => drafts.drafts.set('', name, value),
      delete: (name) => drafts.drafts.clear('', name),
    },
    pictures: lazily('pictures', 'upload', 'load', 'findings'),
    archive: lazily('archive', 'list', 'counts', 'change', 'exportFile'),
    cards: inboxOf(({ cards }) => cards.inbox),
    replies: inboxOf(({ replies }) => replies.inbox),
    verifyCard: (message) =>
      verifier
        .load()
        .then((verify) => verify(message))
        // If it cannot be loaded, the next message tries again.
        .catch(() => 'unknown'),
    accounts: { list: accountList.store, ...lazily('accounts', 'setPermissions', 'ask') },
    templates: { list: templateList.store, ...lazily('templates', 'save', 'remove') },
    team: async () => (await team.load()).team,
    ...lazily('reads', 'earlierHistory', 'requestOptions'),
    loadMore: tickets.loadMore,
    refresh(ticketId) {
      retryTimer.wake();
      onDemand.loaded()?.outbox.wake();
      if (ticketId === undefined) void catchUp(true);
      else {
        const threads = onDemand.loaded()?.threads;
        void tickets.load(ticketId);
        onDemand.loaded()?.types.retry();
        if (threads?.entries.has(ticketId)) void threads.load(ticketId);
      }
    },
    close() {
      drafts.write();
      closing.abort();
      for (const stop of undo) stop();
    },
  };
  return client;
}

import type {
  AccountView,
  CardDelivery,
  HistoryPage,
  QueuesAnswer,
  ReplyDelivery,
  ReplyTemplate,
  RequestOptionsAnswer,
  Session,
  TicketView,
} from '@sidecard/core/wire';
import type { ClientArchive } from './model/archive.js';
import { isVersioned } from './outbox/stored-entries.js';
import type { Pictures } from './model/pictures.js';
import type { PicturesOptions } from './pictures/pictures.js';
import type { OutboxEntry } from './model/outbox-entry.js';
import type { StaffThreadState } from './model/ticket-state.js';
import { createOutbox } from './outbox/outbox.js';
import type { Outbox, OutboxOptions } from './outbox/outbox.types.js';
import type { AccountsStore } from './stores/accounts.js';
import { createInbox, type InboxStore } from './stores/inbox.js';
import type { ObservedStore } from './stores/observed-store.js';
import { ticketPath } from './stores/paths.js';
import { readTicketType } from './stores/read-ticket-type.js';
import { createStaffThreads, type StaffThreads } from './stores/staff-threads.js';
import type { TicketLists } from './stores/ticket-lists.js';
import type { TemplatesStore } from './stores/templates.js';
import { createTicketTypes, type TicketTypesStore } from './stores/ticket-types.js';
import type { Position } from './transport/position.js';
import type { ApiAnswer } from './transport/api.js';
import { isHistoryPage, isRequestOptions } from './transport/later-checks.js';
import { createLazyPart, type LazyPart } from './util/lazy-part.js';

/** When the parts are loaded that nothing has asked for, in milliseconds: the page has what it shows first by then. */
const LATER_MS = 5_000;
/** How often a part is asked for by what sends something. */
const ATTEMPTS = 5;

/** What {@link createOnDemand} takes. The stores exist before what fills them is loaded. */
export interface OnDemandOptions
  extends Omit<OutboxOptions, 'threads' | 'store'>, Omit<PicturesOptions, 'api' | 'retryTimer'> {
  readonly outboxStore: OutboxOptions['store'];
  readonly accountList: ObservedStore<readonly AccountView[]>;
  readonly templateList: ObservedStore<readonly ReplyTemplate[]>;
  readonly threadStore: (ticketId: string) => ObservedStore<StaffThreadState>;
  readonly countStore: ObservedStore<QueuesAnswer | undefined>;
  readonly now: () => number;
  /** Called once the page has what it shows first, so that other parts load too. */
  readonly onLater: () => void;
  /** Called when the server has the acknowledgement of a card or reply. */
  readonly onAcknowledged: (deliveryId: string) => void;
  /** Returns the part of a storage key that names what several accounts share, or one account, on this server. */
  readonly storageName: (...names: readonly string[]) => string;
}

/** Parts for pages that do more than show tickets. */
export interface OnDemand {
  readonly outbox: Outbox;
  readonly threads: StaffThreads;
  /** Loads with the first question, or a while after this part. */
  readonly accounts: Pick<AccountsStore, 'setPermissions' | 'ask'> & { readonly refresh: () => void };
  readonly templates: Pick<TemplatesStore, 'save' | 'remove'> & { readonly refresh: () => void };
  readonly types: TicketTypesStore;
  /** Loads with the first list. */
  readonly lists: LazyPart<TicketLists>;
  /** Loads with the first picture, or a while after this part. */
  readonly pictures: Pictures;
  /** Loads with the first question, or a while after this part. */
  readonly archive: ClientArchive;
  /** What is asked once, and not kept. */
  readonly reads: {
    readonly earlierHistory: (ticketId: string, before: string) => Promise<ApiAnswer<HistoryPage>>;
    readonly requestOptions: (orderId: string) => Promise<ApiAnswer<RequestOptionsAnswer>>;
  };
  readonly cards: InboxStore<CardDelivery>;
  readonly replies: InboxStore<ReplyDelivery>;
  /** Returns the versioned command of a ticket that has no answer yet. */
  readonly pendingCommand: (ticketId: string) => OutboxEntry | undefined;
  /** Called with the ticket of each frame. */
  readonly onTicket: (view: TicketView, at: Position | undefined) => void;
  readonly setSession: (current: Session | undefined, previous: Session | undefined) => void;
  /** Clears what belongs to the former account. */
  readonly reset: () => void;
  /** Loads what is observed. @returns whether all is loaded */
  readonly catchUp: (includingCurrent: boolean) => Promise<boolean>;
}

/** Creates the part of a client that is loaded once the account is known, so that cards are live before. */
export function createOnDemand(options: OnDemandOptions): OnDemand {
  const { ports, api, retryTimer, stream, session, storage, storageName } = options;
  const pendingOf = (ticketId: string) => outbox.pending(ticketId);
  const readsOnRequest = (of: Session | undefined): boolean => of?.staffThread === 'on-request';

  const threads = createStaffThreads(
    api,
    retryTimer,
    stream,
    options.threadStore,
    (id) => pendingOf(id).filter(({ kind }) => kind === 'staff-message'),
    () => !readsOnRequest(session.get()),
  );
  const cards = createInbox<CardDelivery>(options);
  const replies = createInbox<ReplyDelivery>(options);
  const outbox: Outbox = createOutbox({ ...options, store: options.outboxStore, threads });
  const types = createTicketTypes(async (entry) => {
    const account = await session.ensure();
    if (account) {
      const owner = `type/${storageName(account.merchantId, account.party)}`;
      return readTicketType(entry, { api, storage, owner, now: options.now });
    }
    return { ok: false, error: { code: 'network', detail: 'The account is not known yet.' }, retryable: true };
  }, retryTimer);

  const lists = createLazyPart(async () => {
    const { createTicketLists } = await import('./stores/ticket-lists.js');
    return createTicketLists(options, options.countStore);
  }, retryTimer);

  const shop = createLazyPart(async () => {
    const { createShopLists } = await import('./stores/shop-lists.js');
    return createShopLists(ports, api, retryTimer, options.accountList, options.templateList);
  }, retryTimer);
  const pictures = createLazyPart(async () => {
    const { createPictures } = await import('./pictures/pictures.js');
    return createPictures(options);
  }, retryTimer);
  const archive = createLazyPart(async () => {
    const { createArchive } = await import('./archive/archive.js');
    return createArchive(options);
  }, retryTimer);
  // Many a browser remembers for as long as a page lives that a file could not be loaded: load them while the network is available.
  if (!options.closed.aborted)
    options.closed.addEventListener(
      'abort',
      ports.after(LATER_MS, () => {
        options.onLater();
        for (const part of [pictures, archive, shop]) part.use(() => {});
      }),
    );

  /** Runs work of a part, unless the account is another one once the part is loaded: one account's picture is never sent as another's. */
  async function within<Part, Answer>(part: LazyPart<Part>, work: (part: Part) => Promise<Answer>, attempts = 1) {
    const account = options.epoch();
    for (let attempt = 1; !part.loaded(); attempt++) {
      try {
        await part.load();
      } catch (cause) {
        if (options.closed.aborted) return { ok: false, error: { code: 'closed' } } as const;
        if (attempt >= attempts) return { ok: false, error: { code: 'network', cause } } as const;
        await retryTimer.wait(retryTimer.backoffMs(attempt));
      }
    }
    if (account !== options.epoch()) return { ok: false, error: { code: 'closed' } } as const;
    return work(part.loaded() as Part);
  }

  return {
    ...{ outbox, threads, types, lists, cards, replies },
    pictures: {
      upload: (...picture) => within(pictures, (part) => part.upload(...picture), ATTEMPTS),
      load: (...picture) => within(pictures, (part) => part.load(...picture)),
      findings: (...picture) => within(pictures, (part) => part.findings(...picture)),
    },
    archive: {
      list: (...asked) => within(archive, (part) => part.list(...asked)),
      counts: (...asked) => within(archive, (part) => part.counts(...asked)),
      change: (...asked) => within(archive, (part) => part.change(...asked), ATTEMPTS),
      exportFile: (...asked) => within(archive, (part) => part.exportFile(...asked)),
    },
    accounts: {
      refresh: () => shop.use(({ accounts }) => void accounts.refresh()),
      setPermissions: (...asked) => within(shop, ({ accounts }) => accounts.setPermissions(...asked)),
      ask: () => within(shop, ({ accounts }) => accounts.ask()),
    },
    templates: {
      refresh: () => shop.use(({ templates }) => void templates.refresh()),
      save: (...template) => within(shop, ({ templates }) => templates.save(...template)),
      remove: (...template) => within(shop, ({ templates }) => templates.remove(...template)),
    },
    reads: {
      earlierHistory: (ticketId, before) =>
        api(
          { method: 'GET', path: `${ticketPath(ticketId)}/history?${new URLSearchParams({ before, limit: '200' })}` },
          isHistoryPage,
        ),
      requestOptions: (orderId) =>
        api({ method: 'GET', path: `/v1/orders/${encodeURIComponent(orderId)}/request-options` }, isRequestOptions),
    },
    pendingCommand: (ticketId) => pendingOf(ticketId).find(isVersioned),
    onTicket(view, at) {
      threads.refetchIfObserved(view.id);
      lists.loaded()?.onFrame(view, at);
    },
    setSession(current, previous) {
      outbox.setOwner(current && `outbox/${storageName(current.merchantId, current.party, current.accountId)}`);
      if (current && !current.staffThread) threads.reset('not-found');
      else if (readsOnRequest(current) !== readsOnRequest(previous)) {
        // The account may read less of the threads than is loaded, and the stream may not bring what is new.
        threads.reset('loading');
        void threads.catchUp(true);
      }
    },
    reset() {
      threads.reset('loading');
      shop.loaded()?.reset();
      types.reset();
      lists.loaded()?.reset();
      cards.reset();
      replies.reset();
    },
    async catchUp(includingCurrent) {
      types.retry();
      const loads = [threads.catchUp(includingCurrent), shop.loaded()?.refresh() ?? true];
      return (await Promise.all([...loads, lists.loaded()?.catchUp(includingCurrent) ?? true])).every(Boolean);
    },
  };
}

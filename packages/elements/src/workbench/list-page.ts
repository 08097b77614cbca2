import { type Client, MAX_BATCH, type TicketListState } from '@sidecard/client';
import type { AccountView, Session, TicketSummary } from '@sidecard/core/wire';
import { html, type LitElement, type nothing, type TemplateResult } from 'lit';
import type { Language } from '../context/language.js';
import type { PanelKeys } from '../context/panel-keys.js';
import { untilDeadlineChanges } from '../controllers/ticker.js';
import { accountOf } from '../controllers/ticket-scope.js';
import { dispatch } from '../events/events.js';
import type { TimeOptions } from '../locales/format.js';
import { format } from '../locales/message.js';
import { shortOrder } from '../locales/short-order.js';
import type { WorkbenchWords } from '../locales/workbench-catalogue.js';
import { sideOf } from '../task/status-style.js';
import { refusalText } from '../ticket/refusal-text.js';
import { isUnseen } from '../ticket/seen.js';
import { typeName } from '../ticket/view-model.js';
import { queuedText } from '../ticket/waiting-text.js';
import {
  FIRST_LIST,
  formatAddress,
  type ListChange,
  type ListFilter,
  sameFilter,
  sortOf,
  type WorkbenchAddress,
} from './address.js';
import { keyHints } from './key-hints.js';
import { lazyBatch } from './lazy-batch.js';
import { lazyKeySheet } from './lazy-key-sheet.js';
import { emptyList } from './list-empty.js';
import { listFilters } from './list-filters.js';
import { ListNews } from './list-news.js';
import { listNotices, type ListRefusal } from './list-notices.js';
import { ListSearch } from './list-search.js';
import { type SaveList, saveListForm } from './save-list.js';
import { Selection } from './selection.js';
import { TicketList } from './ticket-list.js';

/** Rows that are looked at where all would take long. */
const FIRST_ROWS = 100;

/** Of the workbench, what a list needs. */
export interface ListPageModel {
  readonly client: Client;
  readonly session: Session;
  readonly texts: WorkbenchWords;
  readonly filter: ListFilter;
  readonly name: string;
  readonly state: TicketListState;
  readonly connection: 'connecting' | 'live' | 'offline' | (string & {});
  readonly preferences: SaveList['preferences'];
  /** Drafts of names of lists. */
  readonly drafts: SaveList['drafts'];
  readonly accounts: readonly AccountView[];
  readonly warnings: TimeOptions['warnings'];
  readonly keys: PanelKeys | undefined;
  /** Whether the shop has never had a ticket. */
  readonly isFirstUse: boolean;
  readonly hrefOf: ((path: string) => string) | undefined;
}

/** What a list does to the workbench. */
export interface ListPageHost {
  readonly goTo: (address: WorkbenchAddress, replace?: boolean) => void;
  readonly say: (text: string) => void;
}

/** The page of a list: its rows, filters and search, what is selected and done with it, and what was refused. */
export class ListPage {
  readonly #host: LitElement;
  readonly #page: ListPageHost;
  readonly #news = new ListNews();
  readonly #rows: TicketList;
  readonly #selection = new Selection();
  readonly #batch: ReturnType<typeof lazyBatch>;
  readonly #keySheet: ReturnType<typeof lazyKeySheet>;
  readonly #search: ListSearch;
  #filter: ListFilter = FIRST_LIST;
  #refusal: ListRefusal | undefined;
  /** Whose selection and refusal these are. */
  #owner: { readonly client: Client; readonly account: string | undefined } | undefined;

  constructor(host: LitElement, language: Language, page: ListPageHost) {
    this.#host = host;
    this.#page = page;
    this.#rows = new TicketList(host);
    this.#batch = lazyBatch(host, language);
    this.#keySheet = lazyKeySheet(host, language, page.say);
    this.#search = new ListSearch(host, (search) => this.#narrow({ search: search || undefined }, true));
  }

  /** Takes another address of the workbench. */
  follow(before: WorkbenchAddress, address: WorkbenchAddress): void {
    this.#refusal = undefined;
    if (before.page === 'list' && address.page !== 'list') {
      this.#rows.leave();
      this.#search.leave();
    }
    if (address.page === 'task') this.#rows.active = address.ticketId;
    if (address.page !== 'list') return;
    if (!sameFilter(this.#filter, address.filter)) this.#selection.keep([]);
    this.#filter = address.filter;
    this.#search.follow(address.filter.search);
  }

  /** Moves the focus to the active row with the next rendering. */
  focus(): void {
    this.#rows.focus();
  }

  /** The row after that of a ticket. One that was answered may have left the list: the next has taken its place. */
  following(ticketId: string, rows: readonly TicketSummary[] = []): TicketSummary | undefined {
    const at = rows.findIndex((row) => row.ticketId === ticketId);
    return at < 0 ? rows[this.#rows.activeIndex] : rows[at + 1];
  }

  render(model: ListPageModel): TemplateResult {
    const { client, session, texts, filter, name, state, connection, keys, hrefOf } = model;
    this.#belongTo(client, accountOf(session));
    const news = this.#news.of(filter, state, { texts, list: name, isFirstUse: model.isFirstUse });
    if (news) this.#page.say(news);
    const time = { texts, nowMs: client.now(), warnings: model.warnings };
    const onOpen = (ticketId: string) => this.#page.goTo({ page: 'task', ticketId, filter });
    const onRetry = () => client.refresh();
    return this.#rows.render({
      ...{ state, filter, texts, time, name, keys, onOpen },
      side: sideOf(session.party),
      accountId: session.accountId,
      isOffline: connection === 'offline',
      isUnread: (ticket) => isUnseen(model.preferences, ticket),
      hrefOf: hrefOf && ((ticketId) => hrefOf(formatAddress({ page: 'task', ticketId, filter }))),
      heading: this.#renderHeading(model, time),
      selection: this.#selection,
      onSelect: (isFull) => {
        if (isFull) this.#page.say(format(texts.list.full, { count: MAX_BATCH }));
        this.#host.requestUpdate();
      },
      onOtherKey: (event) => this.#batch.onKey(event),
      batch: this.#batch.render({
        ...{ client, session, selection: this.#selection, keys, onOpen, say: this.#page.say },
        nameOf: (buyer, order) => format(texts.list.row, { buyer, order: shortOrder(order) }),
        onLeave: () => this.#rows.focus(),
      }),
      notices: listNotices({
        ...{ texts, state, refusal: this.#refusal, onOpen, onRetry },
        onDismiss: () => {
          this.#refusal = undefined;
          this.#rows.focus();
        },
      }),
      empty: () =>
        emptyList({
          ...{ texts, filter, state, list: name, isFirstUse: model.isFirstUse, onRetry },
          onClear: () => this.#page.goTo({ page: 'list', filter: { view: filter.view, sort: sortOf(filter.view) } }),
        }),
      footer: html`
        ${keyHints(texts, keys)}
        <span class="connection s"
          >${texts.workbench[connection === 'live' ? 'live' : connection === 'offline' ? 'offline' : 'connecting']}</span
        >
      `,
      onClaim: (ticket) => void this.#claim(client, ticket, texts),
      onMore: () => void client.list(filter).loadMore(),
      onSearch: () => this.#search.focus(),
      onHelp: () => this.#keySheet.show(),
    });
  }

  /** Renders the sheet of keys, which lies over the page. */
  renderKeys(keys: PanelKeys | undefined, { permissions }: Session): TemplateResult | typeof nothing {
    return this.#keySheet.render(keys, { handles: permissions.includes('task.handle') });
  }

  /** When a remaining time in view changes, in milliseconds from now. */
  untilChange(rows: readonly TicketSummary[], nowMs: number): number {
    return Math.min(
      ...rows
        .slice(0, FIRST_ROWS)
        .map(({ deadline }) =>
          deadline ? untilDeadlineChanges(deadline.startedAtMs, deadline.dueAtMs, nowMs) : Infinity,
        ),
    );
  }

  /** Another account sees nothing of what was selected, sent and refused. */
  #belongTo(client: Client, account: string | undefined): void {
    if (this.#owner?.client === client && this.#owner.account === account) return;
    this.#owner = { client, account };
    this.#refusal = undefined;
    this.#selection.keep([]);
    this.#batch.reset();
  }

  #renderHeading(model: ListPageModel, time: TimeOptions): TemplateResult {
    const { client, texts, filter, name, state, accounts, preferences, drafts } = model;
    return html`<header class="toolbar">
      <h2 tabindex="-1" data-focus="page">${name}</h2>
      <div class="filters">
        ${listFilters({
          ...{ texts, time, filter, types: typesIn(state.rows, texts), accounts },
          onFilter: (change) => this.#narrow(change),
        })}
      </div>
      ${saveListForm({
        ...{ client, texts, filter, preferences, drafts },
        onSaved: (text) => {
          this.#host.renderRoot.querySelector<HTMLElement>('[data-focus=page]')?.focus();
          this.#page.say(text);
        },
      })}
      ${this.#search.render(texts)}
    </header>`;
  }

  #narrow(change: ListChange, replace = false): void {
    // Addresses leave out what is undefined.
    this.#page.goTo({ page: 'list', filter: { ...this.#filter, ...change } as ListFilter }, replace);
  }

  async #claim(client: Client, row: TicketSummary, texts: WorkbenchWords): Promise<void> {
    const { ticketId, version, buyer, order } = row;
    if (row.claim || row.endedAtMs) return;
    this.#refusal = undefined;
    const owner = this.#owner;
    const result = await client.send(ticketId, { command: 'claim', version });
    if (owner !== this.#owner) return;
    if (result.status === 'refused') {
      dispatch(this.#host, 'sidecard-refused', { ticketId, command: 'claim', code: result.error.code });
      const text = refusalText(result.error, texts);
      this.#refusal = { ticketId, buyer: buyer.name, order: shortOrder(order.id), text };
      this.#page.say(text);
    } else this.#page.say(result.status === 'confirmed' ? texts.claim.claimed : queuedText(result, texts));
  }
}

/** Names of the types to filter by: the known ones, and those of the rows. */
function typesIn(rows: readonly TicketSummary[], texts: WorkbenchWords): ReadonlyMap<string, string> {
  return new Map([
    ...Object.entries(texts.types),
    ...rows.slice(0, FIRST_ROWS).map((row) => [row.type, typeName(row, { texts })] as const),
  ]);
}

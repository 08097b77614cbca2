import type { Client } from '@sidecard/client';
import type { QueuesAnswer, Session } from '@sidecard/core/wire';
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { lazyArchive, readsArchive } from '../archive/lazy-archive.js';
import { Language } from '../context/language.js';
import type { PanelKeys } from '../context/panel-keys.js';
import { ScopeController } from '../context/scope-controller.js';
import { Announcer } from '../controllers/announcer.js';
import { ForeignNodes } from '../controllers/foreign-nodes.js';
import { LazyPart } from '../controllers/lazy-part.js';
import { StoreController } from '../controllers/store-controller.js';
import { watchTime } from '../controllers/ticker.js';
import { isComposing } from '../events/composing.js';
import { dispatch } from '../events/events.js';
import { isFrom } from '../events/is-from.js';
import type { OverlayTexts } from '../locales/overlay-texts.js';
import { adoptOwnSheets, createRoot } from '../theme/own-sheets.js';
import { workbenchCatalogue, type WorkbenchWords } from '../locales/workbench-catalogue.js';
import { loadPanel } from '../overlay/load-panel.js';
import { lazyAccounts } from './lazy-accounts.js';
import { noList } from './list-empty.js';
import { FIRST_LIST, formatAddress, type ListFilter, parseAddress, type WorkbenchAddress } from './address.js';
import { ListPage } from './list-page.js';
import { failedNotice, loadingPart } from './notice.js';
import { rail } from './rail.js';
import { NAME_DRAFT } from './save-list.js';
import { forgetList, savedLists } from './saved-lists.js';
import { unknownPage } from './unknown-page.js';
import { workbenchStyles } from './workbench.styles.js';

/** When the reader learns that nothing has answered, such as to a token that is refused, in milliseconds. */
const ANSWER_MS = 5_000;

/**
 * All tickets of the shop outside a chat: queues with counts, lists with filters and search, the task's page, accounts and their access.
 *
 * It takes its client from the nearest `<sidecard-provider>` or from `provideClient`, fills its container, and has an address for every page.
 * Routing is the host's: set `path` from your URL, and put the path of `sidecard-navigate` into it. Without that it works too, without
 * addresses. With a buyer's client it says that the account has no lists.
 *
 * @example
 * workbench.path = location.hash.slice(1);
 * workbench.addEventListener('sidecard-navigate', ({ detail }) => (location.hash = detail.path));
 * addEventListener('hashchange', () => (workbench.path = location.hash.slice(1)));
 *
 * @slot start - In place of the title above the navigation, such as a link back to the chat.
 * @fires {CustomEvent<NavigateDetail>} sidecard-navigate - The reader goes to another page; cancelable, for hosts that set `path` themselves.
 * @fires {CustomEvent<ReplyDetail>} sidecard-reply - A command or reply sent a message to the buyer.
 * @fires {CustomEvent<RefusedDetail>} sidecard-refused - A command was refused; the text is kept.
 * @csspart navigation - The lists at the start edge.
 */
export class SidecardWorkbench extends LitElement {
  static override styles = workbenchStyles;
  static override readonly properties: PropertyDeclarations = {
    path: {},
    hrefOf: { attribute: false },
    noSingleKeys: { type: Boolean, attribute: 'no-single-keys' },
  };

  /**
   * Address of the page, such as `/needs-answer?queue=logistics` or `/tickets/T1`. Unknown parameters are ignored.
   *
   * @attr path
   */
  path = '';
  /** Returns the host's URL of an address, so that tasks and lists are links, which can be opened in another tab. */
  hrefOf: ((path: string) => string) | undefined;
  /**
   * Turns off keys without a modifier (`j`, `k`, `o`, `c`, `x`, `/`, `?`), as `false` for the provider's `keys` does; arrows and Enter stay.
   *
   * @attr no-single-keys
   */
  noSingleKeys = false;

  readonly #scope = new ScopeController(this);
  readonly #language = new Language(this, this.#scope, workbenchCatalogue);
  readonly #session = new StoreController(this, () => this.#client?.session);
  readonly #connection = new StoreController(this, () => this.#client?.connection);
  readonly #counts = new StoreController<QueuesAnswer | undefined>(this, () => this.#reader?.counts);
  readonly #tickets = new StoreController(this, () =>
    this.#hasList ? this.#reader?.list(this.#address.filter) : undefined,
  );
  readonly #accounts = new StoreController(this, () => (this.#mayManage ? this.#client?.accounts.list : undefined));
  readonly #preferences = new StoreController(this, () => this.#client?.preferences.all());
  readonly #listNames = new StoreController(this, () => this.#client?.drafts.all(NAME_DRAFT[0]));
  /** The task after the one that is open, so that going on to it does not wait. */
  readonly #ahead = new StoreController(this, () => {
    const next =
      this.#address.page === 'task'
        ? this.#list.following(this.#address.ticketId, this.#tickets.value?.rows)
        : undefined;
    return next && this.#client?.ticket(next.ticketId);
  });
  readonly #announcer = new Announcer(this);
  readonly #list = new ListPage(this, this.#language, {
    goTo: (address, replace) => this.#goTo(address, replace),
    say: (text) => this.#announcer.say(text),
  });
  readonly #panel = new LazyPart(this, async () => {
    const [part] = await Promise.all([import('./task-page.js'), loadPanel(this.#language.locale)]);
    return part;
  });
  readonly #archive = lazyArchive(this, this.#language);
  readonly #accountsPage = lazyAccounts(this);
  #address: WorkbenchAddress = parseAddress('');
  #stopTime: (() => void) | undefined;
  /** Whose account it waits for, and whether since {@link ANSWER_MS}. */
  #awaited: Client | undefined;
  #isLate = false;
  /** Where the focus goes once the page is rendered. */
  #focusAfter: WorkbenchAddress['page'] | 'heading' | undefined;
  /** The focus was in it before it was rendered. */
  #hadFocus = false;

  constructor() {
    super();
    new ForeignNodes(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopTime = watchTime(this, () => this.#tick());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopTime?.();
  }

  /** Goes to an address, unless a listener prevents `sidecard-navigate`. */
  navigate(path: string, { replace = false }: { readonly replace?: boolean } = {}): void {
    if (!dispatch(this, 'sidecard-navigate', { path, replace }, { cancelable: true })) return;
    this.path = path;
  }

  /** Moves the focus to where work goes on: the list's row, the task, or the page's heading. */
  override focus(): void {
    this.#focusAfter = this.#address.page;
    this.requestUpdate();
  }

  adoptedCallback(): void {
    adoptOwnSheets(this);
  }

  protected override createRenderRoot(): ShadowRoot {
    return createRoot(this);
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    return (await this.#language.settled()) ? this.getUpdateComplete() : complete;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#hadFocus = !!this.shadowRoot?.activeElement;
    if (!changed.has('path')) return;
    const before = this.#address;
    const address = parseAddress(this.path);
    this.#address = address;
    this.#list.follow(before, address);
    if (address.page === 'archive' && before.page !== 'archive') this.#archive.reload();
    if (address.page === 'task') this.#panel.want();
    if (this.hasUpdated && (before.page !== address.page || address.page === 'task')) this.#focusAfter = address.page;
  }

  protected override updated(): void {
    const page = this.ownerDocument;
    // What had it is gone, such as the only row.
    if (this.#hadFocus && page.activeElement === page.body) this.#focusAfter ??= 'heading';
    const wanted = this.#focusAfter;
    if (!wanted || !this.#language.isReady) return;
    // The panel takes the focus once it has loaded.
    if (wanted === 'task' && !this.#panel.value && !this.#panel.failed) return;
    const target =
      wanted === 'list'
        ? this.#list
        : this.renderRoot.querySelector<HTMLElement>(wanted === 'task' ? 'sidecard-task' : '[data-focus=page]');
    if (!target) return;
    this.#focusAfter = undefined;
    target.focus();
  }

  protected override render(): TemplateResult | typeof nothing {
    const client = this.#client;
    const { isReady, failure } = this.#language;
    if (!isReady) return failure ? this.#renderNoTexts(failure) : nothing;
    const session = this.#session.value;
    this.#await(session ? undefined : client);
    const texts = this.#texts;
    const address = this.#address;
    if (session && !this.#reader) return html`<div class="root" lang=${texts.locale}>${this.#renderNoAccount()}</div>`;
    return html`<div class="root workbench" lang=${texts.locale} @keydown=${this.#handleKeydown}>
      ${rail({
        ...{ texts, address, counts: this.#counts.value, saved: savedLists(this.#preferences.value) },
        hasArchive: session !== undefined && readsArchive(session),
        hasAccounts: this.#mayManage,
        link: this.#link,
        onForget: (name) => client && forgetList(client, name),
      })}
      <main class="main">
        ${client && session ? keyed(address.page, this.#renderPage(client, session, address)) : this.#renderNoAccount()}
      </main>
      ${session && address.page === 'list' ? this.#list.renderKeys(this.#keys, session) : nothing}
      ${this.#announcer.render()}
    </div>`;
  }

  #await(client: Client | undefined): void {
    if (client === this.#awaited) return;
    this.#awaited = client;
    this.#isLate = false;
    setTimeout(() => {
      this.#isLate ||= client === this.#awaited;
      this.requestUpdate();
    }, ANSWER_MS);
  }

  /** Says that the account is not known yet, or that nothing has answered, or that the account has no lists. */
  #renderNoAccount(): TemplateResult {
    if (!this.#client)
      void import('../context/no-client.js').then(
        ({ tell }) => tell(this, this.#scope),
        () => {},
      );
    const failed = this.#isLate || this.#connection.value?.state === 'offline';
    return html`<div class="page" role="status">
      ${noList({
        texts: this.#texts,
        state: { status: this.#session.value ? 'not-found' : failed ? 'failed' : 'loading' },
        onRetry: () => this.#client?.refresh(),
      })}
    </div>`;
  }

  #renderPage(client: Client, session: Session, address: WorkbenchAddress): TemplateResult {
    const texts = this.#texts;
    const time = { texts, nowMs: client.now() };
    const say = (text: string) => this.#announcer.say(text);
    const accounts = this.#accounts.value ?? [];
    switch (address.page) {
      case 'list':
        return this.#list.render({
          ...{ client, session, texts, accounts, filter: address.filter, name: this.#nameOf(address.filter, texts) },
          state: this.#tickets.value ?? { status: 'loading', rows: [], total: 0, more: false },
          connection: this.#connection.value?.state ?? 'connecting',
          preferences: this.#preferences.value,
          drafts: this.#listNames.value,
          warnings: this.#scope.value?.deadlineWarnings,
          ...{ keys: this.#keys, isFirstUse: this.#hasNothing, hrefOf: this.hrefOf },
        });
      case 'task': {
        const { value: part, failed, retry } = this.#panel;
        if (!part) return loadingPart(failed, texts.state, retry);
        return part.taskPage({
          ...{ texts, ticketId: address.ticketId, list: this.#nameOf(address.filter, texts) },
          rows: this.#tickets.value?.rows ?? [],
          total: this.#tickets.value?.total ?? 0,
          onNext: () => this.#goOn(address.ticketId),
          onBack: () => this.#goTo({ page: 'list', filter: address.filter }),
          onOpen: (ticketId) => this.#goTo({ page: 'task', ticketId, filter: address.filter }),
        });
      }
      case 'accounts':
        return this.#accountsPage.render({ client, texts, time, accounts, mayManage: this.#mayManage, say });
      case 'archive': {
        const onOpen = (ticketId: string) => this.#goTo({ page: 'task', ticketId, filter: FIRST_LIST });
        return this.#archive.render({ client, session, say, onOpen });
      }
      default:
        return unknownPage(texts, () => this.#goTo({ page: 'list', filter: FIRST_LIST }));
    }
  }

  #renderNoTexts({ failed, retry }: OverlayTexts['overlay']): TemplateResult {
    return html`<div class="root" role="alert" lang=${this.#language.locale}>
      ${failedNotice(failed, retry, () => this.requestUpdate())}
    </div>`;
  }

  readonly #link = (path: string, content: TemplateResult, current: boolean): TemplateResult => {
    const onClick = (event: MouseEvent): void => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.navigate(path);
    };
    // Never `false`, which is read as “not current item”.
    const mark = (current ? 'page' : nothing) as 'page';
    return this.hrefOf
      ? html`<a class="entry" href=${this.hrefOf(path)} aria-current=${mark} @click=${onClick}>${content}</a>`
      : html`<button class="entry" type="button" aria-current=${mark} @click=${onClick}>${content}</button>`;
  };

  #goTo(address: WorkbenchAddress, replace = false): void {
    this.navigate(formatAddress(address), { replace });
  }

  /** Goes to the next task of the list, after one was answered. */
  #goOn(ticketId: string): void {
    const next = this.#list.following(ticketId, this.#tickets.value?.rows);
    const { filter } = this.#address;
    this.#goTo(next ? { page: 'task', ticketId: next.ticketId, filter } : { page: 'list', filter });
  }

  #handleKeydown(event: KeyboardEvent): void {
    const { page, filter } = this.#address;
    // Keys typed into a field are not shortcuts of the host, and Escape there is about what is typed.
    if (isFrom(event, 'input, select, textarea')) return event.stopPropagation();
    if (event.key !== 'Escape' || event.defaultPrevented || isComposing(event) || page === 'list') return;
    event.preventDefault();
    this.#goTo({ page: 'list', filter });
  }

  /** Renders again when a remaining time in view changes. */
  #tick(): number {
    this.requestUpdate();
    const nowMs = this.#client?.now() ?? 0;
    const rows = this.#address.page === 'list' ? (this.#tickets.value?.rows ?? []) : [];
    return this.#list.untilChange(rows, nowMs);
  }

  #nameOf({ view, queue }: ListFilter, { workbench }: WorkbenchWords): string {
    return queue === undefined ? workbench.views[view] : workbench.queues[queue];
  }

  get #client(): Client | undefined {
    return this.#scope.value?.client;
  }

  /** Single keys; the host can turn them off here or for all elements. */
  get #keys(): PanelKeys | undefined {
    return this.noSingleKeys ? false : this.#scope.value?.keys;
  }

  get #texts(): WorkbenchWords {
    return this.#language.textsOf(workbenchCatalogue);
  }

  /** The client, if its account may read lists. */
  get #reader(): Client | undefined {
    const party = this.#session.value?.party;
    return party === 'merchant' || party === 'staff' ? this.#client : undefined;
  }

  get #mayManage(): boolean {
    return this.#session.value?.permissions.includes('account.manage') === true;
  }

  get #hasList(): boolean {
    return this.#address.page === 'list' || this.#address.page === 'task';
  }

  /** Whether the shop has never had a ticket. */
  get #hasNothing(): boolean {
    const views = this.#counts.value?.views;
    return views?.open === 0 && views.resolved === 0;
  }
}

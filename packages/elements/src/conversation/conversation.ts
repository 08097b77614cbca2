import { type Client, requestDraft, type SendResult } from '@sidecard/client';
import type { RequestOptionsAnswer, Session, TicketSummary } from '@sidecard/core/wire';
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { Language } from '../context/language.js';
import { ScopeController } from '../context/scope-controller.js';
import { Announcer } from '../controllers/announcer.js';
import { ForeignNodes } from '../controllers/foreign-nodes.js';
import { LazyPart } from '../controllers/lazy-part.js';
import { StoreController } from '../controllers/store-controller.js';
import { accountOf } from '../controllers/ticket-scope.js';
import { isComposing } from '../events/composing.js';
import { dispatch } from '../events/events.js';
import type { Form } from '../forms/form.js';
import { conversationCatalogue, type ConversationWords } from '../locales/conversation-catalogue.js';
import { format } from '../locales/message.js';
import { lazyPictures } from '../pictures/lazy-pictures.js';
import { addSheets } from '../theme/add-sheets.js';
import { icon } from '../theme/icons.js';
import { adoptOwnSheets, createRoot } from '../theme/own-sheets.js';
import { refusalText } from '../ticket/refusal-text.js';
import { waitingText } from '../ticket/waiting-text.js';
import { caseList } from './case-list.js';
import { conversationStyles } from './conversation.styles.js';
import { type ConversationOrder, orderChoice } from './order-choice.js';
import { type Unsent, unsentList, unsentRequests } from './unsent.js';

/** A task that the agent is about to open. */
interface Opening {
  orderId: string;
  loading: boolean;
  answer?: RequestOptionsAnswer;
  type?: string;
  form?: Form;
  sending: boolean;
  problem?: string;
}

/**
 * The after-sales side of a conversation, with or without a ticket: its open tasks, the buyer's other cases, a task that the agent opens for
 * the buyer, and an invitation to apply. For the column beside a chat. With a buyer's client the element is empty.
 *
 * @fires {CustomEvent<TaskOpenDetail>} sidecard-task-open - The reader wants to see a task; cancelable, otherwise the provider shows it.
 * @fires {CustomEvent<InviteDetail>} sidecard-invite - Post this message to the buyer, as the agent.
 * @csspart cases - The open tasks.
 */
export class SidecardConversation extends LitElement {
  static override styles = conversationStyles;
  static override readonly properties: PropertyDeclarations = {
    conversationId: { attribute: 'conversation-id' },
    buyerId: { attribute: 'buyer-id' },
    orders: { attribute: false },
  };

  /**
   * Which conversation is open.
   *
   * @attr conversation-id
   */
  conversationId = '';
  /**
   * Its buyer, whose other cases are listed.
   *
   * @attr buyer-id
   */
  buyerId = '';
  /** The buyer's orders, if the host knows them: the agent then chooses one instead of typing its number. */
  orders: readonly ConversationOrder[] = [];

  readonly #scope = new ScopeController(this);
  readonly #language = new Language(this, this.#scope, conversationCatalogue);
  readonly #session = new StoreController(this, () => this.#client?.session);
  readonly #own = new StoreController(this, () =>
    this.#mayRead && this.conversationId
      ? this.#client?.list({ conversationId: this.conversationId, sort: 'changed' })
      : undefined,
  );
  readonly #others = new StoreController(this, () =>
    this.#mayRead && this.buyerId ? this.#client?.list({ buyerId: this.buyerId, sort: 'changed' }) : undefined,
  );
  readonly #type = new StoreController(this, () => {
    const option = this.#option;
    return option && this.#client?.ticketType(option.type, option.typeVersion);
  });
  readonly #outbox = new StoreController(this, () => (this.#mayRead ? this.#client?.outbox : undefined));
  readonly #drafts = new StoreController(this, () => {
    const place = this.#place;
    return place && this.#client?.drafts.all(place[0]);
  });
  readonly #elsewhere = new StoreController(this, () => {
    const place = this.#place;
    return place && this.#client?.drafts.elsewhere(place[0]);
  });
  readonly #part = new LazyPart(this, () => import('./request-part.js'));
  readonly #pictures = lazyPictures(this, this.#language, () => this.#client);
  readonly #announcer = new Announcer(this);
  #opening: Opening | undefined;
  #owner: { readonly client: Client | undefined; readonly account: string | undefined } | undefined;

  constructor() {
    super();
    new ForeignNodes(this);
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
    // What was typed stays a draft of its order.
    if (changed.has('conversationId')) this.#opening = undefined;
    // Another account: what is typed is a draft of the former one's.
    const account = accountOf(this.#session.value);
    if (this.#client !== this.#owner?.client || (account && this.#owner?.account && account !== this.#owner.account)) {
      this.#opening = undefined;
      this.#owner = undefined;
    }
    this.#owner = { client: this.#client, account: account ?? this.#owner?.account };
  }

  protected override update(changed: PropertyValues<this>): void {
    if (this.#opening) this.#part.want();
    addSheets(this.renderRoot as ShadowRoot, this.#part.value?.styles);
    const type = this.#description;
    const opening = this.#opening;
    const option = this.#option;
    const client = this.#client;
    if (opening?.answer && option && option.disabledReason === undefined && type && client && !opening.form) {
      const form = this.#part.value?.createRequestForm(client, opening.answer, option, type, this.#session.value);
      if (form) opening.form = form;
    }
    super.update(changed);
  }

  protected override render(): TemplateResult | typeof nothing {
    const client = this.#client;
    const session = this.#session.value;
    if (!client || !session || !this.#mayRead || !this.#language.isReady) return nothing;
    const texts = this.#language.textsOf(conversationCatalogue);
    const { conversation: words } = texts;
    const context = {
      ...{ texts, time: { texts, nowMs: client.now() }, party: session.party },
      onOpen: (ticketId: string, opener: HTMLElement) => this.#open(ticketId, opener),
    };
    const own = this.#own.value;
    const open = (own?.rows ?? []).filter(({ endedAtMs }) => endedAtMs === undefined);
    const others = this.#otherCases(open);
    return html`<section class="root conversation" lang=${texts.locale} aria-labelledby="title">
      <h2 id="title" tabindex="-1">${words.title}</h2>
      ${
        own?.status === 'failed'
          ? html`<p class="row">
              ${words.failed}
              <button class="btn small" type="button" @click=${() => client.refresh()}>${texts.state.retry}</button>
            </p>`
          : open.length > 0
            ? html`<div part="cases" aria-label=${format(words.open, { count: open.length })} role="group">
                ${caseList(open, context)}
              </div>`
            : own?.status === 'ready'
              ? html`<p class="muted">${words.none}</p>`
              : html`<span class="skel"></span>`
      }
      ${unsentList(this.#unsent, {
        ...{ client, texts },
        onSend: ({ create }) => void client.create(create).then((result) => this.#say(result, texts)),
        onEdit: (entry) => void this.#edit(client, entry),
      })}
      ${this.#opening ? this.#renderOpening(client, texts, this.#opening) : this.#renderActions(texts, session)}
      ${
        others.length > 0
          ? html`<details>
              <summary>${format(words.earlier, { count: others.length })}</summary>
              ${caseList(others, context)}
            </details>`
          : nothing
      }
      ${this.#announcer.render()}
    </section>`;
  }

  #renderActions({ conversation: words }: ConversationWords, { party, permissions }: Session): TemplateResult {
    const mayHandle = party === 'staff' || permissions.includes('task.handle');
    return html`<div class="row">
      ${
        mayHandle
          ? html`<button class="btn" type="button" data-act="start" @click=${() => this.#start()}>
              ${words.start}
            </button>`
          : nothing
      }
      ${
        party === 'merchant'
          ? html`<button
              class="btn quiet"
              type="button"
              data-act="invite"
              title=${words.inviteHelp}
              @click=${() => this.#invite(words.invitation)}
            >
              ${icon('chat')}${words.invite}
            </button>`
          : nothing
      }
    </div>`;
  }

  #renderOpening(client: Client, texts: ConversationWords, opening: Opening): TemplateResult {
    const { conversation: words } = texts;
    const part = this.#part.value;
    const { answer, problem = this.#problemOf(opening, texts) } = opening;
    return html`<div class="opening" role="group" aria-label=${words.start} @keydown=${this.#handleKeydown}>
      ${orderChoice({
        ...{ words, orders: this.#ordersWith(opening.orderId), chosen: opening.orderId, loading: opening.loading },
        onFind: (orderId) => void this.#find(client, opening, orderId),
      })}
      ${
        answer && part
          ? part.requestForm({
              ...{ texts, answer, pictures: this.#pictures, session: this.#session.value, sending: opening.sending },
              ...{ option: this.#option, type: this.#description, form: opening.form, refusal: problem },
              ...{ drafts: this.#drafts.value, elsewhere: this.#elsewhere.value },
              onType: (key) => this.#chooseType(opening, key),
              onSubmit: () => void this.#submit(client, texts, opening),
              redraw: () => this.requestUpdate(),
            })
          : problem
            ? html`<p class="error">${icon('warning')}<span>${problem}</span></p>`
            : nothing
      }
      <div class="row">
        <button class="btn quiet small" type="button" data-act="cancel" @click=${() => this.#cancel()}>
          ${words.cancel}
        </button>
      </div>
    </div>`;
  }

  #start(): void {
    this.#opening = { orderId: '', loading: false, sending: false };
    this.requestUpdate();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('#order')?.focus());
    const [only, ...more] = this.orders;
    const client = this.#client;
    if (client && only && more.length === 0) void this.#find(client, this.#opening, only.id);
  }

  /** Closes the form; what was typed into it is still there when it is opened again. */
  #cancel(): void {
    this.#opening = undefined;
    this.requestUpdate();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[data-act=start]')?.focus());
  }

  readonly #handleKeydown = (event: KeyboardEvent): void => {
    // Keys typed here are not shortcuts of the host.
    event.stopPropagation();
    if (event.key !== 'Escape' || isComposing(event)) return;
    event.preventDefault();
    this.#cancel();
  };

  /** The orders to choose from, and the one of a request that is edited. */
  #ordersWith(orderId: string): readonly ConversationOrder[] {
    const { orders } = this;
    const isThere = orders.length === 0 || !orderId || orders.some(({ id }) => id === orderId);
    return isThere ? orders : [...orders, { id: orderId }];
  }

  /** Opens the form of a refused request: what was typed is its draft. */
  async #edit(client: Client, { create: { orderId, type } }: Unsent): Promise<void> {
    const opening = (this.#opening = { orderId: '', loading: false, sending: false });
    await this.#find(client, opening, orderId);
    this.#chooseType(opening, type);
    await this.updateComplete;
    const order = this.renderRoot.querySelector<HTMLInputElement>('#order');
    if (order?.localName === 'input') order.value = orderId;
    this.renderRoot.querySelector<HTMLElement>('#type')?.focus();
  }

  /** Says how a request ended. What was pressed for it goes unless it was refused: the focus stays in the element. */
  #say(result: SendResult, texts: ConversationWords): void {
    const { conversation, state } = texts;
    if (result.status === 'refused') return this.#announcer.say(refusalText(result.error, texts));
    this.#announcer.say(
      result.status === 'confirmed' ? conversation.opened : result.unsaved ? state.unsaved : state.queued,
    );
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('#title')?.focus());
  }

  /** The requests in the outbox, but that of the open form, which shows its own refusal. */
  get #unsent(): readonly Unsent[] {
    const { orderId, type } = this.#opening ?? {};
    const all = unsentRequests(this.#outbox.value ?? []);
    return type === undefined ? all : all.filter(({ create }) => create.orderId !== orderId || create.type !== type);
  }

  /** Why the open form's request was refused, or that it waits. */
  #problemOf({ orderId, type }: Opening, texts: ConversationWords): string | undefined {
    const sent = unsentRequests(this.#outbox.value ?? []).find(
      ({ create }) => create.orderId === orderId && create.type === type,
    );
    if (!sent) return undefined;
    if (sent.state === 'queued') return waitingText(sent, texts);
    return sent.error && refusalText(sent.error, texts);
  }

  async #find(client: Client, opening: Opening, orderId: string): Promise<void> {
    Object.assign(opening, {
      orderId,
      loading: orderId !== '',
      answer: undefined,
      form: undefined,
      type: undefined,
      problem: undefined,
    });
    this.requestUpdate();
    if (!orderId) return;
    const found = await client.requestOptions(orderId);
    // Another order has been chosen since.
    if (opening.orderId !== orderId) return;
    opening.loading = false;
    if (found.ok) opening.answer = found.body;
    else {
      const texts = this.#language.textsOf(conversationCatalogue);
      opening.problem =
        found.error.code === 'not-found' ? texts.conversation.notFound : refusalText(found.error, texts);
      this.#announcer.say(opening.problem);
    }
    this.requestUpdate();
  }

  #chooseType(opening: Opening, key: string): void {
    Object.assign(opening, { type: key || undefined, form: undefined, problem: undefined });
    this.requestUpdate();
  }

  async #submit(client: Client, texts: ConversationWords, opening: Opening): Promise<void> {
    const { form, type, orderId } = opening;
    if (!form || type === undefined || opening.sending) return;
    form.attempted = true;
    const sent = this.#outbox.value?.find(({ create }) => create?.orderId === orderId && create.type === type);
    // It is sent once the network is back: another would be a second request.
    const waits = sent && sent.state !== 'refused' ? waitingText(sent, texts) : undefined;
    const why = waits ?? this.#part.value?.whyNotYet(form, texts);
    if (why !== undefined) {
      this.#announcer.say(why);
      return;
    }
    opening.sending = true;
    delete opening.problem;
    this.requestUpdate();
    const result = await client.create({ type, orderId, request: form.cleaned });
    opening.sending = false;
    if (result.status === 'refused') {
      opening.problem = refusalText(result.error, texts);
    } else {
      // One that waits keeps its draft until it is confirmed.
      if (result.status === 'confirmed') form.clear();
      if (this.#opening === opening) {
        this.#opening = undefined;
      }
    }
    this.#say(result, texts);
    this.requestUpdate();
  }

  #open(ticketId: string, opener: HTMLElement): void {
    if (dispatch(this, 'sidecard-task-open', { ticketId }, { cancelable: true })) {
      this.#scope.value?.openTask?.(ticketId, opener);
    }
  }

  #invite(text: string): void {
    dispatch(this, 'sidecard-invite', { conversationId: this.conversationId, text });
  }

  /** Cases of the buyer besides the open ones of the conversation. */
  #otherCases(open: readonly TicketSummary[]): readonly TicketSummary[] {
    const shown = new Set(open.map(({ ticketId }) => ticketId));
    const all = [...(this.#own.value?.rows ?? []), ...(this.#others.value?.rows ?? [])];
    return [...new Map(all.map((one) => [one.ticketId, one])).values()].filter(({ ticketId }) => !shown.has(ticketId));
  }

  get #description() {
    return this.#type.value?.description;
  }

  /** Where what is typed is kept. */
  get #place() {
    const { orderId, type } = this.#opening ?? {};
    return orderId !== undefined && type !== undefined ? requestDraft({ orderId, type }) : undefined;
  }

  get #option() {
    const { answer, type } = this.#opening ?? {};
    return answer?.options.find((one) => one.type === type);
  }

  get #client(): Client | undefined {
    return this.#scope.value?.client;
  }

  /** A buyer's client requests nothing. */
  get #mayRead(): boolean {
    const party = this.#session.value?.party;
    return party === 'merchant' || party === 'staff';
  }
}

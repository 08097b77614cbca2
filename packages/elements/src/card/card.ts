import type { Client } from '@sidecard/client';
import { type Locale, parseCardMessage, type ParsedCard, resolveLocale } from '@sidecard/core';
import { LitElement, noChange, type PropertyDeclarations, type TemplateResult } from 'lit';
import { ScopeController } from '../context/scope-controller.js';
import { ForeignNodes } from '../controllers/foreign-nodes.js';
import { dispatch, type TaskOpenDetail } from '../events/events.js';
import { liveTexts, localeOf, sentTexts } from '../locales/card-texts-for.js';
import type { SentTexts } from '../locales/card-texts.js';
import type { LazyTexts } from '../locales/lazy-texts.js';
import type { openTaskOnPage } from '../provider/open-on-page.js';
import { adoptSheets } from '../theme/adopt.js';
import { emptyModel, type ModelContext, refusedModel, sentModel } from './card-model.js';
import { type CardModel, cardTemplate, type PlainModel, plainTemplate } from './card-template.js';
import { cardStyles } from './card.styles.js';
import type { LiveCard } from './live-card.js';

/**
 * The card that announces an after-sales ticket in a chat. It draws what its message says at once, even offline, and goes live when a client is in
 * reach. At one width and language every state has the same height, so that an update never moves the chat.
 *
 * A buyer can type such a message. So until live data or the server's signature confirms it, the card shows no platform as the sender, no shield, no
 * text in its title but a known type's name and no picture, and says that its content is not confirmed. Without a client nothing confirms it.
 *
 * @fires {CustomEvent<TaskOpenDetail>} sidecard-task-open - The reader wants to see the task; cancelable, for hosts with a place of their own for it.
 * @csspart button - View task, the one button.
 * @cssprop [--sidecard-color-accent=#2456d3] - Colour of what the shop is to do; the other accent colours are derived from it.
 * @cssprop [--sidecard-font-size=14px] - Size of the text, a length.
 * @cssprop [--sidecard-radius-l=12px] - Corners of the card, a length.
 */
export class SidecardCard extends LitElement {
  // No decorators: the compiler's helper for them would be in the first bytes that the reader of a chat loads.
  static override readonly properties: PropertyDeclarations = {
    ticketId: { attribute: 'ticket-id' },
    message: { attribute: false },
    client: { attribute: false },
  };

  readonly #scope = new ScopeController(this);
  #ticketId = '';
  #message: unknown;
  #parsed: ParsedCard | undefined;
  #client: Client | undefined;
  #live: LiveCard | undefined;
  /** Texts that have to be loaded before it can draw. */
  #loading: Promise<void> | undefined;

  constructor() {
    super();
    new ForeignNodes(this);
  }

  /**
   * The ticket to show; taken from the message when there is one.
   *
   * @attr ticket-id
   */
  get ticketId(): string {
    return this.#ticketId;
  }
  set ticketId(id: string | null | undefined) {
    this.#ticketId = id ?? '';
  }

  /** The message from the chat as it came: an object, or its JSON text. Anything may be given; what cannot be read is shown as a plain sentence. */
  get message(): unknown {
    return this.#message;
  }
  set message(message: unknown) {
    if (message === this.#message) return;
    this.#message = message;
    const former = this.#parsed;
    this.#parsed = message === undefined || message === null ? undefined : parseCardMessage(message);
    if (this.#parsed?.ok) this.#ticketId = this.#parsed.value.ticketId;
    // What the former message said of itself went with it.
    else if (former?.ok && former.value.ticketId === this.#ticketId)
      this.#ticketId = this.getAttribute('ticket-id') ?? '';
  }

  /** A client for this card alone, in place of the provider's. */
  get client(): Client | undefined {
    return this.#client ?? this.#scope.value?.client;
  }
  set client(client: Client | undefined) {
    this.#client = client;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // What is known is on the page at once: a message list that measures its rows finds them as they stay.
    if (this.#message !== undefined || this.#ticketId) this.performUpdate();
  }

  /** The card moved into another document: its sheets did not. */
  adoptedCallback(): void {
    if (this.hasUpdated) this.#adopt();
  }

  /** Moves focus to View task. */
  override focus(options?: FocusOptions): void {
    this.#button?.focus(options);
  }

  /** Listener of the card's own nodes. */
  handleEvent(event: Event): void {
    if (event.type === 'click') this.#open();
    else this.#handleKey(event as KeyboardEvent);
  }

  protected override createRenderRoot(): ShadowRoot {
    return this.attachShadow({ mode: 'open' });
  }

  protected override willUpdate(): void {
    if (this.#goLive() || !this.hasUpdated) this.#adopt();
  }

  protected override render(): TemplateResult | typeof noChange {
    const live = this.#live;
    const model = live ? this.#modelIn(liveTexts, (context) => live.model(context)) : this.#modelIn(sentTexts);
    // What is there stays until it can be said in another language.
    if (!model) return this.hasUpdated ? noChange : cardTemplate(emptyModel(this.#locale), this);
    return 'plain' in model ? plainTemplate(model) : cardTemplate(model, this);
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    if (!this.#loading) return complete;
    await this.#loading;
    return this.getUpdateComplete();
  }

  get #button(): HTMLElement | null | undefined {
    return this.shadowRoot?.querySelector('button');
  }

  get #locale(): Locale {
    const found = this.#scope.value?.locale ?? this.client?.locale;
    return found ? resolveLocale(found) : localeOf(this);
  }

  /** Whether the message is known to be the platform's. What is checked is what is drawn: the parsed copy, where there is one. */
  get #vouched(): boolean {
    const message = this.#given;
    const checked = message?.ok ? message.value : message?.error.code === 'card-too-new' ? this.#message : undefined;
    return this.#live?.vouchesFor(checked) ?? false;
  }

  /** The message, unless it is another ticket's: the element may have been given a new id since. */
  get #given(): ParsedCard | undefined {
    const parsed = this.#parsed;
    return !this.#ticketId || (parsed?.ok && parsed.value.ticketId === this.#ticketId) ? parsed : undefined;
  }

  /** Returns what to draw; `undefined` while the texts are loading. */
  #modelIn<Texts extends SentTexts>(
    source: LazyTexts<Texts>,
    live?: (context: ModelContext & { readonly texts: Texts }) => CardModel | PlainModel | undefined,
  ): CardModel | PlainModel | undefined {
    const ours = this.#textsFrom(source);
    if (!ours) return undefined;
    const { client } = this;
    const texts = this.#scope.value?.withOverrides?.(ours) ?? ours;
    const context = { texts, nowMs: client?.now() ?? Date.now() };
    const message = this.#given;
    return (
      live?.(context) ??
      (message?.ok
        ? sentModel(message.value, this.#vouched, context)
        : client && this.#ticketId && this.#live?.loading !== false
          ? emptyModel(texts.locale, texts.viewTask)
          : refusedModel(message, this.#vouched, texts))
    );
  }

  #textsFrom<Texts>(source: LazyTexts<Texts>): Texts | undefined {
    const locale = this.#locale;
    const loading = source.load(locale);
    if (loading)
      this.#loading ??= loading.then((changed) => {
        this.#loading = undefined;
        if (changed) this.requestUpdate();
      });
    return source.get(locale);
  }

  /** Follows the ticket as soon as a client is in reach. @returns whether it did so just now */
  #goLive(): boolean {
    if (this.#live || !this.client) return false;
    const locale = this.#locale;
    if (Live && liveTexts.get(locale)) {
      this.#live = new Live(this, { ticketId: () => this.#ticketId, client: () => this.client });
      return true;
    }
    void loadLive(locale).then((loaded) => loaded && this.requestUpdate());
    return false;
  }

  #adopt(): void {
    adoptSheets(this.renderRoot as ShadowRoot, this.#live && Live ? [...cardStyles, ...Live.styles] : cardStyles);
  }

  #open(): void {
    const ticketId = this.#ticketId;
    if (!ticketId || !dispatch(this, 'sidecard-task-open', { ticketId }, { cancelable: true })) return;
    const scope = this.#scope.value;
    const { client } = this;
    const message = this.#given;
    const snapshot = this.#vouched && message?.ok ? message.value.snapshot : undefined;
    if (scope?.openTask && client === scope.client) scope.openTask(ticketId, this, snapshot);
    else if (client) void openOnPage({ ...scope, client }, ticketId, this, snapshot);
    else console.warn('<sidecard-card> has no client: put it into a <sidecard-provider>.');
  }

  /** Keeps Enter and Space from the host: some take keys for their message list, or cancel what they do. */
  #handleKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.stopPropagation();
    // else the browser would press the button once more
    event.preventDefault();
    if (event.type !== 'keydown' || event.repeat) return;
    this.#button?.addEventListener('keyup', this);
    this.#open();
  }
}

let Live: typeof LiveCard | undefined;

/** Loads what only a card with a client needs. @returns whether it is there; a failure is tried again with the next update */
async function loadLive(locale: Locale): Promise<boolean> {
  try {
    [{ LiveCard: Live }] = await Promise.all([import('./live-card.js'), liveTexts.load(locale)]);
    return liveTexts.get(locale) !== undefined;
  } catch {
    return false;
  }
}

/** Only cards without a provider need it. */
async function openOnPage(...args: Parameters<typeof openTaskOnPage>): Promise<void> {
  const { openTaskOnPage } = await import('../provider/open-on-page.js');
  openTaskOnPage(...args);
}

export type { TaskOpenDetail };

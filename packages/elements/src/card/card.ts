import type { Client } from '@sidecard/client';
import { type Locale, parseCardMessage, type ParsedCard, resolveLocale } from '@sidecard/core/card';
import { LitElement, noChange, type PropertyDeclarations, type TemplateResult } from 'lit';
import { ScopeController } from '../context/scope-controller.js';
import { ForeignNodes } from '../controllers/foreign-nodes.js';
import { dispatch, type TaskOpenDetail } from '../events/events.js';
import { liveTexts, localeOf, sentTexts } from '../locales/card-texts-for.js';
import type { SentTexts } from '../locales/card-texts.js';
import type { LazyTexts } from '../locales/lazy-texts.js';
import type { openTaskOnPage } from '../provider/open-on-page.js';
import { adoptSheets } from '../theme/css.js';
import { emptyModel, type ModelContext, refusedModel, sentModel } from './card-model.js';
import { type CardModel, cardTemplate, type PlainModel, plainTemplate } from './card-template.js';
import { cardStyles } from './card.styles.js';
import type { LiveCard } from './live-card.js';

/**
 * The card that announces an after-sales ticket in a chat. It renders its message at once, even offline, and goes live when it has a
 * client. For a given width and language every state has the same height, so that updates never move the chat.
 *
 * A buyer can type such a message. Until live data or the server's signature confirms it, the card shows no platform as the sender, no
 * shield, no title except a known type's name and no picture, and states that its content is not confirmed. Without a client, nothing
 * confirms it.
 *
 * @fires {CustomEvent<TaskOpenDetail>} sidecard-task-open - The user wants to see the task; cancelable, for hosts that show it elsewhere.
 * @csspart button - The View task button.
 */
export class SidecardCard extends LitElement {
  // No decorators: the compiler's helper would be part of the first bytes that a page loads.
  static override readonly properties: PropertyDeclarations = {
    ticketId: { attribute: 'ticket-id' },
    message: { attribute: false },
    client: { attribute: false },
  };
  /** For frameworks that render elements on a server. In a page, the card adopts them itself. */
  static override readonly styles = cardStyles;

  readonly #scope = new ScopeController(this);
  #ticketId = '';
  #message: unknown;
  #parsed: ParsedCard | undefined;
  #client: Client | undefined;
  #live: LiveCard | undefined;
  /** Texts that must load before the card can render. */
  #loading: Promise<void> | undefined;

  constructor() {
    super();
    new ForeignNodes(this);
  }

  /**
   * The ticket to show. Taken from the message, if there is one.
   *
   * @attr ticket-id
   */
  get ticketId(): string {
    return this.#ticketId;
  }
  set ticketId(id: string | null | undefined) {
    this.#ticketId = id ?? '';
  }

  /** The chat's message, unchanged: an object, or its JSON text. Accepts anything; an unreadable message is shown as a plain sentence. */
  get message(): unknown {
    return this.#message;
  }
  set message(message: unknown) {
    if (message === this.#message) return;
    this.#message = message;
    const former = this.#parsed;
    this.#parsed = message === undefined || message === null ? undefined : parseCardMessage(message);
    if (this.#parsed?.ok) this.#ticketId = this.#parsed.value.ticketId;
    // Facts of the former message went with it.
    else if (former?.ok && former.value.ticketId === this.#ticketId)
      this.#ticketId = this.getAttribute('ticket-id') ?? '';
  }

  /** A client for this card only, instead of the provider's. */
  get client(): Client | undefined {
    return this.#client ?? this.#scope.value?.client;
  }
  set client(client: Client | undefined) {
    this.#client = client;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Render synchronously: a message list that measures its rows gets their final height.
    if (this.#message !== undefined || this.#ticketId) this.performUpdate();
  }

  /** The card moved into another document, but its style sheets did not. */
  adoptedCallback(): void {
    if (this.hasUpdated) this.#adopt();
  }

  /** Moves focus to View task. */
  override focus(options?: FocusOptions): void {
    this.#button?.focus(options);
  }

  /** Handles events of the card's own nodes. */
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
    const model = this.#model();
    // Keep the current content until the new language has loaded.
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

  /** The message, unless it belongs to another ticket: the element may have a new id since. */
  get #given(): ParsedCard | undefined {
    const parsed = this.#parsed;
    return !this.#ticketId || (parsed?.ok && parsed.value.ticketId === this.#ticketId) ? parsed : undefined;
  }

  /** Returns what to render; `undefined` while the texts load. */
  #model(): CardModel | PlainModel | undefined {
    const live = this.#live;
    return live
      ? this.#with(liveTexts, (context) => live.model(context, this.#given, this.#message))
      : this.#with(sentTexts, (context) => {
          const given = this.#given;
          if (given?.ok) return sentModel(given.value.snapshot, context);
          const { locale, viewTask } = context.texts;
          return this.client && this.#ticketId ? emptyModel(locale, viewTask) : refusedModel(given, context.texts);
        });
  }

  #with<Texts extends SentTexts>(
    source: LazyTexts<Texts>,
    model: (context: ModelContext & { readonly texts: Texts }) => CardModel | PlainModel,
  ): CardModel | PlainModel | undefined {
    const ours = this.#textsFrom(source);
    return (
      ours &&
      model({
        texts: this.#scope.value?.withOverrides?.(ours) ?? ours,
        nowMs: this.client?.now() ?? Date.now(),
        warnings: this.#scope.value?.deadlineWarnings,
      })
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

  /** Follows the ticket once there is a client. @returns whether it started just now */
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
    const root = this.renderRoot as ShadowRoot | undefined;
    // none on a server
    if (root) adoptSheets(root, this.#live ? liveSheets : cardStyles);
  }

  #open(): void {
    const ticketId = this.#ticketId;
    if (!ticketId || !dispatch(this, 'sidecard-task-open', { ticketId }, { cancelable: true })) return;
    const scope = this.#scope.value;
    const { client } = this;
    const message = this.#given;
    const snapshot = message?.ok && this.#live?.isVerified(message, this.#message) ? message.value.snapshot : undefined;
    if (scope?.openTask && client === scope.client) scope.openTask(ticketId, this, snapshot);
    else if (client) void openOnPage({ ...scope, client }, ticketId, this, snapshot);
    else console.warn('<sidecard-card> has no client. Put it into a <sidecard-provider>.');
  }

  /** Hides Enter and Space from the host, which may use them in its message list or cancel them. */
  #handleKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.stopPropagation();
    // Otherwise the browser would click the button again.
    event.preventDefault();
    if (event.type !== 'keydown' || event.repeat) return;
    this.#button?.addEventListener('keyup', this);
    this.#open();
  }
}

let Live: typeof LiveCard | undefined;
let liveSheets = cardStyles;

/** Loads what only a card with a client needs. @returns whether it is loaded; a failure is retried with the next update */
async function loadLive(locale: Locale): Promise<boolean> {
  try {
    const [part] = await Promise.all([import('./live-card.js'), liveTexts.load(locale)]);
    if (!Live) liveSheets = [...cardStyles, ...part.LiveCard.styles];
    Live = part.LiveCard;
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

import type { Client } from '@sidecard/client';
import { type Locale, parseCardMessage, type ParsedCard, resolveLocale } from '@sidecard/core';
import { ScopeController } from '../context/scope-controller.js';
import { SmallElement } from '../controllers/small-element.js';
import { dispatch, type TaskOpenDetail } from '../events/events.js';
import { localeOf, sentTextsFor } from '../locales/card-texts-for.js';
import type { openTaskOnPage } from '../provider/on-page.js';
import { adoptSheets } from '../theme/adopt.js';
import { type DueFace, emptyFace, refusedFace, sentFace } from './card-face.js';
import { growCard, nodesOf, set, write, writeCard, writePlain } from './card-tree.js';
import { cardStyles } from './card.styles.js';
import type { LiveCard } from './live-card.js';

/**
 * The card that announces an after-sales ticket in a chat. It draws what its message says at once, even offline, and goes live when a client is in
 * reach. At one width and language every state has the same height, so that an update never moves the chat.
 *
 * A buyer can type such a message. So until live data or the server's signature confirms it, the card shows no platform as the sender, no shield, no
 * words in its title but those of a known type and no picture, and says that its content is not confirmed. Without a client nothing confirms it.
 *
 * @fires {CustomEvent<TaskOpenDetail>} sidecard-task-open - The reader wants to see the task; cancelable, for hosts with a place of their own for it.
 * @csspart button - View task, the one button.
 * @cssprop [--sidecard-color-accent=#2456d3] - Colour of what is the shop's to do; the other accent colours are derived from it.
 * @cssprop [--sidecard-font-size=14px] - Size of the text, a length.
 * @cssprop [--sidecard-radius-l=12px] - Corners of the card, a length.
 */
export class SidecardCard extends SmallElement {
  static readonly observedAttributes = ['ticket-id'];

  readonly #scope = new ScopeController(this);
  #live: LiveCard | undefined;
  #ticketId = '';
  #message: unknown;
  #ownClient: Client | undefined;
  #parsed: ParsedCard | undefined;
  #adopted = false;
  /** Its nodes are those of a card, and not of a sentence or none. */
  #grown = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.addEventListener('click', this);
    root.addEventListener('keydown', this);
    this.adoptProperties('ticketId', 'message', 'client');
  }

  /**
   * The ticket to show; taken from the message when there is one.
   *
   * @attr ticket-id
   */
  get ticketId(): string {
    return this.#ticketId;
  }
  set ticketId(id: string) {
    this.#ticketId = id ?? '';
    this.requestUpdate();
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
    this.requestUpdate();
  }

  /** A client for this card alone, in place of the provider's. */
  get client(): Client | undefined {
    return this.#ownClient ?? this.#scope.value?.client;
  }
  set client(client: Client | undefined) {
    this.#ownClient = client;
    this.requestUpdate();
  }

  attributeChangedCallback(_name: string, _before: string | null, value: string | null): void {
    this.ticketId = value ?? '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // What is known is on the page at once: a message list that measures its rows finds them as they stay.
    if (this.#message !== undefined || this.#ticketId) this.performUpdate();
  }

  /** The card moved into another document: its sheets did not. */
  adoptedCallback(): void {
    this.#adopt();
  }

  /** Moves focus to View task. */
  override focus(options?: FocusOptions): void {
    this.#button?.focus(options);
  }

  /** Listener of the card's own nodes, for every kind of event. */
  handleEvent(event: Event): void {
    if (event.target !== this.#button) return;
    if (event.type === 'click') this.#open();
    else this.#handleKey(event as KeyboardEvent);
  }

  protected override update(): void {
    const root = this.#root;
    if (!this.#adopted) this.#adopt();
    this.#goLive();
    const texts = this.#dress(sentTextsFor(this.#locale));
    const { client } = this;
    const context = { texts, nowMs: client?.now() ?? Date.now(), types: client?.types };
    const message = this.#given;
    const face =
      this.#live?.face(context) ??
      (message?.ok
        ? sentFace(message.value, this.#vouched, context)
        : client && this.#ticketId && this.#live?.loading !== false
          ? emptyFace(texts)
          : refusedFace(message, this.#vouched, texts));
    const { plain } = face;
    if (plain) writePlain(root, face);
    else {
      const fragment = this.#grown ? undefined : growCard(this.ownerDocument);
      writeCard(nodesOf(fragment ?? root), face);
      this.#writeDue(face.due, fragment);
      if (fragment) root.replaceChildren(fragment);
    }
    this.#grown = !plain;
  }

  #adopt(): void {
    this.#adopted = true;
    adoptSheets(this.#root, this.#live && Live ? [...cardStyles, ...Live.styles] : cardStyles);
  }

  /** Whether the message is known to be the platform's. What is checked is what is drawn: the parsed copy, where there is one. */
  get #vouched(): boolean {
    const message = this.#given;
    const checked = message?.ok ? message.value : message?.error.code === 'card-too-new' ? this.#message : undefined;
    return this.#live?.vouchesFor(checked) ?? false;
  }

  get #button(): HTMLElement | null {
    return this.#root.querySelector('button');
  }

  get #root(): ShadowRoot {
    return this.shadowRoot as ShadowRoot;
  }

  get #locale(): Locale {
    const found = this.#scope.value?.locale ?? this.client?.locale;
    return found ? resolveLocale(found) : localeOf(this);
  }

  #dress<Catalogue extends object>(texts: Catalogue): Catalogue {
    return this.#scope.value?.dress?.(texts) ?? texts;
  }

  /** The message, unless it is another ticket's: the element may have been given a new id since. */
  get #given(): ParsedCard | undefined {
    const parsed = this.#parsed;
    return !this.#ticketId || (parsed?.ok && parsed.value.ticketId === this.#ticketId) ? parsed : undefined;
  }

  /** Follows the ticket from the moment a client is in reach; what that takes is loaded with the first. */
  #goLive(): void {
    if (this.#live || !this.client) return;
    if (Live) {
      this.#live = new Live(this, {
        ticketId: () => this.#ticketId,
        client: () => this.client,
        locale: () => this.#locale,
        dress: (texts) => this.#dress(texts),
        writeDue: (face) => this.#grown && this.#writeDue(face),
      });
      this.#adopt();
    } else void loadLive().then(() => this.requestUpdate());
  }

  #writeDue(face: DueFace, card: ParentNode = this.#root): void {
    const nodes = nodesOf(card);
    write(nodes, face);
    this.#live?.drawRing(nodes.clock, face.percent);
    // The count is not for ears; the moment beside it says the same once and for all.
    set(nodes.left, 'aria-hidden', face.words?.by ? 'true' : undefined);
  }

  #open(): void {
    const ticketId = this.#ticketId;
    if (!ticketId || !dispatch(this, 'sidecard-task-open', { ticketId }, { cancelable: true })) return;
    const scope = this.#scope.value;
    const { client } = this;
    const message = this.#given;
    const snapshot = message?.ok && this.#vouched ? message.value.snapshot : undefined;
    if (scope?.openTask && client === scope.client) scope.openTask(ticketId, this, snapshot);
    else if (client) void openOnPage({ ...scope, client }, ticketId, this, snapshot);
    else console.warn('<sidecard-card> has no client: put it into a <sidecard-provider>.');
  }

  /** Enter and Space are ours: hosts take keys for their message list, or cancel what they do. */
  #handleKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.stopPropagation();
    // else the browser would press the button once more
    event.preventDefault();
    if (event.type !== 'keydown' || event.repeat) return;
    this.#root.addEventListener('keyup', this);
    this.#open();
  }
}

let Live: typeof LiveCard | undefined;

async function loadLive(): Promise<void> {
  ({ LiveCard: Live } = await import('./live-card.js'));
}

/** Only cards without a provider need it. */
async function openOnPage(...args: Parameters<typeof openTaskOnPage>): Promise<void> {
  const { openTaskOnPage } = await import('../provider/on-page.js');
  openTaskOnPage(...args);
}

export type { TaskOpenDetail };

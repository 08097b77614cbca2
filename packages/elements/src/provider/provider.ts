import type { Client } from '@sidecard/client';
import { type CardSnapshot, type Locale, resolveLocale } from '@sidecard/core';
import { dresser } from '../context/dresser.js';
import { ScopeController } from '../context/scope-controller.js';
import { ScopeSource } from '../context/scope-source.js';
import { SmallElement } from '../controllers/small-element.js';
import { localeOf } from '../locales/card-texts-for.js';
import type { Overrides } from '../locales/message.js';
import { overlayEn, overlayZhCN } from '../locales/overlay-texts.js';
import type { Texts } from '../locales/texts.js';
import { loadPanel } from '../overlay/load-panel.js';
import { TaskOverlay } from '../overlay/overlay.js';
import { overlayStyles } from '../overlay/overlay.styles.js';
import { adoptSheets } from '../theme/adopt.js';

/** What comes before a press. */
const INTEREST = ['pointerover', 'focusin'];
const NEEDS_PANEL = 'sidecard-task, sidecard-staff-message';

/**
 * Gives a client to every Sidecard element below it, and holds the task panel that View task opens beside the chat. It has no box of its own.
 *
 * @slot - The page's part with the chat.
 * @fires {CustomEvent<TaskCloseDetail>} sidecard-task-close - The reader wants the panel gone; cancelable.
 * @fires {CustomEvent<TaskClosedDetail>} sidecard-task-closed - The panel is gone.
 * @csspart overlay - The panel's frame, while it is open.
 * @cssprop [--sidecard-task-inline-size=380px] - Width of the panel until the reader drags it, a length.
 */
export class SidecardProvider extends SmallElement {
  static readonly observedAttributes = ['locale'];

  readonly #source = new ScopeSource(this);
  readonly #above = new ScopeController(this);
  readonly #root: ShadowRoot;
  #client: Client | undefined;
  #locale: Locale | undefined;
  #texts: Overrides<Texts> | undefined;
  #dresser: ReturnType<typeof dresser> = {};
  #overlay: TaskOverlay | undefined;
  #arrivals: MutationObserver | undefined;
  #returnFocusTo: HTMLElement | undefined;

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: 'open' });
    this.#root.append(document.createElement('slot'));
    this.adoptProperties('client', 'locale', 'texts', 'returnFocusTo');
    for (const type of INTEREST) this.addEventListener(type, this);
  }

  /**
   * The account's client.
   *
   * @default that of a provider further out
   */
  get client(): Client | undefined {
    return this.#client;
  }
  set client(client: Client | undefined) {
    this.#client = client;
    this.requestUpdate();
  }

  /**
   * The language: `zh-CN` or `en`, or a BCP 47 tag near one of them; else it is the client's.
   *
   * @attr locale
   */
  get locale(): string | undefined {
    return this.#locale;
  }
  set locale(locale: string | null | undefined) {
    this.#locale = locale ? resolveLocale(locale) : undefined;
    this.requestUpdate();
  }

  /** Where focus goes when the panel closes and the ticket's card is not on the page any more, such as the chat's input. */
  get returnFocusTo(): HTMLElement | undefined {
    return this.#returnFocusTo;
  }
  set returnFocusTo(element: HTMLElement | undefined) {
    this.#returnFocusTo = element;
  }

  /** The host's own words, laid over ours. */
  get texts(): Overrides<Texts> | undefined {
    return this.#texts;
  }
  set texts(texts: Overrides<Texts> | undefined) {
    this.#texts = texts;
    this.#dresser = dresser(texts);
    this.requestUpdate();
  }

  attributeChangedCallback(_name: string, _before: string | null, value: string | null): void {
    this.locale = value;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adoptSheets(this.#root, overlayStyles);
    this.performUpdate();
    this.#source.start();
    this.#expectPanels();
    // It was moved on the page, which takes everything out of the top layer.
    if (this.#overlay?.isOpen) this.#overlay.show();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#source.stop();
    this.#arrivals?.disconnect();
    this.#overlay?.rest();
    queueMicrotask(() => {
      if (!this.isConnected) this.#overlay?.hide();
    });
  }

  /** Listener for {@link INTEREST}: who looks at a card's button is about to press it. */
  handleEvent(event: Event): void {
    const [target] = event.composedPath();
    if (!(target instanceof HTMLButtonElement) || (event.target as Element).localName !== 'sidecard-card') return;
    for (const type of INTEREST) this.removeEventListener(type, this);
    this.#source.scope?.preloadTask?.();
  }

  adoptedCallback(): void {
    adoptSheets(this.#root, overlayStyles);
  }

  /**
   * Shows a ticket's task panel beside the chat, in place of the one that is shown.
   *
   * @param opener - where focus returns to. @default the ticket's card
   * @param snapshot - facts to show until the ticket is there
   */
  openTask(ticketId: string, opener?: HTMLElement, snapshot?: CardSnapshot): void {
    if (!this.isConnected) return;
    if (!this.#overlay?.isOpen) this.#overlay = this.#makeOverlay();
    this.#overlay.open(ticketId, { opener, snapshot });
  }

  /** Closes the task panel, without asking. */
  closeTask(): void {
    this.#overlay?.close();
  }

  protected override update(): void {
    const above = this.#above.value;
    this.#source.scope = {
      client: this.#client ?? above?.client,
      locale: this.#locale ?? (this.#client ? undefined : above?.locale),
      ...(this.#texts ? this.#dresser : { overrides: above?.overrides, dress: above?.dress }),
      openTask: (...args) => this.openTask(...args),
      preloadTask: () => void loadPanel().catch(() => {}),
    };
  }

  #makeOverlay(): TaskOverlay {
    return new TaskOverlay({
      root: this.#root,
      element: this,
      texts: () => {
        const { locale, client, dress } = this.#source.scope ?? {};
        const lang = locale ?? client?.locale ?? localeOf(this);
        const texts = lang === 'en' ? overlayEn : overlayZhCN;
        return { lang, overlay: (dress?.(texts) ?? texts).overlay };
      },
      returnFocusTo: () => this.returnFocusTo,
    });
  }

  /** Panels that the host puts into its own columns come to life when the first is there. */
  #expectPanels(): void {
    const look = (): void => {
      if (!this.querySelector(NEEDS_PANEL)) return;
      this.#arrivals?.disconnect();
      loadPanel().catch((error: unknown) => console.warn('Sidecard: the panel did not load.', error));
    };
    if (customElements.get('sidecard-task')) return;
    this.#arrivals ??= new MutationObserver(look);
    this.#arrivals.observe(this, { childList: true, subtree: true });
    look();
  }
}

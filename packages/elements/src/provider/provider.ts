import type { Client } from '@sidecard/client';
import { type CardSnapshot, type Locale, resolveLocale } from '@sidecard/core';
import { html, LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import { ScopeController } from '../context/scope-controller.js';
import { ScopeSource } from '../context/scope-source.js';
import type { SidecardScope } from '../context/scope.js';
import { textOverrides } from '../context/text-overrides.js';
import { localeOf, sentTexts } from '../locales/card-texts-for.js';
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
export class SidecardProvider extends LitElement {
  // No decorators: the compiler's helper for them would be in the first bytes that the reader of a chat loads.
  static override readonly properties: PropertyDeclarations = {
    client: { attribute: false },
    locale: {},
    texts: { attribute: false },
  };

  readonly #source = new ScopeSource(this);
  readonly #above = new ScopeController(this);
  #client: Client | undefined;
  #locale: Locale | undefined;
  #texts: Overrides<Texts> | undefined;
  #overrides: ReturnType<typeof textOverrides> = {};
  #overlay: TaskOverlay | undefined;
  #arrivals: MutationObserver | undefined;

  /** Where focus goes when the panel closes and the ticket's card is not on the page any more, such as the chat's input. */
  declare returnFocusTo: HTMLElement | undefined;

  constructor() {
    super();
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
  }

  /**
   * The language: `zh-CN` or `en`, or a BCP 47 tag near one of them.
   *
   * @default the client's
   * @attr locale
   */
  get locale(): string | undefined {
    return this.#locale;
  }
  set locale(locale: string | null | undefined) {
    this.#locale = locale ? resolveLocale(locale) : undefined;
  }

  /** The host's own texts, laid over ours. */
  get texts(): Overrides<Texts> | undefined {
    return this.#texts;
  }
  set texts(texts: Overrides<Texts> | undefined) {
    this.#texts = texts;
    this.#overrides = textOverrides(texts);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Elements below ask as soon as they are connected.
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

  adoptedCallback(): void {
    if (this.hasUpdated) adoptSheets(this.#root, overlayStyles);
  }

  /** Listener for {@link INTEREST}: a reader whose pointer or focus is on a card's button is about to press it. */
  handleEvent(event: Event): void {
    const [target] = event.composedPath();
    if (!(target instanceof HTMLButtonElement) || (event.target as Element).localName !== 'sidecard-card') return;
    for (const type of INTEREST) this.removeEventListener(type, this);
    this.#source.scope?.preloadTask?.();
  }

  /**
   * Shows a ticket's task panel beside the chat, in place of the one that is shown.
   *
   * @param opener - where focus returns to. @default the ticket's card
   * @param snapshot - facts to show until the ticket is loaded
   */
  openTask(ticketId: string, opener?: HTMLElement, snapshot?: CardSnapshot): void {
    if (!this.isConnected) return;
    if (!this.#overlay?.isOpen) this.#overlay = this.#createOverlay();
    this.#overlay.open(ticketId, { opener, snapshot });
  }

  /** Closes the task panel, without asking. */
  closeTask(): void {
    this.#overlay?.close();
  }

  protected override createRenderRoot(): ShadowRoot {
    const root = this.attachShadow({ mode: 'open' });
    adoptSheets(root, overlayStyles);
    return root;
  }

  protected override willUpdate(): void {
    const above = this.#above.value;
    const scope: SidecardScope = {
      client: this.#client ?? above?.client,
      locale: this.#locale ?? (this.#client ? undefined : above?.locale),
      ...(this.#texts ? this.#overrides : { overrides: above?.overrides, withOverrides: above?.withOverrides }),
      openTask: (...args) => this.openTask(...args),
      preloadTask: () => void loadPanel().catch(() => {}),
    };
    this.#source.scope = scope;
    // Cards come later, with the chat's messages.
    void sentTexts.load(this.#localeOf(scope));
  }

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }

  get #root(): ShadowRoot {
    return this.renderRoot as ShadowRoot;
  }

  #localeOf({ locale, client }: SidecardScope): Locale {
    return locale ?? client?.locale ?? localeOf(this);
  }

  #createOverlay(): TaskOverlay {
    return new TaskOverlay({
      root: this.#root,
      element: this,
      texts: () => {
        const scope = this.#source.scope ?? {};
        const lang = this.#localeOf(scope);
        const texts = lang === 'en' ? overlayEn : overlayZhCN;
        return { lang, overlay: (scope.withOverrides?.(texts) ?? texts).overlay };
      },
      returnFocusTo: () => this.returnFocusTo,
    });
  }

  /** Loads the panel as soon as the host puts one into a column of its own. */
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

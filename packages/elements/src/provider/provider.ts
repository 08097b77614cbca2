import type { Client } from '@sidecard/client';
import { type CardSnapshot, type Locale, resolveLocale } from '@sidecard/core/card';
import { html, LitElement, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { ScopeController } from '../context/scope-controller.js';
import { ScopeSource } from '../context/scope-source.js';
import type { PanelKeys } from '../context/panel-keys.js';
import type { SidecardScope } from '../context/scope.js';
import { textOverrides } from '../context/text-overrides.js';
import { localeOf, sentTexts } from '../locales/card-texts-for.js';
import type { Overrides } from '../locales/message.js';
import { overlayTextsFor } from '../locales/overlay-texts.js';
import type { Texts } from '../locales/texts.js';
import { loadPanel } from '../overlay/load-panel.js';
import { TaskOverlay } from '../overlay/overlay.js';
import { overlayStyles } from '../overlay/overlay.styles.js';
import { adoptSheets } from '../theme/css.js';

/** Events that precede a click. */
const INTEREST = ['pointerover', 'focusin'];
const NEEDS_PANEL = 'sidecard-task, sidecard-staff-message';

/**
 * Gives a client to every Sidecard element below it, and holds the task panel that View task opens beside the chat. It has no box of its own.
 *
 * @slot - The page's part with the chat.
 * @fires {CustomEvent<TaskOpenDetail>} sidecard-task-open - The reader wants to see a task; cancelable, for hosts that show it elsewhere.
 * @fires {CustomEvent<TaskCloseDetail>} sidecard-task-close - The reader wants the panel gone; cancelable.
 * @fires {CustomEvent<TaskClosedDetail>} sidecard-task-closed - The panel is gone.
 * @fires {CustomEvent<PanelInsetDetail>} sidecard-panel-inset - The panel beside the chat takes another width, or none: make room for it.
 * @fires {CustomEvent<DeadlineNearDetail>} sidecard-deadline-near - A deadline that the account has to meet is near; cancelable, for hosts
 *   that announce it themselves.
 * @csspart overlay - The panel's frame, while it is open.
 * @cssprop [--sidecard-task-inline-size=380px] - Width of the panel until the reader drags it, a length.
 * @cssprop [--sidecard-panel-inset=0px] - Set by the provider, for your style sheets: the width that the panel covers at the inline end of the window.
 * @cssprop [--sidecard-color-surface=light-dark(#fff, #1b1d22)] - Background of card and panel.
 * @cssprop [--sidecard-color-surface-sunken=light-dark(#f5f6f8, #131519)] - Background of the status bar, previews and notices.
 * @cssprop [--sidecard-color-surface-hover=light-dark(#eceef2, #2a2e36)] - Background of what the pointer is on, and of placeholders.
 * @cssprop [--sidecard-color-border=light-dark(#e0e3e9, #343943)] - Hairlines.
 * @cssprop [--sidecard-color-border-button=light-dark(#c8cdd6, #4a515d)] - Edges of outlined buttons and chips.
 * @cssprop [--sidecard-color-border-control=light-dark(#868d9b, #78808f)] - Edges of fields; at least 3:1 on the surface.
 * @cssprop [--sidecard-color-text=light-dark(#191c22, #eceef2)] - Text.
 * @cssprop [--sidecard-color-text-muted=light-dark(#585f6d, #a7aebb)] - Secondary text.
 * @cssprop [--sidecard-color-accent=light-dark(#2456d3, #3c6df0)] - Filled buttons. The other accent colors follow from it.
 * @cssprop [--sidecard-color-on-accent=derived from color-accent] - Text on filled buttons.
 * @cssprop [--sidecard-color-accent-text=derived from color-accent] - Links, and text that says that it is the shop’s move.
 * @cssprop [--sidecard-color-accent-soft=derived from color-accent] - Background of what is the shop’s move.
 * @cssprop [--sidecard-color-platform=light-dark(#6a3db5, #7c52cc)] - Buttons that send to platform staff.
 * @cssprop [--sidecard-color-platform-text=light-dark(#6436ad, #c6abff)] - Text about the platform.
 * @cssprop [--sidecard-color-platform-soft=light-dark(#f3eefc, #2c2344)] - Background of what is about the platform.
 * @cssprop [--sidecard-color-good-text=light-dark(#126b3a, #74d29c)] - Text about what is resolved.
 * @cssprop [--sidecard-color-good-soft=light-dark(#e6f5ec, #17321f)] - Background of what is resolved.
 * @cssprop [--sidecard-color-soon-text=light-dark(#864c00, #f2b862)] - Text about a deadline that is near, and about conflicts.
 * @cssprop [--sidecard-color-soon-soft=light-dark(#fdf1dd, #392a10)] - Background of the same.
 * @cssprop [--sidecard-color-urgent-text=light-dark(#b0241c, #ff9f95)] - Text about a deadline that is almost over, and about faults.
 * @cssprop [--sidecard-color-urgent-soft=light-dark(#fdeceb, #431d1a)] - Background of the same.
 * @cssprop [--sidecard-color-focus=color-accent-text] - Focus ring.
 * @cssprop [--sidecard-font-family=system-ui and fonts for Chinese] - Font of all text.
 * @cssprop [--sidecard-font-size=14px] - Size of text, 13px to 18px. Everything else follows from it.
 * @cssprop [--sidecard-weight-strong=600] - Weight of headings and amounts.
 * @cssprop [--sidecard-space-1=4px] - Smallest gap.
 * @cssprop [--sidecard-space-2=8px] - Gap between controls.
 * @cssprop [--sidecard-space-3=12px] - Inset of the card.
 * @cssprop [--sidecard-space-4=16px] - Inset of the panel.
 * @cssprop [--sidecard-space-5=24px] - Gap between blocks.
 * @cssprop [--sidecard-control-size=32px] - Height of buttons.
 * @cssprop [--sidecard-radius-s=4px] - Radius of small things.
 * @cssprop [--sidecard-radius-m=8px] - Radius of buttons, fields and notices.
 * @cssprop [--sidecard-radius-l=12px] - Radius of the card.
 * @cssprop [--sidecard-duration=160ms] - Duration of transitions.
 * @cssprop [--sidecard-easing=cubic-bezier(0.2, 0, 0, 1)] - Easing of transitions.
 * @cssprop [--sidecard-shadow-overlay=two shadows] - Shadow of the panel over the page.
 * @cssprop [--sidecard-shadow-popover=two shadows] - Shadow of menus.
 */
export class SidecardProvider extends LitElement {
  // No decorators: the compiler's helper would be part of the first bytes that a page loads.
  static override readonly properties: PropertyDeclarations = {
    client: { attribute: false },
    locale: {},
    texts: { attribute: false },
    conversation: {},
    keys: { attribute: false },
    // By value: React's `deadlineWarnings={[60, 10]}` is another list whenever it renders.
    deadlineWarnings: { attribute: 'deadline-warnings', hasChanged: (to, from) => String(to) !== String(from) },
  };

  readonly #source = new ScopeSource(this);
  readonly #above = new ScopeController(this);
  #locale: Locale | undefined;
  #texts: Overrides<Texts> | undefined;
  #overrides: ReturnType<typeof textOverrides> = {};
  #overlay: TaskOverlay | undefined;
  #arrivals: MutationObserver | undefined;
  #warned: Client | undefined;
  #stopWarnings: (() => void) | undefined;

  /**
   * The account's client.
   *
   * @default that of an outer provider
   */
  declare client: Client | undefined;

  /**
   * Id of the conversation that is open in the chat, as in the order's `conversationId`. While the panel shows a ticket of another
   * conversation, it says so and sends nothing until the user has confirmed. Unset, the panel does not ask.
   *
   * @default that of an outer provider
   * @attr conversation
   */
  declare conversation: string | null | undefined;

  /**
   * Single keys of the panel: `agree`, `refuse`, `propose`, `message` (to platform staff), `templates` and `help`; and of the workbench's list:
   * `next`, `previous`, `open`, `claim`, `select`, `search` and `help`. They act only while the focus is there and not in a text field. `false`
   * turns all of them off.
   *
   * @default { agree: 'a', refuse: 'r', propose: 'p', message: 'm', templates: 't', help: '?', next: 'j', previous: 'k', open: 'o', claim: 'c', select: 'x', search: '/' }, or those of an outer provider
   */
  declare keys: PanelKeys | undefined;

  /**
   * When to warn of the deadlines that the account has to meet, in minutes before: `[60, 10]`, or `60 10` as an attribute; an empty text is
   * the same. Each time that passes dispatches `sidecard-deadline-near` once, and all together are announced once, also where several
   * providers warn for one client. Unset, there are none.
   *
   * With minutes, deadlines also change their colours then: at the first and at the last of them. Otherwise, and with an empty text, they do
   * after 75 % and 95 % of their time.
   *
   * @attr deadline-warnings
   */
  declare deadlineWarnings: string | readonly number[] | null | undefined;

  /** Gets the focus when the panel closes and the ticket's card no longer exists, such as the chat's input. */
  declare returnFocusTo: HTMLElement | undefined;

  constructor() {
    super();
    for (const type of INTEREST) this.addEventListener(type, this);
  }

  /**
   * The language: `zh-CN`, `en`, or any BCP 47 tag, which selects the closest.
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

  /** Text overrides. */
  get texts(): Overrides<Texts> | undefined {
    return this.#texts;
  }
  set texts(texts: Overrides<Texts> | undefined) {
    this.#texts = texts;
    this.#overrides = textOverrides(texts);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Elements below request the scope as soon as they are connected.
    this.performUpdate();
    this.#source.start();
    this.#expectPanels();
    this.#warn();
    // Moving an element removes everything from the top layer.
    if (this.#overlay?.isOpen) this.#overlay.show();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#source.stop();
    this.#stopWarnings?.();
    this.#arrivals?.disconnect();
    this.#overlay?.stopListening();
    queueMicrotask(() => {
      if (!this.isConnected) this.#overlay?.close();
    });
  }

  adoptedCallback(): void {
    if (this.hasUpdated) adoptSheets(this.#root, overlayStyles);
  }

  /** Handles {@link INTEREST}: the user is about to press a card's button. */
  handleEvent(event: Event): void {
    const [pressed] = event.composedPath() as Element[];
    if (pressed?.localName !== 'button' || (event.target as Element).localName !== 'sidecard-card') return;
    for (const type of INTEREST) this.removeEventListener(type, this);
    this.#source.scope?.preloadTask?.();
  }

  /**
   * Shows a ticket's task panel beside the chat, in place of the current one.
   *
   * @param opener - gets the focus back. @default the ticket's card
   * @param snapshot - facts to show until the ticket has loaded
   */
  openTask(ticketId: string, opener?: HTMLElement, snapshot?: CardSnapshot): void {
    if (!this.isConnected) return;
    if (!this.#source.scope?.client) console.warn('<sidecard-provider> has no client.');
    if (!this.#overlay?.isOpen) this.#overlay = this.#createOverlay();
    this.#overlay.open(ticketId, { opener, snapshot });
  }

  /** Closes the task panel without asking. */
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
      client: this.client ?? above?.client,
      locale: this.#locale ?? (this.client ? undefined : above?.locale),
      ...(this.#texts ? this.#overrides : { overrides: above?.overrides, withOverrides: above?.withOverrides }),
      openTask: (...args) => this.openTask(...args),
      conversation: this.conversation ?? above?.conversation,
      keys: this.keys ?? above?.keys,
      deadlineWarnings: this.deadlineWarnings ?? above?.deadlineWarnings,
      preloadTask: () => void loadPanel(this.#localeOf(scope)).catch(() => {}),
    };
    this.#source.scope = scope;
    // Cards come later, with the chat's messages.
    void sentTexts.load(this.#localeOf(scope));
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('deadlineWarnings') || this.#source.scope?.client !== this.#warned) this.#warn();
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
        const texts = overlayTextsFor(lang);
        return { lang, overlay: (scope.withOverrides?.(texts) ?? texts).overlay };
      },
      returnFocusTo: () => this.returnFocusTo,
    });
  }

  /** Warns of deadlines as long as it is on the page, with what is loaded for it. */
  #warn(): void {
    this.#stopWarnings?.();
    const { deadlineWarnings: minutes } = this;
    const client = (this.#warned = this.#source.scope?.client);
    if (!client || minutes == null) return;
    let stop: (() => void) | undefined;
    const start = (this.#stopWarnings = () => {
      this.#stopWarnings = undefined;
      stop?.();
    });
    import('../notices/deadline-warnings.js').then(
      ({ warnOfDeadlines }) => {
        if (this.#stopWarnings !== start) return;
        stop = warnOfDeadlines({
          ...{ element: this, root: this.#root, client, minutes },
          locale: () => this.#localeOf(this.#source.scope ?? {}),
          withOverrides: (texts) => this.#source.scope?.withOverrides?.(texts) ?? texts,
        });
      },
      (error: unknown) => console.warn('Sidecard: failed to load the deadline warnings.', error),
    );
  }

  /** Loads the panel as soon as the host places one in a column of its own. */
  #expectPanels(): void {
    const look = (): void => {
      if (!this.querySelector(NEEDS_PANEL)) return;
      this.#arrivals?.disconnect();
      loadPanel(this.#localeOf(this.#source.scope ?? {})).catch((error: unknown) =>
        console.warn('Sidecard: failed to load the panel.', error),
      );
    };
    if (customElements.get('sidecard-task')) return;
    this.#arrivals ??= new MutationObserver(look);
    this.#arrivals.observe(this, { childList: true, subtree: true });
    look();
  }
}

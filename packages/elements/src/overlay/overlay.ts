import type { CardSnapshot, Locale } from '@sidecard/core';
import { isComposing } from '../events/composing.js';
import { dispatch } from '../events/events.js';
import type { OverlayTexts } from '../locales/overlay-texts.js';
import { cardOf, focused } from './focus.js';
import { loadPanel } from './load-panel.js';
import { PanelWidth } from './panel-width.js';

/** What the overlay needs of its owner. */
export interface OverlayHost {
  /** Contains the frame while it is open. */
  readonly root: ShadowRoot;
  /** Target of the events. */
  readonly element: HTMLElement;
  texts(): { readonly lang: Locale; readonly overlay: OverlayTexts['overlay'] };
  /** Where focus goes when there is no card of the ticket any more. */
  returnFocusTo(): HTMLElement | undefined;
}

/** Who opened a task. */
export interface Opening {
  readonly opener?: HTMLElement | undefined;
  /** The card's facts, shown until the ticket has loaded. */
  readonly snapshot?: CardSnapshot | undefined;
}

/** Below this width of the window the panel covers the chat and is modal. */
const COVERING = '(max-width: 639.98px)';
/** Events that stay in the frame: hosts close dialogs on outside clicks, trap focus, or take pasted pictures. */
const KEPT = `pointerdown pointerup mousedown mouseup touchstart touchend click focusin focusout keydown keyup keypress paste drop dragenter dragover`;

type Panel = HTMLElement & {
  ticketId: string;
  placement?: string;
  open?: boolean;
  snapshot?: CardSnapshot | undefined;
  close(): boolean;
};

/**
 * The task panel over the page, beside the chat: in the top layer, where nothing clips or covers it; modal only if it covers the chat;
 * keyed by ticket, so that the card that opened it can be recreated.
 */
export class TaskOverlay {
  readonly #host: OverlayHost;
  readonly #document: Document;
  readonly #frame: HTMLDialogElement;
  readonly #width: PanelWidth;
  readonly #covering: MediaQueryList;
  #panel: Panel | undefined;
  #opening: Opening = {};
  #ticketId = '';
  #gone = false;

  constructor(host: OverlayHost) {
    this.#host = host;
    this.#document = host.element.ownerDocument;
    const view = this.#document.defaultView ?? window;
    this.#covering = view.matchMedia(COVERING);

    const { lang, overlay: texts } = host.texts();
    const frame = (this.#frame = this.#document.createElement('dialog'));
    frame.className = 'root frame';
    frame.setAttribute('part', 'overlay');
    frame.setAttribute('popover', 'manual');
    frame.tabIndex = -1;
    frame.lang = lang;
    frame.ariaLabel = texts.label;
    const edge = this.#document.createElement('div');
    edge.className = 'edge';
    frame.append(edge);
    this.#width = new PanelWidth(frame, edge, texts.width);

    frame.addEventListener('sidecard-task-close', (event) => {
      // The page receives it later, and may prevent it.
      queueMicrotask(() => event.defaultPrevented || this.close());
    });
    // The overlay dispatches it itself, once it is closed.
    frame.addEventListener('sidecard-task-closed', (event) => event.stopPropagation());
    frame.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.ask();
    });
    // Browsers also close dialogs themselves: the second press of a phone's back button is not cancelable. The event is late, when it may
    // be open again.
    frame.addEventListener('close', () => this.#isShown || this.close());
    for (const type of KEPT.split(' ')) frame.addEventListener(type, (event) => event.stopPropagation());
  }

  /** Whether it is open. */
  get isOpen(): boolean {
    return !this.#gone;
  }

  /** Shows a ticket, in place of the current one. */
  open(ticketId: string, opening: Opening): void {
    this.#opening = opening;
    this.#ticketId = ticketId;
    if (!this.#frame.isConnected) {
      this.#host.root.append(this.#frame);
      this.show();
    }
    if (this.#panel) this.#fill(this.#panel);
    else void this.#load();
  }

  /** Moves the frame into the top layer, also after its host was moved on the page, which removes it. */
  show(): void {
    const frame = this.#frame;
    if (!this.#isShown) {
      if (this.#covering.matches) frame.showModal();
      else frame.showPopover();
    }
    this.#width.measure();
    // Capture on the window: hosts swallow Escape, and nothing may have focus.
    this.#window.addEventListener('keydown', this.#handleEscape, { capture: true });
    this.#covering.addEventListener('change', this.#handleCovering);
  }

  /** Closes it unless a listener prevents it, as Escape and the close button do. */
  ask(): void {
    if (this.#panel) this.#panel.close();
    else this.close();
  }

  /** Closes it. */
  close(): void {
    if (this.#gone) return;
    const now = focused(this.#document);
    // Leave focus alone if the user has already moved on to the chat.
    const back = !now || this.#frame.matches(':focus-within');
    this.hide();
    const card = back && cardOf(this.#ticketId, this.#opening.opener, this.#document);
    if (card) card.focus();
    if (back && (!focused(this.#document) || !card)) this.#host.returnFocusTo()?.focus();
    dispatch(this.#host.element, 'sidecard-task-closed', { ticketId: this.#ticketId });
  }

  /** Removes it without events. */
  hide(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.rest();
    const frame = this.#frame;
    if (frame.open) frame.close();
    else if (frame.isConnected && frame.matches(':popover-open')) frame.hidePopover();
    const leave = (): void => frame.remove();
    const ways = frame.isConnected ? frame.getAnimations() : [];
    if (ways.length > 0) void Promise.allSettled(ways.map(({ finished }) => finished)).then(leave);
    else leave();
  }

  /** Stops listening to the page. */
  rest(): void {
    this.#window.removeEventListener('keydown', this.#handleEscape, { capture: true });
    this.#covering.removeEventListener('change', this.#handleCovering);
  }

  get #isShown(): boolean {
    return this.#frame.open || this.#frame.matches(':popover-open');
  }

  get #window(): Window {
    return this.#document.defaultView ?? window;
  }

  async #load(): Promise<void> {
    const frame = this.#frame;
    const { lang, overlay: texts } = this.#host.texts();
    frame.querySelector('.failed')?.remove();
    frame.ariaBusy = 'true';
    frame.focus();
    try {
      await loadPanel(lang);
    } catch (error) {
      console.warn('Sidecard: failed to load the panel.', error);
      if (!this.#gone) this.#offerRetry(texts);
      return;
    } finally {
      frame.ariaBusy = null;
    }
    if (this.#gone || this.#panel) return;
    const panel = this.#document.createElement('sidecard-task') as Panel;
    this.#fill(panel);
    frame.append(panel);
    panel.focus();
    this.#panel = panel;
  }

  #fill(panel: Panel): void {
    panel.placement = 'overlay';
    panel.open = true;
    panel.snapshot = this.#opening.snapshot;
    panel.ticketId = this.#ticketId;
    if (panel.isConnected) panel.focus();
  }

  #offerRetry({ failed, retry, close }: OverlayTexts['overlay']): void {
    const box = this.#document.createElement('div');
    box.className = 'failed';
    box.setAttribute('role', 'alert');
    const words = this.#document.createElement('p');
    words.textContent = failed;
    const button = (text: string, fill: boolean, act: () => void): HTMLButtonElement => {
      const made = this.#document.createElement('button');
      made.type = 'button';
      made.className = fill ? 'btn fill' : 'btn';
      made.textContent = text;
      made.addEventListener('click', act);
      return made;
    };
    const again = button(retry, true, () => void this.#load());
    box.append(
      words,
      again,
      button(close, false, () => this.ask()),
    );
    this.#frame.append(box);
    again.focus();
  }

  readonly #handleEscape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || isComposing(event)) return;
    const path = event.composedPath();
    // The panel handles Escape first: it collapses an open form.
    if (this.#panel && path.includes(this.#panel)) return;
    const { opener } = this.#opening;
    // In the host's own fields, Escape belongs to the host.
    const ours = path.includes(this.#frame) || (opener && path.includes(opener)) || !focused(this.#document);
    if (!ours) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // Focus may be outside what the panel has opened, which closes first.
    const details = this.#panel?.shadowRoot?.querySelector<HTMLElement>(':popover-open');
    if (details) details.hidePopover();
    else this.ask();
  };

  /** The window crossed the width limit: show the same frame the other way. */
  readonly #handleCovering = (): void => {
    const frame = this.#frame;
    const inside = frame.matches(':focus-within') ? focused(this.#document) : undefined;
    if (frame.open) frame.close();
    else frame.hidePopover();
    this.show();
    if (inside instanceof HTMLElement) inside.focus();
  };
}

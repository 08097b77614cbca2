import type { CardSnapshot, Locale } from '@sidecard/core';
import { isComposing } from '../events/composing.js';
import { dispatch, type SidecardEventMap } from '../events/events.js';
import { onKeys } from '../events/key-guard.js';
import { keepKeys } from '../events/surface-keys.js';
import type { OverlayTexts } from '../locales/overlay-texts.js';
import { cardOf, focused } from './focus.js';
import { INSET } from './inset.js';
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

/** Below this width of the window there is no room beside the chat: the panel is modal. */
const COVERING = '(max-width: 899.98px)';
/**
 * Dispatched on the document by an overlay that is shown, with its frame as the detail: there is one panel in a document, also with two
 * providers, or two copies of the SDK.
 */
const SHOWN = 'sidecard-overlay-shown';
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
  readonly #frame: HTMLDialogElement;
  readonly #width: PanelWidth;
  readonly #resized: ResizeObserver;
  /** The window that it listens to. */
  #view: (Window & typeof globalThis) | undefined;
  #covering: MediaQueryList | undefined;
  #stops: readonly (() => void)[] = [];
  #inset = 0;
  #panel: Panel | undefined;
  #opening: Opening = {};
  #ticketId = '';
  #gone = false;

  constructor(host: OverlayHost) {
    this.#host = host;
    const { lang, overlay: texts } = host.texts();
    // Not in the host's document: only this one knows our elements.
    const frame = (this.#frame = document.createElement('dialog'));
    frame.className = 'root frame';
    frame.setAttribute('part', 'overlay');
    frame.setAttribute('popover', 'manual');
    frame.tabIndex = -1;
    frame.lang = lang;
    frame.ariaLabel = texts.label;
    const edge = document.createElement('div');
    edge.className = 'edge';
    frame.append(edge);
    this.#width = new PanelWidth(frame, edge, texts.width);
    // In the next frame: the page changes sizes in turn.
    this.#resized = new ResizeObserver(() => this.#view?.requestAnimationFrame(() => this.#gone || this.#measure()));

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

  /** Moves the frame into the top layer, also after its host was moved, within its page or to another, which removes it. */
  show(): void {
    const frame = this.#frame;
    const page = frame.ownerDocument;
    this.#leavePage(page);
    const view = (this.#view = page.defaultView ?? window);
    const covering = (this.#covering = view.matchMedia(COVERING));
    page.dispatchEvent(new CustomEvent(SHOWN, { detail: frame }));
    page.addEventListener(SHOWN, this.#handleShown);
    // Hosts swallow Escape, and nothing may have focus.
    this.#stops = [onKeys(view, this.#handleKey), keepKeys(frame)];
    covering.addEventListener('change', this.#handleCovering);
    if (!this.#isShown) {
      // Focus is nothing of the browser's: a panel that moves along with the chat takes none where it is not modal, and keeps its own where it is.
      frame.inert = true;
      // A dialog that was moved says so, but is in the top layer no more.
      frame.open = false;
      if (covering.matches) frame.showModal();
      else frame.showPopover();
      frame.inert = false;
      frame.ariaModal = frame.open ? 'true' : null;
    }
    this.#resized.observe(frame);
    this.#measure();
  }

  /** Closes it unless a listener prevents it, as Escape and the close button do. */
  ask(): void {
    if (this.#panel) this.#panel.close();
    else this.close();
  }

  /** Closes it, also when its host has left the page. */
  close(): void {
    if (this.#gone) return;
    const page = this.#frame.ownerDocument;
    const now = focused(page);
    // Leave focus alone if the user has already moved on to the chat.
    const back = this.#host.element.isConnected && (!now || this.#hasFocus);
    this.#hide();
    const card = back && cardOf(this.#ticketId, this.#opening.opener, page);
    if (card) card.focus();
    if (back && (!focused(page) || !card)) this.#host.returnFocusTo()?.focus();
    this.#tell('sidecard-task-closed', { ticketId: this.#ticketId });
  }

  #hide(): void {
    this.#gone = true;
    this.stopListening();
    this.#publish();
    const frame = this.#frame;
    if (frame.open) frame.close();
    else if (frame.isConnected && frame.matches(':popover-open')) frame.hidePopover();
    const leave = (): void => frame.remove();
    const ways = frame.isConnected ? frame.getAnimations() : [];
    if (ways.length > 0) void Promise.allSettled(ways.map(({ finished }) => finished)).then(leave);
    else leave();
  }

  /** Stops listening to the page. */
  stopListening(): void {
    const view = this.#view;
    view?.document.removeEventListener(SHOWN, this.#handleShown);
    for (const stop of this.#stops) stop();
    this.#covering?.removeEventListener('change', this.#handleCovering);
    this.#resized.disconnect();
  }

  #measure(): void {
    this.#width.measure();
    this.#publish();
  }

  /** Gives the room back that it took in another document, before it takes some in this one. */
  #leavePage(page: Document): void {
    const before = this.#view?.document;
    if (!before || before === page || !this.#inset) return;
    this.#inset = 0;
    dispatch(before, 'sidecard-panel-inset', { inset: 0 });
  }

  /** Publishes how much room the panel takes from the chat: on the provider, which the chat inherits from, and as an event. */
  #publish(): void {
    const { element } = this.#host;
    const inset = this.#gone || this.#frame.open ? 0 : this.#frame.offsetWidth;
    if (inset === this.#inset) return;
    this.#inset = inset;
    if (inset) element.style.setProperty(INSET, `${inset}px`);
    else element.style.removeProperty(INSET);
    if (!element.getAttribute('style')) element.removeAttribute('style');
    this.#tell('sidecard-panel-inset', { inset });
  }

  #tell<Type extends keyof SidecardEventMap>(type: Type, detail: SidecardEventMap[Type]['detail']): void {
    const { element } = this.#host;
    dispatch(element, type, detail);
    // Events of a removed element do not reach the page.
    if (!element.isConnected) dispatch(this.#view?.document ?? document, type, detail);
  }

  get #isShown(): boolean {
    return this.#frame.matches(':modal, :popover-open');
  }

  /** WebKit does not match `:focus-within` in the top layer after focus was moved there by script. */
  get #hasFocus(): boolean {
    return this.#frame.contains(this.#host.root.activeElement);
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
    const panel = document.createElement('sidecard-task') as Panel;
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
    const box = document.createElement('div');
    box.className = 'failed';
    box.setAttribute('role', 'alert');
    const words = document.createElement('p');
    words.textContent = failed;
    const button = (text: string, fill: boolean, act: () => void): HTMLButtonElement => {
      const made = document.createElement('button');
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

  readonly #handleKey = (event: KeyboardEvent, missed: boolean): boolean => {
    if (event.key !== 'Escape' || isComposing(event) || !(missed || event.type === 'keydown')) return false;
    const path = event.composedPath();
    // The panel handles Escape first: it collapses an open form.
    if (this.#panel && path.includes(this.#panel)) return false;
    const { opener } = this.#opening;
    // In the host's own fields, Escape belongs to the host.
    const ours = path.includes(this.#frame) || (opener && path.includes(opener)) || !focused(this.#frame.ownerDocument);
    if (!ours) return false;
    event.preventDefault();
    // Focus may be outside what the panel has opened, which closes first.
    const details = this.#panel?.shadowRoot?.querySelector<HTMLElement>(':popover-open');
    if (details) details.hidePopover();
    else this.ask();
    return true;
  };

  /** Another panel takes the place. What was typed in this one is kept. */
  readonly #handleShown = (event: Event): void => {
    if ((event as CustomEvent<unknown>).detail !== this.#frame) this.close();
  };

  /** The window crossed the width limit: show the same frame the other way. */
  readonly #handleCovering = (): void => {
    const frame = this.#frame;
    const inside = this.#hasFocus ? focused(frame.ownerDocument) : undefined;
    this.stopListening();
    if (frame.open) frame.close();
    else frame.hidePopover();
    this.show();
    (inside as HTMLElement | undefined)?.focus();
  };
}

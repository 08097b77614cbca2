import type { ReactiveController, ReactiveElement } from '@lit/reactive-element';
import { keepAt } from './keep-at.js';

/** How long the pointer may take from a control to its explanation, in milliseconds. */
const CROSSING_MS = 150;
const EVENTS = ['pointerover', 'pointerout', 'focusin', 'focusout', 'click'];

/**
 * Shows why a control is disabled, beside it: on focus, on hover, and when pressed. The text is that of the control's `aria-describedby`,
 * so that screen readers have it anyway.
 */
export class Explanation implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #popover: HTMLElement;
  /** In a shadow root of its own: it changes between the host's updates, which ForeignNodes would revert. */
  readonly #words: Text;
  #anchor: Element | undefined;
  #stop: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveElement) {
    this.#host = host;
    this.#popover = host.ownerDocument.createElement('div');
    this.#popover.className = 'root explanation';
    this.#popover.setAttribute('popover', 'manual');
    this.#popover.ariaHidden = 'true';
    this.#words = host.ownerDocument.createTextNode('');
    // The host closes whatever is open.
    this.#popover.addEventListener('beforetoggle', ({ newState }) => newState === 'closed' && this.#forget());
    this.#popover.attachShadow({ mode: 'open' }).append(this.#words);
    host.addController(this);
  }

  hostConnected(): void {
    for (const type of EVENTS) this.#root?.addEventListener(type, this);
    // The control may have had focus before this loaded.
    const control = this.#root?.activeElement?.closest('[aria-disabled=true]');
    if (control) this.#open(control);
  }

  hostDisconnected(): void {
    this.close();
    for (const type of EVENTS) this.#root?.removeEventListener(type, this);
  }

  /** The control may be enabled by now, gone, or disabled for another reason. */
  hostUpdated(): void {
    const anchor = this.#anchor;
    if (!anchor) return;
    const words = anchor.isConnected ? this.#wordsOf(anchor) : '';
    if (words) this.#words.data = words;
    else this.close();
  }

  get isOpen(): boolean {
    return this.#anchor !== undefined;
  }

  /** Handles events of the host's shadow root. */
  handleEvent(event: Event): void {
    const target = event.target as Element;
    if (target === this.#popover) {
      if (event.type === 'pointerover') clearTimeout(this.#timer);
      else if (event.type === 'pointerout') this.#closeSoon();
      return;
    }
    const control = target.closest('[aria-disabled=true]');
    if (event.type === 'focusout') return this.close();
    if (!control) return;
    if (event.type === 'pointerout') this.#closeSoon();
    else this.#open(control);
  }

  close(): void {
    this.#forget();
    if (this.#popover.isConnected) this.#popover.hidePopover();
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#stop?.();
    this.#stop = undefined;
    this.#anchor = undefined;
  }

  #open(anchor: Element): void {
    clearTimeout(this.#timer);
    const words = this.#wordsOf(anchor);
    if (!words || this.#anchor === anchor) return;
    this.close();
    this.#anchor = anchor;
    this.#words.data = words;
    this.#popover.lang = anchor.closest<HTMLElement>('[lang]')?.lang ?? '';
    if (this.#popover.parentNode !== this.#root) this.#root?.append(this.#popover);
    this.#popover.showPopover();
    this.#stop = keepAt(anchor, this.#popover, 'top', () => this.close());
  }

  #closeSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // Keep explaining the focused control.
      if (this.#anchor !== this.#root?.activeElement) this.close();
    }, CROSSING_MS);
  }

  #wordsOf(control: Element): string {
    if (control.getAttribute('aria-disabled') !== 'true') return '';
    const ids = control.getAttribute('aria-describedby')?.split(' ') ?? [];
    return ids
      .map((id) => this.#root?.getElementById(id)?.textContent.trim() ?? '')
      .join(' ')
      .trim();
  }

  get #root(): ShadowRoot | null {
    return this.#host.shadowRoot;
  }
}

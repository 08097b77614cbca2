import type { ReactiveController, ReactiveElement } from '@lit/reactive-element';
import { keepAt } from './keep-at.js';

/**
 * Keeps the popovers that buttons of the host open (`popovertarget`) at their buttons. The browser opens and closes them, moves focus back and
 * tells screen readers.
 */
export class Details implements ReactiveController {
  readonly #host: ReactiveElement;
  #popover: HTMLElement | undefined;
  #stop: (() => void) | undefined;

  constructor(host: ReactiveElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    // It does not bubble.
    this.#root?.addEventListener('beforetoggle', this, true);
    // One may have been opened before this was loaded.
    const open = this.#root?.querySelector<HTMLElement>('[id]:popover-open');
    if (open) this.#keep(open);
  }

  hostDisconnected(): void {
    this.#root?.removeEventListener('beforetoggle', this, true);
    this.#forget();
  }

  /** An update may have removed it. */
  hostUpdated(): void {
    if (this.#popover?.isConnected === false) this.#forget();
  }

  /** Listener of the host's shadow root. */
  handleEvent(event: Event): void {
    const popover = event.target as HTMLElement;
    if (popover === this.#popover) this.#forget();
    // It has no size before it is open.
    if ((event as ToggleEvent).newState === 'open') requestAnimationFrame(() => this.#keep(popover));
  }

  #keep(popover: HTMLElement): void {
    const button = this.#root?.querySelector(`[popovertarget='${popover.id}']`);
    if (!button || !popover.matches(':popover-open')) return;
    this.#forget();
    this.#popover = popover;
    this.#stop = keepAt(button, popover, 'bottom-start', () => popover.hidePopover());
  }

  #forget(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#popover = undefined;
  }

  get #root(): ShadowRoot | null {
    return this.#host.shadowRoot;
  }
}

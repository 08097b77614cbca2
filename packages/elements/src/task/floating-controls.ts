import type { ReactiveElement } from '@lit/reactive-element';
import { nothing, type TemplateResult } from 'lit';
import { LazyPart } from '../controllers/lazy-part.js';
import type { Menu } from '../floating/floating-part.js';

/** A panel's menu, explanations and details, loaded after its ticket is on the screen. */
export class FloatingControls {
  readonly #host: ReactiveElement;
  /** How far they are loaded. */
  readonly part;
  #menu: Menu | undefined;
  /** Opens the menu that was asked for before menus were loaded. */
  #open: ((menu: Menu) => void) | undefined;

  constructor(host: ReactiveElement) {
    this.#host = host;
    this.part = new LazyPart(host, () => import('../floating/floating-part.js'));
  }

  /** Name of the open menu. */
  get menuName(): string | undefined {
    return this.#menu?.name;
  }

  /** Starts loading. */
  want(): void {
    this.part.want();
  }

  /** Connects what has loaded; call before every rendering. */
  update(): void {
    const part = this.part.value;
    if (!part) return;
    if (!this.#menu) {
      this.#menu = new part.Menu(this.#host);
      new part.Explanation(this.#host);
      new part.Details(this.#host);
    }
    this.#open?.(this.#menu);
    this.#open = undefined;
  }

  /**
   * Opens or closes a menu at its button, once menus have loaded.
   *
   * @returns whether loading has not failed
   */
  toggleMenu(...asked: Parameters<Menu['toggle']>): boolean {
    this.#open = (menu) => menu.toggle(...asked);
    const { failed } = this.part;
    if (failed) this.part.retry();
    this.#host.requestUpdate();
    return !failed;
  }

  /** Closes what is open. @returns whether anything was open */
  close(): boolean {
    this.#open = undefined;
    const open = this.#host.shadowRoot?.querySelector<HTMLElement>(':popover-open');
    if (this.#menu?.name) this.#menu.close();
    else open?.hidePopover();
    return Boolean(open);
  }

  renderMenu(label: string): TemplateResult | typeof nothing {
    return this.#menu?.render(label) ?? nothing;
  }
}

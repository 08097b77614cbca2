import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { keepAt } from './keep-at.js';

/** A menu item. */
export interface MenuItem {
  readonly label: string;
  /** Why it is disabled; the item remains visible and explains it. */
  readonly disabledReason?: string | undefined;
  readonly run: () => void;
}

/** The single menu of a surface: in the top layer, above its button and aligned with the button's end, or below if there is no room. */
export class Menu implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #items: readonly MenuItem[] = [];
  #button: HTMLElement | undefined;
  #stop: (() => void) | undefined;
  /** The menu button that it belongs to, while it is open. */
  name: string | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  /** The element can be removed at any time, and a detached popover is not shown again. */
  hostDisconnected(): void {
    this.#forget();
  }

  hostUpdated(): void {
    const menu = this.#menu;
    if (!menu || !this.#button || menu.matches(':popover-open')) return;
    menu.showPopover();
    this.#stop = keepAt(this.#button, menu, 'top-end', this.close);
    this.#focus(0);
  }

  /** Opens the menu at a button, or closes it. */
  toggle(name: string, items: readonly MenuItem[], button: HTMLElement): void {
    if (this.name === name) return this.close();
    this.name = name;
    this.#items = items;
    this.#button = button;
    this.#host.requestUpdate();
  }

  /** Closes it; focus returns to its button if it was in the menu. */
  readonly close = (): void => {
    const menu = this.#menu;
    if (menu?.matches(':popover-open')) {
      const inside = menu.matches(':focus-within');
      menu.hidePopover();
      if (inside) this.#button?.focus();
    }
    this.#forget();
    this.#host.requestUpdate();
  };

  render(label: string): TemplateResult | typeof nothing {
    if (!this.name) return nothing;
    return html`<div
      class="menu"
      .popover=${'auto'}
      role="menu"
      aria-label=${label}
      @keydown=${this.#handleKeydown}
      @toggle=${this.#handleToggle}
    >
      ${this.#items.map(
        (item) =>
          html`<button
            class="btn"
            role="menuitem"
            type="button"
            tabindex="-1"
            aria-disabled=${item.disabledReason ? 'true' : 'false'}
            @click=${() => this.#run(item)}
          >
            <span
              >${item.label}${item.disabledReason ? html`<br /><span class="s">${item.disabledReason}</span>` : nothing}</span
            >
          </button>`,
      )}
    </div>`;
  }

  #run(item: MenuItem): void {
    if (item.disabledReason) return;
    this.close();
    item.run();
  }

  #handleToggle = (event: Event): void => {
    // The browser also closes it: on a click elsewhere, or Escape.
    if ((event as ToggleEvent).newState === 'closed' && this.name) {
      this.#forget();
      this.#host.requestUpdate();
    }
  };

  #handleKeydown = (event: KeyboardEvent): void => {
    const count = this.#items.length;
    const now = this.#buttons.indexOf(event.target as HTMLElement);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: (now + 1) % count,
      ArrowUp: (now - 1 + count) % count,
      Home: 0,
      End: count - 1,
    };
    const next = steps[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') this.close();
    else if (next === undefined) return;
    else this.#focus(next);
    event.stopPropagation();
    if (event.key !== 'Tab') event.preventDefault();
  };

  #focus(index: number): void {
    this.#buttons[index]?.focus();
  }

  #forget(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.name = undefined;
    this.#items = [];
  }

  get #menu(): HTMLElement | null | undefined {
    return this.#host.shadowRoot?.querySelector<HTMLElement>('[role=menu]');
  }

  get #buttons(): HTMLElement[] {
    return [...(this.#menu?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  }
}

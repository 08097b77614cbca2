import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import { isComposing } from '../events/composing.js';
import type { WorkbenchWords } from '../locales/workbench-catalogue.js';
import { drawing } from './icons.js';

/** How long a reader pauses before a search starts, in milliseconds. */
const PAUSE_MS = 250;

/** The field that searches tickets. What is typed stays while the address, which the host may change, follows. */
export class ListSearch {
  readonly #host: LitElement;
  readonly #onSearch: (text: string) => void;
  readonly #input = createRef<HTMLInputElement>();
  #typed = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onSearch - called once the reader pauses, and at once by Enter */
  constructor(host: LitElement, onSearch: (text: string) => void) {
    this.#host = host;
    this.#onSearch = onSearch;
    host.addController({
      // After it has moved.
      hostConnected: () => this.#timer !== undefined && this.#wait(),
      hostDisconnected: () => clearTimeout(this.#timer),
    });
  }

  /** Shows the search of an address, unless the reader is typing another. */
  follow(search = ''): void {
    if (this.#timer === undefined && search !== this.#typed.trim()) this.#typed = search;
  }

  /** Its list is not shown any more: nothing starts there. */
  leave(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  focus(): void {
    this.#input.value?.focus();
    this.#input.value?.select();
  }

  render({ list }: WorkbenchWords): TemplateResult {
    return html`<form class="search" role="search" @submit=${this.#handleSubmit}>
      ${drawing('search')}
      <input
        type="search"
        enterkeyhint="search"
        autocomplete="off"
        maxlength="100"
        aria-label=${list.search}
        placeholder=${list.searchHint}
        .value=${this.#typed}
        @input=${this.#handleInput}
        @compositionend=${this.#handleInput}
        @keydown=${this.#handleKeydown}
        ${ref(this.#input)}
      />
      ${
        this.#typed
          ? html`<button
              class="btn ico small"
              type="button"
              aria-label=${list.clearSearch}
              @click=${() => this.#clear()}
            >
              ${drawing('close')}
            </button>`
          : nothing
      }
    </form>`;
  }

  readonly #handleInput = (event: Event): void => {
    this.#typed = this.#input.value?.value ?? '';
    this.#host.requestUpdate();
    // An input method has not finished the word.
    if ((event as Partial<InputEvent>).isComposing) return;
    this.#wait();
  };

  readonly #handleSubmit = (event: Event): void => {
    event.preventDefault();
    this.#start();
  };

  readonly #handleKeydown = (event: KeyboardEvent): void => {
    // Keys typed here are not shortcuts of the host.
    event.stopPropagation();
    if (event.key !== 'Escape' || isComposing(event) || !this.#typed) return;
    event.preventDefault();
    this.#clear();
  };

  #clear(): void {
    this.#typed = '';
    this.#start();
    this.focus();
  }

  /** Starts the search once the reader pauses. */
  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#start(), PAUSE_MS);
  }

  #start(): void {
    this.leave();
    this.#host.requestUpdate();
    this.#onSearch(this.#typed.trim());
  }
}

import { html, type TemplateResult } from 'lit';

/* What TypeScript’s library does not know yet. */
type Notifying = Element & { readonly ariaNotify?: (text: string) => void };
type Framed = Document & { readonly featurePolicy?: { allowsFeature(name: string): boolean } };

/** Where announcements are rendered: an element of Lit, or any with what it needs of one. */
type Place = HTMLElement & { readonly renderRoot: ParentNode; requestUpdate(): void };

/** Whether an element can announce a text itself: the browser can, and the page around its frame allows it. */
function canNotify(element: Notifying): boolean {
  const { featurePolicy } = element.ownerDocument as Framed;
  return element.ariaNotify !== undefined && featurePolicy?.allowsFeature('aria-notify') !== false;
}

/**
 * Announces changes to screen readers: politely, once, and all of an update together. With `ariaNotify` where the browser has it, so that nothing
 * is on the page that could be read again; else in a live region.
 */
export class Announcer {
  readonly #host: Place;
  #spoken = '';
  readonly #next = new Set<string>();

  constructor(host: Place) {
    this.#host = host;
  }

  say(text: string): void {
    this.#next.add(text);
    this.#host.requestUpdate();
  }

  /** The place of announcements. Render it in every update: a new live region is not announced. */
  render(): TemplateResult {
    const notifies = canNotify(this.#host);
    if (this.#next.size > 0) {
      const text = [...this.#next].join(' ');
      this.#next.clear();
      // in the language of where it is rendered
      if (notifies) queueMicrotask(() => this.#place?.ariaNotify?.(text));
      // The same text again would be no change. Set in one step, because two changes are read twice.
      else this.#spoken = text === this.#spoken ? `${text}\u00A0` : text;
    }
    if (notifies) return html`<p class="vh said"></p>`;
    return html`<p class="vh said" role="status" .textContent=${this.#spoken}></p>`;
  }

  get #place(): Notifying | null {
    return this.#host.renderRoot.querySelector('.said');
  }
}

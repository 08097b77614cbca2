import type { ReactiveControllerHost } from '@lit/reactive-element';
import { html, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';

/** Announces changes to screen readers: politely, once, and all of an update together. */
export class Announcer {
  readonly #host: Pick<ReactiveControllerHost, 'requestUpdate'>;
  #spoken = '';
  #count = 0;
  #next: string[] = [];

  constructor(host: Pick<ReactiveControllerHost, 'requestUpdate'>) {
    this.#host = host;
  }

  say(text: string): void {
    this.#next.push(text);
    this.#host.requestUpdate();
  }

  /** The live region. Render it in every update: a new region is not announced. */
  render(): TemplateResult {
    if (this.#next.length > 0) {
      this.#spoken = this.#next.splice(0).join(' ');
      this.#count++;
    }
    // A new node each time, because repeating the same text would not be announced.
    return html`<p class="vh" role="status">${keyed(this.#count, html`<span>${this.#spoken}</span>`)}</p>`;
  }
}

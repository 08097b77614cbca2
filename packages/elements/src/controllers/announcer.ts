import type { ReactiveControllerHost } from '@lit/reactive-element';
import { html, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';

/** Says what has changed to whoever cannot see it: once, politely, all of one update in one breath. */
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

  /** The live region; to be drawn at every update, or it would say nothing when it appears. */
  render(): TemplateResult {
    if (this.#next.length > 0) {
      this.#spoken = this.#next.splice(0).join(' ');
      this.#count++;
    }
    // A new node each time: the same words once more are no change of a text, and would not be heard.
    return html`<p class="vh" role="status">${keyed(this.#count, html`<span>${this.#spoken}</span>`)}</p>`;
  }
}

/** The same small card as anybody would write it with Lit. */
import { css, html, LitElement, type TemplateResult, unsafeCSS } from 'lit';
import type { Content, Contender } from '../page.ts';
import { SHEET } from './content.ts';

class PlainCard extends LitElement {
  static override properties = { content: { attribute: false } };
  static override styles = css`
    ${unsafeCSS(SHEET)}
  `;
  declare content: Content;

  protected override render(): TemplateResult {
    const { texts } = this.content;
    return html`<article>
      <div class="head">
        <span class="tile"></span>
        <h3>${texts.type}</h3>
        <span class="from">${texts.from}</span>
        <span class="status">${texts.status}</span>
      </div>
      <div class="order">
        <span class="thumb"></span>
        <span class="name">${texts.title}</span>
        <span class="options">${texts.options}</span>
        <span class="quantity">${texts.quantity}</span>
        <span class="price">${texts.price}</span>
      </div>
      <p>${texts.line}</p>
      <div class="foot">
        <span class="due">${texts.due}</span>
        <span class="owner">${texts.owner}</span>
        <button @click=${this.#handleClick}>View task</button>
      </div>
    </article>`;
  }

  readonly #handleClick = (): void => {};
}

export const contender: Contender = {
  define: () => customElements.define('plain-card', PlainCard),
  create: (content) => Object.assign(document.createElement('plain-card'), { content }),
  update: (card, content) => Object.assign(card as PlainCard, { content }).updateComplete,
};

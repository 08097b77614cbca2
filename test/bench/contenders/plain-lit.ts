/** The same tree under the same sheet, as anybody would write it with Lit: texts come as they are shown. */
import { html, LitElement, type TemplateResult, unsafeCSS } from 'lit';
import type { Content, Contender } from '../page.ts';
import { drawn } from './drawn.ts';

class PlainCard extends LitElement {
  static override properties = { content: { attribute: false } };
  declare content: Content;
  static tile = '';
  static icons: readonly string[] = [];

  protected override render(): TemplateResult {
    const { texts } = this.content;
    const [status, due, owner] = PlainCard.icons;
    return html`<article class="root" lang="en" aria-label="${texts.type}, ${texts.status}">
      <svg class="tile icon flip" viewBox="0 0 16 16" aria-hidden="true"><path d=${PlainCard.tile}></path></svg>
      <div class="head">
        <h3 class="cut" id="t">${texts.type}</h3>
        <span class="from">${texts.from}</span>
        <span class="when" translate="no">${texts.when}</span>
      </div>
      <div class="status cut" translate="no">
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${status}></path></svg>
        ${texts.status}
      </div>
      <div class="thumb"></div>
      <bdi class="name cut" id="n">${texts.title}</bdi>
      <div class="sum">
        <bdi class="opts cut">${texts.options}</bdi>
        <span class="qty" dir="ltr" translate="no">${texts.quantity}</span>
        <bdi class="price" dir="ltr" translate="no">${texts.price}</bdi>
      </div>
      <p class="line">Buyer: <bdi>${texts.line}</bdi></p>
      <div class="foot">
        <div class="facts">
          <div class="due" translate="no">
            <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${due}></path></svg>
            ${texts.due}
          </div>
          <div class="who cut">
            <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${owner}></path></svg>
            ${texts.owner}
          </div>
        </div>
        <button class="btn" id="b" type="button" part="button" aria-labelledby="b t n" @click=${this.#handleClick}>
          View task
        </button>
      </div>
    </article>`;
  }

  readonly #handleClick = (): void => {};
}

export const contender: Contender = {
  async define(content) {
    const { tree, sheet } = await drawn(content);
    const [tile = '', ...icons] = [...tree.querySelectorAll('path')].map((path) => path.getAttribute('d') ?? '');
    Object.assign(PlainCard, { styles: unsafeCSS(sheet), tile, icons });
    customElements.define('plain-card', PlainCard);
  },
  create: (content) => Object.assign(document.createElement('plain-card'), { content }),
  update: (card, content) => Object.assign(card as PlainCard, { content }).updateComplete,
};

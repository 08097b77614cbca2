/** The same tree under the same sheet, as anybody would write it with Lit: texts come as they are shown. */
import { paths, sheet } from 'drawn-card';
import { html, LitElement, type TemplateResult, unsafeCSS } from 'lit';
import type { Content } from '../content.ts';
import type { Contender } from './contender.ts';

const [TILE, STATUS, DUE, OWNER] = paths;

class PlainCard extends LitElement {
  static override properties = { content: { attribute: false } };
  static override styles = unsafeCSS(sheet);
  declare content: Content;

  protected override render(): TemplateResult {
    const { texts } = this.content;
    return html`<article class="root" lang="en" aria-label="${texts.type}, ${texts.status}">
      <svg class="tile icon flip" viewBox="0 0 16 16" aria-hidden="true"><path d=${TILE}></path></svg>
      <div class="head">
        <h3 class="cut" id="t">${texts.type}</h3>
        <span class="from">${texts.from}</span>
        <span class="when" translate="no"></span>
      </div>
      <div class="status cut" translate="no">
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${STATUS}></path></svg>
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
            <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${DUE}></path></svg>
            ${texts.due}
          </div>
          <div class="who cut">
            <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${OWNER}></path></svg>
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
customElements.define('plain-card', PlainCard);

export const contender: Contender = {
  create: (content) => Object.assign(document.createElement('plain-card'), { content }),
  update: (card, content) => Object.assign(card as PlainCard, { content }).updateComplete,
};

import { html, type TemplateResult } from 'lit';
import { formatParts, type Message, type Value } from '../locales/message.js';
import { CARD_ICONS, iconClass, iconPath } from '../theme/icons-card.js';

/** A text, with elements in it where that is needed. */
export type Content = string | TemplateResult;

/** Everything that a card shows. */
export interface CardModel {
  /** A BCP 47 tag. */
  readonly lang: string;
  /** The card's accessible name. */
  readonly label: string;
  /** Whose move it is: a class that gives the colours. */
  readonly tone: '' | 'mine' | 'platform' | 'good';
  /** The type, and the name of its drawing. */
  readonly title: string;
  readonly typeIcon: string;
  readonly from: string;
  readonly when: string;
  readonly status: string;
  readonly statusIcon: string;
  readonly pictureUrl: string | undefined;
  readonly item: string;
  readonly options: string;
  readonly quantity: string;
  readonly price: string;
  /** Who and why. */
  readonly line: Content;
  readonly due: DueModel;
  readonly owner: OwnerModel;
  readonly button: string;
  /** The reader is to act. */
  readonly filled: boolean;
}

/** What is said about the time. */
export interface DueModel {
  readonly tone: '' | 'soon' | 'urgent';
  readonly content: Content;
}

/** What is said about who handles it. */
export interface OwnerModel {
  /** The path of a drawing. */
  readonly icon: string;
  readonly text: Content;
  readonly isReader: boolean;
}

/** One sentence in place of a card. */
export interface PlainModel {
  readonly plain: string;
  readonly lang: string;
  /** The path of a drawing. */
  readonly icon: string;
  /** A line in small print, or nothing. */
  readonly note: string;
}

/*
 * At most 28 elements as sent, and few selectors: layout and style are most of what a card costs. What a machine translation would falsify
 * (status, numbers, times) carries `translate="no"`.
 */

/** Draws a card. @param listener - hears of presses, keys, and a picture that does not load */
export function cardTemplate(model: CardModel, listener: EventListenerObject): TemplateResult {
  const { due, owner } = model;
  return html`<article class="root ${model.tone}" lang=${model.lang} aria-label=${model.label}>
    <svg class="tile ${iconClass(model.typeIcon)}" viewBox="0 0 16 16" aria-hidden="true">
      <path d=${iconPath(model.typeIcon)}></path>
    </svg>
    <div class="head">
      <h3 class="cut" id="t">${model.title}</h3>
      <span class="from">${model.from}<span class="when" translate="no">${model.when}</span></span>
    </div>
    <div class="status cut" translate="no">
      <svg class=${iconClass(model.statusIcon)} viewBox="0 0 16 16" aria-hidden="true">
        <path d=${model.statusIcon && iconPath(model.statusIcon)}></path></svg
      >${model.status}
    </div>
    ${model.pictureUrl === undefined ? NO_PICTURE : picture(model.pictureUrl, listener)}
    <bdi class="name cut" id="n">${model.item}</bdi>
    <div class="sum">
      <bdi class="opts cut">${model.options}</bdi>
      <span class="qty" dir="ltr" translate="no">${model.quantity}</span>
      <bdi class="price" dir="ltr" translate="no">${model.price}</bdi>
    </div>
    <p class="line">${model.line}</p>
    <div class="foot">
      <div class="facts">
        <div class="due ${due.tone}" translate="no">${due.content}</div>
        <div class="who cut ${owner.isReader ? 'me' : ''}">
          <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${owner.icon}></path></svg>${owner.text}
        </div>
      </div>
      <button
        class=${model.filled ? 'btn fill' : 'btn'}
        id="b"
        type="button"
        part="button"
        aria-labelledby="b t n"
        @click=${listener}
        @keydown=${listener}
        .textContent=${model.button}
      ></button>
    </div>
  </article>`;
}

/** Draws one sentence in place of a card. */
export function plainTemplate({ plain, note, icon, lang }: PlainModel): TemplateResult {
  return html`<article class="root plain" lang=${lang}>
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${icon}></path></svg>
    <p>${plain}</p>
    ${note && html`<p class="small">${note}</p>`}
  </article>`;
}

/** Draws an icon and a text beside it. */
export function iconAndText(icon: string, text: string): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${icon}></path></svg>${text}`;
}

/** Fills in a text with one value, which is set in its own direction: a name cannot turn the sentence around. */
export function formatRich<K extends string = never>(message: Message<K>, values: Readonly<Record<K, Value>>): Content {
  const parts = formatParts(message, values);
  const at = parts.findIndex(({ key }) => key);
  const textOf = (some: typeof parts): string => some.map(({ text }) => text).join('');
  if (at < 0) return textOf(parts);
  return html`${textOf(parts.slice(0, at))}<bdi>${parts[at]?.text}</bdi>${textOf(parts.slice(at + 1))}`;
}

const NO_PICTURE = html`<svg class="thumb icon" viewBox="0 0 16 16" aria-hidden="true">
  <path d=${CARD_ICONS['image-off']}></path>
</svg>`;

/** The address is in other hands: the server there learns nothing of this page, and only when the card is looked at. */
function picture(url: string, listener: EventListenerObject): TemplateResult {
  return html`<img
    class="thumb"
    alt=""
    loading="lazy"
    decoding="async"
    referrerpolicy="no-referrer"
    src=${url}
    @error=${listener}
  />`;
}

import { html, type TemplateResult } from 'lit';
import { type Message, piecesOf, type Value } from '../locales/message.js';
import { iconClass, iconPath } from '../theme/icons-card.js';

/** A text, with elements if needed. */
export type Content = string | TemplateResult;

/** Everything that a card shows. */
export interface CardModel {
  /** A BCP 47 tag. */
  readonly lang: string;
  /** The card's accessible name. */
  readonly label: string;
  /** Whose turn it is, as a class that sets the colours. */
  readonly tone: '' | 'mine' | 'platform' | 'good';
  /** The type, and the name of its icon. */
  readonly title: string;
  readonly typeIcon: string;
  readonly from: string;
  /** Since when the ticket exists; empty while nothing has confirmed it. */
  readonly when: string;
  readonly status: string;
  /** Path of an icon. */
  readonly statusIcon: string;
  /** The picture of the item. */
  readonly thumb: Content;
  readonly item: string;
  readonly options: string;
  readonly quantity: string;
  readonly price: string;
  /** Who and why. */
  readonly line: LineModel;
  readonly due: DueModel;
  readonly owner: OwnerModel;
  readonly button: string;
  /** Whether it is the reader's turn. */
  readonly filled?: boolean;
}

/** A text with one value, which has its own text direction, so that a name cannot reverse the sentence. */
export interface LineModel {
  /** With an icon before it if it is about money that has not arrived. */
  readonly before: Content;
  readonly value: string;
  readonly after: string;
  /** `urgent` if money did not arrive. */
  readonly tone?: '' | 'urgent';
}

/** Text about the time. */
export interface DueModel {
  readonly tone?: 'soon' | 'urgent' | undefined;
  /** Path of an icon; empty if the content has its own. */
  readonly icon: string;
  readonly content: Content;
}

/** Text about who handles it. */
export interface OwnerModel {
  /** Path of an icon. */
  readonly icon: string;
  readonly text: Content;
  readonly isReader?: boolean;
}

/** A sentence in place of a card. */
export interface PlainModel {
  readonly plain: string;
  readonly lang: string;
  /** Path of an icon. */
  readonly icon: string;
  /** A line in small print, if any. */
  readonly note: string;
}

/*
 * At most 28 elements as sent, and few selectors: layout and style are most of what a card costs. For the same reason there is no blank between two
 * tags (each would be a node in every card), and texts that seldom change are set as `textContent` (a placeholder in the text would be two nodes).
 *
 * What a machine translation would falsify (status, numbers, times) carries `translate="no"`.
 */

/** Renders a card. @param listener - listener for clicks and keys */
export function cardTemplate(model: CardModel, listener: EventListenerObject): TemplateResult {
  const { line, due, owner } = model;
  // oxfmt-ignore
  return html`<article class="root ${classOf(model)}" lang=${model.lang} aria-label=${model.label}
    ><svg class="tile ${iconClass(model.typeIcon)}" viewBox="0 0 16 16" aria-hidden="true"><path d=${iconPath(model.typeIcon)}></path></svg
    ><div class="head"
      ><h3 class="cut" id="t" .textContent=${model.title}></h3
      ><span class="from" .textContent=${model.from}></span
      ><span class="when" translate="no" .textContent=${model.when}></span
    ></div
    ><div class="status cut" translate="no"
      ><svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${model.statusIcon}></path></svg
      >${model.status}</div
    ><div class="thumb">${model.thumb}</div
    ><bdi class="name cut" id="n" .textContent=${model.item}></bdi
    ><div class="sum"
      ><bdi class="opts cut" .textContent=${model.options}></bdi
      ><span class="qty" dir="ltr" translate="no" .textContent=${model.quantity}></span
      ><bdi class="price" dir="ltr" translate="no" .textContent=${model.price}></bdi
    ></div
    ><p class="line">${line.before}<bdi .textContent=${line.value}></bdi>${line.after}</p
    ><div class="foot"
      ><div class="facts"
        ><div class="due" translate="no"
          ><svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${due.icon}></path></svg
          >${due.content}</div
        ><div class="who cut"
          ><svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${owner.icon}></path></svg
          >${owner.text}</div
      ></div
      ><button
        class="btn"
        id="b"
        type="button"
        part="button"
        aria-labelledby="b t n"
        @click=${listener}
        @keydown=${listener}
        .textContent=${model.button}
      ></button
    ></div
  ></article>`;
}

/** Returns the root's class, which holds the whole look of the card: one write instead of one per node. */
function classOf({ tone, line, due, owner, filled }: CardModel): string {
  let names: string = tone;
  if (line.tone) names += ' failed';
  if (due.tone) names += ` ${due.tone}`;
  if (typeof due.content !== 'string') names += ' counts';
  if (owner.isReader) names += ' me';
  return filled ? names + ' fill' : names;
}

/** Renders a sentence in place of a card. */
export function plainTemplate({ plain, note, icon, lang }: PlainModel): TemplateResult {
  return html`<article class="root plain" lang=${lang}>
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${icon}></path></svg>
    <p>${plain}</p>
    ${note && html`<p class="small">${note}</p>`}
  </article>`;
}

/** Fills in a line. Without a placeholder it is all before the value. */
export function lineOf<K extends string = never>(message: Message<K>, values: Readonly<Record<K, Value>>): LineModel {
  const [before = '', key, ...rest] = piecesOf(message, values);
  const valueOf = (name?: string): string => `${values[name as K] ?? ''}`;
  return { before, value: valueOf(key), after: rest.map((piece, i) => (i % 2 ? valueOf(piece) : piece)).join('') };
}

/** Renders a text with one value. */
export function formatRich<K extends string = never>(
  message: Message<K>,
  values: Readonly<Record<K, Value>>,
): TemplateResult {
  const { before, value, after } = lineOf(message, values);
  return html`${before}<bdi>${value}</bdi>${after}`;
}

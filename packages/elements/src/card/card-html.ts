import { parseCardMessage, resolveLocale } from '@sidecard/core/card';
import type { TemplateResult } from 'lit';
import { cardEn } from '../locales/card.en.js';
import { cardZhCN } from '../locales/card.zh-CN.js';
import { refusedModel, sentModel } from './card-model.js';
import { cardTemplate, plainTemplate } from './card-template.js';
import { cardStyles } from './card.styles.js';

/** How {@link cardHtml} writes. */
export interface CardHtmlOptions {
  /** A BCP 47 tag: any `zh` is Chinese, anything else English. */
  readonly locale: string;
  /** The current time, milliseconds since the Unix epoch. @default Date.now() */
  readonly nowMs?: number;
  /** IANA name of the reader's time zone. @default the time zone of the process */
  readonly timeZone?: string;
  /** Attributes of the element, such as `{ id: 'message-7' }`. Names of ASCII letters, digits, `-`, `_`, `.` and `:`. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Nonce of the style sheet, for pages whose content security policy asks for one. */
  readonly nonce?: string;
}

/**
 * Returns the HTML of a card as it is before anything has confirmed it: `<sidecard-card>` with a declarative shadow root, which browsers show
 * before any script has loaded. It has the height that the card has afterwards, so nothing moves. Set the element's `message` before you
 * import `@sidecard/elements`.
 *
 * @throws {RangeError} if the time zone is unknown, or an attribute's name is none
 *
 * @param message - the chat's message, an object or its JSON text. Accepts anything; an unreadable message becomes a plain sentence.
 */
export function cardHtml(message: unknown, options: CardHtmlOptions): string {
  const { locale, nowMs = Date.now(), timeZone, attributes = {}, nonce } = options;
  const texts = resolveLocale(locale) === 'zh-CN' ? cardZhCN : cardEn;
  const parsed = parseCardMessage(message);
  const content = parsed.ok
    ? cardTemplate(sentModel(parsed.value.snapshot, { texts, nowMs, timeZone }), { handleEvent() {} })
    : plainTemplate(refusedModel(parsed, texts));
  const styles = cardStyles.map(({ cssText }) => cssText).join('');
  const named = Object.entries(attributes).map(([name, value]) => {
    // Any other character could end the name or the tag.
    if (!/^[\w:.-]+$/.test(name)) throw new RangeError(`Not an attribute’s name: ${JSON.stringify(name)}`);
    return ` ${name}="${escape(value)}"`;
  });
  return `<sidecard-card${named.join('')}><template shadowrootmode="open"><style${
    nonce === undefined ? '' : ` nonce="${escape(nonce)}"`
  }>${styles}</style>${htmlOf(content)}</template></sidecard-card>`;
}

/** What stands before a value in a template: a listener, the text of an element, or an attribute. */
const BEFORE = /\s(?:(@[\w-]+)|(\.textContent)|[\w-]+)=$/;

/** Writes what the card's templates contain: texts, attributes, `.textContent` and listeners, which have no HTML. */
function htmlOf({ strings, values }: Pick<TemplateResult, 'strings' | 'values'>): string {
  let html = '';
  /** A text that the next tag's end begins. */
  let text: string | undefined;
  strings.forEach((piece, index) => {
    const end = text === undefined ? -1 : piece.indexOf('>');
    html += end < 0 ? piece : piece.slice(0, end + 1) + (text ?? '') + piece.slice(end + 1);
    if (end >= 0) text = undefined;
    if (index === values.length) return;
    const value = values[index];
    const [whole = '', listener, content] = BEFORE.exec(html) ?? [];
    if (listener || content) {
      html = html.slice(0, -whole.length);
      if (content) text = escape(String(value));
    } else if (whole) html += `"${escape(String(value))}"`;
    else html += isTemplate(value) ? htmlOf(value) : escape(String(value));
  });
  return html;
}

const isTemplate = (value: unknown): value is TemplateResult =>
  typeof value === 'object' && value !== null && 'strings' in value;

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

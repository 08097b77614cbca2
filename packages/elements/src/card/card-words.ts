import { type Locale, resolveLocale } from '@sidecard/core/card';
import { itemAsked, snapshotOf } from '@sidecard/core/live-card';
import type { TicketView } from '@sidecard/core/wire';
import type { CardTexts } from '../locales/card-texts.js';
import { formatAmount, formatBy } from '../locales/format-card.js';
import { cardTextsEn } from '../locales/live.en.js';
import { cardTextsZhCN } from '../locales/live.zh-CN.js';
import { format } from '../locales/message.js';
import { texts as panelEn } from '../locales/panel.en.js';
import { texts as panelZhCN } from '../locales/panel.zh-CN.js';
import { liveDue, liveLine, liveOwner, nameOf } from './live-words.js';
import { piecesText, type Sentence } from './sent-words.js';

/** What a card says of a ticket, as text. A part that the ticket does not have is missing. */
export interface CardWords {
  readonly locale: Locale;
  /** The name of the ticket's type. */
  readonly title: string;
  readonly status?: string;
  /** The buyer's name. */
  readonly buyer?: string;
  /** The order's last digits. */
  readonly order: string;
  /** The first item that is asked about; not shortened. */
  readonly item?: string;
  readonly options?: string;
  readonly pieces?: string;
  /** The amount that is asked for. */
  readonly amount?: string;
  /** What the buyer wrote; not shortened. */
  readonly words?: string;
  /** What is done, and what happens next. Missing while the buyer's words are all there is to say. */
  readonly line?: string;
  /** Until when something is to be done, or since when it is done. A time, because a text does not count down. */
  readonly due?: string;
  /** Who of the shop handles it. */
  readonly owner?: string;
  /** The text of the button that opens the task. */
  readonly viewTask: string;
  /** The card's sender. */
  readonly platform: string;
}

/** How {@link cardWords} writes. */
export interface CardWordsOptions {
  /** A BCP 47 tag: any `zh` is Chinese, anything else English. */
  readonly locale: string;
  /** The current time, milliseconds since the Unix epoch: it decides between a time of day and a date. */
  readonly nowMs: number;
  /** IANA name. @default the time zone of the process */
  readonly timeZone?: string | undefined;
  /** Changes each value that people wrote (names, titles, words) before it becomes part of a sentence. @default unchanged */
  readonly value?: (text: string) => string;
}

const TEXTS: Readonly<Record<Locale, CardTexts & Pick<typeof panelEn, 'panel'>>> = {
  'zh-CN': { ...cardTextsZhCN, panel: panelZhCN.panel },
  en: { ...cardTextsEn, panel: panelEn.panel },
};

/**
 * Returns what `<sidecard-card>` says of a ticket to the shop, for cards where there are no elements.
 *
 * @param view - the projection of an account of the shop
 * @throws RangeError if the time zone is unknown
 */
export function cardWords(view: TicketView, options: CardWordsOptions): CardWords {
  const { nowMs, timeZone, value = (text) => text } = options;
  const locale = resolveLocale(options.locale);
  const texts = TEXTS[locale];
  const snapshot = snapshotOf(view);
  const title = value(nameOf(snapshot, texts));
  const always = {
    ...{ locale, title, viewTask: texts.viewTask, platform: texts.platform },
    order: format(texts.panel.order, { order: value(view.order.id.slice(-4)) }),
    ...present({ buyer: value(view.order.buyer.name) }),
  };
  // in words that the card has for it: the shop sees these in its workbench only
  if (!view.covered) return { ...always, line: format(texts.plain.notCovered, { type: title }) };
  const said = typeof view.request['text'] === 'string' ? value(view.request['text']) : '';
  const spoken: Sentence = [texts.line.words, { text: said }];
  const { words: _, ...facts } = snapshot;
  const [message, values] = liveLine(view, said ? { ...facts, words: said } : facts, texts);
  const item = itemAsked(view);
  const { amount, pieces } = snapshot.asked ?? {};
  const due = liveDue(view, { texts, nowMs, timeZone });
  const isSpoken = message === texts.line.words;
  return {
    ...always,
    status: texts.statuses[view.displayStatus],
    ...present({
      item: value(item.title),
      options: value(item.options ?? ''),
      pieces: piecesText(item.quantity, pieces, texts),
      amount: amount ? formatAmount(amount, locale) : '',
      words: isSpoken ? format(message, values) : said && format(...spoken),
      line: isSpoken ? '' : format(message, values),
      due: typeof due === 'object' ? formatBy(due.dueAtMs, { texts, nowMs, timeZone }, true) : (due ?? ''),
      owner: ownerText(view, texts, value),
    }),
  };
}

function ownerText(view: TicketView, texts: CardTexts, value: (text: string) => string): string {
  const [text, { name }] = liveOwner(view, texts, false);
  return format(text, { name: name === undefined ? '' : value(`${name}`) });
}

/** Leaves out empty texts. */
function present<K extends string>(texts: Readonly<Record<K, string>>): Partial<Record<K, string>> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')) as Partial<Record<K, string>>;
}

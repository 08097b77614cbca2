import type { CardSnapshot, ParsedCard } from '@sidecard/core/card';
import type { DisplayStatus } from '@sidecard/core/wire';
import type { SentTexts } from '../locales/card-texts.js';
import { formatAmount, formatBy, formatWhen } from '../locales/format-card.js';
import { format } from '../locales/message.js';
import { CARD_ICONS } from '../theme/icons-card.js';
import { type CardModel, type DueModel, lineOf, type LineModel, type PlainModel, textLine } from './card-template.js';

/** What texts, times and names are taken from. */
export interface ModelContext {
  readonly texts: SentTexts;
  readonly nowMs: number;
}

/**
 * Returns what a message alone says. A buyer may have typed it, so it has no platform, no text in the title but a known type's name and no picture, and
 * a line that says so. What is known to be the platform's is laid over it.
 */
export function sentModel(snapshot: CardSnapshot, context: ModelContext): CardModel {
  const { texts } = context;
  const { displayStatus, item, deadline } = snapshot;
  const { locale, unverified } = texts;
  const title = typeName(snapshot, texts) ?? texts.untitled;
  return {
    ...emptyModel(locale, texts.viewTask),
    label: format(texts.cardLabel, { type: title, status: unverified }),
    title,
    typeIcon: `type-${snapshot.type}`,
    from: unverified,
    when: ` · ${formatWhen(snapshot.createdAtMs, context)}`,
    status: displayStatus === 'platform-intervening' ? BLANK : texts.statuses[displayStatus],
    item: item.title,
    options: item.options ?? '',
    quantity: `×${item.quantity}`,
    price: formatAmount(snapshot.amount, locale),
    line: buyersLine(snapshot.words, displayStatus, texts),
    due: momentDue(deadline?.dueAtMs, context),
    owner: { icon: CARD_ICONS.info, text: texts.owner.unverified },
  };
}

/** Returns what a message says that is no card, or a newer one. */
export function refusedModel(refused: ParsedCard | undefined, { plain, locale }: SentTexts): PlainModel {
  return refused?.ok === false && refused.error.code === 'card-too-new'
    ? plainModel(CARD_ICONS.info, plain.tooNew, locale)
    : plainModel(CARD_ICONS['image-off'], plain.unreadable, locale);
}

export function plainModel(icon: string, text: string, lang: string, note = ''): PlainModel {
  return { plain: text, icon, lang, note };
}

/** As high as a line of text. */
const BLANK = '\u00A0';

/** Returns the box of a card of which nothing is known yet, or no texts are loaded: it is as high as the card will be. */
export function emptyModel(lang: string, button = BLANK): CardModel {
  return {
    lang,
    label: '',
    tone: '',
    title: '…',
    typeIcon: 'ticket',
    from: BLANK,
    when: '',
    status: BLANK,
    statusIcon: '',
    thumb: '',
    item: BLANK,
    options: BLANK,
    quantity: '',
    price: BLANK,
    line: textLine(''),
    due: noDue,
    owner: { icon: '', text: BLANK },
    button,
  };
}

/** Returns our name of a ticket's type. */
export function typeName({ type }: Pick<CardSnapshot, 'type'>, { types }: SentTexts): string | undefined {
  return Object.hasOwn(types, type) ? types[type] : undefined;
}

/** Returns the line of a ticket while what the buyer wrote is what there is to know. */
export function buyersLine(words: string | undefined, status: DisplayStatus, { line }: SentTexts): LineModel {
  if (words !== undefined) return lineOf(line.words, { text: words });
  return textLine(status === 'awaiting-merchant' ? line[status] : '');
}

/** A ticket without a deadline. */
export const noDue: DueModel = { icon: '', content: '' };

/** Returns the moment alone, where counting would claim to know more than is known. */
export function momentDue(dueAtMs: number | undefined, context: ModelContext): DueModel {
  return dueAtMs === undefined ? noDue : plainDue(CARD_ICONS.clock, formatBy(dueAtMs, context, true));
}

/** Returns a drawing and a text about the time. */
export function plainDue(icon: string, text: string): DueModel {
  return { icon, content: text };
}

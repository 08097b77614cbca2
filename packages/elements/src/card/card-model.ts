import type { CardSnapshot, ParsedCard } from '@sidecard/core/card';
import type { SentTexts } from '../locales/card-texts.js';
import { formatAmount, formatBy } from '../locales/format-card.js';
import { format } from '../locales/message.js';
import { CARD_ICONS } from '../theme/icons-card.js';
import { type CardModel, type DueModel, lineOf, type PlainModel } from './card-template.js';
import { buyersLine, piecesText, typeName } from './sent-words.js';

/** Sources of texts, times and names. */
export interface ModelContext {
  readonly texts: SentTexts;
  readonly nowMs: number;
  /** IANA name. @default the time zone of the page or process */
  readonly timeZone?: string | undefined;
  /** When deadlines need attention, as the host has set it. */
  readonly warnings?: string | readonly number[] | null | undefined;
}

/**
 * Returns the card of a message that nothing has confirmed. A buyer may have typed it, so it names no platform and no time, has no title except a
 * known type's name and no picture, and states that it is not confirmed. Confirmed facts replace it.
 */
export function sentModel(snapshot: CardSnapshot, context: ModelContext): CardModel {
  const { texts } = context;
  const { amount, asked = { amount }, displayStatus, item, deadline } = snapshot;
  const { locale, unverified } = texts;
  const title = typeName(snapshot, texts) ?? texts.untitled;
  return {
    ...emptyModel(locale, texts.viewTask),
    label: format(texts.cardLabel, { type: title, status: unverified }),
    title,
    typeIcon: `type-${snapshot.type}`,
    from: unverified,
    statusIcon: CARD_ICONS.info,
    status: displayStatus === 'platform-intervening' ? BLANK : texts.statuses[displayStatus],
    item: item.title,
    options: item.options ?? '',
    quantity: piecesText(item.quantity, asked.pieces, texts),
    price: asked.amount ? formatAmount(asked.amount, locale) : BLANK,
    line: lineOf(...buyersLine(snapshot.words, displayStatus, texts)),
    due: momentDue(deadline?.dueAtMs, context),
    owner: { icon: CARD_ICONS.info, text: texts.owner.unverified },
  };
}

/** Returns the card of a message that is not a card, or is a newer one. */
export function refusedModel(refused: ParsedCard | undefined, { plain, locale }: SentTexts): PlainModel {
  return refused?.ok === false && refused.error.code === 'card-too-new'
    ? plainModel(CARD_ICONS.info, plain.tooNew, locale)
    : plainModel(CARD_ICONS['image-off'], plain.unreadable, locale);
}

export function plainModel(icon: string, text: string, lang: string, note = ''): PlainModel {
  return { plain: text, icon, lang, note };
}

/** A non-breaking space, as high as a line of text. */
const BLANK = '\u00A0';

/** Returns the placeholder of an unknown card, or while texts load. It has the card's final height. */
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
    line: lineOf('', {}),
    due: noDue,
    owner: { icon: '', text: BLANK },
    button,
  };
}

/** A ticket without a deadline. */
export const noDue: DueModel = { icon: '', content: '' };

/** Returns only the due time, if a countdown would pretend to know more. */
export function momentDue(dueAtMs: number | undefined, context: ModelContext): DueModel {
  return dueAtMs === undefined ? noDue : plainDue(CARD_ICONS.clock, formatBy(dueAtMs, context, true));
}

/** Returns an icon and a text about the time. */
export function plainDue(icon: string, text: string): DueModel {
  return { icon, content: text };
}

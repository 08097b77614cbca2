import { type CardMessage, type CardSnapshot, label, type ParsedCard } from '@sidecard/core';
import type { DisplayStatus } from '@sidecard/core/wire';
import type { SentTexts } from '../locales/card-texts.js';
import { formatAmount, formatBy, formatWhen } from '../locales/format.js';
import { format } from '../locales/message.js';
import { CARD_ICONS } from '../theme/icons-card.js';
import { type CardModel, type DueModel, lineOf, type LineModel, type PlainModel } from './card-template.js';

/** What texts, times and names are taken from. */
export interface ModelContext {
  readonly texts: SentTexts;
  readonly nowMs: number;
}

/**
 * Returns what a message alone says.
 *
 * @param vouched - the message is known to be the platform's. Until then a buyer may have typed it: no platform, no text in the title but a known
 *   type's name, no picture, and a line that says so
 */
export function sentModel({ snapshot }: CardMessage, vouched: boolean, context: ModelContext): CardModel {
  const { texts } = context;
  const facts = factsOf(snapshot, context);
  const model: CardModel = {
    ...facts,
    line: buyersLine(snapshot.words, snapshot.displayStatus, texts),
    due: momentDue(snapshot.deadline?.dueAtMs, context),
    owner: { icon: CARD_ICONS.info, text: vouched ? texts.owner.snapshot : texts.owner.unverified, isReader: false },
    filled: false,
  };
  if (vouched) return model;
  const title = typeName({ type: snapshot.type }, texts, texts.untitled);
  return {
    ...model,
    title,
    label: format(texts.cardLabel, { type: title, status: texts.unverified }),
    tone: '',
    from: texts.unverified,
    status: snapshot.displayStatus === 'platform-intervening' ? BLANK : model.status,
    statusIcon: '',
    pictureUrl: undefined,
  };
}

/** Returns what a message says that is no card. A newer one has a text of its own, which is shown if the platform sent it. */
export function refusedModel(
  refused: (ParsedCard & { ok: false }) | undefined,
  vouched: boolean,
  { plain, locale }: SentTexts,
): PlainModel {
  if (refused?.error.code !== 'card-too-new') return plainModel(CARD_ICONS['image-off'], plain.unreadable, locale);
  return vouched
    ? plainModel(CARD_ICONS.platform, refused.texts?.[locale] ?? refused.text ?? plain.tooNew, locale)
    : plainModel(CARD_ICONS.info, plain.tooNew, locale);
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
    pictureUrl: undefined,
    item: BLANK,
    options: BLANK,
    quantity: '',
    price: BLANK,
    line: textLine(''),
    due: noDue,
    owner: { icon: '', text: BLANK, isReader: false },
    button,
    filled: false,
  };
}

/** Returns what a snapshot says, as sent or live. */
export function factsOf(
  snapshot: CardSnapshot,
  context: ModelContext,
): Omit<CardModel, 'line' | 'due' | 'owner' | 'filled'> {
  const { texts } = context;
  const { type, displayStatus, item } = snapshot;
  const title = typeName(snapshot, texts);
  const status = texts.statuses[displayStatus];
  const [tone, icon] =
    LOOKS[displayStatus] ?? (snapshot.moveOf === 'merchant' ? (['mine', 'move'] as const) : (['', 'waiting'] as const));
  return {
    lang: texts.locale,
    label: format(texts.cardLabel, { type: title, status }),
    tone,
    title,
    typeIcon: `type-${type}`,
    from: texts.platform,
    when: ` · ${formatWhen(snapshot.createdAtMs, context)}`,
    status,
    statusIcon: CARD_ICONS[icon],
    pictureUrl: item.pictureUrl,
    item: item.title,
    options: item.options ?? '',
    quantity: `×${item.quantity}`,
    price: formatAmount(snapshot.amount, texts.locale),
    button: texts.viewTask,
  };
}

/** Statuses with a look of their own, tone and drawing; that of the others says whose move it is. */
const LOOKS: Partial<
  Readonly<Record<DisplayStatus, readonly [tone: CardModel['tone'], icon: keyof typeof CARD_ICONS]>>
> = {
  declined: ['', 'declined'],
  resolved: ['good', 'resolved'],
  closed: ['', 'closed'],
  'platform-intervening': ['platform', 'platform'],
};

/** Returns the name of a ticket's type: ours, else the server's. @param otherwise - without either */
export function typeName(
  { type, typeLabels }: Pick<CardSnapshot, 'type' | 'typeLabels'>,
  texts: SentTexts,
  otherwise = type,
): string {
  const own = Object.hasOwn(texts.types, type) ? texts.types[type] : undefined;
  return own ?? (typeLabels ? label(typeLabels, texts.locale) : otherwise);
}

/** Returns the line of a ticket while what the buyer wrote is what there is to know. */
export function buyersLine(words: string | undefined, status: DisplayStatus, { line }: SentTexts): LineModel {
  if (words !== undefined) return lineOf(line.words, { text: words });
  return textLine(status === 'awaiting-merchant' ? line[status] : '');
}

/** Returns a line without a value in it. */
export function textLine(text: string): LineModel {
  return { before: text, value: '', after: '' };
}

/** A ticket without a deadline. */
export const noDue: DueModel = { tone: '', icon: '', content: '' };

/** Returns the moment alone, where counting would claim to know more than is known. */
export function momentDue(dueAtMs: number | undefined, context: ModelContext): DueModel {
  return dueAtMs === undefined ? noDue : plainDue(CARD_ICONS.clock, formatBy(dueAtMs, context, true));
}

/** Returns a drawing and a text about the time. */
export function plainDue(icon: string, text: string): DueModel {
  return { tone: '', icon, content: text };
}

import {
  type CardMessage,
  type CardSnapshot,
  type DisplayStatus,
  label,
  type ParsedCard,
  type TicketTypes,
} from '@sidecard/core';
import type { SentTexts } from '../locales/card-texts.js';
import { formatAmount, formatBy, formatWhen } from '../locales/format.js';
import { format, formatParts, type MessagePart } from '../locales/message.js';

/** Names of the nodes that are written to. */
export type NodeName =
  | 'root'
  | 'type'
  | 'title'
  | 'from'
  | 'when'
  | 'state'
  | 'status'
  | 'missing'
  | 'picture'
  | 'name'
  | 'options'
  | 'quantity'
  | 'price'
  | 'line'
  | 'due'
  | 'clock'
  | 'left'
  | 'by'
  | 'who'
  | 'person'
  | 'owner'
  | 'button';

type Values = Readonly<Partial<Record<NodeName, string>>>;

/** What is to stand at nodes: words, drawings by name (empty for none), classes. */
export interface Marks {
  readonly words?: Values;
  readonly icons?: Values;
  readonly classes?: Values;
}

/** One sentence in place of a card. */
export interface PlainFace {
  readonly plain: true;
  readonly lang: string;
  readonly icon: string;
  readonly text: string;
  readonly small: string;
}

/** Everything that a card shows. */
export interface CardFace extends Required<Marks> {
  readonly plain?: false;
  readonly lang: string;
  /** The card's accessible name. */
  readonly label: string;
  /** Address of the picture. */
  readonly picture: string | undefined;
  /** Who and why. */
  readonly line: readonly MessagePart[];
  /** Who is on it. */
  readonly owner: readonly MessagePart[];
  /** What is said of the time. */
  readonly due: DueFace;
}

/** What is said of the time: `left`, and `by` the moment for those who do not see the count. */
export interface DueFace extends Marks {
  /** The ring's share, in percent. */
  readonly percent?: number;
}

/** What words and names are taken from. */
export interface FaceContext {
  readonly texts: SentTexts;
  readonly nowMs: number;
  /** The host's own. */
  readonly types?: TicketTypes | undefined;
}

/**
 * Returns what a card shows for a message alone.
 *
 * @param vouched - whether the message is known to be the platform's. Until then, a buyer may have typed it: no platform, no words in the title but
 *   those of a known type, no picture, and a line that says so.
 */
export function sentFace(message: CardMessage, vouched: boolean, context: FaceContext): CardFace {
  const { texts } = context;
  const { snapshot } = message;
  const face = factsOf(snapshot, context);
  const sent: CardFace = {
    ...face,
    line: wordsLine(snapshot.words, snapshot.displayStatus, texts),
    due: byFace(snapshot.deadline?.dueAtMs, context),
    ...said('info', vouched ? texts.owner.snapshot : texts.owner.unverified, face),
  };
  if (vouched) return sent;
  const title = typeName(snapshot.type, context, texts.untitled);
  const status = snapshot.displayStatus === 'platform-intervening' ? BLANK : (sent.words.status ?? BLANK);
  return {
    ...sent,
    label: format(texts.cardLabel, { type: title, status: texts.unverified }),
    picture: undefined,
    words: { ...sent.words, title, status, from: texts.unverified },
    icons: { ...sent.icons, state: '' },
    classes: { ...sent.classes, root: 'root ' },
  };
}

/**
 * Returns what a card shows for a message that is no card. A newer one has words of its own. They are shown, under the platform's sign, only if the
 * message is vouched for: a buyer can type that too.
 */
export function refusedFace(
  refused: (ParsedCard & { ok: false }) | undefined,
  vouched: boolean,
  { plain, locale }: SentTexts,
): PlainFace {
  if (refused?.error.code !== 'card-too-new') return plainFace('image-off', plain.unreadable, locale);
  return vouched
    ? plainFace('platform', refused.texts?.[locale] ?? refused.text ?? plain.tooNew, locale)
    : plainFace('info', plain.tooNew, locale);
}

export function plainFace(icon: string, text: string, lang: string, small = ''): PlainFace {
  return { plain: true, icon, text, small, lang };
}

/** Nothing, as high as a line of words. */
const BLANK = '\u00A0';
const NO_WORDS = Object.fromEntries(
  ['title', 'from', 'when', 'status', 'name', 'options', 'quantity', 'price'].map((name) => [name, BLANK]),
);

/** The box that a card known by its id alone has until it is loaded: the height is the same. */
export function emptyFace({ locale, viewTask }: SentTexts): CardFace {
  return {
    lang: locale,
    label: '',
    picture: undefined,
    line: [],
    owner: [{ text: BLANK }],
    due: dueFace('', ''),
    words: { ...NO_WORDS, title: '…', button: viewTask },
    icons: { type: 'ticket', state: '', person: '' },
    classes: { root: 'root ', button: 'btn', who: 'who' },
  };
}

/** What a snapshot says, be it sent or live. */
export function factsOf(snapshot: CardSnapshot, context: FaceContext): Omit<CardFace, 'line' | 'due' | 'owner'> {
  const { texts } = context;
  const { type, displayStatus, moveOf, item } = snapshot;
  const title = typeName(type, context);
  const status = texts.statuses[displayStatus];
  const mine = moveOf === 'merchant';
  const [tone, icon] = LOOKS[displayStatus] ?? (mine ? ['mine', 'move'] : ['', 'waiting']);
  return {
    lang: texts.locale,
    label: format(texts.cardLabel, { type: title, status }),
    picture: item.pictureUrl,
    words: {
      title,
      from: texts.platform,
      when: ` · ${formatWhen(snapshot.createdAtMs, context)}`,
      status,
      name: item.title,
      options: item.options ?? '',
      quantity: `×${item.quantity}`,
      price: formatAmount(snapshot.amount, texts.locale),
      button: texts.viewTask,
    },
    icons: { type: `type-${type}`, state: icon },
    classes: { root: `root ${tone}`, button: 'btn' },
  };
}

/** Statuses with a look of their own, tone and drawing; that of the others says whose move it is. */
const LOOKS: Partial<Readonly<Record<DisplayStatus, readonly [tone: string, icon: string]>>> = {
  declined: ['', 'declined'],
  resolved: ['good', 'resolved'],
  closed: ['', 'closed'],
  'platform-intervening': ['platform', 'platform'],
};

/** Returns the name of a ticket's type: ours, or that of the host's own type. @param otherwise - for a key that is neither */
export function typeName(key: string, { texts, types }: FaceContext, otherwise = key): string {
  if (Object.hasOwn(texts.types, key)) return texts.types[key] ?? otherwise;
  const type = types?.get(key);
  return type ? label(type.labels, texts.locale) : otherwise;
}

/** What the buyer said, while that is what there is to know. */
export function wordsLine(
  words: string | undefined,
  status: DisplayStatus,
  { line }: SentTexts,
): readonly MessagePart[] {
  if (words) return formatParts(line.words, { text: words });
  return [{ text: status === 'awaiting-merchant' ? line[status] : '' }];
}

/** The moment alone, where counting would claim to know more than is known. */
export function byFace(dueAtMs: number | undefined, time: FaceContext): DueFace {
  return dueAtMs === undefined ? dueFace('', '') : dueFace('clock', formatBy(dueAtMs, time, true));
}

export function dueFace(clock: string, left: string, by = '', tone = ''): DueFace {
  return { words: { left, by }, icons: { clock }, classes: { due: `due ${tone}` } };
}

/** Who is on it, laid over a face. */
export function said(
  person: string,
  owner: string | readonly MessagePart[],
  { icons, classes }: Pick<CardFace, 'icons' | 'classes'>,
  who = 'who',
): Pick<CardFace, 'owner' | 'icons' | 'classes'> {
  return {
    owner: typeof owner === 'string' ? [{ text: owner }] : owner,
    icons: { ...icons, person },
    classes: { ...classes, who },
  };
}

import type { CardSnapshot } from '@sidecard/core/card';
import type { DisplayStatus } from '@sidecard/core/wire';
import type { SentTexts } from '../locales/card-texts.js';
import { format, type Message, type Value } from '../locales/message.js';

/** A sentence and the values of its placeholders, to be filled in as text or as elements. */
export type Sentence = readonly [message: Message<string>, values: Readonly<Record<string, Value>>];

/** Returns our name of a ticket's type. */
export function typeName({ type }: Pick<CardSnapshot, 'type'>, { types }: SentTexts): string | undefined {
  return Object.hasOwn(types, type) ? types[type] : undefined;
}

/** Returns how many pieces are asked about: of the item that the card shows or, if there are others, of all. */
export function piecesText(quantity: number, pieces: number | undefined, { pieces: all }: SentTexts): string {
  return pieces === undefined || pieces === quantity ? `×${quantity}` : format(all, { count: pieces });
}

/** Returns the line of a ticket while only the buyer's statement is known. */
export function buyersLine(words: string | undefined, status: DisplayStatus, { line }: SentTexts): Sentence {
  if (words !== undefined) return [line.words, { text: words }];
  return [status === 'awaiting-merchant' ? line[status] : '', {}];
}

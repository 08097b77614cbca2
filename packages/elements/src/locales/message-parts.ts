import { type Message, piecesOf, type Value } from './message.js';

/** A part of a filled-in text; with `key` it is the value of a placeholder, which has its own direction (`<bdi>`). */
export interface MessagePart {
  readonly text: string;
  readonly key?: string;
}

/** Fills in a text, and keeps values separate from the text. */
export function formatParts<K extends string = never>(
  message: Message<K>,
  values: Readonly<Record<K, Value>>,
): readonly MessagePart[] {
  return piecesOf(message, values)
    .map((piece, i) => (i % 2 ? { key: piece, text: `${values[piece as K] ?? ''}` } : { text: piece }))
    .filter(({ text }) => text);
}

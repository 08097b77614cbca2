/** What cards show, for the pages of the benchmark. */
import type { CardMessage } from '@sidecard/core';
import type { TicketView } from '@sidecard/core/wire';

/** How many different minutes tickets are opened in. */
export const MINUTES = 60;
const MINUTE_MS = 60_000;

/** What one card shows. */
export interface Content {
  /** As the chat has it. */
  readonly message: CardMessage;
  /** The same, formatted: what a card without a parser and formats of its own is given. */
  readonly texts: Readonly<Record<TextName, string>>;
}

export type TextName =
  | 'type'
  | 'from'
  | 'status'
  | 'title'
  | 'options'
  | 'quantity'
  | 'price'
  | 'line'
  | 'due'
  | 'owner';

/** Where each text is in the tree of our card. */
export const PLACES: Readonly<Record<TextName, string>> = {
  type: 'h3',
  from: '.from',
  status: '.status',
  title: '.name',
  options: '.opts',
  quantity: '.qty',
  price: '.price',
  line: '.line > bdi',
  due: '.due',
  owner: '.who',
};

/** Returns the text of a drawn card at one place. */
export function textAt(tree: ParentNode, name: TextName): Text {
  return tree.querySelector(PLACES[name])?.lastChild as Text;
}

/** What all contents are made of. */
export interface Source {
  /** Of one ticket in two states. */
  readonly messages: readonly [CardMessage, CardMessage];
  /** By state and minute, as our card draws them. */
  readonly texts: readonly (readonly Readonly<Record<TextName, string>>[])[];
  /** Our card's shadow tree, without Lit's markers. */
  readonly html: string;
  /** Our card's sheet. */
  readonly sheet: string;
  /** Of the same ticket, in two states. */
  readonly views: readonly TicketView[];
}

/** The message of one of many tickets. */
export function contentOf({ messages }: Pick<Source, 'messages'>, index: number, state: 0 | 1): CardMessage {
  const message = messages[state];
  const { snapshot } = message;
  const earlierMs = (index % MINUTES) * MINUTE_MS;
  return {
    ...message,
    ticketId: `T-${index}`,
    snapshot: {
      ...snapshot,
      createdAtMs: snapshot.createdAtMs - earlierMs,
      item: { ...snapshot.item, title: titleOf(index) },
      ...(snapshot.deadline
        ? { deadline: { ...snapshot.deadline, dueAtMs: snapshot.deadline.dueAtMs - earlierMs } }
        : {}),
    },
  };
}

/** Makes different contents, of tickets of their own. */
export function contents(source: Source, count: number, state: 0 | 1 = 0): Content[] {
  return Array.from({ length: count }, (_, index) => ({
    message: contentOf(source, index, state),
    texts: {
      ...(source.texts[state]?.[index % MINUTES] as Content['texts']),
      title: titleOf(index),
    },
  }));
}

function titleOf(index: number): string {
  return `Fog-blue handmade mug, 350 ml, pair, no. ${index}`;
}

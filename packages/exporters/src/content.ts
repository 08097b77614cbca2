import { itemAsked } from '@sidecard/core/live-card';
import type { TicketView } from '@sidecard/core/wire';
import { type CardWords, cardWords } from '@sidecard/elements/card-words';
import type { ReadOptions } from './options.js';
import { clean, isolate } from './text.js';

/**
 * A part of a card: the type's name (`title`), its status, the buyer, the order, the item with its options and pieces, the amount asked for,
 * the buyer's words, what is done and happens next (`line`), the due time, who handles it (`owner`), the item's picture, and the link to the
 * task.
 */
export type Part =
  | 'title'
  | 'status'
  | 'buyer'
  | 'order'
  | 'item'
  | 'options'
  | 'pieces'
  | 'amount'
  | 'words'
  | 'line'
  | 'due'
  | 'owner'
  | 'picture'
  | 'link';

/** The parts of a ticket's card; those that it does not have are missing. Texts are clean, but not escaped. */
export type Parts = { readonly [P in Part]?: string | undefined } & { readonly title: string };

/** A ticket's card for no surface in particular. */
export interface Content {
  readonly ticketId: string;
  readonly locale: CardWords['locale'];
  readonly parts: Parts;
  /** The text of the button. */
  readonly viewTask: string;
  /** The card's sender. */
  readonly platform: string;
}

/** Returns the content of a ticket's card. Its picture is the order's, as it is: not every URL can be shown elsewhere. */
export function contentOf(view: TicketView, { locale, nowMs, timeZone, taskUrl }: ReadOptions): Content {
  const value = (text: string): string => isolate(clean(text));
  const { viewTask, platform, locale: language, ...texts } = cardWords(view, { locale, nowMs, timeZone, value });
  const picture = view.covered ? itemAsked(view).pictureUrl : undefined;
  return {
    ticketId: view.id,
    locale: language,
    parts: { ...texts, ...(picture ? { picture } : {}), link: taskUrl },
    viewTask,
    platform,
  };
}

/** Between two parts on one line. */
const SEPARATOR = ' · ';

/** Returns parts on one line. */
export function lineOf(parts: Parts, ...names: readonly Part[]): string {
  return names.flatMap((name) => parts[name] ?? []).join(SEPARATOR);
}

/** Returns the lines of a card after its title, without empty ones. */
export function linesOf(parts: Parts): readonly string[] {
  return [...factsOf(parts), ...storyOf(parts), endOf(parts)].filter((line) => line !== '');
}

/** Returns the lines about the order. */
export function factsOf(parts: Parts): readonly string[] {
  const lines = [lineOf(parts, 'buyer', 'order'), lineOf(parts, 'item', 'options', 'pieces'), lineOf(parts, 'amount')];
  return lines.filter((line) => line !== '');
}

/** Returns the lines about what was said and done. */
export function storyOf(parts: Parts): readonly string[] {
  return [lineOf(parts, 'line'), lineOf(parts, 'words')].filter((line) => line !== '');
}

/** Returns the line about the time and the owner. */
export function endOf(parts: Parts): string {
  return lineOf(parts, 'due', 'owner');
}

/** Returns the title with the status. */
export function headingOf(parts: Parts): string {
  return lineOf(parts, 'title', 'status');
}

/** Returns a line for notifications. */
export function summaryOf(parts: Parts): string {
  return lineOf(parts, 'title', 'status', 'buyer', 'order');
}

import type { Party } from '../model/states.js';
import type { ActorRef } from '../model/ticket.js';

/** What a picture of a case is about: what it hangs on. */
export const PICTURE_SOURCES = ['request', 'proof', 'refusal', 'receipt', 'evidence', 'other'] as const;
export type PictureSource = (typeof PICTURE_SOURCES)[number];

/** A picture of a filed case. Only its id: the picture stays with its ticket, and keeps its readers. */
export interface ArchivedPicture {
  readonly id: string;
  readonly source: PictureSource;
  /** Whose picture it is. */
  readonly party: Party;
}

/** Names an entry within a shop: a line of a case. */
export interface ArchiveRef {
  readonly ticketId: string;
  /** Id of the order's line. */
  readonly itemId: string;
}

/** Who did something by hand, and when. */
export interface ByHand {
  readonly by: ActorRef;
  readonly atMs: number;
}

/**
 * A line of a case, filed by product and defect. It contains nothing about the buyer, but for the texts of the request among its `words`,
 * while there is its ticket.
 */
export interface ArchiveEntry extends ArchiveRef {
  /** Id of the ticket with the buyer's request: tickets that were split from it are one case. */
  readonly caseId: string;
  /** The ticket's display number. */
  readonly number: string;
  /** Key of the ticket's type. */
  readonly type: string;
  readonly orderId: string;
  /** When the case was opened, milliseconds since the Unix epoch. */
  readonly atMs: number;
  /** Identifies the product: the line's `productId`, else its title. */
  readonly product: string;
  readonly title: string;
  /** Variant as sold. */
  readonly options?: string;
  /** The shop's own picture of the product. */
  readonly pictureUrl?: string;
  /** Number of pieces that the case is about. */
  readonly quantity: number;
  /** The buyer's reason. */
  readonly reason?: string;
  /** Key of the defect. */
  readonly defect: string;
  /** Who chose the defect. Missing while it is suggested from the reason. */
  readonly chosen?: ByHand;
  /** Who filed it. Missing if its reason did. */
  readonly filed?: ByHand;
  /** Who removed it. It stays removed when the ticket changes. */
  readonly removed?: ByHand;
  readonly pictures: readonly ArchivedPicture[];
  /** What a search looks at, see {@link wordsOf}. */
  readonly words: string;
}

/** Selects entries. Missing members select all. */
export interface ArchiveFilter {
  readonly product?: string | undefined;
  readonly defect?: string | undefined;
  /** Cases opened from this time on, milliseconds since the Unix epoch. */
  readonly fromMs?: number | undefined;
  /** Cases opened before this time (exclusive). */
  readonly beforeMs?: number | undefined;
  /** Words that an entry has, each anywhere in its product, number, order or request; see {@link searchWords}. */
  readonly words?: readonly string[] | undefined;
  readonly ticketId?: string | undefined;
  /** Only removed entries, instead of those that are not. @default false */
  readonly removed?: boolean | undefined;
}

/** Maximum number of words of a search; further ones are ignored. */
const MAX_WORDS = 10;

/** Returns a text as searches compare it: without differences of width and case, and with single blanks. */
export function archiveWords(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Maximum number of characters that a search looks at. */
const MAX_WORDS_LENGTH = 2_000;

/** Returns what a search looks at. @param asked - the texts of the request */
export function wordsOf(
  {
    product,
    title,
    options,
    number,
    orderId,
  }: Pick<ArchiveEntry, 'product' | 'title' | 'options' | 'number' | 'orderId'>,
  asked = '',
): string {
  // A product without an id has the name of its title. Cut between characters: a database stores no half of one.
  const words = archiveWords([...new Set([product, title, options, number, orderId, asked])].join(' '));
  return [...words].slice(0, MAX_WORDS_LENGTH).join('');
}

/** Returns an entry without what the buyer wrote: that of a ticket which is gone. */
export function withoutRequest(entry: ArchiveEntry): ArchiveEntry {
  return { ...entry, words: wordsOf(entry) };
}

/** Returns the words of a search. */
export function searchWords(search: string): readonly string[] {
  return archiveWords(search).split(' ').filter(Boolean).slice(0, MAX_WORDS);
}

/** Returns whether a filter selects an entry. */
export function isArchived(entry: ArchiveEntry, filter: ArchiveFilter): boolean {
  const { product, defect, fromMs = 0, beforeMs = Infinity, words = [], ticketId, removed = false } = filter;
  return (
    (product === undefined || entry.product === product) &&
    (defect === undefined || entry.defect === defect) &&
    (ticketId === undefined || entry.ticketId === ticketId) &&
    entry.atMs >= fromMs &&
    entry.atMs < beforeMs &&
    (entry.removed !== undefined) === removed &&
    words.every((word) => entry.words.includes(word))
  );
}

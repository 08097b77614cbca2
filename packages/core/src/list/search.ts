import type { Order } from '../model/order.js';
import type { Ticket } from '../model/ticket.js';

/** What is searched of a ticket: no addresses, and no phone numbers. */
export type SearchableTicket = Pick<Ticket, 'number' | 'request' | 'returnShipment' | 'outgoing'> & {
  readonly order: Pick<Order, 'id' | 'buyer' | 'items' | 'trackingNumber'>;
};

/** Maximum number of terms of a ticket. */
export const MAX_SEARCH_TERMS = 100;
/** Maximum number of words of a query. Further ones are ignored. */
export const MAX_SEARCH_WORDS = 12;
/** Maximum length of a query, in UTF-16 code units. */
export const MAX_SEARCH_LENGTH = 100;
/** Titles leave room for the words of the request. */
const MAX_TITLE_TERMS = 60;
const MAX_TERM_LENGTH = 40;
/** Shorter endings of numbers are not searched. */
const MIN_ENDING = 4;

/** Begins the terms that are numbers backwards, which are found by their endings. No word begins with it. */
const BACKWARDS = '~';

/** A query: each word is a list of alternatives, and each of those the beginning of a term. A ticket must have one term of every word. */
export type SearchQuery = readonly (readonly string[])[];

/** Chinese, Japanese and Korean, which are written without spaces, or other words of letters and digits. */
const WORDS =
  /((?:(?=[\p{L}\p{N}])[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}])+)|(?:(?![\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}])[\p{L}\p{N}\p{M}])+/gu;

/** A word, or a run of characters that are searched in pairs. */
interface Word {
  readonly text: string;
  readonly inPairs: boolean;
}

function wordsIn(text: string): readonly Word[] {
  const plain = text.normalize('NFKC').toLowerCase();
  return [...plain.matchAll(WORDS)].map(([word, run]) => ({ text: word, inPairs: run !== undefined }));
}

/** Returns the pairs of neighbouring characters, and the last character, which begins no pair. */
function pairsIn(text: string): readonly string[] {
  const characters = [...text];
  return characters.map((character, index) => character + (characters[index + 1] ?? ''));
}

const shorten = (term: string): string => [...term].slice(0, MAX_TERM_LENGTH).join('');
const reverse = (text: string): string => [...text].reverse().join('');

function termsIn(text: string): readonly string[] {
  return wordsIn(text).flatMap((word) => (word.inPairs ? pairsIn(word.text) : shorten(word.text)));
}

/** The terms of a number: its parts, the whole, and the whole backwards. */
function termsOfNumber(number: unknown): readonly string[] {
  if (typeof number !== 'string') return [];
  const whole = wordsIn(number)
    .map(({ text }) => text)
    .join('');
  return whole === '' ? [] : [...termsIn(number), shorten(whole), shorten(BACKWARDS + reverse(whole))];
}

/**
 * Returns the terms by which a ticket is found: its number and the order’s, the buyer’s name, tracking numbers, the goods’ titles, and the
 * request’s text. Each is in lower case and in Unicode’s compatibility form (NFKC). Beyond {@link MAX_SEARCH_TERMS}, the text’s last words are
 * left out.
 */
export function searchTermsOf({
  number,
  request,
  returnShipment,
  outgoing,
  order,
}: SearchableTicket): readonly string[] {
  const { text } = request;
  const parcels = [order.trackingNumber, returnShipment?.trackingNumber, outgoing?.trackingNumber];
  const terms = [
    ...[number, order.id, ...parcels, request['trackingNumber']].flatMap(termsOfNumber),
    ...termsIn(order.buyer.name),
    ...order.items.flatMap(({ title }) => termsIn(title)).slice(0, MAX_TITLE_TERMS),
    ...(typeof text === 'string' ? termsIn(text) : []),
  ];
  return [...new Set(terms)].slice(0, MAX_SEARCH_TERMS);
}

/**
 * Reads what a person types into a search field. A word finds the terms that begin with it, several words those tickets that have all of
 * them. Four or more digits also find the numbers that end with them. Chinese, Japanese and Korean are found anywhere in a text.
 *
 * @returns an empty list if the text has no words
 */
export function searchQuery(text: string): SearchQuery {
  const query = wordsIn(text.slice(0, MAX_SEARCH_LENGTH)).flatMap((word): readonly (readonly string[])[] => {
    if (word.inPairs) {
      const pairs = pairsIn(word.text);
      return (pairs.length > 1 ? pairs.slice(0, -1) : pairs).map((pair) => [pair]);
    }
    const isEnding = word.text.length >= MIN_ENDING && /\d{4}$/.test(word.text);
    return [[shorten(word.text), ...(isEnding ? [shorten(BACKWARDS + reverse(word.text))] : [])]];
  });
  return query.slice(0, MAX_SEARCH_WORDS);
}

/** Whether a ticket with these terms matches a query. A query without words matches nothing. */
export function matchesSearch(terms: readonly string[], query: SearchQuery): boolean {
  return (
    query.length > 0 &&
    query.every((alternatives) => alternatives.some((start) => terms.some((term) => term.startsWith(start))))
  );
}

import type { Occasion } from '../model/ticket.js';
import { isRecord } from '../values/unknown.js';

const MAX_LENGTH = 2_000;
/** Names its host plainly: no user, and nothing that a browser drops from a URL or reads as another host. */
const LINK = /^https:\/\/(?![^/?#]*@)[^\s\u0000-\u001F\u007F-\u009F<>"'\\/?#:][^\s\u0000-\u001F\u007F-\u009F<>"'\\]*$/;

/** Returns whether a value is an occasion: a review, with an `https:` link of at most 2,000 UTF-16 code units. */
export function isOccasion(value: unknown): value is Occasion {
  if (!isRecord(value)) return false;
  const { kind, url } = value;
  return kind === 'review' && typeof url === 'string' && url.length <= MAX_LENGTH && LINK.test(url);
}

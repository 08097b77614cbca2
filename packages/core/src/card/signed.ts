import { readPlain } from '../values/plain.js';
import { isRecord } from '../values/unknown.js';
import { MAX_CARD } from './shape.js';

/** A message with a signature, and the text that the signature is over. */
export interface SignedCard {
  /** A compact JWS with detached content, as the message carries it. Not checked yet. */
  readonly signature: string;
  /** See {@link canonicalCard}. */
  readonly content: string;
  /** The shop that the message names. */
  readonly merchantId?: unknown;
}

/**
 * Returns the text that a card message's signature covers: the canonical JSON (RFC 8785) of every member but `signature`, unknown ones included.
 * A chat that parses the message and writes it again, with other white space, key order or number formats, leaves this text as it is; any other
 * change changes it.
 *
 * @param message - plain data, as {@link parseCardMessage} returns it
 */
export function canonicalCard(message: object): string {
  return canonical({ ...message, signature: undefined });
}

/**
 * Reads the signature of a message and the text that it covers. Takes messages of newer versions too: their `text` is worth a check as well.
 * Does not verify: core has no cryptography, `client.verifyCard` does it.
 *
 * @param input - the message's object or its JSON text; anything hostile may be passed
 * @returns nothing for a message without a signature, one that is not ours or one over the limits of {@link parseCardMessage}; never throws
 */
export function readSignedCard(input: unknown): SignedCard | undefined {
  try {
    const copy = readPlain(input, MAX_CARD);
    if (!isRecord(copy) || copy['sidecard'] === undefined) return undefined;
    const { signature, merchantId } = copy;
    return typeof signature === 'string' ? { signature, content: canonicalCard(copy), merchantId } : undefined;
  } catch {
    return undefined;
  }
}

/** JSON without white space, keys sorted by UTF-16 code units, `undefined` members left out. Numbers and texts as `JSON.stringify` writes them. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join()}}`;
}

import { readPlain } from '../values/plain.js';
import { isRecord } from '../values/unknown.js';
import { MAX_CARD } from './shape.js';

/** A message's signature, and the content it covers. */
export interface SignedCard {
  /** A compact JWS with detached content, as in the message. Not verified. */
  readonly signature: string;
  /** See {@link canonicalCard}. */
  readonly content: string;
  /** The shop named in the message. */
  readonly merchantId?: unknown;
}

/**
 * Returns the content that a card message's signature covers: the canonical JSON (RFC 8785) of every member but `signature`, including
 * unknown ones. Reserializing the message with other white space, key order or number formats does not change it; any other change does.
 *
 * @param message - plain data, as {@link parseCardMessage} returns it
 */
export function canonicalCard(message: object): string {
  return canonical({ ...message, signature: undefined });
}

/**
 * Extracts a message's signature and the content it covers. Accepts messages of newer versions, whose `text` is worth verifying too. Does
 * not verify: core has no cryptography; use `client.verifyCard`.
 *
 * @param input - the message's object or its JSON text; may be hostile
 * @returns `undefined` for a message without a signature, one that is not a Sidecard message, or one over the limits of {@link
 *   parseCardMessage}; never throws
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

/**
 * JSON without white space, with keys sorted by UTF-16 code units and without `undefined` members. Numbers and texts as `JSON.stringify`
 * writes them.
 */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join()}}`;
}

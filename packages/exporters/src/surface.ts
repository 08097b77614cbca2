import type { Content, Part } from './content.js';
import type { Place } from './limits.js';

/** Something that shows cards: how a ticket becomes its message. */
export interface Surface<Payload> {
  /** Parts that it has no place for. */
  readonly unsupported: readonly Part[];
  /** Its limits, in the order in which they are applied. */
  readonly places: (content: Content) => readonly Place[];
  /** Writes the message of a content that is within the limits. */
  readonly write: (content: Content) => Payload;
}

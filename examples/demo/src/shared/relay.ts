import type { Labels } from '@sidecard/core';

/**
 * What goes through the demo's relay: the chat line itself, which any product that embeds Sidecard already has. Sidecard neither brings
 * nor needs it.
 */

/** Which side of the conversation a message stands on. The relay reads it from the sender's token, never from the message. */
export type RelaySide = 'buyer' | 'shop' | 'platform';

/** Who said it, as the relay vouches for it. */
export interface RelaySender {
  readonly side: RelaySide;
  readonly accountId: string;
  readonly name: Labels | string;
}

/** One line of a conversation, as the relay keeps and sends it. */
export interface RelayMessage {
  /** Where it stands in the relay's one log; a reader resumes after the last one it has. */
  readonly seq: number;
  /** Chosen by the sender: posting it twice is posting it once. */
  readonly id: string;
  readonly conversationId: string;
  readonly from: RelaySender;
  readonly atMs: number;
  /** What is said; the demo's own first lines come in every language. */
  readonly text?: Labels | string;
  /** A card message of Sidecard, checked by the relay against the ticket. */
  readonly card?: unknown;
}

/** What a page posts. */
export interface RelayPost {
  readonly id: string;
  readonly conversationId: string;
  readonly text?: string;
  readonly card?: unknown;
}

/** A line of the relay's stream (`application/x-ndjson`). An empty line says that it lives. */
export type RelayFrame =
  /** First. Another `epoch` than before: the log began anew, forget what you have. */
  | { readonly kind: 'ready'; readonly epoch: string; readonly head: number }
  | { readonly kind: 'message'; readonly message: RelayMessage };

/** How often the stream says that it lives, in milliseconds. */
export const RELAY_BEAT_MS = 10_000;

import type { Labels } from '@sidecard/core';

/**
 * Messages of the demo's relay. The relay stands for the chat transport that a product which embeds Sidecard already has; Sidecard does not
 * need it.
 */

/** The sender's side of the conversation. The relay reads it from the sender's token, never from the message. */
export type RelaySide = 'buyer' | 'shop' | 'platform';

/** The sender of a message, as verified by the relay. */
export interface RelaySender {
  readonly side: RelaySide;
  readonly accountId: string;
  readonly name: Labels | string;
}

/** A message of a conversation, as the relay stores and sends it. */
export interface RelayMessage {
  /** Position in the relay's single log. A reader resumes after the last position it has. */
  readonly seq: number;
  /** Chosen by the sender; posting the same id again has no effect. */
  readonly id: string;
  readonly conversationId: string;
  readonly from: RelaySender;
  readonly atMs: number;
  /** Text of the message; the demo's initial messages have it in every language. */
  readonly text?: Labels | string;
  /** A Sidecard card message, which the relay has checked against the ticket. */
  readonly card?: unknown;
}

/** Body of a post. */
export interface RelayPost {
  readonly id: string;
  readonly conversationId: string;
  readonly text?: string;
  readonly card?: unknown;
}

/** A line of the relay's stream (`application/x-ndjson`). An empty line is a heartbeat. */
export type RelayFrame =
  /** The first line. A different `epoch` means that the log was recreated: discard what you have. */
  | { readonly kind: 'ready'; readonly epoch: string; readonly head: number }
  | { readonly kind: 'message'; readonly message: RelayMessage };

/** Interval of the heartbeat, in milliseconds. */
export const RELAY_BEAT_MS = 10_000;

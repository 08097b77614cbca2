import type { PresenceView } from '@sidecard/core/wire';

/**
 * Notifies servers, mostly after a commit. Except for presences and counts of requests, a hint has no content: its receivers read the
 * database. A bus may lose, repeat or reorder hints, because a sweep finds what they miss, except for notes, accounts and presences: what is
 * missed of those, a reader gets when it looks or connects again.
 */
export type Hint =
  /** A stream's log has reached `seq`. */
  | { readonly kind: 'stream'; readonly merchantId: string; readonly stream: string; readonly seq: number }
  /** A merchant has new cards or replies to deliver. */
  | { readonly kind: 'deliveries'; readonly merchantId: string }
  /** Permissions of an account changed. */
  | { readonly kind: 'account'; readonly merchantId: string; readonly accountId: string }
  /** The merchant's list of accounts changed: an account changed, connected, disconnected, or requested access. */
  | { readonly kind: 'accounts'; readonly merchantId: string }
  /** A ticket has another note. */
  | { readonly kind: 'notes'; readonly merchantId: string; readonly ticketId: string }
  /** An account is at a ticket, or has left it. It is nowhere else, because it is worth nothing after half a minute. */
  | ({ readonly kind: 'presence'; readonly merchantId: string } & PresenceView)
  /** A merchant's addresses of webhooks changed, or one of their deliveries is to be sent. */
  | { readonly kind: 'webhooks'; readonly merchantId: string }
  /** The server `node` has let `count` requests of an account pass, or without `accountId` of all of a party at the merchant together. */
  | {
      readonly kind: 'requests';
      readonly node: string;
      readonly merchantId: string;
      readonly party: string;
      readonly accountId?: string;
      readonly budget: string;
      readonly count: number;
    }
  /** A deadline was set. */
  | { readonly kind: 'deadline'; readonly merchantId: string; readonly dueAtMs: number };

/**
 * How often work is looked for without a hint, in milliseconds: where other servers send hints, one may be lost, and so may such a server;
 * and a server that is said to be alone may have had a predecessor until a moment ago.
 */
export const LOOK_MS = { shared: 5_000, alone: 60_000 };

/** Carries hints between the servers of an installation. */
export interface Bus {
  publish(hint: Hint): void;
  /** @returns a function that unsubscribes */
  subscribe(listener: (hint: Hint) => void): () => void;
}

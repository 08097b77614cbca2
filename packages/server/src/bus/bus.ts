/**
 * What a server tells the others, and itself, after a commit. A hint has no content: its receivers read the database. So a bus may lose,
 * repeat or reorder hints; a sweep finds what they missed.
 */
export type Hint =
  /** A stream's log has reached `seq`. */
  | { readonly kind: 'stream'; readonly merchantId: string; readonly stream: string; readonly seq: number }
  /** A merchant has new cards or replies to deliver. */
  | { readonly kind: 'deliveries'; readonly merchantId: string }
  /** Permissions of an account changed. */
  | { readonly kind: 'account'; readonly merchantId: string; readonly accountId: string }
  /** The merchant's list of accounts changed: one changed, came, went or asks. */
  | { readonly kind: 'accounts'; readonly merchantId: string }
  /** A deadline was set. */
  | { readonly kind: 'deadline'; readonly merchantId: string; readonly dueAtMs: number };

/** Carries hints between the servers of an installation. */
export interface Bus {
  publish(hint: Hint): void;
  /** @returns stops listening */
  subscribe(listener: (hint: Hint) => void): () => void;
}

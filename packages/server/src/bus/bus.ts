/**
 * What one server tells the others, and itself, after a commit. A hint carries no content: whoever hears it reads the database. So a bus
 * may lose, repeat or reorder hints; a sweep finds what they missed.
 */
export type Hint =
  /** The stream's log has reached `seq`. */
  | { readonly kind: 'stream'; readonly merchantId: string; readonly stream: string; readonly seq: number }
  /** Cards or replies were made, acknowledged or widened. */
  | { readonly kind: 'deliveries'; readonly merchantId: string }
  /** Permissions of an account changed. */
  | { readonly kind: 'account'; readonly merchantId: string; readonly accountId: string }
  /** The merchant's list of accounts reads differently: one changed, came, went or asks. */
  | { readonly kind: 'accounts'; readonly merchantId: string }
  /** A timer was set, due at `dueAtMs`. */
  | { readonly kind: 'deadline'; readonly merchantId: string; readonly dueAtMs: number };

/** Carries hints between the servers of an installation. */
export interface Bus {
  publish(hint: Hint): void;
  /** @returns stops listening */
  subscribe(listener: (hint: Hint) => void): () => void;
}

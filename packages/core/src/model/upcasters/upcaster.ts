/** An event or a ticket as it was stored, by whichever release. */
export type Stored = Readonly<Record<string, unknown>>;

/** Turns what was stored in one version of the schema into the next version. Pure; it never reads a clock, a policy or a type. */
export interface Upcaster {
  readonly event: (stored: Stored) => Stored;
  readonly ticket: (stored: Stored) => Stored;
}

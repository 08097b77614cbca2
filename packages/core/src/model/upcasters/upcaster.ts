/** A stored event or ticket of any release. */
export type Stored = Readonly<Record<string, unknown>>;

/** Converts stored data from one schema version to the next. Pure; it never reads a clock, a policy or a type. */
export interface Upcaster {
  readonly event: (stored: Stored) => Stored;
  readonly ticket: (stored: Stored) => Stored;
}

import type { ReadableAtom } from 'nanostores';

/** A setting as JSON. */
export type Preference = Readonly<Record<string, unknown>>;

/**
 * Small settings of the account in this browser, such as its saved lists. They are stored like drafts, each by itself, and survive a reload.
 */
export interface Preferences {
  /** Returns the store of all settings, by name. */
  all(): ReadableAtom<ReadonlyMap<string, Preference>>;
  /** Resolves to all settings, once those of earlier pages have been read. */
  load(): Promise<ReadonlyMap<string, Preference>>;
  set(name: string, value: Preference): void;
  delete(name: string): void;
}

/** How long a notice must be visible before keys apply to it, in milliseconds: a user who was typing has not read it. */
const READING_MS = 1_000;

/** Distinguishes keys meant for the former content from those that answer a new notice. */
export class Unread {
  #sinceMs = -Infinity;

  /** Call when the content is new, or the user still types as before. */
  renew(): void {
    this.#sinceMs = performance.now();
  }

  /** Whether to ignore a key, because it was meant for the former content. */
  get isFresh(): boolean {
    return performance.now() - this.#sinceMs < READING_MS;
  }
}

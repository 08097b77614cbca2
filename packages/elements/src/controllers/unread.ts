/** How long a notice stands before a key answers it: who is typing when it comes has not read it. In milliseconds. */
const READING_MS = 1_000;

/** Tells keys that were meant for what stood there before from those that answer what stands there now. */
export class Unread {
  #sinceMs = -Infinity;

  /** Something new stands there, or the reader still goes on as if it did not. */
  renew(): void {
    this.#sinceMs = performance.now();
  }

  /** Whether a key is taken for one that was meant for what stood there before. */
  get isFresh(): boolean {
    return performance.now() - this.#sinceMs < READING_MS;
  }
}

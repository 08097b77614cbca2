import type { Budget } from '../context/limits.js';

/** How many buckets are remembered. Beyond it, the one that was used least recently starts full again. */
const MAX_BUCKETS = 20_000;

interface Bucket {
  tokens: number;
  atMs: number;
}

/**
 * Checks a budget.
 *
 * @throws {TypeError} if it would never let a request pass, or is not a number
 */
export function mustBeBudget({ burst, perSecond }: Budget, name: string): void {
  if (burst >= 1 && perSecond > 0 && Number.isFinite(burst) && Number.isFinite(perSecond)) return;
  throw new TypeError(`${name} must have a \`burst\` of at least 1 and a \`perSecond\` above 0.`);
}

/** Counts requests by key. A bucket fills with time, and each request takes one token. */
export class TokenBuckets {
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  /** @param now - a clock in milliseconds, of any beginning; one that goes back fills nothing */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Takes a token of each budget, or of none.
   *
   * @returns 0, or after how many milliseconds there will be a token of each
   */
  take(wanted: readonly (readonly [key: string, budget: Budget])[]): number {
    const now = this.#now();
    const buckets = wanted.map(([key, budget]) => ({ bucket: this.#fill(key, budget, now), budget }));
    const waits = buckets.map(({ bucket, budget }) => ((1 - bucket.tokens) / budget.perSecond) * 1000);
    const waitMs = Math.max(0, ...waits);
    if (waitMs === 0) for (const { bucket } of buckets) bucket.tokens--;
    return waitMs;
  }

  /** How many buckets are remembered. */
  get size(): number {
    return this.#buckets.size;
  }

  #fill(key: string, { burst, perSecond }: Budget, now: number): Bucket {
    const bucket = this.#buckets.get(key) ?? { tokens: burst, atMs: now };
    bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.atMs) / 1000) * perSecond);
    bucket.atMs = now;
    // A map keeps the order of insertion: what was used last is at its end.
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    for (const oldest of this.#buckets.keys()) {
      if (this.#buckets.size <= MAX_BUCKETS) break;
      this.#buckets.delete(oldest);
    }
    return bucket;
  }
}

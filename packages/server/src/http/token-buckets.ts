import type { Budget } from '../context/limits.js';

/** How many buckets are remembered. Beyond it, the one that was used least recently starts full again. */
const MAX_BUCKETS = 20_000;

/** Others hear of a sender who has taken this part of a burst since they heard last: those who ask little are not worth a message. */
const TOLD_PART = 1 / 8;

interface Bucket {
  tokens: number;
  /** Taken here, and neither told nor filled again. */
  untold: number;
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

/** What {@link TokenBuckets} takes. `Of` says whose a bucket is. */
export interface TokenBucketsOptions<Of> {
  /** A clock in milliseconds, of any beginning. One that goes back fills nothing. */
  readonly now: () => number;
  readonly keyOf: (of: Of) => string;
  readonly budgetOf: (of: Of) => Budget;
  /** Is called with what other servers are to charge. */
  readonly tell: (of: Of, tokens: number) => void;
}

/** Counts requests. A bucket fills with time, and each request takes one token. */
export class TokenBuckets<Of> {
  readonly #options: TokenBucketsOptions<Of>;
  readonly #buckets = new Map<string, Bucket>();

  constructor(options: TokenBucketsOptions<Of>) {
    this.#options = options;
  }

  /**
   * Takes a token of each, or of none.
   *
   * @returns 0, or after how many milliseconds there will be a token of each
   */
  take(wanted: readonly Of[]): number {
    const now = this.#options.now();
    const taken = wanted.map((of) => ({ of, budget: this.#options.budgetOf(of), bucket: this.#fill(of, now) }));
    const waits = taken.map(({ bucket, budget }) => ((1 - bucket.tokens) / budget.perSecond) * 1000);
    const waitMs = Math.max(0, ...waits);
    if (waitMs > 0) return waitMs;
    for (const { of, budget, bucket } of taken) {
      bucket.tokens--;
      bucket.untold++;
      if (bucket.untold < budget.burst * TOLD_PART) continue;
      this.#options.tell(of, bucket.untold);
      bucket.untold = 0;
    }
    return 0;
  }

  /** Takes what another server has let pass, as far as there is any. */
  charge(of: Of, tokens: number): void {
    const bucket = this.#fill(of, this.#options.now());
    bucket.tokens = Math.max(0, bucket.tokens - Math.max(0, tokens));
  }

  /** How many buckets are remembered. */
  get size(): number {
    return this.#buckets.size;
  }

  #fill(of: Of, now: number): Bucket {
    const key = this.#options.keyOf(of);
    const { burst, perSecond } = this.#options.budgetOf(of);
    const bucket = this.#buckets.get(key) ?? { tokens: burst, untold: 0, atMs: now };
    bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.atMs) / 1000) * perSecond);
    bucket.untold = Math.min(bucket.untold, burst - bucket.tokens);
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

// How much clients may ask of a server.

/** How many requests may come at once, and how many a second in the long run. */
export interface Budget {
  readonly burst: number;
  readonly perSecond: number;
}

/** What one sender may request. */
export interface Budgets {
  /** Of everything that is not a `GET`. */
  readonly writes: Budget;
  /** Of lists, counts, exports and event streams. Other reads are free. */
  readonly reads: Budget;
}

/** How many requests each sender may make, of all servers with one bus together. Beyond it: 429 `rate-limited`, with the seconds to wait in `Retry-After`. */
export interface RequestLimits {
  /** One buyer. @default writes 120 at once and 2 a second, reads 240 at once and 10 a second */
  readonly buyer: Budgets;
  /** One account of a merchant or of the platform. @default writes 600 at once and 10 a second, reads 1200 at once and 40 a second */
  readonly account: Budgets;
  /** One backend of the host. @default writes 5000 at once and 500 a second, reads 5000 at once and 500 a second */
  readonly backend: Budgets;
  /** All of one party at one merchant together. @default writes 5000 at once and 500 a second, reads 5000 at once and 500 a second */
  readonly merchant: Budgets;
}

const budgets = (writes: readonly [number, number], reads: readonly [number, number]): Budgets => ({
  writes: { burst: writes[0], perSecond: writes[1] },
  reads: { burst: reads[0], perSecond: reads[1] },
});

export const DEFAULT_REQUEST_LIMITS: RequestLimits = {
  buyer: budgets([120, 2], [240, 10]),
  account: budgets([600, 10], [1_200, 40]),
  backend: budgets([5_000, 500], [5_000, 500]),
  merchant: budgets([5_000, 500], [5_000, 500]),
};

/** How many event streams may be open in a process, long polls included. */
export interface StreamLimits {
  /** Of one account. Tabs of a browser share one stream, so more indicate a fault or an attack. @default 32 */
  readonly perAccount: number;
  /** Of each party at one merchant: its accounts, its buyers, and the platform's staff at it. @default 5000 */
  readonly perMerchant: number;
  /** Of all. A quarter of them is kept from buyers. @default 20000 */
  readonly perProcess: number;
}

export const DEFAULT_STREAM_LIMITS: StreamLimits = { perAccount: 32, perMerchant: 5_000, perProcess: 20_000 };

/**
 * How many requests of one account run at once in a process. Streams, long polls, pictures and look-ups at the host do not count. Further
 * ones wait for their turn, so that an account's many requests do not delay others' much. Beyond `waiting`: 429 `rate-limited`.
 */
export interface ConcurrencyLimits {
  /** Of one buyer. @default 2 */
  readonly buyer: number;
  /** Of one account of a merchant or of the platform. @default 4 */
  readonly account: number;
  /** Of one backend of the host. @default 64 */
  readonly backend: number;
  /** How many more of one account wait. @default 500 */
  readonly waiting: number;
}

export const DEFAULT_CONCURRENCY_LIMITS: ConcurrencyLimits = { buyer: 2, account: 4, backend: 64, waiting: 500 };

/** Limits of a server. */
export interface ServerLimits {
  readonly streams?: Partial<StreamLimits>;
  /** `none`: something in front of the server limits requests. */
  readonly requests?: Partial<RequestLimits> | 'none';
  readonly concurrency?: Partial<ConcurrencyLimits>;
}

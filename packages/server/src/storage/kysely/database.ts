import type { Dialect } from 'kysely';

/** A database with PostgreSQL's SQL. `openPglite` of `@sidecard/server/node` opens one in a folder. */
export interface SidecardDatabase {
  /** Must return `bigint` as a number. */
  readonly dialect: Dialect;
  /** Returns another one for migrations, without limits of time. It is ended after them. @default `dialect` */
  readonly migrationDialect?: () => Dialect;
  /** Statements that run every hour, for a database that does not vacuum itself. @default none */
  readonly maintenance?: readonly string[];
  /**
   * Names the history that the data belongs to, such as `a1b2c3d4`. It changes when the data is restored from a backup, or has lost its last
   * commits, and must not be a part of it. Readers of streams are then told. @default one name for ever
   */
  readonly history?: () => Promise<string>;
  /** Free space on its disk, in bytes. With little of it `/readyz` is red. @default not known */
  readonly freeBytes?: () => Promise<number | undefined>;
  /**
   * Whether it computes in the server's own thread, with one connection, so that a long transaction keeps everybody waiting. Then deadlines
   * that are due at once fire in small transactions. @default false
   */
  readonly inProcess?: boolean;
  /** Its connections now, for the metrics. @default not known */
  readonly connections?: () => ConnectionCounts;
}

/** How many connections a pool has. */
export interface ConnectionCounts {
  readonly total: number;
  readonly idle: number;
  /** How many transactions and statements wait for one. */
  readonly waiting: number;
}

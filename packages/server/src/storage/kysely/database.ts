import type { Dialect } from 'kysely';

/** A database with PostgreSQL's SQL. `openPglite` of `@sidecard/server/node` opens one in a folder. */
export interface SidecardDatabase {
  /** Must return `bigint` as a number. */
  readonly dialect: Dialect;
  /** Statements that run every hour, for a database that does not vacuum itself. @default none */
  readonly maintenance?: readonly string[];
}

import type { Dialect } from 'kysely';

/** A database that speaks PostgreSQL's SQL. `openPglite` of `@sidecard/server/node` makes one in a folder. */
export interface SidecardDatabase {
  /** Must return `bigint` as a number. */
  readonly dialect: Dialect;
}

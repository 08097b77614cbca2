import { type CompiledQuery, PostgresAdapter, type TransactionSettings } from 'kysely';
import type { Db } from './schema.js';

// What a command asks of the database is sent in few messages: of a transaction, its beginning goes with its first statement, a lock with
// what is read under it, and the last write with the commit. Drivers that can do so say it by their adapter; with others, each goes alone.

/** A statement, and what is sent to the database in the same message. */
export interface QueryTogether extends CompiledQuery {
  /** Locks the rows that the statement reads. It runs first, so that the statement sees what was committed meanwhile. */
  readonly locks?: CompiledQuery | undefined;
  /** Whether the transaction is committed if the statement succeeds. Nothing of the transaction may follow. */
  readonly commits?: boolean | undefined;
  /** Whether it finds its rows by keys, with any values, so that it is parsed and planned once. */
  readonly recurs: true;
}

/** The adapter of a driver that sends {@link QueryTogether} in one message, together with the beginning of its transaction. */
export class TogetherAdapter extends PostgresAdapter {
  readonly sendsTogether = true;
}

/** Returns the statement that begins a transaction. */
export function beginOf({ isolationLevel, accessMode }: TransactionSettings): string {
  return ['start transaction', isolationLevel && `isolation level ${isolationLevel}`, accessMode]
    .filter(Boolean)
    .join(' ');
}

/** Runs a statement that recurs, with a lock before it or the commit after it. */
export async function runTogether<Row>(
  db: Db,
  query: CompiledQuery<Row>,
  { locks, commits }: Pick<QueryTogether, 'locks' | 'commits'> = {},
): Promise<readonly Row[]> {
  const { adapter } = db.getExecutor();
  const isTogether = adapter instanceof TogetherAdapter;
  if (locks && !isTogether) await db.executeQuery(locks);
  const sent: QueryTogether = isTogether ? { ...query, locks, commits, recurs: true } : { ...query, recurs: true };
  const { rows } = await db.executeQuery<Row>(sent);
  return rows;
}

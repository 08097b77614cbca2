import type { PGlite, Results } from '@electric-sql/pglite';
import {
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { SidecardDatabase } from '../storage/kysely/database.js';

/** PostgreSQL's type number of `bigint`. */
const INT8 = 20;

/** How long statements may run back to back before yielding to the event loop, in milliseconds. */
const TURN_MS = 10;

/**
 * It has no autovacuum, so it would never have statistics, and lists of 100,000 tickets would be sorted instead of read from their indexes.
 */
const MAINTENANCE = ['vacuum (analyze) ticket', 'vacuum (analyze) ticket_term'] as const;

/** Creates a Kysely dialect for a PGlite: a pool of one connection, in the order of requests. `close` closes the PGlite. */
export function createPgliteDialect(client: PGlite): SidecardDatabase & { close(): Promise<void> } {
  const connection = new PgliteConnection(client);
  const pool = createTurns();
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createDriver: () => driverOf(connection, pool),
  };
  return { dialect, maintenance: MAINTENANCE, close: () => connection.close() };
}

function driverOf(connection: PgliteConnection, pool: Turns): Driver {
  const run = (statement: string) => connection.run(statement);
  return {
    init: () => connection.client.waitReady,
    async acquireConnection() {
      await pool.take();
      return connection;
    },
    releaseConnection() {
      pool.give();
      return Promise.resolve();
    },
    beginTransaction: (_, { isolationLevel, accessMode }: TransactionSettings) =>
      run(
        ['start transaction', isolationLevel && `isolation level ${isolationLevel}`, accessMode]
          .filter(Boolean)
          .join(' '),
      ),
    commitTransaction: () => run('commit'),
    rollbackTransaction: () => run('rollback'),
    // Whoever opened the database closes it, because several servers can share it.
    destroy: () => Promise.resolve(),
  };
}

class PgliteConnection implements DatabaseConnection {
  readonly client: PGlite;
  readonly #giveWay = createGiveWay();
  #stopped = false;
  constructor(client: PGlite) {
    this.client = client;
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, affectedRows } = await this.#query<Row>(sql, parameters);
    return affectedRows === undefined ? { rows } : { rows, numAffectedRows: BigInt(affectedRows) };
  }

  async run(statement: string): Promise<void> {
    await this.#query(statement);
  }

  async close(): Promise<void> {
    if (!this.#stopped) await this.client.close();
  }

  async #query<Row>(statement: string, parameters: readonly unknown[] = []): Promise<Results<Row>> {
    await this.#giveWay();
    if (this.#stopped) throw stopped();
    const results = await this.client.query<Row>(statement, [...parameters], { parsers: { [INT8]: Number } });
    // A statement that overflows PGlite's stack has no rows, no error and no command, and the next one never returns.
    this.#stopped = results.command === undefined;
    if (this.#stopped) throw stopped();
    return results;
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('PGlite has no cursors.');
  }
}

function stopped(): Error {
  return new Error('The embedded database has stopped: it could not finish a statement. Restart the server.');
}

/**
 * Yields to the event loop after statements have run back to back for {@link TURN_MS}. PGlite computes in this thread and returns settled
 * promises, so a loop of statements would block timers and sockets until its end.
 */
function createGiveWay(): () => Promise<void> {
  let beganAtMs: number | undefined;
  return async () => {
    if (beganAtMs === undefined) {
      beganAtMs = performance.now();
      // Runs once the event loop continues.
      setImmediate(() => (beganAtMs = undefined));
    } else if (performance.now() - beganAtMs >= TURN_MS) await new Promise((resolve) => setImmediate(resolve));
  };
}

/** A queue of turns, first come, first served. */
interface Turns {
  take(): Promise<void>;
  give(): void;
}

function createTurns(): Turns {
  const waiting: (() => void)[] = [];
  let taken = false;
  return {
    take() {
      if (!taken) {
        taken = true;
        return Promise.resolve();
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
    give() {
      const next = waiting.shift();
      if (next) next();
      else taken = false;
    },
  };
}

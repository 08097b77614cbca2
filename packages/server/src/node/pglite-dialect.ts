import type { PGlite } from '@electric-sql/pglite';
import {
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { ConnectionCounts, SidecardDatabase } from '../storage/kysely/database.js';
import { beginOf, type QueryTogether, TogetherAdapter } from '../storage/kysely/together.js';
import { type PgliteParts, PgliteStatements, type Statement } from './pglite-statements.js';

/** How long statements may run back to back before yielding to the event loop, in milliseconds. */
const TURN_MS = 10;

/**
 * It has no autovacuum, so it would never have statistics, and lists of 100,000 tickets would be sorted instead of read from their indexes.
 */
const MAINTENANCE = [
  ...['ticket', 'ticket_term', 'ticket_event', 'log', 'stream', 'deadline', 'delivery', 'idempotency', 'staff_message'],
  ...['order_record', 'account', 'presence', 'archive_entry', 'attachment', 'note', 'audit', 'reply_template'],
  ...['webhook', 'webhook_delivery', 'ticket_number', 'card_key'],
  // Each apart, so that others have their turn between them.
].flatMap((table) => [`vacuum ${table}`, `analyze ${table}`]);

/** A Kysely dialect of a PGlite, and the PGlite beside it. */
export interface PgliteDialect extends SidecardDatabase {
  /** Runs work on the PGlite itself, while no statement and no transaction of the dialect is under way. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>;
  /** Closes the PGlite. */
  close(): Promise<void>;
}

/** Creates a Kysely dialect for a PGlite: a pool of one connection, in the order of requests. */
export function createPgliteDialect(client: PGlite, parts: PgliteParts): PgliteDialect {
  const connection = new PgliteConnection(client, parts);
  const pool = createTurns();
  const dialect: Dialect = {
    createAdapter: () => new TogetherAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createDriver: () => driverOf(connection, pool),
  };
  const connections = () => pool.counts();
  return {
    ...{ dialect, maintenance: MAINTENANCE, connections, inProcess: true },
    async exclusively(work) {
      await pool.take();
      try {
        return await work();
      } finally {
        pool.give();
      }
    },
    close: () => connection.close(),
  };
}

function driverOf(connection: PgliteConnection, pool: Turns): Driver {
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
    beginTransaction(_, settings) {
      connection.begin(settings);
      return Promise.resolve();
    },
    commitTransaction: () => connection.end('commit'),
    rollbackTransaction: () => connection.end('rollback'),
    // Whoever opened the database closes it, because several servers can share it.
    destroy: () => Promise.resolve(),
  };
}

class PgliteConnection implements DatabaseConnection {
  readonly client: PGlite;
  readonly #giveWay = createGiveWay();
  readonly #statements: PgliteStatements;
  #stopped = false;
  /** The statement that begins the transaction, until it is sent. */
  #begins: string | undefined;
  #inTransaction = false;

  constructor(client: PGlite, parts: PgliteParts) {
    this.client = client;
    this.#statements = new PgliteStatements(client, parts);
  }

  begin(settings: TransactionSettings): void {
    this.#begins = beginOf(settings);
  }

  async end(statement: 'commit' | 'rollback'): Promise<void> {
    this.#begins = undefined;
    if (!this.#inTransaction) return;
    this.#inTransaction = false;
    await this.#query([{ text: statement }], 0);
  }

  /** Locks are left out: there is no other connection, and transactions run one after the other. */
  async executeQuery<Row>({
    sql: text,
    parameters,
    commits,
  }: CompiledQuery & Partial<QueryTogether>): Promise<QueryResult<Row>> {
    const begins = this.#begins === undefined ? [] : [{ text: this.#begins }];
    this.#begins = undefined;
    this.#inTransaction ||= begins.length > 0;
    const result = await this.#query<Row>(
      [...begins, { text, parameters }, ...(commits ? [{ text: 'commit' }] : [])],
      begins.length,
    );
    // If it fails, nothing after it is done, and the transaction has to be rolled back.
    if (commits) this.#inTransaction = false;
    return result;
  }

  async close(): Promise<void> {
    if (!this.#stopped) await this.client.close();
  }

  /** Runs statements. @returns the result of one of them */
  async #query<Row>(statements: readonly Statement[], wanted: number): Promise<QueryResult<Row>> {
    await this.#giveWay();
    if (this.#stopped) throw stopped();
    const result = await this.#statements.run<Row>(statements, wanted);
    // A statement that overflows PGlite's stack has no rows, no error and no command, and the next one never returns.
    this.#stopped = result === undefined;
    if (!result) throw stopped();
    return result;
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
  counts(): ConnectionCounts;
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
    counts: () => ({ total: 1, idle: taken ? 0 : 1, waiting: waiting.length }),
  };
}

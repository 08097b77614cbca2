import { createHash } from 'node:crypto';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { Pool, PoolClient, QueryConfig, QueryResult as PgResult } from 'pg';
import { beginOf, type QueryTogether, TogetherAdapter } from '../storage/kysely/together.js';

/** Errors of statements that were prepared: a proxy gave the connection to another client, or a table has changed. */
const NOT_PREPARED: ReadonlySet<unknown> = new Set(['26000', '42P05', '0A000']);

/**
 * Creates a Kysely dialect for a pool, whose clients have to pipeline. Statements that recur are prepared on each connection, unless that has
 * failed once, as it does behind some proxies.
 */
export function createPostgresDialect(pool: Pool): Dialect {
  // Several servers can share the pool.
  const names = new StatementNames();
  return {
    createAdapter: () => new TogetherAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createDriver: () => driverOf(pool, names),
  };
}

function driverOf(pool: Pool, names: StatementNames): Driver {
  const connections = new WeakMap<PoolClient, PostgresConnection>();
  const of = (connection: DatabaseConnection) => connection as PostgresConnection;
  return {
    init: () => Promise.resolve(),
    async acquireConnection() {
      const client = await pool.connect();
      const known = connections.get(client) ?? new PostgresConnection(client, names);
      connections.set(client, known);
      return known;
    },
    releaseConnection(connection) {
      of(connection).client.release();
      return Promise.resolve();
    },
    beginTransaction(connection, settings) {
      of(connection).begin(settings);
      return Promise.resolve();
    },
    commitTransaction: (connection) => of(connection).end('commit'),
    rollbackTransaction: (connection) => of(connection).end('rollback'),
    // Whoever opened the database closes it, because several servers can share it.
    destroy: () => Promise.resolve(),
  };
}

/** Names of prepared statements, the same on each connection. */
class StatementNames {
  readonly #names = new Map<string, string>();
  #isOff = false;

  of({ sql, recurs }: CompiledQuery & Partial<QueryTogether>): string | undefined {
    if (!recurs || this.#isOff) return undefined;
    const name = this.#names.get(sql) ?? `sidecard_${createHash('sha256').update(sql).digest('hex').slice(0, 32)}`;
    this.#names.set(sql, name);
    return name;
  }

  stop(): void {
    this.#isOff = true;
  }
}

/** A connection. A transaction that has begun is told to the database with its first statement. */
class PostgresConnection implements DatabaseConnection {
  readonly client: PoolClient;
  readonly #names: StatementNames;
  /** The statement that begins the transaction, until it is sent. */
  #begins: string | undefined;
  #inTransaction = false;

  constructor(client: PoolClient, names: StatementNames) {
    this.client = client;
    this.#names = names;
  }

  begin(settings: TransactionSettings): void {
    this.#begins = beginOf(settings);
  }

  async end(statement: 'commit' | 'rollback'): Promise<void> {
    this.#begins = undefined;
    if (!this.#inTransaction) return;
    this.#inTransaction = false;
    await this.client.query(statement);
  }

  async executeQuery<Row>(query: CompiledQuery & Partial<QueryTogether>): Promise<QueryResult<Row>> {
    const isAlone = !this.#inTransaction && !this.#begins;
    const isNamed = this.#names.of(query) !== undefined;
    try {
      return await this.#send<Row>(query);
    } catch (error) {
      if (!NOT_PREPARED.has((error as { readonly code?: unknown }).code) || !isNamed) throw error;
      this.#names.stop();
      // Transactions run again as a whole.
      if (!isAlone) throw error;
      return this.#send<Row>(query);
    }
  }

  async #send<Row>(query: CompiledQuery & Partial<QueryTogether>): Promise<QueryResult<Row>> {
    const { client } = this;
    const { stream } = (client as unknown as { readonly connection: { readonly stream: Corkable } }).connection;
    const before: Promise<unknown>[] = [];
    let answer: Promise<PgResult<never>>;
    let committed: Promise<unknown> | undefined;
    stream.cork();
    try {
      if (this.#begins) {
        before.push(client.query(this.#begins));
        this.#begins = undefined;
        this.#inTransaction = true;
      }
      if (query.locks) before.push(client.query(this.#configOf(query.locks, true)));
      answer = client.query<never>(this.#configOf(query, false));
      if (query.commits) {
        committed = client.query('commit');
        // If the statement fails, PostgreSQL rolls back instead.
        this.#inTransaction = false;
      }
    } finally {
      stream.uncork();
    }
    // The first error is the cause of the others.
    const settled = await Promise.allSettled([...before, answer, committed]);
    const failed = settled.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
    const { command, rowCount, rows } = await answer;
    return COUNTED.has(command) ? { rows, numAffectedRows: BigInt(rowCount ?? 0) } : { rows };
  }

  #configOf(query: CompiledQuery & Partial<QueryTogether>, recurs: boolean): QueryConfig {
    const name = this.#names.of(recurs ? { ...query, recurs } : query);
    return { text: query.sql, values: [...query.parameters], ...(name === undefined ? {} : { name }) };
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('Nothing is read by cursors.');
  }
}

const COUNTED: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

interface Corkable {
  cork(): void;
  uncork(): void;
}

import type { PGlite } from '@electric-sql/pglite';
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

/** PostgreSQL's type number of `bigint`. */
const INT8 = 20;

/** A PGlite as Kysely sees a database: a pool of one connection, handed out in the order of asking. */
export function createPgliteDialect(client: PGlite): Dialect {
  const connection = new PgliteConnection(client);
  const pool = createTurns();
  return {
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createDriver: () => driverOf(connection, pool),
  };
}

function driverOf(connection: PgliteConnection, pool: Turns): Driver {
  const run = (statement: string) => connection.run(statement);
  return {
    init: () => client(connection).waitReady,
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
    // whoever opened the database closes it: several servers may share it
    destroy: () => Promise.resolve(),
  };
}

const client = (connection: PgliteConnection) => connection.client;

class PgliteConnection implements DatabaseConnection {
  readonly client: PGlite;
  constructor(client: PGlite) {
    this.client = client;
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, affectedRows } = await this.client.query<Row>(sql, [...parameters], { parsers: { [INT8]: Number } });
    return affectedRows === undefined ? { rows } : { rows, numAffectedRows: BigInt(affectedRows) };
  }

  async run(statement: string): Promise<void> {
    await this.client.query(statement);
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('PGlite has no cursors.');
  }
}

/** One at a time, first come first served. */
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

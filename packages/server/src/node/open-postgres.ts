import type { Socket } from 'node:net';
import { PostgresAdapter, PostgresDialect } from 'kysely';
import type { PoolClient, PoolConfig } from 'pg';
import type { ClosableBus } from '../bus/shared-bus.js';
import { createNotifyBus } from './notify-bus.js';
import { createPostgresDialect } from './postgres-dialect.js';
import type { SidecardDatabase } from '../storage/kysely/database.js';

/** PostgreSQL's type number of `bigint`. */
const INT8 = 20;
/** PostgreSQL's code of a missing privilege. */
const FORBIDDEN = '42501';
/** How long to wait for a connection, in milliseconds: a database that restarts is soon back. */
const CONNECT_MS = 5_000;
/** The longest statement by default, in milliseconds. A connection whose other end is gone answers none. */
const STATEMENT_MS = 30_000;
/** How much longer to wait for an answer, as a factor: after that, the connection is given up. */
const ANSWER = 7 / 6;
const KEEP_ALIVE_MS = 10_000;
/** How long a transaction may wait for its server, in milliseconds: a machine that is gone must not keep its locks. */
const IDLE_TRANSACTION_MS = 15_000;

/** Options of {@link openPostgres}. */
export interface PostgresOptions {
  /** Most connections of this process. @default 10 */
  readonly connections?: number;
  /** The longest statement, in milliseconds; migrations may take any time. @default 30000 */
  readonly statementMs?: number;
  /**
   * Names the data's history, together with what the database tells of itself. Change it after the data was restored in a way that the
   * database does not notice, such as from a snapshot of its disk, and restart all servers: readers of streams are then told. @default ''
   */
  readonly history?: string;
  /** Called when a connection is lost that nobody waits for. @default none */
  readonly onError?: (error: Error) => void;
}

/** A PostgreSQL database, ready to be given to `createSidecardServer`. */
export interface PostgresDatabase extends SidecardDatabase {
  /** Opens a bus over the database's `NOTIFY`, with a connection of its own. */
  openBus(): Promise<ClosableBus>;
  /** Ends the connections. Call it after the server's `stop`. */
  close(): Promise<void>;
}

/**
 * Opens a PostgreSQL database, version 15 or newer, which several servers can share. Needs the package `pg`. Connections that the database
 * ends, as when it restarts, are replaced.
 *
 * @param url - such as `postgres://user:password@db.example:5432/sidecard`
 */
export async function openPostgres(url: string, options: PostgresOptions = {}): Promise<PostgresDatabase> {
  // Installations with the embedded database do not have it.
  const { default: pg } = await import('pg');
  const { connections = 10, statementMs = STATEMENT_MS, history: named = '', onError = () => undefined } = options;
  const config = {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    ...{ keepAlive: true, keepAliveInitialDelayMillis: KEEP_ALIVE_MS },
  };
  const types: PoolConfig['types'] = {
    getTypeParser: (type, format) =>
      // `pg` returns texts, because a number may be too small. Nothing here is that large.
      Number(type) === INT8 ? Number : (pg.types.getTypeParser(type, format) as (text: string) => unknown),
  };
  const pool = new pg.Pool({
    ...{ ...config, types, max: connections, application_name: 'sidecard' },
    // What a command needs is sent without waiting for each answer.
    pipeline: true,
    statement_timeout: statementMs,
    query_timeout: statementMs * ANSWER,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,
  });
  // A connection has ended, idle or within a transaction. Without a listener this would end the process.
  pool.on('error', onError);
  pool.on('connect', (client) => {
    client.on('error', onError);
    endUnanswered(client);
  });
  const history = async () => {
    const nameBy = (cluster: string) =>
      pool.query<{ name: string }>(
        `select to_hex(hashtext(${cluster} || ' ' || coalesce(to_regclass('stream')::oid, 0) || ' ' || $1)) as name
         from pg_database where datname = current_database()`,
        [named],
      );
    // Another cluster, another database in it, other tables, or another timeline: a backup that was restored, or a replica that took over.
    const { rows } = await nameBy(
      `(select system_identifier from pg_control_system()) || ' ' || left(pg_walfile_name(pg_current_wal_lsn()), 8) || ' ' || oid`,
    ).catch((error: { code?: unknown }) =>
      // A service that forbids it.
      error.code === FORBIDDEN ? nameBy('oid') : Promise.reject(error as Error),
    );
    return rows[0]?.name ?? '';
  };
  return {
    dialect: createPostgresDialect(pool),
    migrationDialect() {
      const own = new pg.Pool({ ...config, types, max: 1, application_name: 'sidecard-migration' });
      own.on('error', onError);
      return new MigrationDialect({ pool: own });
    },
    history,
    connections: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    openBus: () =>
      createNotifyBus(
        () => new pg.Client({ ...config, query_timeout: CONNECT_MS, application_name: 'sidecard-hints' }),
        onError,
      ),
    close: () => pool.end(),
  };
}

/** Migrations lock within their transaction: Kysely's lock of the session would stay with a proxy that pools by transaction. */
class MigrationDialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return Object.assign(new PostgresAdapter(), {
      acquireMigrationLock: () => Promise.resolve(),
      releaseMigrationLock: () => Promise.resolve(),
    });
  }
}

/** Ends a connection on which an answer was waited for in vain: `pg` would give it to the next caller, who would wait as well. */
function endUnanswered(client: PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  const { connection } = client as unknown as { readonly connection: { readonly stream: Socket } };
  const checked = (...args: unknown[]): unknown => {
    const answer = query(...args);
    if (!(answer instanceof Promise)) return answer;
    return answer.catch(async (error: unknown) => {
      if (error instanceof Error && error.message === 'Query read timeout' && !connection.stream.closed) {
        // The pool must know before it gets the connection back.
        const ended = new Promise((resolve) => void client.once('end', resolve));
        connection.stream.destroy();
        await ended;
      }
      throw error;
    });
  };
  Object.assign(client, { query: checked });
}

import type { SidecardDatabase } from '@sidecard/server';
import { openPglite } from '@sidecard/server/node';
import { PostgresDialect } from 'kysely';
import pg from 'pg';
import { inject } from 'vitest';

/** A database of a test's own. */
export interface TestDatabase extends SidecardDatabase {
  close(): Promise<void>;
}

/** PostgreSQL's type number of `bigint`. */
/** PostgreSQL's number of the type `int8`. */
const INT8 = 20;
let databases = 0;

/** Opens an empty database: in the lane `server-postgres` one of PostgreSQL, else the embedded one, in memory. */
export async function openDatabase(): Promise<TestDatabase> {
  const host = inject('postgres');
  if (!host) return openPglite();
  const name = `test_${process.pid}_${++databases}`;
  const admin = new pg.Client({ host, user: 'sidecard', database: 'postgres' });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  return openPostgres(host, name);
}

/** A pool of connections, as an installation over PostgreSQL has one. */
function openPostgres(host: string, database: string): TestDatabase {
  const pool = new pg.Pool({
    host,
    user: 'sidecard',
    database,
    max: 8,
    types: {
      getTypeParser: (type, format) =>
        // `pg` has strings for what may be larger than a number holds; nothing of ours is
        Number(type) === INT8 ? Number : pg.types.getTypeParser(type, format),
    },
  });
  // a test that has failed may leave a connection, which PostgreSQL ends
  pool.on('error', () => {});
  return { dialect: new PostgresDialect({ pool }), close: () => pool.end() };
}

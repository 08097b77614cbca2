import type { SidecardDatabase } from '@sidecard/server';
import { openPglite, openPostgres } from '@sidecard/server/node';
import pg from 'pg';
import { inject } from 'vitest';

/** A database of a test's own. */
export interface TestDatabase extends SidecardDatabase {
  close(): Promise<void>;
}

let databases = 0;

/** Opens an empty database: in the lanes on PostgreSQL one of it, else the embedded one, in memory. */
export async function openDatabase(): Promise<TestDatabase> {
  const host = inject('postgres');
  if (!host) return openPglite();
  // The name of its history is in every cursor, and would differ between databases whose bytes are compared.
  const { history: _history, ...database } = await openPostgres(await createDatabase(host), { connections: 8 });
  return database;
}

/** Creates a database in PostgreSQL. @returns its address */
export async function createDatabase(host: string): Promise<string> {
  const name = `test_${process.pid}_${++databases}`;
  const admin = new pg.Client({ host, user: 'sidecard', database: 'postgres' });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  return addressOf(host, name);
}

/** The address of a database, for a PostgreSQL that listens at a socket in a folder. */
export const addressOf = (socket: string, name: string) =>
  `postgres://sidecard@/${name}?host=${encodeURIComponent(socket)}`;

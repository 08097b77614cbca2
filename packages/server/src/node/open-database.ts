import type { Bus } from '../bus/bus.js';
import type { SidecardDatabase } from '../storage/kysely/database.js';
import type { Environment } from './environment.js';
import { openNatsBus } from './nats-bus.js';
import { openPglite } from './open-pglite.js';
import { openPostgres } from './open-postgres.js';

/** A package is not installed that a variable needs. */
export class PackageMissingError extends Error {
  constructor(name: string, variable: string) {
    super(`${variable} needs the package "${name}". Install it beside @sidecard/server: npm install ${name}`);
    this.name = 'PackageMissingError';
  }
}

/** The database that the environment names, with the bus between the servers that share it. */
export interface OpenDatabase extends SidecardDatabase {
  readonly bus?: Bus;
  close(): Promise<void>;
}

/**
 * Opens the database, and the bus between servers.
 *
 * @param report - called when a connection is lost that nobody waits for
 * @throws {PackageMissingError}
 * @throws if either cannot be reached
 */
export async function openDatabase(
  { folder, postgres }: Pick<Environment, 'folder' | 'postgres'>,
  report: (error: Error) => void,
): Promise<OpenDatabase> {
  if (!postgres) return openPglite(folder);
  const { url, connections, history, natsUrl } = postgres;
  const onError = ({ message }: Error) => report(new Error(`A connection was lost: ${message}`));
  const database = await openPostgres(url, {
    connections,
    ...(history === undefined ? {} : { history }),
    onError,
  }).catch(missing('pg', 'DATABASE_URL'));
  try {
    const bus = await (natsUrl === undefined
      ? database.openBus()
      : openNatsBus(natsUrl, { onError }).catch(missing('@nats-io/transport-node', 'NATS_URL')));
    return { ...database, bus, close: () => bus.close().finally(() => database.close()) };
  } catch (error) {
    await database.close();
    throw error;
  }
}

const missing =
  (name: string, variable: string) =>
  (error: unknown): never => {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    throw isMissing ? new PackageMissingError(name, variable) : error;
  };

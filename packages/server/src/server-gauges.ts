import type { ServerContext } from './context/context.js';
import type { Registry } from './metrics/registry.js';
import type { Readiness } from './readiness.js';
import type { ConnectionCounts } from './storage/kysely/database.js';
import type { Connections } from './streams/connections.js';

/** What is read when metrics are collected. */
export interface Measured {
  readonly connections: Pick<Connections, 'parties'>;
  readonly readiness: Pick<Readiness, 'check'>;
  /** How many calls of the store wait. */
  readonly waiting: () => number;
  readonly databaseConnections: (() => ConnectionCounts) | undefined;
}

/** Adds a server's gauges to its metrics. */
export function addGauges(
  { metrics: { registry }, store, clock }: Pick<ServerContext, 'metrics' | 'store' | 'clock'>,
  { connections, readiness, waiting, databaseConnections }: Measured,
): void {
  // First, so that the reads of the others do not count.
  if (databaseConnections) addPool(registry, databaseConnections);
  registry.gauge({ name: 'sidecard_streams', help: 'Open event streams, by party.', labels: ['party'] }, () =>
    [...connections.parties()].map(([party, count]) => [[party], count]),
  );
  registry.gauge(
    { name: 'sidecard_ready', help: '1 if the server should get requests, else 0; see /readyz.' },
    async () => [[[], (await readiness.check()) ? 0 : 1]],
  );
  registry.gauge(
    {
      name: 'sidecard_deadline_overdue_seconds',
      help: 'For how long the earliest deadline has been due; 0 if none is. Tickets whose order cannot be looked up wait, too.',
    },
    async () => [[[], Math.max(0, clock.now() - ((await store.nextDeadline(0)) ?? Infinity)) / 1000]],
  );
  registry.gauge(
    { name: 'sidecard_database_calls_waiting', help: 'Calls of requests that wait for the database.' },
    () => [[[], waiting()]],
  );
}

function addPool(registry: Registry, databaseConnections: () => ConnectionCounts): void {
  registry.gauge(
    {
      name: 'sidecard_database_connections',
      help: 'Connections to the database, by state: used, idle; waiting are those who wait for one.',
      labels: ['state'],
    },
    () => {
      const { total, idle, waiting } = databaseConnections();
      return [
        [['used'], total - idle],
        [['idle'], idle],
        [['waiting'], waiting],
      ];
    },
  );
}

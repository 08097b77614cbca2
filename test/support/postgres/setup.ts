import type { TestProject } from 'vitest/node';
import { findNats } from '../nats/installed.ts';
import { startNats } from '../nats/start.ts';
import { findPostgres } from './installed.ts';
import { startPostgres } from './start.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where PostgreSQL's socket is. */
    postgres: string;
    /** NATS's address. */
    nats: string;
  }
}

/** Starts PostgreSQL and NATS for a run of the tests. Stops them, and deletes what they wrote, at the end. */
export default async function setup({ provide, name }: TestProject): Promise<(() => Promise<void>) | undefined> {
  const installed = findPostgres();
  if (!installed) {
    skipped('PostgreSQL', 'postgresql', `all of ${name}`);
    return undefined;
  }
  const postgres = await startPostgres(installed);
  provide('postgres', postgres.socket);
  const natsPath = findNats();
  const nats = natsPath === undefined ? undefined : await startNats(natsPath);
  if (nats) provide('nats', nats.url);
  else skipped('NATS', 'nats-server', `the tests of hints over NATS in ${name}`);
  return async () => {
    await nats?.stop();
    await postgres.stop();
  };
}

function skipped(what: string, debianPackage: string, tests: string): void {
  console.warn(`\n⚠ ${what} is not installed, so ${tests} are SKIPPED. Install Debian's package ${debianPackage}.\n`);
}

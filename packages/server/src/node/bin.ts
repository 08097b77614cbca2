#!/usr/bin/env node
import { httpOrders } from '../orders/http-orders.js';
import { verifyJwt } from '../accounts/verify-jwt.js';
import type { PolicyLookup } from '../context/ports.js';
import { createSidecardServer } from '../create-server.js';
import { EnvironmentError, readEnvironment, VARIABLES, type Environment } from './environment.js';
import { FolderInUseError } from './folder-lock.js';
import { listen } from './listen.js';
import { openPglite } from './open-pglite.js';
import { PolicyFileError, readPolicyFile } from './policy-file.js';
import { FolderNotPrivateError } from './private-folder.js';

if (process.argv.includes('--help')) {
  console.log(
    `sidecard-server: the backend, with its database in a folder. It is told by its environment:\n\n${VARIABLES}`,
  );
} else {
  await run().catch((error: unknown) => {
    console.error(words(error));
    process.exitCode = 1;
  });
}

async function run(): Promise<void> {
  const environment = readEnvironment(process.env);
  const { folder, policyFile } = environment;
  const policy = policyFile === undefined ? undefined : await readPolicyFile(policyFile);
  const database = await openPglite(folder);
  const close = await serve(environment, database, policy).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  let closing = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (closing) return;
      closing = true;
      void close()
        .then(() => database.close())
        .then(() => process.exit());
    });
  }
}

async function serve(
  { jwt, orders, allowedOrigins, port, host }: Environment,
  database: Awaited<ReturnType<typeof openPglite>>,
  policy: PolicyLookup | undefined,
): Promise<() => Promise<void>> {
  const server = createSidecardServer({
    database,
    verify: verifyJwt(jwt),
    orders: httpOrders(orders),
    allowedOrigins,
    ...(policy ? { policy } : {}),
  });
  const listening = await listen(server, { port, host });
  console.log(`Sidecard listens at ${listening.url}`);
  return () => listening.close();
}

/** What went wrong, and what to do. */
function words(error: unknown): string {
  if (error instanceof EnvironmentError) return `${error.message}\n\nThe environment:\n${VARIABLES}`;
  if ([FolderInUseError, FolderNotPrivateError, PolicyFileError].some((kind) => error instanceof kind)) {
    return (error as Error).message;
  }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return 'The port is taken. Set PORT to another one.';
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { httpOrders } from '../orders/http-orders.js';
import { verifyJwt } from '../accounts/verify-jwt.js';
import type { AttachmentOptions, CredentialsReader } from '../attachments/ports.js';
import { s3Attachments } from '../attachments/s3-storage.js';
import type { PolicyLookup } from '../context/ports.js';
import { createSidecardServer } from '../create-server.js';
import { c2paCredentials } from './c2pa-credentials.js';
import { openDevServer } from './dev-server.js';
import { EnvironmentError, readDevEnvironment, readEnvironment, VARIABLES, type Environment } from './environment.js';
import { openFolderAttachments } from './folder-attachments.js';
import { FolderInUseError } from './folder-lock.js';
import { listen } from './listen.js';
import { openPglite } from './open-pglite.js';
import { PolicyFileError, readPolicyFile } from './policy-file.js';
import type { SidecardServer } from '../options.js';
import { FolderNotPrivateError } from './private-folder.js';
import { sharpPictures } from './sharp-pictures.js';

const DEV = '--dev';
const ROTATE = '--rotate-card-key';
const REVOKE = '--revoke';

if (process.argv.includes('--help')) {
  console.log(
    `sidecard-server: the backend, with its database in a folder. Environment variables:\n\n${VARIABLES}\n
sidecard-server ${DEV}: for development, in memory and without configuration. Anybody gets a token, on this machine only. PORT as above.
sidecard-server ${ROTATE}: adds a key for signing cards, and ends. The former ones stay valid.
sidecard-server ${ROTATE} ${REVOKE}: the same after a leak. Deletes the former ones.`,
  );
} else {
  await (process.argv.includes(DEV) ? runForDevelopment() : run()).catch((error: unknown) => {
    console.error(words(error));
    process.exitCode = 1;
  });
}

async function run(): Promise<void> {
  const environment = readEnvironment(process.env);
  const { folder, policyFile } = environment;
  const policy = policyFile === undefined ? undefined : await readPolicyFile(policyFile);
  const attachments = await openAttachments(environment);
  const database = await openPglite(folder);
  const server = serverOf(environment, { database, policy, attachments });
  if (process.argv.includes(ROTATE)) {
    const rotating = server.rotateCardKey({ revoke: process.argv.includes(REVOKE) });
    console.log(`New key: ${await rotating.finally(() => database.close())}`);
    return;
  }
  const close = await serve(server, environment).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  closeOnSignal(() => close().then(() => database.close()));
}

async function runForDevelopment(): Promise<void> {
  const { url, close } = await openDevServer(readDevEnvironment(process.env));
  console.log(`Sidecard is listening on ${url}

  An agent's token: await fetch('${url}/dev/token').then((answer) => answer.text())
  Another's token:  …/dev/token?party=buyer&accountId=buyer-1&name=Ada
  A sample ticket:  curl -X POST '${url}/dev/tickets?locale=en'
`);
  closeOnSignal(close);
}

function closeOnSignal(close: () => Promise<void>): void {
  let closing = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (closing) return;
      closing = true;
      void close().then(() => process.exit());
    });
  }
}

/** Opens the folder or the bucket for pictures, if there is one. */
async function openAttachments({
  attachmentFolder,
  bucket,
  anchorFile,
}: Environment): Promise<AttachmentOptions | undefined> {
  if (!bucket && attachmentFolder === undefined) return undefined;
  const storage = bucket ? s3Attachments(bucket) : await openFolderAttachments(attachmentFolder ?? '');
  const credentials = await openCredentials(anchorFile);
  return { reader: await sharpPictures(), storage, ...(credentials ? { credentials } : {}) };
}

/** Content credentials are checked if the package for it is installed, which a file of trusted signers needs. */
async function openCredentials(anchorFile: string | undefined): Promise<CredentialsReader | undefined> {
  const trustAnchors = anchorFile === undefined ? {} : { trustAnchors: await readFile(anchorFile, 'utf8') };
  try {
    return c2paCredentials(trustAnchors);
  } catch (error) {
    if (anchorFile !== undefined) throw error;
    return undefined;
  }
}

/** What the environment names, opened. */
interface Opened {
  readonly database: Awaited<ReturnType<typeof openPglite>>;
  readonly policy: PolicyLookup | undefined;
  readonly attachments: AttachmentOptions | undefined;
}

function serverOf(
  { jwt, orders, allowedOrigins }: Environment,
  { database, policy, attachments }: Opened,
): SidecardServer {
  return createSidecardServer({
    database,
    verify: verifyJwt(jwt),
    orders: httpOrders(orders),
    allowedOrigins,
    ...(policy ? { policy } : {}),
    ...(attachments ? { attachments } : {}),
  });
}

async function serve(server: SidecardServer, { port, host }: Environment): Promise<() => Promise<void>> {
  const listening = await listen(server, { port, host });
  console.log(`Sidecard is listening on ${listening.url}`);
  return () => listening.close();
}

/** Describes an error and how to fix it. */
function words(error: unknown): string {
  if (error instanceof EnvironmentError && process.argv.includes(DEV)) return error.message;
  if (error instanceof EnvironmentError) return `${error.message}\n\nThe environment:\n${VARIABLES}`;
  if ([FolderInUseError, FolderNotPrivateError, PolicyFileError].some((kind) => error instanceof kind)) {
    return (error as Error).message;
  }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return 'The port is in use. Set PORT to another one.';
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

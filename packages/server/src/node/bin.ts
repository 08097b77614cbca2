#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { httpOrders } from '../orders/http-orders.js';
import { verifyJwt } from '../accounts/verify-jwt.js';
import type { AttachmentOptions, CredentialsReader } from '../attachments/ports.js';
import { s3Attachments } from '../attachments/s3-storage.js';
import type { Trace } from '../context/observed.js';
import type { PolicyLookup } from '../context/ports.js';
import { createSidecardServer } from '../create-server.js';
import { askForBackup } from './backup.js';
import { c2paCredentials } from './c2pa-credentials.js';
import { openDevServer } from './dev-server.js';
import { EnvironmentError, readDevEnvironment, readEnvironment, VARIABLES, type Environment } from './environment.js';
import { nodeWebhooks } from './webhooks.js';
import { openFolderAttachments } from './folder-attachments.js';
import { FolderInUseError } from './folder-lock.js';
import { jsonLog } from './json-log.js';
import { listen } from './listen.js';
import { openDatabase, PackageMissingError, type OpenDatabase } from './open-database.js';
import { openTelemetryTraces } from './opentelemetry.js';
import { listenForOperators } from './operators-port.js';
import { openPglite, restorePglite } from './open-pglite.js';
import { PolicyFileError, readPolicyFile } from './policy-file.js';
import type { SidecardServer } from '../options.js';
import { DatabaseNewerError } from '../storage/kysely/migrations.js';
import { FolderNotPrivateError, FolderNotWritableError } from './private-folder.js';
import { sharpPictures } from './sharp-pictures.js';

const DEV = '--dev';
const BACKUP = '--backup';
const RESTORE = '--restore';
const ROTATE = '--rotate-card-key';
const REVOKE = '--revoke';
const OPTIONS = [DEV, BACKUP, RESTORE, ROTATE, REVOKE];

/** The command's arguments are wrong. */
class UsageError extends Error {}

const log = jsonLog((line) => process.stdout.write(`${line}\n`));

if (process.argv.includes('--help')) {
  console.log(
    `sidecard-server: the backend, with its database in a folder, or with PostgreSQL. Environment variables:\n\n${VARIABLES}\n
sidecard-server ${DEV}: for development, in memory and without configuration. Anybody gets a token, on this machine only. PORT as above.
sidecard-server ${ROTATE}: adds a key for signing cards, and ends. The former ones stay valid.
sidecard-server ${ROTATE} ${REVOKE}: the same after a leak. Deletes the former ones.
sidecard-server ${BACKUP} FILE: writes a backup of the embedded database, also while a server uses it.
sidecard-server ${RESTORE} FILE: restores one into SIDECARD_DATA, which must be empty or not exist.`,
  );
} else {
  await work().catch((error: unknown) => {
    console.error(words(error));
    process.exitCode = 1;
  });
}

async function work(): Promise<void> {
  const asked = process.argv.slice(2);
  const isFile = (index: number) => [BACKUP, RESTORE].includes(asked[index - 1] ?? '');
  const unknown = asked.find((option, index) => !OPTIONS.includes(option) && !isFile(index));
  // A misspelt one would start another work than is meant.
  if (unknown !== undefined) throw new UsageError(`Unknown option ${unknown}. sidecard-server --help lists all.`);
  if (process.argv.includes(DEV)) return runForDevelopment();
  const folder = process.env['SIDECARD_DATA'] || './sidecard-data';
  const fileOf = (option: string) => {
    const file = process.argv[process.argv.indexOf(option) + 1];
    if (!file || file.startsWith('--')) throw new UsageError(`Name the file: sidecard-server ${option} FILE`);
    return file;
  };
  if (process.argv.includes(BACKUP)) return backUp(folder, fileOf(BACKUP));
  if (process.argv.includes(RESTORE)) return restorePglite(fileOf(RESTORE), folder);
  return run();
}

async function backUp(folder: string, file: string): Promise<void> {
  if (await askForBackup(folder, file)) return;
  const database = await openPglite(folder).catch((error: unknown) => {
    if (!(error instanceof FolderInUseError)) throw error;
    const needs = 'It needs a path of at most 100 bytes, and a folder above that it can write to.';
    throw new Error(`The server that uses ${folder} does not listen for backups at ${folder}.sock. ${needs}`);
  });
  await database.backUp(file).finally(() => database.close());
}

async function run(): Promise<void> {
  const environment = readEnvironment(process.env);
  const { policyFile } = environment;
  const policy = policyFile === undefined ? undefined : await readPolicyFile(policyFile);
  const attachments = await openAttachments(environment);
  const database = await openDatabase(
    environment,
    environment.log ? log.onError : ({ message }) => console.error(message),
  );
  const server = serverOf(environment, { database, policy, attachments, trace: await openTelemetryTraces() });
  if (process.argv.includes(ROTATE)) {
    const rotating = server.rotateCardKey({ revoke: process.argv.includes(REVOKE) });
    console.log(`New key: ${await rotating.finally(() => database.close())}`);
    return;
  }
  const close = await serve(server, environment).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  closeOnSignal((signal) => close(signal).then(() => database.close()));
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

/** Closes on the first signal, and gives up on the second. */
function closeOnSignal(close: (signal: NodeJS.Signals) => Promise<void>): void {
  let closing = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (closing) process.exit(1);
      closing = true;
      close(signal).then(
        () => process.exit(),
        (error: unknown) => {
          console.error(words(error));
          process.exit(1);
        },
      );
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
  readonly database: OpenDatabase;
  readonly policy: PolicyLookup | undefined;
  readonly attachments: AttachmentOptions | undefined;
  readonly trace: Trace | undefined;
}

function serverOf(
  { jwt, orders, allowedOrigins, limits, retention, webhooks, log: format }: Environment,
  { database, policy, attachments, trace }: Opened,
): SidecardServer {
  return createSidecardServer({
    database,
    verify: verifyJwt(jwt),
    orders: httpOrders(orders),
    allowedOrigins,
    retention,
    ...(database.bus ? { bus: database.bus } : {}),
    ...(format ? { onRequest: log.onRequest, onError: log.onError } : {}),
    ...(trace ? { trace } : {}),
    ...(policy ? { policy } : {}),
    ...(limits ? { limits } : {}),
    ...(attachments ? { attachments } : {}),
    ...(webhooks ? { webhooks: { transport: nodeWebhooks({ allowPrivate: webhooks === 'private' }) } } : {}),
  });
}

async function serve(
  server: SidecardServer,
  { port, host, operators, drainMs, log: format }: Environment,
): Promise<(signal: NodeJS.Signals) => Promise<void>> {
  const forOperators = operators && (await listenForOperators(server, operators));
  try {
    const listening = await listen(server, { port, host });
    const say = (text: string) => (format ? log.info(text) : console.log(text));
    say(`Sidecard is listening on ${listening.url}`);
    if (forOperators) say(`Its metrics are at ${forOperators.url}/metrics`);
    return async (signal) => {
      // Whoever presses a key does not want to wait.
      await listening.close({ drainMs: signal === 'SIGINT' ? 0 : drainMs });
      await forOperators?.close();
    };
  } catch (error) {
    await forOperators?.close();
    throw error;
  }
}

/** Describes an error and how to fix it. */
function words(error: unknown): string {
  if (error instanceof EnvironmentError && process.argv.includes(DEV)) return error.message;
  if (error instanceof EnvironmentError) return `${error.message}\n\nThe environment:\n${VARIABLES}`;
  if (
    [
      DatabaseNewerError,
      FolderInUseError,
      FolderNotPrivateError,
      FolderNotWritableError,
      PackageMissingError,
      PolicyFileError,
      UsageError,
    ].some((kind) => error instanceof kind)
  ) {
    return (error as Error).message;
  }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return 'The port is in use. Set PORT to another one.';
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/**
 * The parts of `@sidecard/server` that need Node: databases and buses, listening, and an order look-up over HTTP.
 *
 * @packageDocumentation
 */
export { openNatsBus, type NatsOptions } from './nats-bus.js';
export { openPostgres, type PostgresDatabase, type PostgresOptions } from './open-postgres.js';
export { openPglite, type PgliteDatabase, restorePglite } from './open-pglite.js';
export { openFolderAttachments } from './folder-attachments.js';
export { c2paCredentials, type C2paOptions } from './c2pa-credentials.js';
export { sharpPictures } from './sharp-pictures.js';
export { FolderInUseError } from './folder-lock.js';
export { FolderNotPrivateError, FolderNotWritableError } from './private-folder.js';
export { listen, type Listening, type ListenOptions } from './listen.js';
export { nodeListener, type NodeRequest, type NodeResponse } from './node-listener.js';
export { jsonLog } from './json-log.js';
export { openTelemetryTraces } from './opentelemetry.js';
export { listenForOperators, type OperatorsPort } from './operators-port.js';
export { PolicyFileError, readPolicyFile } from './policy-file.js';
export { nodeWebhooks, type NodeWebhookOptions } from './webhooks.js';
export { openDevServer, type DevIdentity, type DevServer, type DevServerOptions } from './dev-server.js';

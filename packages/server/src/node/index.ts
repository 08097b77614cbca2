/**
 * The parts of `@sidecard/server` that need Node: the embedded database, listening, and an order look-up over HTTP.
 *
 * @packageDocumentation
 */
export { openPglite, type PgliteDatabase } from './open-pglite.js';
export { openFolderAttachments } from './folder-attachments.js';
export { c2paCredentials, type C2paOptions } from './c2pa-credentials.js';
export { sharpPictures } from './sharp-pictures.js';
export { FolderInUseError } from './folder-lock.js';
export { FolderNotPrivateError } from './private-folder.js';
export { listen, type Listening, type ListenOptions } from './listen.js';
export { PolicyFileError, readPolicyFile } from './policy-file.js';
export { openDevServer, type DevIdentity, type DevServer, type DevServerOptions } from './dev-server.js';

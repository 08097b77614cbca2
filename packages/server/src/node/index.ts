/**
 * What needs Node around `@sidecard/server`: the embedded database, listening, the host's look-up over HTTP.
 *
 * @packageDocumentation
 */
export { openPglite, type PgliteDatabase } from './open-pglite.js';
export { FolderInUseError } from './folder-lock.js';
export { FolderNotPrivateError } from './private-folder.js';
export { listen, type Listening, type ListenOptions } from './listen.js';
export { PolicyFileError, readPolicyFile } from './policy-file.js';

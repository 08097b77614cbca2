// @ts-check
// Hashes of the script-tag bundle, for pages that load it from another host. Part of `npm run build`.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

const cdn = join(root, 'packages/elements/dist/cdn');

/**
 * Writes `integrity.json` beside the bundle: the hash of each file, by its path, as `integrity` of `<script>` and of an import map take it.
 *
 * @param {string} [folder]
 */
export function writeIntegrity(folder = cdn) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
  const hashes = files.sort().map((file) => [`./${file.replaceAll('\\', '/')}`, integrityOf(join(folder, file))]);
  writeFileSync(join(folder, 'integrity.json'), `${JSON.stringify(Object.fromEntries(hashes), null, 2)}\n`);
}

/** @param {string} file */
function integrityOf(file) {
  return `sha384-${createHash('sha384').update(readFileSync(file)).digest('base64')}`;
}

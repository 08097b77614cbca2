// npm run docs writes docs/ticket-types from the built-in types, the module map in docs/architecture.md, and the tables of docs/protocol.md.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cruise, map } from './architecture.mjs';
import { PARTS } from './architecture/modules.mjs';
import { compile } from './build.mjs';
import { root } from './run.mjs';

const folder = join(root, 'docs/ticket-types');

/** Writes or checks the pages from the compiled types. @returns {Promise<boolean>} whether the pages are up to date */
export async function docs({ check = false } = {}) {
  // The import needs core to be compiled.
  const { differences, writePages } = await import('./docs/folder.mjs');
  const names = check ? differences(folder) : writePages(folder);
  const listed = names.length > 0 ? names.join(', ') : 'nothing';
  if (!check) console.log(`docs/ticket-types: ${listed} changed.`);
  else if (names.length > 0) console.error(`Out of date in docs/ticket-types: ${listed}. Run: npm run docs`);
  const { protocol } = await import('./docs/protocol.mjs');
  return (await protocol({ check })) && (!check || names.length === 0);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const ok = (await compile()) && (await docs());
  map(await cruise(Object.values(PARTS)));
  process.exitCode = ok ? 0 : 1;
}

// Writes docs/ticket-types from the built-in types: nothing there is written by hand.
// npm run docs                    writes
// node scripts/docs.mjs --check   says whether what is there is current
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile } from './build.mjs';
import { root } from './run.mjs';

const folder = join(root, 'docs/ticket-types');

/** Of the types as they were last compiled. @returns {Promise<boolean>} whether the pages are current, or now are */
export async function docs({ check = false } = {}) {
  // what it imports is only there when core is compiled
  const { differences, writePages } = await import('./docs/folder.mjs');
  const names = check ? differences(folder) : writePages(folder);
  const listed = names.length > 0 ? names.join(', ') : 'nothing';
  if (!check) console.log(`docs/ticket-types: ${listed} changed.`);
  else if (names.length > 0) console.error(`Not current in docs/ticket-types: ${listed}. Run: npm run docs`);
  return !check || names.length === 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const check = process.argv.includes('--check');
  process.exitCode = (await compile()) && (await docs({ check })) ? 0 : 1;
}

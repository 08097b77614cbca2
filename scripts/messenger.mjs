// @ts-check
// Installs and builds examples/messenger, and runs it: npm start in that folder. Everything it writes is below the folder's data.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile, newerThan } from './build.mjs';
import { installLocked } from './installs.mjs';
import { root, runTool, say, tools } from './run.mjs';
import { checkNode, installPackages, setUpProsody } from './setup.mjs';

const folder = join(root, 'examples/messenger');
/** Where its pages are built. */
export const messengerPages = join(folder, 'dist');

/**
 * Installs what the example needs and bundles its pages. What has not changed is left as it is.
 *
 * @returns {Promise<boolean | string>} whether it succeeded, or what cannot be installed here
 */
export async function buildMessenger() {
  const prosody = await setUpProsody();
  if (prosody !== true) return prosody;
  if (!(await installLocked(folder, 'Converse.js for examples/messenger'))) return false;
  if (!(await compile())) return false;
  const built = ['core', 'client', 'elements'].map((name) => join(root, 'packages', name, 'dist'));
  const stamp = join(messengerPages, '.built');
  if (!newerThan(stamp, [join(folder, 'pages'), join(folder, 'vite.config.mjs'), ...built])) return true;
  say('Bundling the pages of examples/messenger');
  const { code } = await runTool(tools.vite, ['build', '--logLevel', 'error'], { cwd: folder });
  if (code === 0) writeFileSync(stamp, '');
  return code === 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  checkNode();
  await installPackages();
  const ready = await buildMessenger();
  if (ready !== true) {
    console.error(`\n✗ The messenger could not be built${ready ? `: ${ready}` : ''}.\n`);
    process.exit(1);
  }
  const { startMessenger } = await import(pathToFileURL(join(folder, 'server.mjs')).href);
  const data = join(folder, 'data');
  mkdirSync(data, { recursive: true });
  // Prosody runs as a user of its own if this runs as root.
  chmodSync(data, 0o755);
  const { url, stop } = await startMessenger({ folder: data, pages: messengerPages, port: 4600 });
  console.log(`\n  Sidecard in an XMPP chat   ${url}/\n`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop().then(() => process.exit(0)));
}

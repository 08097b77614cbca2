// @ts-check
// npm start: builds and runs the demo from a fresh clone. Arguments go to the demo: npm start -- --fresh
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile, demoPages } from './build.mjs';
import { root, say } from './run.mjs';
import { checkNode, installPackages } from './setup.mjs';

// Before anything is installed and compiled.
if (process.argv.includes('--help')) {
  console.log(readFileSync(join(root, 'examples/demo/usage.txt'), 'utf8'));
  process.exit(0);
}
checkNode();
await installPackages();
say('Compiling');
if (!(await compile()) || !(await demoPages())) {
  console.error(
    '\n✗ The demo could not be built.\n  See the messages above. If you changed nothing, remove node_modules and try again.\n',
  );
  process.exit(1);
}

// npm runs this in a shell. Stopping npm ends only that shell, and this process would keep the port.
if (process.env.npm_lifecycle_event === 'start') {
  const shell = process.ppid;
  setInterval(() => process.ppid === shell || process.kill(process.pid, 'SIGTERM'), 300).unref();
}

// Run in this process, not a child, so that terminal, signals and exit code are the demo's own.
const main = join(root, 'examples/demo/dist/server/main.js');
process.argv = [process.execPath, main, ...process.argv.slice(2)];
await import(pathToFileURL(main).href);

// npm start: the demo, from a fresh clone, with one command. Arguments go to the demo:  npm start -- --fresh
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile, demoPages } from './build.mjs';
import { root, say } from './run.mjs';
import { checkNode, installPackages } from './setup.mjs';

checkNode();
await installPackages();
say('Compiling');
if (!(await compile()) || !(await demoPages())) {
  console.error(
    '\n✗ The demo could not be built.\n  The messages above say where. If you changed nothing, remove node_modules and try again.\n',
  );
  process.exit(1);
}

// In this process and not a child: terminal, signals and exit code are the demo's own.
const main = join(root, 'examples/demo/dist/server/main.js');
process.argv = [process.argv[0], main, ...process.argv.slice(2)];
await import(pathToFileURL(main).href);

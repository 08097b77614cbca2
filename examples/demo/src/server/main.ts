// Entry point of the demo's server. `npm start` compiles it and bundles the pages first.
import { FolderInUseError, FolderNotPrivateError } from '@sidecard/server/node';
import { startDemo, type Demo } from './demo.js';
import { PortTakenError } from './ports.js';
import { readSettings, USAGE } from './settings.js';

const settings = readSettings(process.argv.slice(2), process.env);
if ('wrong' in settings) {
  console.error(`\n✗ ${settings.wrong}\n\n${USAGE}`);
  process.exit(1);
}

let demo: Demo;
try {
  demo = await startDemo(settings);
} catch (error) {
  if (![PortTakenError, FolderInUseError, FolderNotPrivateError].some((kind) => error instanceof kind)) throw error;
  console.error(`\n✗ ${(error as Error).message}\n`);
  process.exit(1);
}

const { stage, agent, buyer, staff } = demo.urls;
console.log(`
  Sidecard demo: one ticket, three people, live.

  The stage       ${stage}

  Its pages       ${agent}   the shop's agent, in a chat window
                  ${buyer}   the buyer, on a phone
                  ${staff}   the platform's staff, at a desk

  Data is stored in ${settings.folder}; \`npm start -- --fresh\` starts over.
  Anyone who can reach these ports can sign in as anyone. Press Ctrl+C to stop.
`);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // A second signal exits immediately.
    if (stopping) process.exit(1);
    stopping = true;
    demo.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}

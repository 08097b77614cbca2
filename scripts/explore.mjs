// @ts-check
// npm run explore: people who do anything at all with the demo, in real browsers (docs/simulation.md).
import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { compile, demoPages } from './build.mjs';
import { bundled } from './bundled.mjs';

if (!(await compile()) || !(await demoPages())) process.exit(1);
const script = await bundled('test/explore/command.ts', 'explore');
const { command } = await import(pathToFileURL(script).href);
rmSync(script);
process.exit(await command(process.argv.slice(2)));

// @ts-check
// npm run simulate: runs the whole product under a simulated network, storage and clocks (docs/simulation.md).
import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { bundled } from './bundled.mjs';

// The same trace on every machine.
process.env['TZ'] = 'UTC';
const script = await bundled('test/simulation/command.ts', 'simulate');
const { command } = await import(pathToFileURL(script).href);
rmSync(script);
process.exit(await command(process.argv.slice(2)));

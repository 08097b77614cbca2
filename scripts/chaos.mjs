// @ts-check
// npm run chaos: real servers that are killed, on databases that restart (docs/scale.md).
import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { bundled } from './bundled.mjs';

const script = await bundled('test/chaos/command.ts', 'chaos');
const { command } = await import(pathToFileURL(script).href);
rmSync(script);
process.exit(await command(process.argv.slice(2)));

import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installPacked } from '../../../scripts/installs.mjs';
import { HOST, installed, PACKAGES } from './host.ts';

/** Puts what `npm publish` would upload where `npm install` puts it. */
export async function setup(): Promise<void> {
  await rm(HOST, { recursive: true, force: true });
  await Promise.all(PACKAGES.map((name) => installPacked(name, installed(name))));
  await writeFile(join(HOST, 'package.json'), '{ "type": "module", "private": true }');
}

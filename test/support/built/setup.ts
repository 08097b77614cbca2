import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npm, run } from '../../../scripts/run.mjs';
import { HOST, installed, PACKAGES, ROOT } from './host.ts';

/** Puts what `npm publish` would upload where `npm install` puts it. */
export async function setup(): Promise<void> {
  await rm(HOST, { recursive: true, force: true });
  for (const name of PACKAGES) {
    await mkdir(installed(name), { recursive: true });
    const folder = join(ROOT, 'packages', name);
    const packed = await npm(['pack', '--silent', '--pack-destination', HOST], { cwd: folder, quiet: true });
    const tarball = packed.output.trim().split('\n').at(-1) ?? '';
    const { code } = await run('tar', ['-xf', join(HOST, tarball), '-C', installed(name), '--strip-components=1']);
    if (code !== 0) throw new Error(`@sidecard/${name} could not be packed:\n${packed.output}`);
  }
  await writeFile(join(HOST, 'package.json'), '{ "type": "module", "private": true }');
}

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inOrder, RELEASE, release } from '../../../scripts/release.mjs';
import { run } from '../../../scripts/run.mjs';
import { HOST, installed, PACKAGES, REACT_NAMES, reactHost } from './host.ts';

/** Puts what a release would upload where `npm install` puts it. All tests share these packages. */
export async function setup(): Promise<void> {
  if (!(await release({ dryRun: true }))) throw new Error('The packages cannot be packed.');
  await Promise.all([HOST, ...REACT_NAMES.map(reactHost)].map((host) => rm(host, { recursive: true, force: true })));
  const { version } = inOrder()[0]?.pkg ?? {};
  for (const name of PACKAGES) {
    await mkdir(installed(name), { recursive: true });
    const tarball = join(RELEASE, `sidecard-${name}-${version}.tgz`);
    const { code } = await run('tar', ['-xf', tarball, '-C', installed(name), '--strip-components=1']);
    if (code !== 0) throw new Error(`${tarball} cannot be unpacked.`);
  }
  await writeFile(join(HOST, 'package.json'), '{ "type": "module", "private": true }');
}

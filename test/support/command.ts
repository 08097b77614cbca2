import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { sourcesForEsbuild } from '../../scripts/sources.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Bundles the command `sidecard-server` from its sources. @returns the file that Node runs */
export async function buildCommand(): Promise<string> {
  // Inside the project, so that it finds the packages it depends on. One file for each process, for tests run side by side.
  const outfile = `${ROOT}node_modules/.cache/sidecard/command-${process.pid}.mjs`;
  await build({
    entryPoints: [`${ROOT}packages/server/src/node/bin.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    plugins: [sourcesForEsbuild],
  });
  return outfile;
}

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { sourcesForEsbuild } from '../../scripts/sources.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Bundles the command `sidecard-server` from its sources. @returns the file that Node runs */
export function buildCommand(): Promise<string> {
  return buildScript('packages/server/src/node/bin.ts', 'command');
}

/** Bundles a script of the tests, with what it imports from the packages' sources. @returns the file that Node runs */
export async function buildScript(entry: string, name: string): Promise<string> {
  // Inside the project, so that it finds the packages it depends on. One file for each process, for tests run side by side.
  const outfile = `${ROOT}node_modules/.cache/sidecard/${name}-${process.pid}.mjs`;
  await build({
    entryPoints: [`${ROOT}${entry}`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    plugins: [sourcesForEsbuild],
  });
  return outfile;
}

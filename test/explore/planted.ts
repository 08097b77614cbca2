import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import { build } from 'vite';
import { root } from '../../scripts/run.mjs';
import { sourceAliases, sourcesForEsbuild } from '../../scripts/sources.mjs';
import { plantedSources } from '../simulation/planting.ts';
import { FAULTS } from './faults.ts';

const DEMO = join(root, 'examples/demo');

/** The demo with a fault in it. */
export interface PlantedDemo {
  /** Of its server. */
  readonly main: string;
  remove(): Promise<void>;
}

/** Builds the demo from sources, with a fault. @returns nothing without a name: then it is the built one */
export async function plantedDemo(name: string | undefined): Promise<PlantedDemo | undefined> {
  if (name === undefined) return undefined;
  const fault = FAULTS.find((each) => each.name === name);
  if (!fault) throw new Error(`There is no fault “${name}”: ${FAULTS.map((each) => each.name).join(', ')}.`);
  // Where the sources expect the demo's data: two folders above.
  const folder = join(DEMO, `.planted-${process.pid}`);
  const sources = plantedSources(fault.patches);
  await mkdir(folder, { recursive: true });
  const main = join(folder, 'server/main.mjs');
  await bundle({
    entryPoints: [join(DEMO, 'src/server/main.ts')],
    outfile: main,
    ...{ bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error' },
    plugins: [sources.plugin, sourcesForEsbuild],
  });
  const pages = join(folder, 'pages');
  if (fault.patches.every(({ file }) => file.startsWith('packages/server/')))
    await cp(join(DEMO, 'dist/pages'), pages, { recursive: true });
  else {
    await build({
      configFile: join(DEMO, 'vite.config.mjs'),
      logLevel: 'error',
      resolve: { alias: sourceAliases },
      plugins: [
        {
          name: 'planting',
          enforce: 'pre',
          load: (id) => (fault.patches.some(({ file }) => id === join(root, file)) ? sources.read(id) : undefined),
        },
      ],
      build: { outDir: pages, emptyOutDir: true },
    });
  }
  sources.mustBeUsed();
  return { main, remove: () => rm(folder, { recursive: true, force: true }) };
}

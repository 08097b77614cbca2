import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { root } from '../../scripts/run.mjs';

/** A change to one source file: what is there once is replaced. */
export interface Patch {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** Sources in which faults are planted. */
export interface PlantedSources {
  readonly read: (path: string) => Promise<string>;
  readonly plugin: Plugin;
  /** @throws {Error} if nothing has read a source that has a fault */
  readonly mustBeUsed: () => void;
}

export function plantedSources(patches: readonly Patch[]): PlantedSources {
  const unused = new Set(patches);
  const patchesOf = (path: string): readonly Patch[] => patches.filter(({ file }) => path === join(root, file));

  const read = async (path: string): Promise<string> => {
    let source = await readFile(path, 'utf8');
    for (const patch of patchesOf(path)) {
      const count = source.split(patch.find).length - 1;
      if (count !== 1) throw new Error(`${patch.file} has ${count} times: ${patch.find}`);
      source = source.replace(patch.find, () => patch.replace);
      unused.delete(patch);
    }
    return source;
  };
  return {
    read,
    plugin: {
      name: 'planting',
      setup(building) {
        if (patches.length === 0) return;
        building.onLoad({ filter: /packages[\\/].*\.ts$/ }, async ({ path }) =>
          patchesOf(path).length > 0 ? { contents: await read(path), loader: 'ts' } : undefined,
        );
      },
    },
    mustBeUsed() {
      for (const { file } of unused) throw new Error(`No program contains ${file}.`);
    },
  };
}

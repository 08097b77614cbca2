import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { root } from '../../scripts/run.mjs';
import { sourceEntries, sourcesForEsbuild } from '../../scripts/sources.mjs';
import { Dice } from './random.ts';
import { NAMES, type Program, programOf } from './realm.ts';

/** A change to one source file: what is there once is replaced. */
export interface Patch {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** The product, each part as a program of a realm. */
export interface Programs {
  readonly client: Program;
  readonly server: Program;
  /** In a deploy, about half of the pages and of the servers are still the previous release: see {@link releaseOf}. */
  readonly previous?: Programs;
}

/** Core keeps no state and asks no clock: all realms share its modules, which a program finds in this constant. */
const CORE = 'sidecardCore';

/** Builds both programs from sources. @param patches - faults to plant */
export async function buildPrograms(patches: readonly Patch[] = []): Promise<Programs> {
  const used = new Set<Patch>();
  const plant = planting(patches, used);
  const entries = [...sourceEntries.keys()].filter(isCore);
  const namespaces = entries.map((name, at) => `import * as entry${at} from '${name}';`).join('\n');
  const members = entries.map((name, at) => `'${name}': entry${at}`).join();
  const core = await script(`${namespaces}\nexport const modules = { ${members} };`, [plant, sourcesForEsbuild]);
  const { modules } = programOf(core)(...NAMES.map((name) => Reflect.get(globalThis, name)));
  const outside = coreOutside(modules as Modules);
  const [client, server] = await Promise.all([
    script(`export { createClient, httpTransport } from '@sidecard/client';`, [plant, outside, sourcesForEsbuild]),
    script(
      `export { createSidecardServer } from '@sidecard/server'; export { createMapsStore } from '@sidecard/server/memory';`,
      [plant, outside, sourcesForEsbuild],
    ),
  ]);
  const unused = patches.find((patch) => !used.has(patch));
  if (unused) throw new Error(`No program contains ${unused.file}.`);
  return { client: programOf(client, { [CORE]: modules }), server: programOf(server, { [CORE]: modules }) };
}

/** The client and the server of the previous release, which `scripts/baseline.mjs` has stored, each with the core that it came with. */
export async function previousPrograms(): Promise<Programs> {
  const [client, server] = await Promise.all(
    ['client', 'server'].map(async (part) => {
      const packed = await readFile(join(root, `test/client/previous/${part}.mjs.gz`));
      return programOf(await script(gunzipSync(packed).toString(), []));
    }),
  );
  return { client: client!, server: server! };
}

/**
 * Which release a page or a server process is of: always the same one for its name. In a third of the seeds all pages of a browser are of one
 * release, so that what the present one promises is judged in some of them; in another third all servers are of the present one, so that pages
 * of the previous one find no other.
 */
export function releaseOf(programs: Programs, seed: number, of: Part): Programs {
  const { previous } = programs;
  if (!previous || (of.server !== undefined && seed % 3 === 2)) return programs;
  const name = of.server ?? (seed % 3 === 0 ? of.browser : of.page);
  return new Dice(seed, `${name} is of a release`).chance(0.5) ? previous : programs;
}

/** What is of a release. */
type Part =
  | { readonly server: string }
  | { readonly server?: undefined; readonly browser: string; readonly page: string };

const isCore = (name: string): boolean => /^@sidecard\/core(\/|$)/.test(name);

type Modules = Readonly<Record<string, object>>;

/** Leaves the modules of core out of a program. */
const coreOutside = (modules: Modules): Plugin => ({
  name: 'core-outside',
  setup(building) {
    building.onResolve({ filter: /^@sidecard\/core(\/|$)/ }, ({ path }) => ({ path, namespace: 'core' }));
    building.onLoad({ filter: /.*/, namespace: 'core' }, ({ path }) => ({
      contents: Object.keys(modules[path] ?? {})
        .map((name) => `export const ${name} = ${CORE}['${path}'].${name};`)
        .join('\n'),
      loader: 'js',
    }));
  },
});

async function script(contents: string, plugins: Plugin[]): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'exported',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['import', 'default'],
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
    plugins,
  });
  return outputFiles[0]!.text;
}

function planting(patches: readonly Patch[], used: Set<Patch>): Plugin {
  return {
    name: 'planting',
    setup(building) {
      if (patches.length === 0) return;
      building.onLoad({ filter: /packages[\\/].*\.ts$/ }, async ({ path }) => {
        const mine = patches.filter(({ file }) => path === join(root, file));
        if (mine.length === 0) return undefined;
        let contents = await readFile(path, 'utf8');
        for (const patch of mine) {
          const count = contents.split(patch.find).length - 1;
          if (count !== 1) throw new Error(`${patch.file} has ${count} times: ${patch.find}`);
          contents = contents.replace(patch.find, () => patch.replace);
          used.add(patch);
        }
        return { contents, loader: 'ts' };
      });
    },
  };
}

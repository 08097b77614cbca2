import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { root } from '../../scripts/run.mjs';
import { sourcesForEsbuild } from '../../scripts/sources.mjs';
import { type Patch, plantedSources } from './planting.ts';
import { Dice } from './random.ts';
import { type Program, programOf } from './realm.ts';
import { script, SHARED, sharedModules } from './shared-modules.ts';

/** The product, each part as a program of a realm. */
export interface Programs {
  readonly client: Program;
  readonly server: Program;
  /** In a deploy, about half of the pages and of the servers are still the previous release: see {@link releaseOf}. */
  readonly previous?: Programs;
}

const CLIENT = `export { createClient, httpTransport } from '@sidecard/client';`;
const SERVER = `export { createSidecardServer } from '@sidecard/server'; export { createMapsStore } from '@sidecard/server/memory';`;

/** Builds both programs from sources. @param patches - faults to plant */
export async function buildPrograms(patches: readonly Patch[] = []): Promise<Programs> {
  const sources = plantedSources(patches);
  const plugins = [sources.plugin, sourcesForEsbuild];
  const { modules, outside } = await sharedModules([CLIENT, SERVER], plugins, sources.read);
  const [client, server] = await Promise.all(
    [CLIENT, SERVER].map(async (contents) =>
      programOf(await script(contents, [outside, ...plugins]), { [SHARED]: modules }),
    ),
  );
  sources.mustBeUsed();
  return { client: client!, server: server! };
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

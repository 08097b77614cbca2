import { join, relative } from 'node:path';
import { build, type BuildOptions, type Plugin, transform } from 'esbuild';
import { root } from '../../scripts/run.mjs';
import { NAMES, programOf, STANDARD } from './realm.ts';

/** How scripts are bundled. */
const OPTIONS = {
  bundle: true,
  write: false,
  format: 'iife',
  globalName: 'exported',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  conditions: ['import', 'default'],
  target: 'es2022',
  define: { 'process.env.NODE_ENV': '"production"' },
  absWorkingDir: root,
  logLevel: 'silent',
} as const satisfies BuildOptions;

/** Bundles a script that assigns its exports to `exported`. */
export async function script(contents: string, plugins: Plugin[]): Promise<string> {
  const { outputFiles } = await build({ ...OPTIONS, stdin: { contents, resolveDir: root }, plugins });
  return outputFiles[0]!.text;
}

/** The constant in which a program finds the modules that all realms share. */
export const SHARED = 'sharedModules';

type Modules = Readonly<Record<string, object>>;

/** What a module may find in every realm: the same everywhere, and without a state. */
const SAME: Readonly<Record<string, unknown>> = { ...STANDARD, Math, Date };
/** What makes a module one of its realm, as esbuild marks it in the place of a global. */
const OWN = 'ofItsRealm_';
const MARKS = {
  ...Object.fromEntries(
    NAMES.filter((name) => !(name in STANDARD) && name !== 'Math').map((name) => [name, OWN + name]),
  ),
  ...{ 'Math.random': `${OWN}random`, 'Date.UTC': 'utc', 'Date.parse': 'parse' },
  'process.env.NODE_ENV': '"production"',
};
/** A module that keeps something, as esbuild writes it. */
const STATE = /^(let|var) |^const \w+ = (new (Map|Set|WeakMap|WeakSet)\(\)|\[\]|\{\});/m;
/** Core keeps nothing and asks no clock, and so do these packages as far as servers use them. */
const STATELESS = /^(packages\/core|node_modules\/(hono|valibot|kysely|@valibot|client-zip))\//;

/**
 * Loads all modules once that neither keep a state nor ask a realm for its clock, timers, chance or network: what they define is the same
 * object in all realms, which takes a fraction of the time.
 *
 * @param scripts - the programs
 * @param read - returns the source of a module
 */
export async function sharedModules(
  scripts: readonly string[],
  plugins: Plugin[],
  read: (path: string) => Promise<string>,
): Promise<{ readonly modules: Modules; readonly outside: Plugin }> {
  const stdin = { contents: scripts.join('\n'), resolveDir: root };
  const { metafile } = await build({ ...OPTIONS, stdin, metafile: true, plugins });
  const imports = Object.entries(metafile.inputs).flatMap(([importer, { imports: of }]) =>
    of.map(({ path, original = '' }) => ({ importer, path, original })),
  );
  const importers = new Map<string, string[]>();
  for (const { importer, path } of imports) importers.set(path, [...(importers.get(path) ?? []), importer]);
  // Whoever imports a module of a realm is one too.
  const own = new Set<string>();
  const add = (path: string): void => {
    if (own.has(path)) return;
    own.add(path);
    importers.get(path)?.forEach(add);
  };
  const [output] = Object.values(metafile.outputs);
  const used = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const judged = used.map(async ([path]) => ((await isOwn(path, read)) ? [path] : []));
  for (const path of ['<stdin>', ...(await Promise.all(judged)).flat()]) add(path);

  const borders = imports.filter(({ importer, path }) => own.has(importer) && !own.has(path));
  const paths = [...new Set(borders.map(({ path }) => path))];
  const lines = paths.map((path, at) => `import * as module${at} from ${JSON.stringify(join(root, path))};`);
  const members = paths.map((path, at) => `${JSON.stringify(path)}: module${at}`);
  const text = await script(`${lines.join('\n')}\nexport const modules = { ${members.join()} };`, plugins);
  const { modules } = programOf(text)(...NAMES.map((name) => SAME[name])) as { modules: Modules };
  const targets = new Map(borders.map(({ importer, original, path }) => [`${importer} ${original}`, path]));
  return { modules, outside: outsideOf(modules, targets) };
}

async function isOwn(path: string, read: (path: string) => Promise<string>): Promise<boolean> {
  if (path === '<stdin>' || STATELESS.test(path)) return false;
  if (path.startsWith('node_modules')) return true;
  const { code } = await transform(await read(join(root, path)), { loader: 'ts', target: 'es2022', define: MARKS });
  return code.includes(OWN) || STATE.test(code);
}

/** Leaves modules out of a program. */
const outsideOf = (modules: Modules, targets: ReadonlyMap<string, string>): Plugin => ({
  name: 'outside',
  setup(building) {
    building.onResolve({ filter: /./ }, ({ path, importer }) => {
      const from = importer.endsWith('<stdin>') ? '<stdin>' : relative(root, importer);
      const found = targets.get(`${from} ${path}`);
      return found === undefined ? undefined : { path: found, namespace: 'outside' };
    });
    building.onLoad({ filter: /./, namespace: 'outside' }, ({ path }) => {
      const of = `${SHARED}[${JSON.stringify(path)}]`;
      const names = Object.keys(modules[path] ?? {});
      const lines = names.map((name) =>
        name === 'default' ? `export default ${of}.default;` : `export const ${name} = ${of}.${name};`,
      );
      return { contents: lines.join('\n'), loader: 'js' };
    });
  },
});

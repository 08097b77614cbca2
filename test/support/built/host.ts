import { existsSync } from 'node:fs';
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../../scripts/run.mjs';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
export const PACKAGES = ['core', 'client', 'elements', 'react', 'server', 'exporters', 'conformance'];
/** Hosts lie inside the project, so that what the packages depend on need not be downloaded again. */
const CACHE = join(ROOT, 'node_modules/.cache/sidecard');
/** A host that has every package, as `npm publish` would upload it and `npm install` put it. */
export const HOST = join(CACHE, 'host');
export const installed = (name: string): string => join(HOST, 'node_modules/@sidecard', name);

/** Where other versions of a package are, under the names that the workspace has for them. */
const REACTS = {
  'React 18': {
    react: 'packages/react/node_modules/react',
    'react-dom': 'examples/demo/node_modules/react-dom',
    '@types/react': 'node_modules/@types/react',
    '@types/react-dom': 'node_modules/@types/react-dom',
  },
  'React 19': {
    react: 'node_modules/react-19',
    'react-dom': 'node_modules/react-dom-19',
    '@types/react': 'test/compilers/react-19/node_modules/@types/react',
    '@types/react-dom': 'test/compilers/react-19/node_modules/@types/react-dom',
  },
} as const;
export type ReactName = keyof typeof REACTS;
export const REACT_NAMES = Object.keys(REACTS) as ReactName[];

export const reactHost = (react: ReactName): string => join(CACHE, `host-${react.toLowerCase().replace(' ', '-')}`);

/** Returns a host like {@link HOST} with one React of its own. The first test that needs it makes it. */
export async function hostWith(react: ReactName): Promise<string> {
  const finished = reactHost(react);
  if (existsSync(finished)) return finished;
  const host = `${finished}-${process.pid}-${++hosts}`;
  const packages = [
    ...PACKAGES.map((name) => [`@sidecard/${name}`, installed(name)] as const),
    // it has to find the same React
    ['@lit/react', join(ROOT, 'node_modules/@lit/react')] as const,
    ...Object.entries(REACTS[react]).map(([name, from]) => [name, join(ROOT, from)] as const),
  ];
  for (const [name, from] of packages) {
    const to = join(host, 'node_modules', name);
    await mkdir(dirname(to), { recursive: true });
    await cp(from, to, { recursive: true, dereference: true });
  }
  await writeFile(join(host, 'package.json'), '{ "type": "module", "private": true }');
  // another test may have finished the same
  await rename(host, finished).catch(() => rm(host, { recursive: true, force: true }));
  return finished;
}

let hosts = 0;
let modules = 0;

/** Runs a module in a host. */
export async function runModule(code: string, host = HOST, ...flags: readonly string[]) {
  const file = join(host, `run-${process.pid}-${++modules}.mjs`);
  await writeFile(file, code);
  return run(process.execPath, [...flags, file], { quiet: true, timeoutMs: 60_000 });
}

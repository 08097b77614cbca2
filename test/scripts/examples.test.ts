import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DEPENDENCIES = ['dependencies', 'devDependencies', 'peerDependencies'] as const;
type Manifest = Partial<Record<(typeof DEPENDENCIES)[number], Record<string, string>>>;
const read = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** Sources below a folder, without what is installed and built there. */
const sourcesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return /^(node_modules|dist|data)$/.test(entry.name) ? [] : sourcesIn(path);
    return /\.(js|jsx|mjs|vue)$/.test(entry.name) ? [path] : [];
  });
const SOURCES = ['examples/hosts', 'examples/messenger'].flatMap(sourcesIn);
const nameOf = (specifier: string) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

/** Names of the packages that a file imports. A file that is shared is part of whoever imports it. */
function packagesOf(file: string): string[] {
  const specifiers = [
    ...readFileSync(file, 'utf8').matchAll(/^(?:import|export(?=[^;]* from ))\b[^;]*?'([^']+)';$/gm),
  ].map(([, specifier = '']) => specifier);
  return specifiers.flatMap((specifier) => {
    if (specifier.startsWith('node:') || builtinModules.includes(specifier)) return [];
    if (!specifier.startsWith('.')) return [nameOf(specifier)];
    return specifier.includes('shared/') ? packagesOf(join(dirname(file), specifier)) : [];
  });
}

/** What is named for a file: by the example's own package.json, and those of the folders around it. */
function namedFor(file: string): Record<string, string> {
  const named = {};
  for (let folder = dirname(file); folder !== 'examples'; folder = dirname(folder)) {
    if (!existsSync(join(ROOT, folder, 'package.json'))) continue;
    for (const kind of DEPENDENCIES) Object.assign(named, read(join(ROOT, folder))[kind]);
  }
  return named;
}

it('an example’s package.json names the packages that it imports', () => {
  const imports = SOURCES.flatMap((file) => packagesOf(join(ROOT, file)).map((name) => [file, name] as const));
  expect(imports.length).toBeGreaterThan(30);
  expect(imports.filter(([file, name]) => !(name in namedFor(file)))).toEqual([]);
});

it('an example names the project’s own packages in any version, and others in the version that the project has as well', () => {
  const { devDependencies = {} } = read(ROOT);
  const others = SOURCES.flatMap((file) =>
    Object.entries(namedFor(file)).filter(
      ([name, version]) => version !== (name.startsWith('@sidecard/') ? '*' : (devDependencies[name] ?? version)),
    ),
  );
  expect(others).toEqual([]);
});

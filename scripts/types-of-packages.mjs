// @ts-check
// Whether importers find the types of each package, and they fit what is imported: "are the types wrong?", in every resolution that can
// load ES modules. A step of npm run check.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, Package } from '@arethetypeswrong/core';
import { root } from './run.mjs';

/** `require` of Node 16 to 20.18 cannot load an ES module, and TypeScript's `node10` does not read `exports`. */
const NOT_FOR = ['node10', 'node16-cjs'];

/**
 * Returns what is wrong with the types of a package.
 *
 * @param {string} folder - of the package, built or installed
 * @returns {Promise<string[]>} one line for each problem
 */
export async function wrongTypes(folder) {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  /** @type {Record<string, Uint8Array>} */
  const files = {};
  const published = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /^(package\.json|dist\/(?!cdn\/).*\.(js|d\.ts)|[\w.-]+\.json)$/.test(file),
  );
  for (const file of published) files[`/node_modules/${name}/${file}`] = readFileSync(join(folder, file));
  const checked = await checkPackage(new Package(files, name, version), { excludeEntrypoints: [/\.css$/, /\.json$/] });
  if (!checked.types) return [`${name} has no types.`];
  return checked.problems
    .filter((problem) => !('resolutionKind' in problem && NOT_FOR.includes(problem.resolutionKind)))
    .map((problem) => `${name}: ${JSON.stringify(problem)}`);
}

/** Reports what is wrong with any package's types. @returns {Promise<boolean>} whether nothing is */
export async function typesOfPackages() {
  const folders = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name));
  const problems = (await Promise.all(folders.map(wrongTypes))).flat();
  for (const problem of problems) console.error(`✗ ${problem}`);
  return problems.length === 0;
}

// @ts-check
// npm runs it in a package's folder before it packs it. It refuses to pack what is not, or not completely, built.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { newerThan } from './build.mjs';

/**
 * Returns what a package lacks to be published.
 *
 * @param {string} folder - of the package
 * @returns {string[]} sentences; none if it is complete
 */
export function lacks(folder) {
  const { exports = {}, bin = {}, ...pkg } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const docs = pkg.files?.includes('docs') ? ['docs/llms.txt'] : [];
  const always = ['README.md', 'CHANGELOG.md', 'LICENSE', ...docs];
  const named = [exports, bin, pkg.customElements, pkg.unpkg, pkg.jsdelivr, always].flatMap(pathsIn);
  const missing = [...new Set(named)].filter((file) => !isThere(folder, file)).map((file) => `${file} is missing.`);
  const dist = join(folder, 'dist');
  const stamps = existsSync(dist) ? readdirSync(dist).filter((name) => name.endsWith('.tsbuildinfo')) : [];
  const old = stamps.every((stamp) => newerThan(join(dist, stamp), [join(folder, 'src')]));
  return [
    ...missing,
    ...(old ? ['A source is newer than what was compiled.'] : []),
    ...sheetsOf(dist).map((file) => `dist/${file} has a style sheet that is not minified.`),
  ];
}

/** Whether a file is there, or one that fits a pattern such as `./themes/*.css`. @param {string} folder @param {string} file */
function isThere(folder, file) {
  const [start = '', end] = file.split('*');
  if (end === undefined) return existsSync(join(folder, file));
  const place = join(folder, start);
  return existsSync(place) && readdirSync(place).some((name) => name.endsWith(end));
}

/** Returns the files that a member of package.json names. @param {unknown} value @returns {string[]} */
function pathsIn(value) {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(pathsIn) : [];
}

/** Returns the modules that were compiled without the rest of the build. @param {string} dist */
function sheetsOf(dist) {
  if (!existsSync(dist)) return [];
  const modules = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.styles.js'),
  );
  return modules.filter((file) => /css\s*`\s*\n/.test(readFileSync(join(dist, file), 'utf8')));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const problems = lacks(process.cwd());
  for (const problem of problems) console.error(`✗ ${problem}`);
  if (problems.length > 0) {
    console.error('Run `npm run build` in the repository first.');
    process.exitCode = 1;
  }
}

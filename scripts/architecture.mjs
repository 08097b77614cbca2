// @ts-check
// Checks which folder imports which.
// node scripts/architecture.mjs counts the cycles in each part
// node scripts/architecture.mjs --draft core prints layers that fit core's current imports
import { readFileSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cruise as cruiseFiles, format } from 'dependency-cruiser';
import config from '../.dependency-cruiser.mjs';
import { arrows, cycles, layersOf, misplaced, modulesOf } from './architecture/graph.mjs';
import { LAYERED, LAYERS, PARTS } from './architecture/modules.mjs';
import { root } from './run.mjs';
import { sourceEntries } from './sources.mjs';

/** @typedef {import('dependency-cruiser').ICruiseResult} Cruise */
/** @typedef {import('./architecture/graph.mjs').Import} Import */

const DOCUMENT = join(root, 'docs/architecture.md');
const GENERATED = /(?<=<!-- Written by `npm run docs`. -->\n).*(?=<!-- End -->)/s;

/**
 * Reads the imports and checks them against .dependency-cruiser.mjs.
 *
 * @param {string[]} paths - files and folders, relative to `baseDir`
 * @param {string} [baseDir]
 */
export async function cruise(paths, baseDir = root) {
  const { forbidden, options } = config;
  const { output } = await cruiseFiles(paths, { ...options, baseDir, validate: true, ruleSet: { forbidden } });
  return /** @type {Cruise} */ (output);
}

/** Prints forbidden imports. @param {Cruise} cruised @returns {Promise<boolean>} whether there are none */
export async function boundaries(cruised) {
  const { output, exitCode } = await format(cruised, { outputType: 'err-long' });
  console.log(output);
  return exitCode === 0;
}

/** Returns the imports between files of a folder, including type imports. @param {Cruise} cruised @param {string} folder */
export function importsWithin({ modules }, folder) {
  const isInside = (/** @type {string} */ file) => file.startsWith(`${folder}/`);
  return modules.flatMap(({ source, dependencies }) =>
    dependencies
      .filter(({ resolved }) => isInside(source) && isInside(resolved))
      .map(({ resolved }) => /** @type {Import} */ ([source, resolved])),
  );
}

/** Prints cycles between folders and violations of the layers. @param {Cruise} cruised @returns {boolean} whether there are none */
export function folders(cruised) {
  const faults = Object.entries(PARTS).flatMap(([name, folder]) => {
    const found = cycles(importsWithin(cruised, folder));
    const modules = new Set(found.flat(2).map((file) => file.slice(folder.length + 1).split('/', 1)[0]));
    console.log(`  ${name.padEnd(9)} ${found.length} cycles, ${modules.size} folders and files in them`);
    if (!LAYERED.includes(name)) return [];
    const inCycle = found.map((imports) =>
      ['A cycle:', ...imports.map(([from, to]) => `  ${from} imports ${to}`)].join('\n    '),
    );
    const layers = LAYERS[name];
    return [...inCycle, ...(layers ? misplaced(graphOf(name, cruised), layers) : [])].map(
      (fault) => `  ${name}: ${fault}`,
    );
  });
  if (faults.length > 0) console.error(faults.join('\n'));
  return faults.length === 0;
}

/** Writes or checks the module map in docs/architecture.md. @param {Cruise} cruised @returns {boolean} whether it is up to date */
export function map(cruised, { check = false } = {}) {
  const page = readFileSync(DOCUMENT, 'utf8');
  const current = page.replace(GENERATED, () =>
    Object.keys(LAYERS)
      .map((name) => `\n${section(name, cruised)}\n`)
      .join(''),
  );
  if (check && current !== page) console.error('docs/architecture.md is out of date. Run: npm run docs');
  if (!check && current !== page) writeFileSync(DOCUMENT, current);
  return !check || current === page;
}

/** Returns the modules of a part, without its package's entries. @param {string} name @param {Cruise} cruised */
function graphOf(name, cruised) {
  const folder = PARTS[name] ?? '';
  const entries = [...sourceEntries.values()].filter((path) => posix.dirname(path) === folder);
  return modulesOf(
    folder,
    importsWithin(cruised, folder).filter(([from]) => !entries.includes(from)),
  );
}

/** @param {string} name @param {Cruise} cruised */
function section(name, cruised) {
  const layers = LAYERS[name] ?? [];
  const rows = [...layers]
    .reverse()
    .map((modules) => Object.entries(modules).map(([module, sentence]) => `| \`${module}\` | ${sentence} |`));
  const boxes = layers.map((modules, level) => [
    `  subgraph layer${level} [" "]`,
    ...Object.keys(modules).map((module) => `    ${module}`),
    '  end',
  ]);
  const lines = arrows(graphOf(name, cruised)).map(([from, to]) => `  ${from} --> ${to}`);
  return [
    '### ' + name,
    '',
    '```mermaid',
    'flowchart TD',
    ...[...boxes].reverse().flat(),
    ...lines.sort(),
    '```',
    '',
    '| Module | Holds |',
    '| --- | --- |',
    ...rows.flat(),
  ].join('\n');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [option, name = ''] = process.argv.slice(2);
  const cruised = await cruise(Object.values(PARTS));
  if (option === '--draft') {
    const layers = layersOf(graphOf(name, cruised));
    console.log(
      layers
        ? layers.map((modules) => `{ ${modules.map((module) => `'${module}': ''`).join(', ')} },`).join('\n')
        : 'It has a cycle.',
    );
  } else folders(cruised);
}

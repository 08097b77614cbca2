// @ts-check
// Which folder imports which.
// node scripts/architecture.mjs               counts the circles in each part
// node scripts/architecture.mjs --draft core  prints layers that fit what core imports today
import { readFileSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cruise as cruiseFiles, format } from 'dependency-cruiser';
import config from '../.dependency-cruiser.mjs';
import { arrows, circles, layersOf, misplaced, roomsOf } from './architecture/graph.mjs';
import { LAYERED, LAYERS, PARTS } from './architecture/rooms.mjs';
import { root } from './run.mjs';
import { sourceEntries } from './sources.mjs';

/** @typedef {import('dependency-cruiser').ICruiseResult} Cruise */
/** @typedef {import('./architecture/graph.mjs').Import} Import */

const DOCUMENT = join(root, 'docs/architecture.md');
const GENERATED = /(?<=<!-- Written by `npm run docs`. -->\n).*(?=<!-- End -->)/s;

/**
 * Reads who imports whom, and judges it by .dependency-cruiser.mjs.
 *
 * @param {string[]} paths - files and folders, relative to `baseDir`
 * @param {string} [baseDir]
 */
export async function cruise(paths, baseDir = root) {
  const { forbidden, options } = config;
  const { output } = await cruiseFiles(paths, { ...options, baseDir, validate: true, ruleSet: { forbidden } });
  return /** @type {Cruise} */ (output);
}

/** Prints the imports that a rule forbids. @param {Cruise} cruised @returns {Promise<boolean>} whether there are none */
export async function boundaries(cruised) {
  const { output, exitCode } = await format(cruised, { outputType: 'err-long' });
  console.log(output);
  return exitCode === 0;
}

/** Every import between two files of a folder, imports of types included. @param {Cruise} cruised @param {string} folder */
export function importsWithin({ modules }, folder) {
  const isInside = (/** @type {string} */ file) => file.startsWith(`${folder}/`);
  return modules.flatMap(({ source, dependencies }) =>
    dependencies
      .filter(({ resolved }) => isInside(source) && isInside(resolved))
      .map(({ resolved }) => /** @type {Import} */ ([source, resolved])),
  );
}

/** Prints the circles between folders and what breaks the layers. @param {Cruise} cruised @returns {boolean} whether there is nothing */
export function folders(cruised) {
  const faults = Object.entries(PARTS).flatMap(([name, folder]) => {
    const found = circles(importsWithin(cruised, folder));
    const rooms = new Set(found.flat(2).map((file) => file.slice(folder.length + 1).split('/', 1)[0]));
    console.log(`  ${name.padEnd(9)} ${found.length} circles, ${rooms.size} folders and files in them`);
    if (!LAYERED.includes(name)) return [];
    const inCircle = found.map((imports) =>
      ['A circle:', ...imports.map(([from, to]) => `  ${from} imports ${to}`)].join('\n    '),
    );
    const layers = LAYERS[name];
    return [...inCircle, ...(layers ? misplaced(graphOf(name, cruised), layers) : [])].map(
      (fault) => `  ${name}: ${fault}`,
    );
  });
  if (faults.length > 0) console.error(faults.join('\n'));
  return faults.length === 0;
}

/** Brings the map of rooms in docs/architecture.md up to date. @param {Cruise} cruised @returns {boolean} whether it is, or now is */
export function map(cruised, { check = false } = {}) {
  const page = readFileSync(DOCUMENT, 'utf8');
  const current = page.replace(GENERATED, () =>
    Object.keys(LAYERS)
      .map((name) => `\n${section(name, cruised)}\n`)
      .join(''),
  );
  if (check && current !== page) console.error('docs/architecture.md is not current. Run: npm run docs');
  if (!check && current !== page) writeFileSync(DOCUMENT, current);
  return !check || current === page;
}

/** The rooms of a part, without the entries of its package. @param {string} name @param {Cruise} cruised */
function graphOf(name, cruised) {
  const folder = PARTS[name] ?? '';
  const entries = [...sourceEntries.values()].filter((path) => posix.dirname(path) === folder);
  return roomsOf(
    folder,
    importsWithin(cruised, folder).filter(([from]) => !entries.includes(from)),
  );
}

/** @param {string} name @param {Cruise} cruised */
function section(name, cruised) {
  const layers = LAYERS[name] ?? [];
  const rows = [...layers]
    .reverse()
    .map((rooms) => Object.entries(rooms).map(([room, sentence]) => `| \`${room}\` | ${sentence} |`));
  const boxes = layers.map((rooms, level) => [
    `  subgraph layer${level} [" "]`,
    ...Object.keys(rooms).map((room) => `    ${room}`),
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
    '| Room | Holds |',
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
        ? layers.map((rooms) => `{ ${rooms.map((room) => `'${room}': ''`).join(', ')} },`).join('\n')
        : 'It has a circle.',
    );
  } else folders(cruised);
}

// @ts-check
// How what runs found is stored, and where it was found.
import { existsSync, readFileSync } from 'node:fs';
import { arch, cpus } from 'node:os';
import { root, run } from '../../scripts/run.mjs';

/** The machine, and what is measured on it. */
export async function machine() {
  return {
    node: `Node ${process.versions.node}`,
    cpu: `${cpus()[0]?.model.trim() ?? ''} (${arch()})`,
    cores: cpus().length,
    packages: await treeOf('packages'),
  };
}

/** What git calls a folder as it was committed last. @param {string} folder */
async function treeOf(folder) {
  const { code, output } = await run('git', ['-C', root, 'rev-parse', '--short', `HEAD:${folder}`], {
    quiet: true,
  });
  return code === 0 ? output.trim() : '';
}

/** @param {{ measured: Record<string, Record<string, number[]>> }} results @param {string} key @param {Record<string, number>} record */
export function append({ measured }, key, record) {
  const metrics = (measured[key] ??= {});
  // four digits are more than any of them is good for
  for (const [metric, value] of Object.entries(record)) (metrics[metric] ??= []).push(Number(value.toPrecision(4)));
}

/** A case is a line. @param {{ measured: object, runs: object }} results */
export function textOf({ measured, runs }) {
  const lines = (/** @type {object} */ of) =>
    Object.entries(of)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`)
      .join(',\n');
  return `{\n  "measured": {\n${lines(measured)}\n  },\n  "runs": {\n${lines(runs)}\n  }\n}\n`;
}

/** @param {string} path @returns {any} what runs have found so far */
export function storedIn(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { measured: {}, runs: {} };
}

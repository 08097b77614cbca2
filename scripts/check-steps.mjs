// @ts-check
// The steps of npm run check. All steps run, so that one run reports everything. What only runs other programs runs beside the rest.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { api } from './api.mjs';
import { boundaries, cruise, folders, map } from './architecture.mjs';
import { compile, scriptBundle } from './build.mjs';
import { docs } from './docs.mjs';
import { elementTags } from './element-tags.mjs';
import { manifest } from './manifest.mjs';
import { reactWrappers } from './react-wrappers.mjs';
import { requirements } from './requirements.mjs';
import { root, runTool, say, tools } from './run.mjs';
import { sizes } from './size.mjs';
import { typesOfPackages } from './types-of-packages.mjs';

/** Keeps the folders that exist. */
const present = (/** @type {string[]} */ ...folders) => folders.filter((folder) => existsSync(join(root, folder)));
const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}/src`);
const sources = present(...packages, 'examples/demo/src', 'test', 'stories', '.storybook');
const hasFiles = (/** @type {string} */ folder, /** @type {RegExp} */ ending) =>
  existsSync(join(root, folder)) &&
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).some((file) => ending.test(file));
const ok = async (/** @type {Promise<{ code: number }>} */ promise) => (await promise).code === 0;
/** Runs a program beside others: its output is shown when it has ended. @param {string} tool @param {string[]} args */
async function beside(tool, args) {
  const { code, output } = await runTool(tool, args, { quiet: true });
  if (output.trim()) console.log(output.trimEnd());
  return code === 0;
}
const tsc = (/** @type {string[]} */ ...args) => beside(tools.tsc, args);

/** Rules that do not fit: panels register on first open, not where their tag is used; and the tool knows the CSS and the attributes of 2021, without `popover`. */
const offTemplateRules = ['no-missing-import', 'no-invalid-css', 'no-unknown-attribute'].flatMap((rule) => [
  `--rules.${rule}`,
  'off',
]);

/** @type {import('dependency-cruiser').ICruiseResult} */
let cruised;

/** @typedef {Readonly<Record<string, () => boolean | Promise<boolean>>>} Steps */

/** What the others read. @type {Steps} */
const first = {
  format: () => ok(runTool(tools.oxfmt, ['--check'])),
  compile,
  manifest,
  'types of tags': () => elementTags({ check: true }),
  'React wrappers': () => reactWrappers({ check: true }),
  sizes,
  // a published file, which the next step looks for
  'script-tag bundle': scriptBundle,
};

/** @type {Steps} */
const here = {
  'published packages': async () => {
    const results = await Promise.all(
      readdirSync(join(root, 'packages')).map((name) =>
        ok(runTool(tools.publint, ['--strict', '--pack', 'false', `packages/${name}`])),
      ),
    );
    return results.every(Boolean);
  },
  'types of packages': typesOfPackages,
  'API reports': () => api({ check: true }),
  'pages about ticket types': () => docs({ check: true }),
  requirements: () => requirements({ check: true }),
  boundaries: async () => boundaries((cruised = await cruise([...sources, 'scripts']))),
  'folders of packages': () => folders(cruised),
  'module map': () => map(cruised, { check: true }),
};

/** What only runs other programs. @type {Steps} */
const programs = {
  'types of tests': () => tsc('-p', 'test'),
  'types of scripts': () => tsc('-p', 'scripts'),
  'types of element tests': () => !hasFiles('test/elements', /\.ts$/) || tsc('-p', 'test/elements'),
  'types of stories': () => !hasFiles('stories', /\.ts$/) || tsc('-p', 'stories'),
  'types of demo pages': () =>
    !hasFiles('examples/demo/src/pages', /\.tsx?$/) || tsc('-p', 'examples/demo/tsconfig.pages.json'),
  'types of examples': () => tsc('-p', 'examples'),
  lint: () =>
    beside(tools.eslint, [
      '--max-warnings=0',
      '--no-error-on-unmatched-pattern',
      ...sources,
      'scripts',
      'site/.vitepress',
      ...present('examples/hosts', 'examples/messenger', 'examples/shared', 'examples/starters'),
      '*.mjs',
      '*.ts',
    ]),
  templates: () =>
    beside(tools.litAnalyzer, ['packages/elements/src', '--strict', '--maxWarnings', '0', ...offTemplateRules]),
};

/** @type {string[]} */
const failed = [];
/** Takes steps one after the other. @param {Steps} steps */
async function take(steps) {
  for (const [name, step] of Object.entries(steps)) {
    say(`Checking ${name}`);
    if (!(await step())) failed.push(name);
  }
}
await take(first);
await Promise.all([take(programs), take(here)]);
if (failed.length > 0) {
  console.error(`\n✗ Failed: ${failed.join(', ')}.`);
  if (failed.includes('format')) console.error('  Run `npm run format` to fix the format.');
  process.exit(1);
}
console.log('\n✓ All checks passed.');

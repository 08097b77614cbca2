// What a host's readers load, part by part, against the budgets:  node scripts/size.mjs
// Bundled and minified from what is built; each part counts what the parts before it do not have.
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { esbuildSheets } from './minify-css.mjs';
import { root } from './run.mjs';

const CARD = { name: 'card, as sent', entry: '@sidecard/elements/card', goal: 9, limit: 11 };
const LIVE_CARD = { name: '+ live card', entry: './packages/elements/dist/card/live-card.js', goal: 4, limit: 5.5 };

/**
 * Kilobytes of 1,000 bytes, gzip. `goal` is what the design asks for, `limit` what is not to be exceeded: where they differ, docs/decisions says why.
 */
const PARTS = [
  CARD,
  { name: '+ client', entry: '@sidecard/client', take: '{ createClient, httpTransport }', goal: 6, limit: 9.7 },
  LIVE_CARD,
  { name: '+ provider', entry: '@sidecard/elements', goal: 3, limit: 4.5, without: 'rules' },
  { name: '+ ticket types', entry: '@sidecard/core', take: '{ builtInTypes }', limit: 20 },
  { name: '+ panel', entry: '@sidecard/elements/task', goal: 24, limit: 31, without: 'later' },
];

/** Of the card, sent and live. */
const CORE = { name: 'core in the card', goal: 2.5, limit: 2.5 };

/** What is not to be in a part, nor in those before it: by what it is called, and where it is. */
const ABSENT = {
  /** Ticket types and what carries them out, and commitments: nothing of it in what a page with cards loads. */
  rules: [
    'ticket type, rule or commitment',
    /^packages\/core\/dist\/(ticket-types\/|commitments\/(assess|built-in|read)|lifecycle\/(decide|create|effects|common-moves|find-move|guards|limits|terms)\.js$)/,
  ],
  /** What the panel loads once the ticket is on the screen. */
  later: [
    'form, menu, commitment or staff message',
    /^packages\/(core\/dist\/(commitments\/assess|fields\/check)|elements\/dist\/(forms\/(?!.*styles)|floating\/|staff-message\/|task\/(task-form|conflict|commitments-section)))/,
  ],
};

/** @returns {Promise<boolean>} whether every part is within its limit, and the rules are where they belong */
export async function sizes() {
  console.log('                    gzip     goal   limit');
  let ok = within(CORE, await coreOf(take(CARD) + take(LIVE_CARD)));
  let contents = '';
  let before = 0;
  for (const part of PARTS) {
    contents += take(part);
    const { bytes, modules } = await bundle(contents);
    ok = within(part, bytes - before) && ok;
    before = bytes;
    if (part.without) ok = without(ABSENT[part.without], modules) && ok;
  }
  return ok;
}

function take({ entry, take: names = '*' }) {
  return `export ${names} from '${entry}';\n`;
}

function within({ name, goal = '', limit }, bytes) {
  const kB = bytes / 1000;
  const row = [kB.toFixed(2), goal, limit].map((cell) => String(cell).padStart(6)).join('  ');
  console.log(`  ${name.padEnd(17)}${row} kB${kB > limit ? '  OVER' : ''}`);
  return kB <= limit;
}

/** Says whether what is loaded up to here is free of something. */
function without([what, where], modules) {
  const found = modules.filter((path) => where.test(path));
  console.log(
    found.length === 0
      ? `  no ${what} up to here`
      : `  up to here nothing is to be loaded of\n    ${found.join('\n    ')}`,
  );
  return found.length === 0;
}

/** What these modules take from core, alone. */
async function coreOf(contents) {
  const { text } = await bundle(contents, ['@sidecard/core']);
  const names = [...text.matchAll(/import\s*\{([^}]*)\}\s*from\s*"@sidecard\/core"/g)].flatMap(([, list]) =>
    list.split(',').map((name) => name.trim().split(' ')[0]),
  );
  return (await bundle(take({ entry: '@sidecard/core', take: `{ ${[...new Set(names)]} }` }))).bytes;
}

/** What is loaded on demand stays out until a part asks for it by name. */
async function bundle(contents, external = []) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: root, sourcefile: 'size.js' },
    absWorkingDir: root,
    bundle: true,
    minify: true,
    charset: 'utf8',
    format: 'esm',
    write: false,
    metafile: true,
    target: 'es2022',
    external,
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    plugins: [esbuildSheets, { name: 'on-demand', setup: leaveOut }],
  });
  const [{ text, contents: bytes }] = outputFiles;
  const [{ inputs }] = Object.values(metafile.outputs);
  const modules = Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0);
  return { text, bytes: gzipSync(bytes, { level: 9 }).length, modules };
}

function leaveOut(build) {
  build.onResolve({ filter: /./ }, ({ kind, path }) =>
    kind === 'dynamic-import' ? { path: join('on-demand', path), external: true } : undefined,
  );
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = (await sizes()) ? 0 : 1;
}

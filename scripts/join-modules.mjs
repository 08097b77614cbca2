// @ts-check
// Joins compiled modules that several parts of the elements share into one file per part. Bundlers that split code give modules that different
// sets of parts need a chunk each, and dozens of tiny files compress badly; a file they cannot split.
// A joined module's own file remains, and exports the same from the joined one.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { build } from 'esbuild';
import { root } from './run.mjs';

/** Where the compiled modules are kept that have been joined: a compiler writes only what has changed. */
const KEPT = join(root, 'node_modules/.cache/joined');
const MARK = '// Joined with others.\n';
const PACKAGES = ['core', 'client', 'elements'];
const CLIENT =
  "import { createClient, httpTransport } from '@sidecard/client'; globalThis.sdk = [createClient, httpTransport];";

/** What a page loads, in this order, each with what it adds. */
const LEVELS = [
  ['card', "import '@sidecard/elements/card';"],
  ['provider', `import '@sidecard/elements'; ${CLIENT}`],
  ['live', "export * from './elements/dist/card/live-card.js';"],
  [
    'work',
    ['on-demand', 'stream/connect', 'transport/sse', 'tabs/shared-drafts']
      .map((name) => `export * from './client/dist/${name}.js';`)
      .join(''),
  ],
  ['panel', "import './elements/dist/task/task.define.js';"],
  ['forms', "export * from './elements/dist/task/forms-part.js';"],
];
/** Loads some of what the panel does, and the rest of it with the first panel. */
const LIST = `import '@sidecard/elements'; import '@sidecard/elements/workbench'; ${CLIENT}`;

/**
 * Parts that need Lit and little else of what every page has loaded before. For their sake a bundler would put Lit and each module that they need into
 * chunks of their own, which every page loads. They call a function of a joined module, and so need all of it.
 */
const ANCHORED = ['elements/dist/floating/floating-part.js', 'elements/dist/pictures/findings.js'];
const ANCHOR = { file: 'elements/dist/events/composing.js', name: 'isComposing' };

const packages = join(root, 'packages');
const isOurs = (/** @type {string} */ file) =>
  PACKAGES.some((name) => file.startsWith(join(packages, name, 'dist') + sep));
/** @param {string} file */
export const keptOf = (file) => join(KEPT, relative(packages, file));

/**
 * Joins the modules of the compiled packages, unless nothing has been compiled since.
 *
 * @returns {Promise<boolean>} whether that was possible; otherwise compile everything anew
 */
export async function joinBuilt() {
  const stamp = join(KEPT, 'stamp');
  const { mtimeMs } = statSync(stamp, { throwIfNoEntry: false }) ?? { mtimeMs: 0 };
  statements.clear();
  if (!compiled().some((file) => statSync(file).mtimeMs > mtimeMs) && isJoined()) return true;
  if (!separate()) return false;
  // also the stamp: what is cut off here begins anew
  rmSync(KEPT, { recursive: true, force: true });
  await joinModules();
  write(stamp, '');
  return true;
}

/** Every compiled module. */
function compiled() {
  return PACKAGES.flatMap((name) => {
    const dist = join(packages, name, 'dist');
    if (!existsSync(dist)) return [];
    const paths = readdirSync(dist, { recursive: true, encoding: 'utf8' });
    return paths.flatMap((path) => (path.endsWith('.js') && !/^(?:cdn|joined)\b/.test(path) ? [join(dist, path)] : []));
  });
}

/**
 * Whether every module that was joined last still re-exports from a joined file: those of a `dist` from a cache can be older than the stamp.
 *
 * @param {string} [kept] - folder of their own code
 * @param {string} [folder] - of the packages
 */
export function isJoined(kept = KEPT, folder = packages) {
  const names = existsSync(kept) ? readdirSync(kept, { recursive: true, encoding: 'utf8' }) : [];
  const paths = names.filter((path) => path.endsWith('.js'));
  return paths.every((path) => {
    const file = join(folder, path);
    if (!existsSync(file)) return true;
    const code = readFileSync(file, 'utf8');
    const [, joined = ''] = /^export \{[^}]*\} from '([^']+)'/m.exec(code) ?? [];
    return code.includes(MARK) && existsSync(resolve(dirname(file), joined));
  });
}

/** Gives every joined module its own code back. @returns {boolean} whether it was kept */
function separate() {
  for (const name of PACKAGES) rmSync(join(packages, name, 'dist/joined'), { recursive: true, force: true });
  const joined = compiled().filter((file) => readFileSync(file, 'utf8').includes(MARK));
  if (!joined.every((file) => existsSync(keptOf(file)))) return false;
  for (const file of joined) writeFileSync(file, readFileSync(keptOf(file)));
  return true;
}

async function joinModules() {
  // may be of an earlier compilation
  statements.clear();
  const shared = await sharedModules();
  const list = await usedBy(LIST);
  const levels = await Promise.all(LEVELS.map(([, source = '']) => usedBy(source)));
  const used = levelsOf(levels, new Set(list));
  // A bundler loads a file with what imports it, though for a function that is not used: such a module stays alone.
  const reached = levelsOf(levels.map(closureOf), closureOf(list));
  const levelOf = new Map([...used].filter(([file, level]) => shared.has(file) && reached.get(file) === level));
  for (const level of new Set(levelOf.values())) {
    for (const name of PACKAGES) {
      const folder = join(packages, name, 'dist');
      const files = [...levelOf.keys()].filter((file) => levelOf.get(file) === level && file.startsWith(folder + sep));
      if (files.length > 1) await joinFiles(folder, level, files.sort());
    }
  }
  for (const part of ANCHORED) anchor(join(packages, part));
}

/**
 * Names the level at which each module is loaded first. @param {readonly Iterable<string>[]} levels @param {Set<string>} list @returns
 * {Map<string, string>}
 */
function levelsOf(levels, list) {
  /** @type {Map<string, string>} */
  const first = new Map();
  for (const [i, files] of levels.entries()) {
    const name = LEVELS[i]?.[0] ?? '';
    for (const file of files)
      if (!first.has(file)) first.set(file, i > 1 && list.has(file) ? `${name}-and-list` : name);
  }
  for (const file of list) if (!first.has(file)) first.set(file, 'list');
  return first;
}

/** Adds what modules import, also for functions that are not used. @param {Iterable<string>} files @returns {Set<string>} */
function closureOf(files) {
  const all = new Set(files);
  for (const file of all) for (const next of importsOf(file)) all.add(next);
  return all;
}

/** Modules of ours from which a module imports a name. @param {string} file @returns {string[]} */
function importsOf(file) {
  return statementsOf(file).flatMap(({ path, names }) => {
    const from = resolveOurs(file, path);
    // A module that also passes on others is loaded as well.
    return from ? [...(path.startsWith('.') ? [from] : []), ...names.map((name) => originOf(from, name))] : [];
  });
}

/** @param {string} file @param {string} path @returns {string | undefined} */
function resolveOurs(file, path) {
  if (path.startsWith('.')) return resolve(dirname(file), path);
  const [, name = '', entry = ''] = /^@sidecard\/(\w+)(\/.+)?$/.exec(path) ?? [];
  if (!PACKAGES.includes(name)) return undefined;
  const { exports } = JSON.parse(readFileSync(join(packages, name, 'package.json'), 'utf8'));
  return join(packages, name, exports[`.${entry}`].default);
}

/** The module that declares what another one exports. @param {string} file @param {string} name @returns {string} */
function originOf(file, name) {
  for (const { path, names, isExport, isAll } of statementsOf(file)) {
    if (!isExport) continue;
    const from = resolveOurs(file, path);
    if (!from) continue;
    if (names.includes(name)) return originOf(from, name);
    if (isAll && declares(from, name)) return originOf(from, name);
  }
  return file;
}

/** @param {string} file @param {string} name @returns {boolean} */
function declares(file, name) {
  return (
    new RegExp(`export (?:async )?(?:const|let|class|function\\*?) ${name.replaceAll('$', '\\$')}\\b`).test(
      readFileSync(file, 'utf8'),
    ) ||
    statementsOf(file).some(
      ({ path, names, isExport, isAll }) =>
        isExport && (names.includes(name) || (isAll && declares(resolveOurs(file, path) ?? file, name))),
    )
  );
}

/** @type {Map<string, { path: string, names: string[], isExport: boolean, isAll: boolean }[]>} */
const statements = new Map();

/** Imports and exports of a module from others. @param {string} file */
function statementsOf(file) {
  let known = statements.get(file);
  if (!known) {
    const code = readFileSync(file, 'utf8');
    known = [...code.matchAll(/^(import|export)\s+(?:\*(?:\s+as\s+\w+)?|\{([^}]*)\})\s+from\s+['"]([^'"]+)['"]/gm)].map(
      ([, kind, list, path = '']) => ({
        path,
        names: (list ?? '').split(',').flatMap(
          (one) =>
            one
              .trim()
              .split(/\s+as\s+/)
              [kind === 'export' ? 1 : 0]?.trim() ||
            one.trim().split(/\s+as\s+/)[0] ||
            [],
        ),
        isExport: kind === 'export',
        isAll: list === undefined,
      }),
    );
    statements.set(file, known);
  }
  return known;
}

/** Modules of ours that more than one entry or part needs. @returns {Promise<Set<string>>} */
async function sharedModules() {
  const entries = PACKAGES.flatMap((name) => {
    /** @type {{ name: string, exports: Record<string, { default?: string }> }} */
    const { exports } = JSON.parse(readFileSync(join(packages, name, 'package.json'), 'utf8'));
    return Object.values(exports).flatMap((target) =>
      target.default?.endsWith('.js') ? [join(packages, name, target.default)] : [],
    );
  });
  // An entry of a package is no part of a page, but for elements and for the client, which shares modules with its own parts.
  const pages = entries.filter(
    (file) =>
      file === join(packages, 'client/dist/index.js') ||
      (file.startsWith(join(packages, 'elements')) && !file.includes(`${sep}tags${sep}`)),
  );
  const { metafile } = await build({
    ...OPTIONS,
    entryPoints: pages,
    bundle: true,
    splitting: true,
    outdir: join(KEPT, 'out'),
  });
  return new Set(
    Object.values(metafile.outputs).flatMap(({ entryPoint, inputs }) =>
      entryPoint
        ? []
        : Object.keys(inputs)
            .map((path) => join(root, path))
            .filter((file) => isOurs(file)),
    ),
  );
}

/** Modules of ours that something loads at once. @param {string} source @returns {Promise<string[]>} */
async function usedBy(source) {
  const { metafile } = await build({
    ...OPTIONS,
    stdin: { contents: source, resolveDir: packages },
    bundle: true,
    plugins: [
      {
        name: 'later',
        setup({ onResolve }) {
          onResolve({ filter: /./ }, ({ kind }) =>
            kind === 'dynamic-import' ? { path: '/later', external: true } : undefined,
          );
        },
      },
    ],
  });
  return Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [join(root, path)] : []))
    .filter((file) => isOurs(file) && !/(?:\.define|[/\\]index)\.js$/.test(file));
}

/** @type {{ absWorkingDir: string, format: 'esm', target: string, write: false, metafile: true, logLevel: 'error' }} */
const OPTIONS = {
  absWorkingDir: root,
  format: 'esm',
  target: 'es2022',
  write: false,
  metafile: true,
  logLevel: 'error',
};

/** Lets a part need the joined modules. @param {string} file */
function anchor(file) {
  const code = readFileSync(file, 'utf8');
  write(keptOf(file), code);
  writeFileSync(file, anchored(code, relative(dirname(file), join(packages, ANCHOR.file)).replaceAll(sep, '/')));
}

/** Imports the joined modules behind a part's own code, whose lines its source map counts. @param {string} code @param {string} path */
export function anchored(code, path) {
  const end = code.lastIndexOf('//# sourceMappingURL=');
  const own = end < 0 ? code : code.slice(0, end);
  return `${own}${MARK}import { ${ANCHOR.name} } from '${path}';\n${ANCHOR.name}({});\n${code.slice(own.length)}`;
}

/** @param {string} folder @param {string} level @param {readonly string[]} files */
async function joinFiles(folder, level, files) {
  const target = join(folder, 'joined', `${level}.js`);
  const inside = new Set(files);
  const pathTo = (/** @type {string} */ from, /** @type {string} */ to) => {
    const path = relative(dirname(from), to).replaceAll(sep, '/');
    return path.startsWith('.') ? path : `./${path}`;
  };
  const names = await Promise.all(files.map((file) => exportsOf(file)));
  const stubs = files.map((file, i) => {
    const own = (names[i] ?? []).filter((name) => originOf(file, name) === file);
    return {
      file,
      // What it only passes on keeps its own path.
      passed: (names[i] ?? []).flatMap((name) => (own.includes(name) ? [] : [{ name, from: originOf(file, name) }])),
      pairs: own.map((name) => ({ name, joined: `${name}_${i}` })),
    };
  });
  const { outputFiles } = await build({
    ...OPTIONS,
    stdin: {
      contents: stubs
        .map(
          ({ file, pairs }) =>
            `export { ${pairs.map(({ name, joined }) => `${name} as ${joined}`).join(', ')} } from '${pathTo(join(folder, 'joined/x.js'), file)}';`,
        )
        .join('\n'),
      resolveDir: join(folder, 'joined'),
      sourcefile: `${level}.js`,
    },
    bundle: true,
    outfile: target,
    sourcemap: 'linked',
    sourcesContent: false,
    plugins: [
      {
        name: 'outside',
        setup({ onResolve }) {
          onResolve({ filter: /./ }, ({ path, resolveDir, kind }) => {
            if (kind === 'entry-point') return undefined;
            if (!path.startsWith('.')) return { path, external: true };
            const file = resolve(resolveDir, path);
            if (inside.has(file)) return { path: file, sideEffects: false };
            return { path: pathTo(target, file), external: true, sideEffects: false };
          });
        },
      },
    ],
  });
  for (const { path, contents } of outputFiles) write(path, contents);
  for (const { file, pairs, passed } of stubs) {
    write(keptOf(file), readFileSync(file));
    const list = pairs.map(({ name, joined }) => `${joined} as ${name}`).join(', ');
    const others = passed.map(({ name, from }) => `export { ${name} } from '${pathTo(file, from)}';\n`);
    writeFileSync(file, `${MARK}export { ${list} } from '${pathTo(file, target)}';\n${others.join('')}`);
  }
}

/** @param {string} file @returns {Promise<string[]>} names */
async function exportsOf(file) {
  const { metafile } = await build({
    ...OPTIONS,
    entryPoints: [file],
    bundle: true,
    outdir: join(KEPT, 'out'),
    plugins: [ALL_OUTSIDE],
  });
  return Object.values(metafile.outputs).flatMap(({ exports }) => exports);
}

/** @type {import('esbuild').Plugin} */
const ALL_OUTSIDE = {
  name: 'alone',
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ path, kind }) => (kind === 'entry-point' ? undefined : { path, external: true }));
  },
};

/** @param {string} file @param {string | Uint8Array} contents */
function write(file, contents) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, contents);
}

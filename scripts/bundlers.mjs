// @ts-check
// Bundles an app with code splitting, as hosts do, and tells what its chunks load.
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';
import { root } from './run.mjs';

/** @typedef {{ text: string | Uint8Array, entry: string, imports: string[], lazy: string[], modules: string[] }} Chunk - `lazy` is loaded on demand */
/** @typedef {Map<string, Chunk>} Bundle - Chunks by their names; the app's first one is `app.js`. */

/**
 * Returns the chunks that a page loads: the app's own, and those of the modules it loads on demand. @param {Bundle} bundle @param
 * {RegExp[]} lazy
 */
export function loaded(bundle, lazy) {
  const names = new Set(['app.js']);
  for (const name of names) {
    const { imports, lazy: later } = /** @type {Chunk} */ (bundle.get(name));
    const asked = later.filter((next) => lazy.some((module) => module.test(bundle.get(next)?.entry ?? '')));
    for (const next of [...imports, ...asked]) if (bundle.has(next)) names.add(next);
  }
  const chunks = [...names].flatMap((name) => bundle.get(name) ?? []);
  const missing = lazy.find((module) => !chunks.some(({ entry }) => module.test(entry)));
  if (missing) throw new Error(`No part loads ${missing} on demand. Correct what is asked for.`);
  return chunks;
}

/** @param {string} file @param {Record<string, string>} [alias] - other files for names @returns {Promise<Bundle>} */
export async function withVite(file, alias = {}) {
  const result = await vite({
    configFile: false,
    root,
    logLevel: 'error',
    resolve: { alias },
    build: {
      write: false,
      target: 'es2022',
      rolldownOptions: { input: file, output: { entryFileNames: 'app.js', chunkFileNames: '[name]-[hash].js' } },
    },
  });
  return chunksOf(/** @type {import('vite').Rolldown.RolldownOutput} */ (result));
}

/**
 * With Rolldown itself, without what Vite adds.
 *
 * @param {typeof import('vite').Rolldown.rolldown} rolldown
 * @returns {(file: string, alias?: Record<string, string>) => Promise<Bundle>}
 */
export const withRolldown =
  (rolldown) =>
  async (file, alias = {}) => {
    const build = await rolldown({
      input: file,
      cwd: root,
      logLevel: 'silent',
      platform: 'browser',
      resolve: { alias },
      transform: { target: 'es2022', define: { 'process.env.NODE_ENV': '"production"' } },
    });
    const output = await build.generate({
      format: 'esm',
      minify: true,
      entryFileNames: 'app.js',
      chunkFileNames: '[name]-[hash].js',
    });
    await build.close();
    return chunksOf(output);
  };

/** @param {import('vite').Rolldown.RolldownOutput} output @returns {Bundle} */
function chunksOf({ output }) {
  return new Map(
    output.flatMap((chunk) =>
      chunk.type === 'chunk'
        ? [
            [
              chunk.fileName,
              {
                text: chunk.code,
                entry: chunk.facadeModuleId ?? '',
                imports: chunk.imports,
                lazy: chunk.dynamicImports,
                modules: chunk.moduleIds,
              },
            ],
          ]
        : [],
    ),
  );
}

/** @param {string} file @param {Record<string, string>} [alias] - other files for names @returns {Promise<Bundle>} */
export async function withEsbuild(file, alias = {}) {
  const { outputFiles, metafile } = await esbuild({
    entryPoints: { app: file },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    outdir: '/',
    absWorkingDir: root,
    write: false,
    metafile: true,
    alias,
  });
  const name = (/** @type {string} */ path) => path.slice(path.lastIndexOf('/') + 1);
  return new Map(
    Object.entries(metafile.outputs).map(([path, { entryPoint = '', imports, inputs }]) => [
      name(path),
      {
        entry: entryPoint,
        text: outputFiles.find((output) => name(output.path) === name(path))?.contents ?? '',
        imports: imports.filter(({ kind }) => kind === 'import-statement').map(({ path: to }) => name(to)),
        lazy: imports.filter(({ kind }) => kind === 'dynamic-import').map(({ path: to }) => name(to)),
        modules: Object.keys(inputs).filter((input) => (inputs[input]?.bytesInOutput ?? 0) > 0),
      },
    ]),
  );
}

// The folder for <script type="module" src="…/sidecard.js">, and what each part of it weighs.
import { join } from 'node:path';
import { build } from 'vite';
import { viteSheets } from './minify-css.mjs';
import { root } from './run.mjs';
import { sizes } from './size.mjs';

/** Bundles packages/elements into dist/cdn: a folder and not one file, so that the panel stays a chunk loaded on first open. */
export async function bundle() {
  const outDir = join(root, 'packages/elements/dist/cdn');
  await build({
    configFile: false,
    root: join(root, 'packages/elements'),
    logLevel: 'warn',
    // nanostores reads it, and a browser has no process
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [viteSheets],
    build: {
      target: 'es2022',
      outDir,
      emptyOutDir: true,
      sourcemap: true,
      // library mode: no preload helper, which would write <link>s into the host's page
      lib: {
        entry: {
          sidecard: 'dist/index.js',
          card: 'dist/card/index.js',
          task: 'dist/task/index.js',
          // a page without a bundler needs one from somewhere
          client: join(root, 'packages/client/dist/index.js'),
        },
        formats: ['es'],
      },
      rolldownOptions: {
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          minify: true,
        },
      },
    },
  });
  await sizes();
}

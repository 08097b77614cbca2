// @ts-check
// For every page in this folder; a page's own settings, if any, are in its folder.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineConfig, mergeConfig } from 'vite';

export default defineConfig(async () => {
  const root = resolve(process.argv[3] ?? '.');
  const own = join(root, 'vite.config.js');
  return mergeConfig(
    {
      root,
      base: './',
      // Our wrappers use the page's React.
      resolve: { dedupe: ['react', 'react-dom', 'vue'] },
      define: { 'process.env.NODE_ENV': '"production"' },
      build: {
        target: 'es2022',
        chunkSizeWarningLimit: 10_000,
        rolldownOptions: {
          output: {
            // Our code in files of its own name, so that who did what can be told.
            codeSplitting: {
              groups: [
                {
                  name: 'sidecard',
                  test: /@sidecard|node_modules\/(lit|@lit|nanostores|lit-html|@floating-ui|@tanstack)/,
                },
              ],
            },
          },
        },
      },
    },
    existsSync(own) ? (await import(pathToFileURL(own).href)).default : {},
  );
});

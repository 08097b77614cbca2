import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';

const pages = join(import.meta.dirname, 'src/pages');

// Every page in src/pages is an entry; the demo's server serves dist/pages.
export default defineConfig({
  root: pages,
  publicDir: join(import.meta.dirname, 'public'),
  build: {
    target: 'es2022',
    outDir: join(import.meta.dirname, 'dist/pages'),
    emptyOutDir: true,
    rolldownOptions: {
      input: existsSync(pages)
        ? readdirSync(pages)
            .filter((name) => name.endsWith('.html'))
            .map((name) => join(pages, name))
        : [],
    },
  },
});

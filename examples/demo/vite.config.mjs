// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';

const pages = join(import.meta.dirname, 'src/pages');

// Every page in src/pages is an entry; the demo's server serves dist/pages.
export default defineConfig({
  root: pages,
  publicDir: join(import.meta.dirname, 'public'),
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [withoutForeignFonts()],
  resolve: {
    // the workspace has a newer React too, for other hosts; the kit and our wrappers are to use the demo's
    dedupe: ['react', 'react-dom'],
    // the kit's ES modules instead of its UMD bundle, which "browser" names
    alias: [{ find: /^@chatui\/core$/, replacement: '@chatui/core/es/index.js' }],
  },
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

/** The chat kit's sheet asks a third host for a font. The demo asks nobody. */
/** @returns {import('vite').Plugin} */
function withoutForeignFonts() {
  return {
    name: 'without-foreign-fonts',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('@chatui/core/dist/index.css')) return undefined;
      return { code: code.replace(/@font-face\s*\{[^}]*\}/g, ''), map: null };
    },
  };
}

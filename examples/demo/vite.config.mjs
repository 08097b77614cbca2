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
    // The workspace also has a newer React for other hosts; the kit and our wrappers must use the demo's.
    dedupe: ['react', 'react-dom'],
    // Use the kit's ES modules instead of its UMD bundle, which its "browser" field names.
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

/** The chat kit's stylesheet loads a font from a third-party host. Remove it: the demo makes no external requests. */
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

import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { recordedBrowser } from './scripts/browser.mjs';
import { viteLiterals } from './scripts/minify-literals.mjs';
import { sourceAliases, sourceEntries } from './scripts/sources.mjs';
import { findPostgres } from './test/support/postgres/installed.ts';

/**
 * Vitest keeps one core for its own process unless it is asked for all. Files share what they import: these tests leave nothing behind in
 * modules, and loading them for each file took a third of the time.
 */
const allCores = { maxWorkers: '100%', isolate: false };
/** `initdb` runs once, and not for each database in memory. */
const prepared = {
  globalSetup: 'test/support/pglite/setup.ts',
  setupFiles: 'test/support/pglite/prepared.ts',
};

/** `vite build` makes the folder for `<script type="module" src="…/sidecard.js">`; `vitest` runs the tests of the sources. */
export default defineConfig(({ command }) => ({
  resolve: { alias: sourceAliases },
  plugins: viteLiterals,
  // nanostores reads it, and a browser has no process
  ...(command === 'build' && { define: { 'process.env.NODE_ENV': '"production"' } }),
  build: {
    target: 'es2022',
    outDir: 'packages/elements/dist/cdn',
    emptyOutDir: true,
    sourcemap: true,
    // library mode: no preload helper, which would write <link>s into the host's page
    lib: {
      entry: {
        sidecard: source('@sidecard/elements'),
        card: source('@sidecard/elements/card'),
        task: source('@sidecard/elements/task'),
        // a page without a bundler needs one from somewhere
        client: source('@sidecard/client'),
      },
      formats: ['es'],
    },
    rolldownOptions: {
      // a folder and not one file, so that the panel stays a chunk that is loaded on first open
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js', minify: true },
    },
  },
  test: {
    projects: [
      // property tests compute for seconds, and longer where other work shares the machine
      project('core', { ...allCores, testTimeout: 60_000 }),
      project('client', { ...allCores, ...prepared, testTimeout: 60_000 }),
      // the embedded database takes seconds to start on a busy machine
      project('server', { ...allCores, ...prepared, testTimeout: 60_000, hookTimeout: 90_000 }),
      onPostgres(),
      project('scripts', { ...allCores, testTimeout: 60_000 }),
      // each value of both of Storybook's settings, without running every pair
      stories('zh-CN', 'light'),
      stories('en', 'dark'),
      project('react', { testTimeout: 60_000 }),
      // what is published, packed and put into a host of its own
      project('built', { testTimeout: 60_000 }),
      // real browsers over the real demo, built: one file after another, for they share the machine
      project('e2e', { fileParallelism: false, testTimeout: 90_000, hookTimeout: 180_000 }),
    ],
  },
}));

function project(name: string, options = {}) {
  return { extends: true as const, test: { name, include: [`test/${name}/**/*.test.ts`], ...options } };
}

/** The server's tests over PostgreSQL, whose connections wait for each other's locks: those made for it, and all that need no embedded one. */
function onPostgres() {
  const include = findPostgres()
    ? ['test/server-postgres/**/*.test.ts', 'test/server/**/*.test.ts']
    : ['test/server-postgres/installed.test.ts'];
  const embedded = [
    'embedded-database',
    'giving-way',
    'many-streams',
    'node',
    'own-type-docs',
    'policy-file',
    'private-folder',
    'relay',
  ];
  return project('server-postgres', {
    ...allCores,
    include,
    exclude: embedded.map((name) => `test/server/${name}.test.ts`),
    globalSetup: 'test/support/postgres/setup.ts',
    testTimeout: 60_000,
    hookTimeout: 90_000,
  });
}

function source(name: string): string {
  const path = sourceEntries.get(name);
  if (!path) throw new Error(`No package exports ${name}.`);
  return path;
}

/** Every story is a test: it renders without an error, and axe finds nothing. */
function stories(locale: string, theme: 'light' | 'dark') {
  const launchOptions = recordedBrowser() ?? {};
  return {
    extends: true as const,
    plugins: [storybookTest({ configDir: '.storybook' })],
    test: {
      name: `stories-${theme}`,
      env: { STORYBOOK_LOCALE: locale, STORYBOOK_THEME: theme },
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        // half way through a transition, axe would measure a colour that nobody is meant to read
        provider: playwright({
          launchOptions,
          contextOptions: { locale, colorScheme: theme, reducedMotion: 'reduce' },
        }),
        instances: [{ browser: 'chromium' as const }],
      },
    },
  };
}

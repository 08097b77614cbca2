import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { recordedBrowser } from './scripts/browser.mjs';
import { viteLiterals } from './scripts/minify-literals.mjs';
import { sourceAliases, sourceEntries } from './scripts/sources.mjs';
import { findPostgres } from './test/support/postgres/installed.ts';
import { LongestFirst } from './test/support/sequencer.ts';
import { storyCommands } from './test/support/stories/commands.ts';

const seeded = { setupFiles: ['test/support/seed.ts'] };
/**
 * By default Vitest leaves one core unused. Test files share imported modules: these tests leave no state in them, and loading them for
 * each file took a third of the time.
 */
const allCores = { ...seeded, maxWorkers: '100%', isolate: false };
/** Runs `initdb` once, not for each in-memory database. */
const prepared = {
  globalSetup: 'test/support/pglite/setup.ts',
  setupFiles: [...seeded.setupFiles, 'test/support/pglite/prepared.ts'],
};

/** `vite build` creates the folder for `<script type="module" src="…/sidecard.js">`; `vitest` runs the tests on sources. */
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
    // Of what others wrote, and is in the files.
    license: { fileName: 'third-party-licenses.md' },
    // Library mode adds no preload helper, which would write <link>s into the host's page.
    lib: {
      entry: {
        sidecard: source('@sidecard/elements'),
        card: source('@sidecard/elements/card'),
        task: source('@sidecard/elements/task'),
        workbench: source('@sidecard/elements/workbench'),
        // A page without a bundler needs the client, too.
        client: source('@sidecard/client'),
      },
      formats: ['es'],
    },
    rolldownOptions: {
      // A folder instead of one file, so that the panel remains a chunk that loads on first open.
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js', minify: true },
    },
  },
  test: {
    sequence: { sequencer: LongestFirst },
    // By default a second, which a busy machine takes for nothing at all.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      // property tests compute for seconds, and longer where other work shares the machine
      // Walks keep hundreds of thousands of tickets; with more room for young ones, the collector copies fewer.
      project('core', {
        ...allCores,
        execArgv: ['--max-semi-space-size=64'],
        testTimeout: process.env['CI'] ? 600_000 : 120_000,
      }),
      project('client', { ...allCores, ...prepared, testTimeout: 60_000, hookTimeout: 90_000 }),
      // The embedded database takes seconds to start on a busy machine.
      project('server', { ...allCores, ...prepared, testTimeout: 60_000, hookTimeout: 90_000 }),
      serverProcesses(),
      onPostgres(),
      // a property test over 2,000 tickets, and a real browser for one file
      project('exporters', { ...allCores, testTimeout: process.env['CI'] ? 600_000 : 240_000, hookTimeout: 60_000 }),
      // Its own timers and clocks: what it takes depends on the machine only.
      project('simulation', { testTimeout: 240_000 }),
      project('scripts', { ...allCores, testTimeout: 60_000 }),
      // Each value of both of Storybook's settings, without every combination.
      stories('zh-CN', 'light'),
      stories('en', 'dark'),
      readAloud(),
      project('react', { testTimeout: 60_000 }),
      // Tests the published packages: packed, and installed in a separate host.
      project('built', {
        maxWorkers: '100%',
        isolate: false,
        testTimeout: 60_000,
        hookTimeout: 60_000,
        globalSetup: 'test/support/built/setup.ts',
      }),
      // Reads the built documentation site, and opens it in a browser.
      project('docs', { testTimeout: 90_000, hookTimeout: 90_000 }),
      // Real browsers with the built demo. Two files at a time, because they wait for deadlines and for each other's pages much of the time.
      project('e2e', { maxWorkers: 2, testTimeout: 240_000, hookTimeout: 180_000 }),
      // An XMPP server and a real browser, with the built pages of examples/messenger.
      project('messenger', { testTimeout: 90_000, hookTimeout: 180_000 }),
      // Frameworks with the server inside. Next.js is built first.
      project('mounts', { fileParallelism: false, testTimeout: 90_000, hookTimeout: 400_000 }),
      // Chat kits with the built packages inside.
      project('hosts', { fileParallelism: false, testTimeout: 90_000, hookTimeout: 180_000 }),
    ],
  },
}));

function project(name: string, options = {}) {
  return { extends: true as const, test: { name, include: [`test/${name}/**/*.test.ts`], ...options } };
}

const withPostgres = {
  ...allCores,
  globalSetup: 'test/support/postgres/setup.ts',
  testTimeout: 60_000,
  hookTimeout: 90_000,
};

/** Several servers on one PostgreSQL, with hints over it and over NATS. */
function serverProcesses() {
  const include = findPostgres() ? 'test/server-processes/**/*.test.ts' : 'test/server-processes/installed.test.ts';
  return project('server-processes', { ...withPostgres, include: [include] });
}

/** The server's tests on PostgreSQL, whose connections wait for each other's locks: all that do not need an embedded database. */
function onPostgres() {
  const embedded = [
    'embedded-database',
    'full-disk',
    'giving-way',
    'many-streams',
    'node',
    'own-type-docs',
    'policy-file',
    'private-folder',
    'relay',
    'restored',
  ];
  // What they prove, no database decides.
  const withoutDatabase = [
    'commitments-data',
    'conformance-kit',
    'deployment',
    'dev-server',
    'idle',
    'metrics',
    'mounted',
    'openapi',
    'picture-memory',
    'read-policy',
    'readiness',
    'request-log',
    'rollout-data',
  ];
  return project('server-postgres', {
    ...withPostgres,
    include: findPostgres() ? ['test/server/**/*.test.ts'] : ['test/server-processes/installed.test.ts'],
    exclude: [...embedded, ...withoutDatabase].map((name) => `test/server/${name}.test.ts`),
  });
}

function source(name: string): string {
  const path = sourceEntries.get(name);
  if (!path) throw new Error(`No package exports ${name}.`);
  return path;
}

/**
 * Every story is a test: it renders without errors, axe finds no violations, its picture and what a screen reader is told are as stored, and
 * every theme has enough contrast in every state of its controls (`.storybook/vitest.setup.ts`).
 */
function stories(locale: string, theme: 'light' | 'dark') {
  const launchOptions = recordedBrowser() ?? {};
  return {
    extends: true as const,
    plugins: [storybookTest({ configDir: '.storybook' })],
    // Found only while the first story runs, it would reload the page under the others.
    optimizeDeps: { include: ['axe-core'] },
    test: {
      name: `stories-${theme}`,
      maxWorkers: 2,
      setupFiles: ['.storybook/vitest.setup.ts'],
      env: { STORYBOOK_LOCALE: locale, STORYBOOK_THEME: theme },
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        commands: storyCommands,
        // During a transition axe would measure intermediate colours.
        provider: playwright({
          launchOptions,
          // larger than any story, which would be scaled down
          contextOptions: {
            locale,
            colorScheme: theme,
            reducedMotion: 'reduce',
            viewport: { width: 1280, height: 1000 },
          },
        }),
        instances: [{ browser: 'chromium' as const }],
      },
    },
  };
}

/** The main story, as a virtual screen reader reads it. */
function readAloud() {
  return {
    extends: true as const,
    optimizeDeps: { include: ['@guidepup/virtual-screen-reader'] },
    test: {
      name: 'read-aloud',
      // As of the stories, with which it runs.
      maxWorkers: 2,
      include: ['test/stories/**/*.test.ts'],
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        commands: storyCommands,
        provider: playwright({ launchOptions: recordedBrowser() ?? {}, contextOptions: { reducedMotion: 'reduce' } }),
        instances: [{ browser: 'chromium' as const }],
      },
    },
  };
}

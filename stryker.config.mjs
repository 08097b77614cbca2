// @ts-check
// npm run mutation changes the rules one by one and reports the changes that no test detects. It takes hours; npm test does not include it.
//   npm run mutation                                                   core's machine
//   npm run mutation -- --mutate packages/core/src/machine/evolve.ts   one file of it
//   SIDECARD_MUTATION=server npm run mutation                          the server's use cases
const server = process.env.SIDECARD_MUTATION === 'server';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  // abstract-state.ts is for walks over a type, whose tests are not run here
  mutate: server
    ? ['packages/server/src/use-cases/**/*.ts']
    : ['packages/core/src/machine/**/*.ts', '!packages/core/src/machine/abstract-state.ts'],
  // what runs once, at start, cannot be told apart by test
  ignoreStatic: true,
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.config.ts', dir: server ? 'test/server' : 'test/core' },
  coverageAnalysis: 'perTest',
  dryRunTimeoutMinutes: 60,
  timeoutMS: 60_000,
  concurrency: 2,
  // Only rerun what has changed since the last run.
  incremental: true,
  incrementalFile: `node_modules/.cache/sidecard/mutation-${server ? 'server' : 'core'}.json`,
  reporters: ['clear-text', 'progress', 'html'],
  htmlReporter: { fileName: 'test-results/mutation.html' },
  ignorePatterns: ['dist', 'storybook-static', 'docs/pictures', '.data'],
};

import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import { sourceAliases } from './scripts/sources.mjs';

/** Tests that take seconds. The others go first, because most mutants do not outlive them. */
const LONG = /(walk|own-type|non-interference|stores|node|many-streams)\.test\.ts$/;

class ShortFirst extends BaseSequencer {
  override sort(files: Parameters<BaseSequencer['sort']>[0]) {
    return Promise.resolve([...files].sort((a, b) => Number(LONG.test(a.moduleId)) - Number(LONG.test(b.moduleId))));
  }
}

/** One project, which stryker.config.mjs points at a folder of tests. */
export default defineConfig({
  resolve: { alias: sourceAliases },
  test: {
    include: ['**/*.test.ts'],
    // thousands of random histories per mutant would take days, and these expect what only thousands reach
    exclude: ['**/histories*.test.ts', '**/{laws,rollout}.test.ts'],
    isolate: false,
    sequence: { sequencer: ShortFirst },
    env: { SIDECARD_TEST_RUNS: '50' },
    testTimeout: 60_000,
    hookTimeout: 90_000,
  },
});

import { defineConfig } from 'vitest/config';
import { sourceAliases } from './scripts/sources.mjs';

/** A single project; stryker.config.mjs passes the folder of tests. */
export default defineConfig({
  resolve: { alias: sourceAliases },
  test: { include: ['**/*.test.ts'], testTimeout: 60_000, hookTimeout: 90_000, env: { SIDECARD_TEST_RUNS: '50' } },
});

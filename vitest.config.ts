import { defineConfig } from 'vitest/config';

// Tests import the packages by name, so they run what is built in dist: `npm test` builds first.
export default defineConfig({
  test: {
    projects: [
      ...['core', 'client'].map((name) => ({
        // property tests compute for seconds, and longer where other work shares the machine; they take all of it
        test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout: 60_000, maxWorkers: '100%' },
      })),
      {
        // the embedded database takes seconds to start on a busy machine
        test: { name: 'server', include: ['test/server/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 90_000 },
      },
      {
        test: { name: 'scripts', include: ['test/scripts/**/*.test.ts'] },
      },
      {
        test: { name: 'react', include: ['test/react/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        // real browsers over the real demo: one file after another, for they share the machine
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});

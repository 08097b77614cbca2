import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DEFAULTS, estimate, tables } from '../../scripts/scale.mjs';

it('the estimate in the documentation is what the formula says', () => {
  expect(readFileSync('docs/scale.md', 'utf8')).toContain(tables());
});

it('the estimate follows its inputs', () => {
  const { commandsPerSecond, commandsAtPeak, databaseNodes, processes } = estimate();
  expect(commandsPerSecond).toBeCloseTo(800_000_000 / 86_400);
  expect(commandsAtPeak).toBeCloseTo(5 * commandsPerSecond);
  expect(databaseNodes).toBe(31);
  expect(processes).toBe(350);
  expect(estimate({ tickets: DEFAULTS.tickets / 10 }).databaseNodes).toBe(4);
  expect(estimate({ peak: 10 }).hottestShop).toBeCloseTo(2 * estimate().hottestShop);
  expect(estimate({ streams: 1 }).processes).toBe(1);
});

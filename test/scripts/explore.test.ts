import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../scripts/run.mjs';
import { FAULTS } from '../explore/faults.ts';
import { planOf } from '../explore/plan.ts';

it.each(FAULTS)('“$name” can still be planted', async ({ patches }) => {
  expect(patches.length).toBeGreaterThan(0);
  for (const { file, find } of patches) {
    const source = await readFile(join(root, file), 'utf8');
    expect(source.split(find).length - 1, `${file}: ${find}`).toBe(1);
  }
});

it('a seed has the same plan always, and another one another', () => {
  expect(planOf(7, 100)).toEqual(planOf(7, 100));
  expect(planOf(8, 100)).not.toEqual(planOf(7, 100));
});

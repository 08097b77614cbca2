import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root, run } from '../../scripts/run.mjs';

it('a baseline of a revision that is not there is not stored', async () => {
  const file = join(root, 'test/client/previous/revision.txt');
  const before = await readFile(file, 'utf8');
  const { code, output } = await run(process.execPath, [join(root, 'scripts/baseline.mjs'), 'no-such-tag'], {
    quiet: true,
  });
  expect(code).not.toBe(0);
  expect(output).toContain('git rev-parse --verify no-such-tag');
  expect(await readFile(file, 'utf8')).toBe(before);
});

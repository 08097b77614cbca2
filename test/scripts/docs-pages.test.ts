import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeStubs } from '../../scripts/docs/prepare.mjs';

it('an English page has a Chinese address as long as it is there, and a Chinese text stays', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sidecard-pages-'));
  try {
    await mkdir(join(folder, 'zh/guide'), { recursive: true });
    await writeFile(join(folder, 'zh/guide/own.md'), '# 主题\n');
    for (const page of ['stays.md', 'goes.md']) await writeFile(join(folder, page), '# Page\n');
    writeStubs(folder);
    expect(await readFile(join(folder, 'zh/goes.md'), 'utf8')).toContain('<!--@include: ../goes.md-->');
    await rm(join(folder, 'goes.md'));
    writeStubs(folder);
    expect((await readdir(join(folder, 'zh'), { recursive: true })).sort()).toEqual([
      'guide',
      'guide/own.md',
      'stays.md',
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

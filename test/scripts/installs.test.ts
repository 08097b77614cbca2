import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { installLocked, packTo } from '../../scripts/installs.mjs';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidecard-installs-'));
  await mkdir(join(folder, 'tool'));
  const tool = { name: 'tool', version: '1.0.0', scripts: { prepare: 'node -e "process.exit(1)"' } };
  await writeFile(join(folder, 'tool/package.json'), JSON.stringify(tool));
  const pkg = { name: 'page', version: '1.0.0', devDependencies: { tool: 'file:tool' } };
  const packages = { '': pkg, 'node_modules/tool': { resolved: 'tool', link: true }, tool: { version: '1.0.0' } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(pkg));
  const lock = { name: 'page', version: '1.0.0', lockfileVersion: 3, packages };
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock));
});
afterEach(() => void vi.unstubAllEnvs());
afterAll(() => rm(folder, { recursive: true, force: true }));

it('what builds is installed in production, too, and once', async () => {
  vi.stubEnv('NODE_ENV', 'production');
  expect(await installLocked(folder, 'a page')).toBe(true);
  expect(existsSync(join(folder, 'node_modules/tool/package.json'))).toBe(true);
  // npm ci would have put it there again
  await rm(join(folder, 'node_modules/tool'));
  expect(await installLocked(folder, 'a page')).toBe(true);
  expect(existsSync(join(folder, 'node_modules/tool'))).toBe(false);
});

it('an installation that takes too long is ended, and not taken for one', async () => {
  await rm(join(folder, 'node_modules'), { recursive: true, force: true });
  expect(await installLocked(folder, 'a page', { timeoutMs: 1 })).toBe(false);
  expect(existsSync(join(folder, 'node_modules/.installed'))).toBe(false);
});

it('says why a package could not be packed', async () => {
  await expect(packTo(join(folder, 'tool'), join(folder, 'packed'))).rejects.toThrow(
    /could not be packed:\n.*prepare/s,
  );
});

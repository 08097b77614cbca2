import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inOrder, obstacles, RELEASE, withVersion } from '../../scripts/release.mjs';
import { sourceEntries } from '../../scripts/sources.mjs';

const PKG = {
  name: 'a',
  version: '1.0.0',
  homepage: 'https://a.dev',
  bugs: 'https://a.dev/bugs',
  repository: { url: 'git+https://a.dev/a.git' },
};
const READY = { env: { SIGSTORE_ID_TOKEN: 'x' }, changed: '', notes: [] };

it('a release is packed whole, in the order of dependencies, with a bill of materials for each package', async () => {
  const names = inOrder().map(({ pkg }) => pkg.name);
  expect(names.indexOf('@sidecard/core')).toBeLessThan(names.indexOf('@sidecard/client'));
  expect(names.indexOf('@sidecard/elements')).toBeLessThan(names.indexOf('@sidecard/react'));
  expect(new Set([...sourceEntries.keys()].map((entry) => entry.split('/').slice(0, 2).join('/')))).toEqual(
    new Set(names),
  );
  const files = await readdir(RELEASE);
  expect(files.filter((file) => file.endsWith('.tgz'))).toHaveLength(names.length);
  const version = inOrder().find(({ pkg }) => pkg.name === '@sidecard/client')?.pkg.version ?? '';
  const bill = JSON.parse(await readFile(join(RELEASE, `sidecard-client-${version}.cdx.json`), 'utf8')) as {
    readonly bomFormat: string;
    readonly components: readonly { readonly name: string }[];
  };
  expect(bill.bomFormat).toBe('CycloneDX');
  const parts = bill.components.map(({ name }) => name);
  expect(parts).toContain('nanostores');
  expect(parts.filter((name) => /vitest|typescript|kysely/.test(name))).toEqual([]);
});

it('nothing is published that is not ready', () => {
  expect(obstacles([PKG], READY)).toEqual([]);
  expect(obstacles([PKG], { ...READY, changed: ' M a.ts' })[0]).toContain('not committed');
  expect(obstacles([PKG], { ...READY, notes: ['a.md'] })[0]).toContain('--version');
  expect(obstacles([PKG], { ...READY, starters: ['vue'] })[0]).toContain('vue');
  expect(obstacles([PKG, { ...PKG, version: '2.0.0' }], READY)[0]).toContain('1.0.0, 2.0.0');
  expect(obstacles([{ ...PKG, homepage: 'https://a.example' }], READY)[0]).toContain('placeholders');
  for (const bugs of ['https://a.example/bugs', ''])
    expect(obstacles([{ ...PKG, bugs }], READY)[0]).toContain('placeholders');
  expect(obstacles([PKG], { ...READY, env: {} })[0]).toContain('OIDC');
});

it('a new version is written into the starters, and changes nothing else there', () => {
  const text = '{ "version": "0.1.0", "dependencies": { "@sidecard/react": "0.1.0", "react": "0.1.0" } }';
  expect(withVersion(text, '0.2.0')).toBe(text.replace('react": "0.1.0", "r', 'react": "0.2.0", "r'));
});

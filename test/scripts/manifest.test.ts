import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { manifest } from '../../scripts/manifest.mjs';
import { root } from '../../scripts/run.mjs';

interface Declaration {
  readonly tagName?: string;
  readonly cssParts?: readonly { readonly name: string; readonly description?: string }[];
  readonly cssProperties?: readonly {
    readonly name: string;
    readonly default?: string;
    readonly description?: string;
  }[];
}

const elements = join(root, 'packages/elements');
const sources = (...folders: readonly string[]): string =>
  folders
    .flatMap((folder) =>
      readdirSync(join(elements, 'src', folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => readFileSync(join(elements, 'src', folder, file), 'utf8')),
    )
    .join('\n');
const found = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].flatMap(([, names = '']) => names.split(' '))),
];

describe('custom-elements.json', () => {
  let declarations: readonly Declaration[];
  beforeAll(async () => {
    expect(await manifest()).toBe(true);
    const file = JSON.parse(readFileSync(join(elements, 'custom-elements.json'), 'utf8')) as {
      modules: readonly { readonly declarations?: readonly Declaration[] }[];
    };
    declarations = file.modules.flatMap((module) => module.declarations ?? []).filter(({ tagName }) => tagName);
  }, 120_000);

  it('documents every custom property that a style sheet reads or an element sets for its host, and no other', () => {
    const read = found(sources('.'), /var\(\s*(--sidecard-[a-z0-9-]+)/g);
    const used = [...read, ...found(sources('.'), /^(?:export )?const [A-Z]+ = '(--sidecard-[a-z0-9-]+)'/gm)];
    const documented = declarations.flatMap(({ cssProperties = [] }) => cssProperties.map(({ name }) => name));
    expect([...new Set(documented)].sort()).toEqual([...new Set(used)].sort());
    expect(read.length).toBeGreaterThan(30);
  });

  it.each([
    ['sidecard-card', ['card']],
    ['sidecard-provider', ['provider', 'overlay']],
    ['sidecard-task', ['task']],
    ['sidecard-staff-message', ['staff-message']],
  ])('documents every part of <%s>, and no other', (tag, folders) => {
    const text = sources(...folders);
    const used = [...found(text, /\bpart="([^"$]+)"/g), ...found(text, /setAttribute\('part', '([^']+)'\)/g)];
    const { cssParts = [] } = declarations.find(({ tagName }) => tagName === tag) ?? {};
    expect(cssParts.map(({ name }) => name).sort()).toEqual([...new Set(used)].sort());
    for (const { description } of cssParts) expect(description).toBeTruthy();
  });

  it('says what every custom property is for', () => {
    for (const { cssProperties = [] } of declarations)
      for (const { name, description, default: value } of cssProperties)
        expect([name, description, value].filter(Boolean)).toHaveLength(3);
  });
});

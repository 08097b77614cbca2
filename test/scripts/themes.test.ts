import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/run.mjs';

const folder = join(root, 'packages/elements/themes');
const themes = readdirSync(folder);
const source = readFileSync(join(root, 'packages/elements/src/provider/provider.ts'), 'utf8');
/** Every public token, with its default. */
const tokens = pairs(source, /@cssprop \[(--sidecard-[a-z0-9-]+)=(.+?)\] -/g);

/** The custom properties that a theme sets. */
function set(name: string): Map<string, string> {
  return pairs(readFileSync(join(folder, name), 'utf8'), /(--sidecard-[a-z0-9-]+): (.+);/g);
}

function pairs(text: string, pattern: RegExp): Map<string, string> {
  return new Map([...text.matchAll(pattern)].map(([, key = '', value = '']) => [key, value]));
}

describe('the worked themes', () => {
  it.each(themes)('[R15] %s sets public tokens only, in less than a kilobyte, where the host says so', (name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    expect([...set(name).keys()].filter((token) => !tokens.has(token))).toEqual([]);
    expect(set(name).size).toBeGreaterThan(5);
    expect(gzipSync(text).length).toBeLessThan(1_000);
    const selectors = [...text.replace(/\/\*.*?\*\//gs, '').matchAll(/^(\S.*) \{$/gm)].map(([, selector]) => selector);
    for (const selector of selectors) expect(selector).toMatch(/^\[data-sidecard-(theme|density)='[a-z]+'\]$/);
  });

  it.each([
    ['light.css', 0],
    ['dark.css', 1],
  ])('%s names every colour, with its default', (name, side) => {
    const colours = [...tokens].filter(([token]) => token.startsWith('--sidecard-color-'));
    expect([...set(name).keys()].sort()).toEqual(colours.map(([token]) => token).sort());
    for (const [token, value] of colours) {
      const pair = /^light-dark\((\S+), (\S+)\)$/.exec(value);
      // the others follow from the accent
      if (pair) expect(`${token}: ${set(name).get(token)}`).toBe(`${token}: ${pair[side + 1]}`);
    }
  });

  it('comfortable is what is there without a density', () => {
    const text = readFileSync(join(folder, 'density.css'), 'utf8');
    const comfortable = /='comfortable'\] \{([^}]*)\}/.exec(text)?.[1] ?? '';
    const found = [...comfortable.matchAll(/(--\S+): (\S+);/g)];
    expect(found).toHaveLength(7);
    for (const [, token = '', value] of found) expect(`${token}: ${value}`).toBe(`${token}: ${tokens.get(token)}`);
  });
});

import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a script and those that it imports from the start take from packages. */
function packagesOf(script: string, seen = new Set<string>()): readonly string[] {
  if (seen.has(script) || !existsSync(script)) return [];
  seen.add(script);
  const [head = ''] = readFileSync(script, 'utf8').split(/^(?!import|\/\/|#!|\} from|  \w+,|$)/m);
  const imports = head.matchAll(/^(?:import (?:[^;'"]*? from )?|\} from )'([^']+)';/gm);
  return [...imports].flatMap(([, name = '']) => {
    if (name.startsWith('.')) return packagesOf(join(dirname(script), name), seen);
    return name.startsWith('node:') ? [] : [`${relative(root, script)} imports ${name}`];
  });
}

describe('on a fresh clone, with nothing installed', () => {
  it.each(['start', 'test', 'check', 'setup', 'build'])(
    'scripts/%s.mjs starts, and installs what is missing',
    (name) => {
      expect(packagesOf(join(root, 'scripts', `${name}.mjs`))).toEqual([]);
    },
  );

  it('npm start -- --help says what it takes, and compiles nothing', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'scripts/start.mjs'), '--help']);
    expect(stdout).toMatch(/--fresh.*SIDECARD_DEMO_PORT/s);
    expect(stdout).not.toContain('Compiling');
  });
});

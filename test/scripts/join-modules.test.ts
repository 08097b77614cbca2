import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anchored, isJoined } from '../../scripts/join-modules.mjs';

describe('modules that were joined', () => {
  const OWN = 'export const one = 1;\n';
  const STUB = "// Joined with others.\nexport { one_0 as one } from '../joined/card.js';\n";
  let folder: string;
  const write = async (path: string, code: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), code);
  };
  const joined = () => isJoined(join(folder, 'kept'), join(folder, 'packages'));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sidecard-joined-'));
    await write('kept/core/dist/a/one.js', OWN);
    await write('packages/core/dist/a/one.js', STUB);
    await write('packages/core/dist/joined/card.js', 'export const one_0 = 1;\n');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are seen as joined, and so are those whose source is gone', async () => {
    await write('kept/core/dist/a/gone.js', OWN);
    expect(joined()).toBe(true);
  });

  it('are joined anew if their own code is back, however old it is', async () => {
    await write('packages/core/dist/a/one.js', OWN);
    expect(joined()).toBe(false);
  });

  it('are joined anew if the joined file is missing', async () => {
    await rm(join(folder, 'packages/core/dist/joined'), { recursive: true });
    expect(joined()).toBe(false);
  });

  it('keep the lines of a part that imports them, for its source map', async () => {
    const map = '//# sourceMappingURL=one.js.map';
    const code = anchored(`${OWN}${map}`, '../events/composing.js');
    expect(code.startsWith(OWN)).toBe(true);
    expect(code.endsWith(`\n${map}`)).toBe(true);
    await write('packages/core/dist/a/one.js', code);
    expect(joined()).toBe(true);
  });
});

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cruise, importsWithin } from '../../scripts/architecture.mjs';
import { arrows, cycles, layersOf, misplaced, modulesOf } from '../../scripts/architecture/graph.mjs';

type Import = readonly [from: string, to: string];

describe('cycles between folders', () => {
  const src = 'packages/shop/src';
  let folder: string;
  let imports: readonly Import[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sidecard-cycles-'));
    const files = {
      'index.ts': "export * from './orders/order.js';\n",
      'orders/order.ts': "import type { Price } from '../money/price.js';\nexport interface Order { price: Price }\n",
      'money/price.ts': 'export type Price = number;\n',
      // no file imports one that imports it, and types are all that is imported
      'money/discount.ts':
        "import type { Order } from '../orders/order.js';\nexport const discount = (order: Order) => order.price;\n",
      'carts/lines/line.ts': "import { total } from '../totals/total.js';\nexport const line = total;\n",
      'carts/totals/total.ts': 'export const total = 1;\n',
      'carts/totals/sum.ts': "import { line } from '../lines/line.js';\nexport const sum = line;\n",
    };
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, src, name)), { recursive: true });
      await writeFile(join(folder, src, name), text);
    }
    imports = importsWithin(await cruise([src], folder), src);
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('are found where only types are imported, and between folders within a folder', () => {
    const found = cycles(imports).map((cycle) => cycle.map((files) => files.map((file) => file.slice(src.length + 1))));
    expect(found).toHaveLength(2);
    expect(found).toContainEqual([
      ['money/discount.ts', 'orders/order.ts'],
      ['orders/order.ts', 'money/price.ts'],
    ]);
    expect(found).toContainEqual([
      ['carts/lines/line.ts', 'carts/totals/total.ts'],
      ['carts/totals/sum.ts', 'carts/lines/line.ts'],
    ]);
  });

  it('are found between a folder and a file beside it, and not between two files', () => {
    expect(
      cycles([
        ['src/a/one.ts', 'src/shop.ts'],
        ['src/shop.ts', 'src/a/two.ts'],
      ]),
    ).toHaveLength(1);
    expect(
      cycles([
        ['src/one.ts', 'src/two.ts'],
        ['src/two.ts', 'src/one.ts'],
      ]),
    ).toEqual([]);
    expect(
      cycles([
        ['src/a/one.ts', 'src/b/two.ts'],
        ['src/c/three.ts', 'src/a/one.ts'],
      ]),
    ).toEqual([]);
  });
});

describe('layers', () => {
  const graph = modulesOf('src', [
    ['src/types/a.ts', 'src/machine/b.ts'],
    ['src/machine/b.ts', 'src/model/c.ts'],
    ['src/types/a.ts', 'src/model/c.ts'],
  ]);

  it('let a module import from below', () => {
    expect(misplaced(graph, [{ model: '' }, { machine: '' }, { types: '' }])).toEqual([]);
  });

  it('say which import goes up or sideways', () => {
    expect(misplaced(graph, [{ machine: '' }, { model: '', types: '' }])).toEqual([
      'model is not below types, but src/types/a.ts imports src/model/c.ts.',
      'model is not below machine, but src/machine/b.ts imports src/model/c.ts.',
    ]);
  });

  it('name every module, and no other', () => {
    expect(misplaced(graph, [{ model: '' }, { machine: '', cellar: '' }])).toEqual([
      'No layer lists types.',
      'A layer lists cellar, which does not exist.',
    ]);
  });

  it('can be drafted from the imports, and drawn with the arrows that do not follow from others', () => {
    expect(layersOf(graph)).toEqual([['model'], ['machine'], ['types']]);
    expect(arrows(graph)).toEqual([
      ['types', 'machine'],
      ['machine', 'model'],
    ]);
  });
});

it('the path of a command in docs/architecture.md names files that exist', async () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const page = await readFile(join(root, 'docs/architecture.md'), 'utf8');
  const [, section = ''] = /^## The path of a command\n(.*?)^## /ms.exec(page) ?? [];
  const sources = ['elements', 'client', 'server', 'core'].map((name) => `packages/${name}/src`);
  const places = [...sources, 'packages/core/src/machine'];
  const named = [...section.matchAll(/`([\w/-]+\.ts)`/g)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((path) => !places.some((place) => existsSync(join(root, place, path))))).toEqual([]);
});

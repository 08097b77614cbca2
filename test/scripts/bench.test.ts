import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { statedFault } from '../../scripts/size.mjs';
import { sourcesForEsbuild } from '../../scripts/sources.mjs';
import { budgets } from '../bench/budgets.mjs';
import { textFault } from '../bench/cards.mjs';
import { bars } from '../bench/plot.mjs';
import { plots, sections } from '../bench/report.mjs';
import { type Rig, startRig } from '../bench/rig.mjs';
import { median, noise, quantile, ratioOf, shuffled, spread } from '../bench/statistics.mjs';

let rig: Rig | undefined;
beforeAll(async () => {
  rig = await startRig(['floor', 'ours', 'lit'], { plugins: [sourcesForEsbuild] });
}, 60_000);
afterAll(() => rig?.close());
const started = () => rig ?? expect.fail('There is no browser.');

it('contenders say the same text, at first and after a change', async () => {
  expect(await textFault(started(), 'floor')).toBeUndefined();
  expect(await textFault(started(), 'ours')).toBeUndefined();
});

it('a contender that says something else is found', async () => {
  expect(await textFault(started(), 'lit')).toBeUndefined();
  const other: Rig = {
    ...started(),
    async open(who) {
      const opened = await started().open(who);
      return {
        ...opened,
        async call(expression) {
          const answer: unknown = await opened.call(expression);
          if (expression === 'mount()')
            await opened.page.evaluate(
              "document.querySelectorAll('plain-card')[1].shadowRoot.querySelector('.price').textContent = '¥1.00'",
            );
          return answer;
        },
      };
    },
  };
  const fault = await textFault(other, 'lit');
  expect(fault).toContain('lit says');
  expect(fault).toContain('¥1.00');
});

it.each([
  [[4], 4, 4, 4],
  [[20, 10], 15, 12.5, 17.5],
  [[1, 4, 2], 2, 1.5, 3],
  [[4, 1, 2, 3], 2.5, 1.75, 3.25],
  [[9, 1, 5, 3, 7], 5, 3, 7],
  [[7, 6, 5, 4, 3, 2, 1], 4, 2.5, 5.5],
])('a spread of %j is its median with its quartiles', (values, middle, low, high) => {
  expect(spread(values)).toMatchObject({ median: middle, low, high, rounds: values.length });
});

it('a share lies between two values, and nothing has no median', () => {
  expect(quantile([10, 20], 0.95)).toBeCloseTo(19.5);
  expect(median([])).toBeNaN();
});

it('a ratio is of the same rounds', () => {
  // the machine was twice as busy in the second round, and the third is of one of them only
  const one = { round: [1, 2, 4, 5], cpu: [20, 40, 22, 18] };
  const other = { round: [1, 2, 3, 5], cpu: [10, 20, 1, 10] };
  expect(ratioOf(one, other, 'cpu')).toMatchObject({ median: 2, rounds: 3 });
  expect(ratioOf(undefined, other, 'cpu').rounds).toBe(0);
});

it('noise is the width of the quartiles in the middle of the cases', () => {
  const wide = { median: 10, low: 9, high: 11, rounds: 5 };
  expect(noise([wide, wide, { ...wide, high: 19 }])).toBeCloseTo(0.2);
  expect(noise([{ ...wide, rounds: 3 }])).toBeNaN();
});

it('a shuffle keeps every case', () => {
  const numbers = Array.from({ length: 50 }, (_, index) => index);
  let next = 0;
  const mixed = shuffled(numbers, () => (next = (next * 31 + 17) % 101) / 101);
  expect(mixed).not.toEqual(numbers);
  expect([...mixed].sort((one, other) => one - other)).toEqual(numbers);
});

it('a budget is met only by a figure within it, of three rounds at least', () => {
  const of = (value: number, rounds: number) => {
    const each = Array.from({ length: rounds }, (_, round) => round);
    return { round: each, cpu: each.map(() => value) };
  };
  const mount = (ours: number, rounds = 3) =>
    budgets({ 'mount/1000 open/ours': of(ours, rounds), 'mount/1000 open/floor': of(100, rounds) }).find(({ what }) =>
      what.startsWith('Mount 1,000'),
    );
  expect(mount(130)).toMatchObject({ ours: '1.30', met: true });
  expect(mount(140)).toMatchObject({ ours: '1.40', met: false });
  const apart = budgets({
    'mount/1000 open/ours': { round: [1, 2, 3], cpu: [100, 105, 138] },
    'mount/1000 open/floor': of(100, 4),
  });
  expect(apart.find(({ what }) => what.startsWith('Mount 1,000'))).toMatchObject({
    ours: '1.05 (1.00–1.38)',
    met: undefined,
  });
  expect(mount(130, 2)).toMatchObject({ ours: '', met: undefined });
  expect(budgets({}).every(({ met }) => met === undefined)).toBe(true);
});

it('each run has a median of its own', () => {
  const round = [1, 2, 3, 4, 5, 6];
  const measured = {
    'mount/1000 open/ours': { round, cpu: [110, 111, 112, 119, 120, 121] },
    'mount/1000 open/floor': { round, cpu: round.map(() => 100) },
  };
  const run = { date: '', browser: '', node: '', cpu: '', cores: 2, load: 0, packages: '', versions: {} };
  const rowOf = (starts: readonly number[]) =>
    sections({ measured, runs: { 'mount/1000 open': { ...run, starts } } })
      .split('\n')
      .find((line) => line.includes('Mount 1,000'));
  expect(rowOf([1, 4])).toContain('| 1.11, 1.20 |');
  expect(rowOf([1])).not.toContain('1.11,');
});

it('nodes that have gone do not make up for listeners that are left', () => {
  const memory = { round: [1, 2, 3], leakedNodes: [-5, -5, -5], leakedListeners: [0, 5, 0] };
  const left = budgets({ 'memory/1000/ours': memory }).find(({ what }) => what.startsWith('Nodes or listeners'));
  expect(left).toMatchObject({ ours: '5', met: false });
});

it('a plot escapes names and draws each bar', () => {
  const bar = { name: 'A & <B>', value: 2, low: 1, high: 3, isOurs: true };
  const svg = bars('Costs', [bar, { ...bar, name: 'C', isOurs: false }], 1);
  expect(svg).toContain('A &amp; &lt;B>');
  expect(svg.match(/<rect /g)).toHaveLength(2);
});

it('a stated size is at most two kilobytes too large, and never too small', () => {
  const page = '| the card <!-- size: card --> | 18 kB |';
  expect(statedFault(page, 'card', 17.2)).toBeUndefined();
  expect(statedFault(page, 'card', 18.1)).toContain('write 19');
  expect(statedFault(page, 'card', 15.9)).toContain('write 16');
  expect(statedFault(page, 'client', 10)).toContain('no size');
});

it('the page about performance and its plots are what the last runs found', () => {
  const results = JSON.parse(readFileSync('test/bench/results.json', 'utf8'));
  const cells = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/-+:/g, '-:').replaceAll(/-{3,}/g, '---');
  expect(cells(readFileSync('docs/performance.md', 'utf8'))).toContain(cells(sections(results)));
  for (const [name, svg] of Object.entries(plots(results)))
    expect(readFileSync(`docs/pictures/${name}.svg`, 'utf8')).toBe(svg);
});

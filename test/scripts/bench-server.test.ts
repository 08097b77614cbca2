import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ROWS, serverSections } from '../bench/server-report.mjs';

const ABOUT = { date: '2026-07-01', node: 'Node 20', cpu: 'x', cores: 2, load: 0.5, packages: 'abc' };
/** The table of figures, by what is measured. */
const cellsOf = (measured: Record<string, Record<string, number[]>>) => {
  const runs = Object.fromEntries(Object.keys(measured).map((part) => [part, ABOUT]));
  const lines = serverSections({ measured, runs }).split('\n');
  return new Map(
    lines.map((line) => line.split('|').map((cell) => cell.trim())).map(([, what, ...cells]) => [what, cells]),
  );
};
const RATE = 'Rate of commands ÷ rows inserted, PostgreSQL';

it.each([
  [[40, 44, 48], [80, 80, 80], '0.55 (0.5–0.6)', 'yes'],
  [[20, 24, 28], [80, 80, 80], '0.3 (0.25–0.35)', 'no'],
  [[20, 44, 48], [80, 80, 80], '0.55 (0.25–0.6)', 'unclear'],
  // the machine was twice as busy in the second round
  [[40, 80, 40], [80, 160, 80], '0.5 (0.5–0.5)', 'yes'],
  [[40, 48], [80, 80], '0.55 (0.5–0.6)', ''],
])('a ratio of %j and %j is of the same rounds, and is met only with its spread', (row, command, text, met) => {
  const [target, ours, , isMet] = cellsOf({ 'commands/PostgreSQL': { row, command, round: row } }).get(RATE) ?? [];
  expect([target, ours, isMet]).toEqual(['≥ 0.4', text, met]);
});

it('a figure stands beside those of its peers', () => {
  const streams = { 'ours.bytes': [21_000], 'http.bytes': [7_000], 'socketio.bytes': [14_000], round: [1] };
  const cells = cellsOf({ 'streams/ours': streams }).get('Memory of an idle stream');
  expect(cells?.slice(0, 3)).toEqual(['≤ 25,000 B', '21,000 B', '7,000 B / 14,000 B']);
});

it('what was not measured has no figure, and no row stands for two', () => {
  const cells = cellsOf({});
  expect(cells.get(RATE)?.slice(1, 4)).toEqual(['', '', '']);
  expect(new Set(ROWS.map(({ what }) => what)).size).toBe(ROWS.length);
});

it('the page about the server’s performance is what the last runs found', () => {
  const results = JSON.parse(readFileSync('test/bench/server-results.json', 'utf8')) as Parameters<
    typeof serverSections
  >[0];
  const cells = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/-+:/g, '-:').replaceAll(/-{3,}/g, '---');
  expect(cells(readFileSync('docs/performance-server.md', 'utf8'))).toContain(cells(serverSections(results)));
});

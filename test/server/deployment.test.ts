import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { listenForOperators } from '@sidecard/server/node';
import { beforeAll, expect, it } from 'vitest';
import { buildCommand } from '../support/command.ts';
import { startTestServer } from '../support/server.ts';

// The files in examples/deploy name metrics and variables: each of them exists.

const file = (name: string) =>
  readFile(fileURLToPath(new URL(`../../examples/deploy/${name}`, import.meta.url)), 'utf8');
const page = (name: string) => readFile(fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)), 'utf8');

/** All metrics of a server and its process, also those that have no series yet. */
let names: ReadonlySet<string>;
/** What the command says of itself. */
let help: string;
beforeAll(async () => {
  const world = await startTestServer();
  const port = await listenForOperators(world.server, { port: 0 });
  const text = await (await fetch(`${port.url}/metrics`)).text();
  names = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name));
  await port.close();
  await world.stop();
  const bin = await buildCommand();
  help = (await promisify(execFile)(process.execPath, [bin, '--help'])).stdout;
  await rm(bin);
}, 120_000);

const NAMED = /\b(?:sidecard|nodejs|process)_[a-z0-9_]+/g;
const metricsIn = (text: string) => [...text.matchAll(NAMED)].map(([name]) => name.replace(/_(bucket|count|sum)$/, ''));

it('alerts and the dashboard name metrics that exist, and the dashboard shows them all', async () => {
  const all = names;
  const dashboard = metricsIn(await file('grafana/sidecard.json'));
  const named = [...metricsIn(await file('alerts.yml')), ...dashboard];
  expect(named.length).toBeGreaterThan(25);
  expect(named.filter((name) => !all.has(name))).toEqual([]);
  expect([...all].filter((name) => !dashboard.includes(name))).toEqual([]);
});

it.each(['guide/operations.md', 'zh/guide/operations.md'])('docs/%s names every metric', async (name) => {
  const text = await page(name);
  const shortened = new Set(['nodejs_eventloop_lag_p99_seconds', 'nodejs_eventloop_lag_max_seconds']);
  expect([...names].filter((one) => !text.includes(`\`${one}\``) && !shortened.has(one))).toEqual([]);
});

it('Dockerfile and compose file set variables that exist', async () => {
  const text = (await file('Dockerfile')) + (await file('compose.yaml'));
  const set = new Set(
    [...text.matchAll(/\b(SIDECARD_[A-Z_0-9]+|DATABASE_URL|NATS_URL)\b(?=[:=}]|:-)/g)].map(([, name]) => name),
  );
  set.delete('SIDECARD_VERSION');
  expect(set.size).toBeGreaterThan(10);
  expect([...set].filter((name) => !help.includes(name!))).toEqual([]);
});

it('the image has the packages that the server is tested with', async () => {
  const { version, peerDependencies } = JSON.parse(
    await readFile(fileURLToPath(new URL('../../packages/server/package.json', import.meta.url)), 'utf8'),
  ) as { version: string; peerDependencies: Record<string, string> };
  const text = await file('Dockerfile');
  expect(text).toContain(`SIDECARD_VERSION=${version}`);
  for (const [, name, pinned] of text.matchAll(/^\s+(@?[\w/-]+)@([\d.]+) \\$/gm)) {
    expect([name, pinned]).toEqual([name, peerDependencies[name!]]);
  }
});

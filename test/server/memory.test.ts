import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Policy, resolveLocale } from '@sidecard/core';
import {
  createMemoryBackend,
  type MemoryBackend,
  type MemoryIdentity,
  SAMPLE_AGENT,
  SAMPLE_BUYER,
  SAMPLE_STAFF,
} from '@sidecard/server/memory';
import { build } from 'esbuild';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gzipSync } from 'node:zlib';
import { sourcesForEsbuild } from '../../scripts/sources.mjs';
import { ORDER, POLICY, REQUEST, START_MS } from '../support/tickets.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const LIN: MemoryIdentity = { party: 'merchant', accountId: 'lin', name: 'Lin', main: true };
const ZHAO: MemoryIdentity = { party: 'merchant', accountId: 'zhao', name: 'Zhao', permissions: ['task.handle'] };
const BUYER: MemoryIdentity = { party: 'buyer', accountId: ORDER.buyer.id, name: ORDER.buyer.name };

describe('the bundle of @sidecard/server/memory', () => {
  let inputs: readonly string[];
  let bytes: number;

  beforeAll(async () => {
    const { metafile, outputFiles } = await build({
      stdin: { contents: "export * from '@sidecard/server/memory'", resolveDir: root },
      ...{ bundle: true, minify: true, write: false, metafile: true, outdir: 'out', splitting: true },
      ...{ platform: 'browser', format: 'esm', target: 'es2022', plugins: [sourcesForEsbuild] },
    });
    inputs = Object.keys(metafile.inputs);
    // What loads at once; exports of the archive load when one is requested.
    const later = outputFiles.filter(({ path }) => /export-archive-\w+\.js$/.test(path));
    expect(later).toHaveLength(1);
    const first = outputFiles.filter((file) => !later.includes(file));
    bytes = first.reduce((sum, { contents }) => sum + gzipSync(contents).byteLength, 0);
  });

  it('is for browsers: nothing of Node, and no database', () => {
    expect(inputs.filter((path) => /kysely|pglite|node-server|server\/src\/node\//.test(path))).toEqual([]);
    expect(inputs.some((path) => path.endsWith('server/src/storage/maps/store.ts'))).toBe(true);
  });

  it('is small enough for a page of examples', () => {
    expect(bytes).toBeLessThan(155_000);
  });

  it('comes with the server: the client depends on nothing of it', () => {
    const read = (name: string) => readFileSync(join(root, 'packages', name, 'package.json'), 'utf8');
    const { dependencies, exports } = JSON.parse(read('client')) as { dependencies: object; exports: object };
    expect(Object.keys(dependencies)).not.toContain('@sidecard/server');
    expect(Object.keys(exports)).not.toContain('./memory');
  });
});

describe('a backend in memory', () => {
  let backend: MemoryBackend;
  let errors: unknown[];
  beforeEach(() => {
    errors = [];
    backend = createMemoryBackend({
      merchantId: 'shop-1',
      orders: [ORDER],
      policy: POLICY,
      now: () => START_MS,
      onError: (error) => errors.push(error),
    });
  });
  const create = () => backend.create({ type: 'return-refund', orderId: ORDER.id, request: REQUEST });
  const get = async (who: MemoryIdentity, path: string) => {
    const { url, fetch } = backend.as(who);
    const response = await fetch(`${url}${path}`);
    return { status: response.status, body: (await response.json()) as { readonly permissions?: readonly string[] } };
  };

  it('signs accounts in with the permissions that they were given at first, until others are set', async () => {
    expect((await get(ZHAO, '/v1/session')).body.permissions).toEqual(['task.handle']);
    await backend.setPermissions(ZHAO.accountId, []);
    expect((await get(ZHAO, '/v1/session')).body.permissions).toEqual([]);
    expect((await get(LIN, '/v1/session')).body.permissions).toContain('account.manage');
  });

  it('acts by the rules, and says why it does not', async () => {
    const { id } = await create();
    expect(backend.ticket(id)?.workflow).toBe('awaiting-merchant');
    const withdrawn = await backend.act(BUYER, id, { command: 'withdraw' });
    expect([withdrawn.workflow, backend.ticket(id)?.workflow]).toEqual(['closed', 'closed']);
    const again = backend.act(BUYER, id, { command: 'withdraw' });
    await expect(again).rejects.toThrow('The command withdraw was refused: move-not-allowed');
    await expect(again).rejects.toMatchObject({ cause: { code: 'move-not-allowed', status: 409 } });
    await expect(backend.act(BUYER, 'none', { command: 'withdraw' })).rejects.toThrow('Unknown ticket "none".');
    await expect(backend.setPermissions('nobody', [])).rejects.toThrow('not-found');
  });

  it('speaks the language of the page or process, unless its policy has another', async () => {
    const open = (policy: Partial<Policy>) =>
      createMemoryBackend({ merchantId: 'shop-1', orders: [ORDER], policy, now: () => START_MS }).create({
        type: 'return-refund',
        orderId: ORDER.id,
        request: REQUEST,
      });
    const here = resolveLocale(new Intl.DateTimeFormat().resolvedOptions().locale);
    expect((await open({})).locale).toBe(here);
    for (const locale of ['zh-CN', 'en']) expect((await open({ locale })).locale).toBe(locale);
  });

  it('seeds cases of a sample shop, on which buyer, agent and staff can act', async () => {
    const sample = createMemoryBackend({ onError: (error) => errors.push(error) });
    const one = await sample.seed();
    const two = await sample.seed();
    expect([one.type, one.workflow, one.order.id === two.order.id]).toEqual([
      'return-refund',
      'awaiting-merchant',
      false,
    ]);
    const declined = await sample.act(SAMPLE_AGENT, one.id, {
      command: 'decline',
      fields: { reason: 'other', text: 'It left us whole.' },
    });
    expect(declined.workflow).toBe('declined');
    const asked = await sample.act(SAMPLE_BUYER, one.id, { command: 'escalate' });
    expect(asked.intervention).toBe('requested');
    const { url, fetch } = sample.as(SAMPLE_STAFF);
    expect((await fetch(`${url}/v1/session`)).status).toBe(200);
    expect(errors).toEqual([]);
  });

  it('moves its clock, and deadlines with it', async () => {
    const { id, deadlines } = await create();
    await backend.advance((deadlines[0]?.dueAtMs ?? 0) - START_MS - 1);
    expect(backend.ticket(id)?.workflow).toBe('awaiting-merchant');
    await backend.advance(1);
    expect(backend.ticket(id)?.intervention).toBe('requested');
    expect(backend.now()).toBe(deadlines[0]?.dueAtMs);
  });

  it('refuses what the server refuses', async () => {
    expect((await get(LIN, '/v1/tickets?limit=abc')).status).toBe(422);
    expect((await get(LIN, '/v1/tickets?open=perhaps')).status).toBe(422);
    const { url, fetch } = backend.as(LIN);
    expect((await fetch(`${url}/v1/tickets`, { method: 'DELETE' })).status).toBe(405);
  });

  it('keeps a stream open after a reset, and brings what happens then', async () => {
    const { url, fetch } = backend.as(LIN);
    const response = await fetch(`${url}/v1/events`, { headers: { 'last-event-id': 'another-epoch.5' } });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const until = async (words: string) => {
      while (!text.includes(words)) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`The stream ended before "${words}": ${text}`);
        text += value;
      }
    };
    await until('epoch-changed');
    const { id } = await create();
    await until(id);
    await until('event: card');
    await reader.cancel();
  });

  it('brings a reply that anybody has sent, until it is acknowledged', async () => {
    const { id } = await create();
    await backend.act(LIN, id, { command: 'decline', fields: { reason: 'other', text: 'It left us whole.' } });
    await backend.advance(60_001);
    const { url, fetch } = backend.as(ZHAO);
    const response = await fetch(`${url}/v1/events`);
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!/event: reply\n[^]*?\n\n/.test(text)) text += (await reader.read()).value ?? '';
    expect(text).toContain('It left us whole.');
    await reader.cancel();
  });

  it('breaks streams and fails requests without a network', async () => {
    const connection = backend.as(LIN);
    const response = await connection.fetch(`${connection.url}/v1/events`);
    const reader = response.body!.getReader();
    await reader.read();
    connection.goOffline();
    await expect(connection.fetch(`${connection.url}/v1/session`)).rejects.toThrow(TypeError);
    await expect(
      (async () => {
        while (!(await reader.read()).done);
      })(),
    ).rejects.toThrow(TypeError);
    connection.goOnline();
    expect((await connection.fetch(`${connection.url}/v1/session`)).status).toBe(200);
  });

  it('ends streams when the server restarts, and has other epochs after a restore', async () => {
    const epochOf = async () => ((await get(LIN, '/v1/session')).body as { readonly epoch?: string }).epoch;
    const before = await epochOf();
    const { url, fetch } = backend.as(LIN);
    const reader = (await fetch(`${url}/v1/events`)).body!.getReader();
    await backend.dropStreams();
    while (!(await reader.read()).done);
    expect(await epochOf()).toBe(before);
    await backend.restore();
    expect(await epochOf()).not.toBe(before);
    expect(errors).toEqual([]);
  });
});

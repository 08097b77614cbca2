import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInTypes, DAY_MS } from '@sidecard/core';
import type { Session } from '@sidecard/core/wire';
import { PolicyFileError, readPolicyFile } from '@sidecard/server/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installation } from '../support/installation.ts';
import { COVERED } from '../support/installations.ts';
import { peopleOf, startTestServer } from '../support/server.ts';

let folder: string;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidecard-policy-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(content: unknown): Promise<string> {
  const path = join(folder, `${++files}.json`);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('a file with policies', () => {
  it('has one for every shop, and for some what differs', async () => {
    const policy = await readPolicyFile(
      await file({ default: { locale: 'en', claimLeaseMs: DAY_MS }, merchants: { 'shop-1': { locale: 'de' } } }),
    );
    expect(policy('shop-1')).toEqual({ locale: 'de', claimLeaseMs: DAY_MS });
    for (const other of ['shop-2', '__proto__', 'constructor', '']) {
      expect(policy(other)).toEqual({ locale: 'en', claimLeaseMs: DAY_MS });
    }
  });

  it('may say nothing', async () => {
    const policy = await readPolicyFile(await file({}));
    expect(policy('shop-1')).toEqual({});
  });

  it('is what a server goes by, with types of one’s own', async () => {
    const types = [...builtInTypes, installation];
    const path = await file({
      default: { coveredTypes: COVERED, deadlines: { installation: { answer: 3_600_000 } } },
      merchants: { 'shop-of-file': { timeZone: 'Asia/Tokyo' } },
    });
    const world = await startTestServer({ types, policy: await readPolicyFile(path, types) });
    const who = peopleOf('shop-of-file');
    expect((await world.get<Session>(who.buyer, '/v1/session')).body.shop).toEqual({
      timeZone: 'Asia/Tokyo',
      commitments: [],
    });
    await world.stop();
    await expect(readPolicyFile(path)).rejects.toThrow(PolicyFileError);
  });

  it.each<[why: string, content: unknown, words: RegExp]>([
    ['is not JSON', '{ "default": ', /is not valid JSON/],
    ['is empty', '', /is not valid JSON/],
    ['is a list', [], /: Must be an object\. The members are: default, merchants\./],
    ['has merchants as a list', { merchants: [] }, /merchants: Must be an object with a policy for each merchant id/],
    ['has a default that is none', { default: 'all' }, /default: Must be an object/],
    ['has a merchant that is none', { merchants: { 'shop-1': 1 } }, /merchants\.shop-1: Must be an object/],
  ])('is refused when it %s', async (_, content, words) => {
    const path = await file(content);
    await expect(readPolicyFile(path)).rejects.toThrow(words);
    await expect(readPolicyFile(path)).rejects.toThrow(path);
  });

  it('is refused when it is not there', async () => {
    await expect(readPolicyFile(join(folder, 'none.json'))).rejects.toThrow(/cannot be read \(ENOENT\)/);
  });
});

import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '@sidecard/core/wire';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildScript } from '../support/command.ts';
import { announcedPng, photo, polyglot } from '../support/pictures.ts';
import { BUYER, sign } from '../support/server.ts';

const MB = 1024 * 1024;

let script: string;
let folder: string;
let child: ChildProcess;
let url: string;
/** A picture that takes as many bytes as it can: noise of almost 5 MB. */
let noise: Buffer;

beforeAll(async () => {
  if (process.platform !== 'linux') return;
  script = await buildScript('test/support/picture-server.ts', 'picture-server');
  folder = await mkdtemp(join(tmpdir(), 'sidecard-picture-memory-'));
  child = fork(script, { env: { ...process.env, SIDECARD_ATTACHMENTS: folder }, execArgv: [] });
  const [ready] = (await once(child, 'message')) as [{ url: string }];
  url = ready.url;
  const side = 1280;
  noise = await sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
  // What the decoder loads and keeps is no part of an upload.
  for (let count = 0; count < 4; count++) await upload(noise);
}, 120_000);
afterAll(async () => {
  if (process.platform !== 'linux') return;
  child.send('close');
  await once(child, 'exit');
  await rm(folder, { recursive: true });
  await rm(script);
});

let keys = 0;
async function upload(body: Uint8Array | ReadableStream<Uint8Array>, type = 'image/png') {
  // Each is somebody else's, so that no account has too many.
  const who = { ...BUYER, accountId: `buyer-${++keys}` };
  const answer = await fetch(`${url}/v1/attachments`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await sign(who, Date.now())}`,
      ...{ 'content-type': type, 'idempotency-key': `memory-${keys}` },
    },
    body: body instanceof ReadableStream ? body : new Uint8Array(body),
    ...(body instanceof ReadableStream ? { duplex: 'half' as const } : {}),
  });
  const { code } = (await answer.json()) as Partial<Problem>;
  return { status: answer.status, code };
}

async function memory(what: 'reset' | 'peak'): Promise<{ readonly peak: number; readonly now: number }> {
  child.send(what);
  const [answer] = (await once(child, 'message')) as [{ peak: number; now: number }];
  return answer;
}

/** The memory that the server's process needs at most for some work, in MB, beyond what it held before. */
async function peakOf(work: () => Promise<unknown>): Promise<number> {
  const { now } = await memory('reset');
  await work();
  const { peak } = await memory('peak');
  return Math.max(0, Math.round((peak - now) / MB));
}

/** 100 MB, made while they are sent. */
function endless(): ReadableStream<Uint8Array> {
  let left = 100;
  return new ReadableStream({
    pull(controller) {
      if (left-- > 0) controller.enqueue(new Uint8Array(MB).fill(0xff));
      else controller.close();
    },
  });
}

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const plain = (side: number) =>
  sharp({ create: { width: side, height: side, channels: 3, background: '#b33' } })
    .png()
    .toBuffer();
const CASES: readonly [
  what: string,
  () => Promise<Uint8Array> | Uint8Array,
  status: number,
  code: string | undefined,
][] = [
  ['an SVG as PNG', () => Buffer.from(SVG), 415, 'picture-type'],
  ['HTML as PNG', () => Buffer.from('<!doctype html><script>1</script>'), 415, 'picture-type'],
  ['no bytes', () => Buffer.alloc(0), 422, 'picture-empty'],
  ['a GIF that is also a script, encoded again', polyglot, 201, undefined],
  ['30,000 × 30,000 pixels', () => announcedPng(30_000, 30_000), 422, 'picture-too-many-pixels'],
  ['40 million pixels in a small file', () => plain(6_324), 201, undefined],
  ['40 million pixels, announced and missing', () => announcedPng(6_324, 6_324), 422, 'picture-unreadable'],
  [
    'a truncated photo',
    async () => (await photo({ width: 4000, height: 3000 })).subarray(0, -900),
    422,
    'picture-unreadable',
  ],
  [
    '5 MB of noise after a signature',
    () => Buffer.concat([noise.subarray(0, 8), randomBytes(4.9 * MB)]),
    422,
    'picture-unreadable',
  ],
  ['5 MB and a byte', () => Buffer.alloc(5 * MB + 1, 0xff), 413, 'picture-too-large'],
];

/** What one upload may take. Decoding keeps a few rows at a time. */
const MAX_OF_ONE = 160;
/** Of the bodies 80 MB are in memory and 4 pictures are decoded at once; the rest is still with the senders. All of them are 1,000 MB. */
const MAX_OF_MANY = 500;

describe.runIf(process.platform === 'linux')('the memory of a server', { timeout: 240_000 }, () => {
  it.each(CASES)('[R18] is bounded for a bad upload: %s', async (what, file, status, code) => {
    const body = await file();
    let answer: Awaited<ReturnType<typeof upload>> | undefined;
    const peak = await peakOf(async () => (answer = await upload(body)));
    figures.push(`${what} | ${status} ${code ?? ''} | ${peak}`);
    expect(answer).toEqual({ status, code });
    expect(peak).toBeLessThan(MAX_OF_ONE);
  });

  it('[R18] is bounded for 100 MB that nobody has announced', async () => {
    const peak = await peakOf(() => upload(endless()).catch(() => undefined));
    figures.push(`100 MB | 413 | ${peak}`);
    expect(peak).toBeLessThan(MAX_OF_ONE);
  });

  it.each([
    // What follows the picture in its file costs nothing but memory.
    ['pictures of 5 MB', async () => Buffer.concat([await plain(40), randomBytes(4.9 * MB)])],
    ['pictures of 16 million pixels', () => plain(4_000)],
  ])('[R18] is bounded for 200 %s at once, which are stored or left for later', async (what, file) => {
    const body = await file();
    let answers: readonly { status: number }[] = [];
    const peak = await peakOf(async () => {
      answers = await Promise.all(Array.from({ length: 200 }, () => upload(body)));
    });
    const count = (wanted: number) => answers.filter(({ status }) => status === wanted).length;
    figures.push(`200 ${what} | ${count(201)} stored, ${count(503)} later | ${peak}`);
    expect(count(201)).toBeGreaterThanOrEqual(50);
    expect(count(201) + count(503)).toBe(200);
    expect(peak).toBeLessThan(MAX_OF_MANY);
    // And it goes on.
    expect((await upload(noise)).status).toBe(201);
  });
});

/** For the table in docs/server.md: `SIDECARD_FIGURES=1` prints it. */
const figures: string[] = [];
afterAll(() => {
  if (process.env['SIDECARD_FIGURES']) console.log(figures.join('\n'));
});

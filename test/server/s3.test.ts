import { createHash } from 'node:crypto';
import type { UploadedPicture } from '@sidecard/core/wire';
import { type AttachmentStorage, s3Attachments, S3Error, type S3Options } from '@sidecard/server';
import { sharpPictures } from '@sidecard/server/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pictureRequests } from '../support/picture-requests.ts';
import { drawn } from '../support/pictures.ts';
import { type S3, S3_KEYS, sendError, startS3 } from '../support/s3.ts';
import { startTestServer } from '../support/server.ts';

let s3: S3;
beforeAll(async () => {
  s3 = await startS3();
});
afterEach(() => {
  s3.fault = undefined;
  s3.seen.length = 0;
});
afterAll(() => s3.close());

let keys = 0;
const newKey = () => `${createHash('md5').update(String(++keys)).digest('hex')}.show`;
const storageOf = (options: Partial<S3Options> = {}): AttachmentStorage =>
  s3Attachments({ url: s3.url, region: s3.region, credentials: S3_KEYS, timeoutMs: 5_000, ...options });
const PNG = { type: 'image/png' };
const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = async (stream: ReadableStream<Uint8Array> | undefined) =>
  stream === undefined ? undefined : new Response(stream).text();

/** What a storage does, once each. */
const eachOf = (storage: AttachmentStorage): readonly (() => Promise<unknown>)[] => [
  () => storage.put(newKey(), bytesOf('x'), PNG),
  () => storage.get(newKey()),
  () => storage.delete(newKey()),
];

/** The error that work ends with. */
async function failureOf(work: Promise<unknown>): Promise<S3Error> {
  const error = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof S3Error)) throw new Error(`not an S3Error: ${String(error)}`);
  return error;
}

describe('an object store', () => {
  it('[R18] keeps, replaces and deletes files; a missing one is no error', async () => {
    const storage = storageOf({ url: `${s3.url}/of/sidecard/` });
    const key = newKey();
    expect(await storage.get(key)).toBeUndefined();
    await storage.put(key, bytesOf('first'), PNG);
    await storage.put(key, bytesOf('second'), PNG);
    expect(await textOf(await storage.get(key))).toBe('second');
    expect([...s3.objects]).toEqual([
      [`/pictures/of/sidecard/${key}`, { bytes: Buffer.from('second'), type: 'image/png' }],
    ]);
    await storage.delete(key);
    await storage.delete(key);
    expect(await storage.get(key)).toBeUndefined();
    expect(s3.objects.size).toBe(0);
  });

  it('takes no address from a key', async () => {
    for (const key of ['../escape', '/etc/passwd', 'a'.repeat(32), `${'a'.repeat(32)}.show?acl`, '']) {
      await expect(storageOf().put(key, bytesOf('x'), PNG)).rejects.toThrow(TypeError);
    }
    expect(s3.seen).toEqual([]);
  });

  it('holds the pictures of a server', async () => {
    const world = await startTestServer({ attachments: { storage: storageOf(), reader: await sharpPictures() } });
    const file = await drawn('png');
    const send = pictureRequests(world, 'one');
    const answer = await send('POST', '/v1/attachments', file);
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as UploadedPicture;
    const original = await send('GET', `/v1/attachments/${id}?size=original`);
    expect(Buffer.from(await original.arrayBuffer()).equals(file)).toBe(true);
    expect(s3.objects.size).toBe(3);
    world.clock.advance(86_400_001);
    await world.server.tick();
    expect(s3.objects.size).toBe(0);
    await world.stop();
  });

  it.each([
    ['another secret', { credentials: { ...S3_KEYS, secretAccessKey: 'wrong' } }, 403, 'SignatureDoesNotMatch'],
    ['another key', { credentials: { ...S3_KEYS, accessKeyId: 'AKIDOTHER' } }, 403, 'InvalidAccessKeyId'],
    ['another region', { region: 'elsewhere-1' }, 403, 'AuthorizationHeaderMalformed'],
  ])('refuses %s, once', async (_, options, status, s3Code) => {
    const storage = storageOf(options);
    for (const work of eachOf(storage)) {
      expect(await failureOf(work())).toMatchObject({ status, s3Code });
    }
    expect(s3.seen).toHaveLength(3);
    expect(s3.objects.size).toBe(0);
  });

  it('that has no such bucket is an error, not a missing file', async () => {
    const storage = storageOf({ url: s3.url.replace('/pictures', '/others') });
    for (const work of eachOf(storage)) {
      expect(await failureOf(work())).toMatchObject({ status: 404, s3Code: 'NoSuchBucket' });
    }
  });

  it('asks for keys each time, so that temporary ones can change', async () => {
    let asked = 0;
    const storage = storageOf({
      credentials: () => Promise.resolve({ ...S3_KEYS, sessionToken: `session-${++asked}` }),
    });
    const key = newKey();
    await storage.put(key, bytesOf('x'), PNG);
    await storage.delete(key);
    expect(s3.seen.map(({ headers }) => headers['x-amz-security-token'])).toEqual(['session-1', 'session-2']);
    expect(s3.seen[0]?.headers.authorization).toContain('x-amz-security-token');
  });
});

describe('an object store in trouble', () => {
  it.each([
    ['503', (_: unknown, response: Parameters<typeof sendError>[0]) => sendError(response, 503, 'SlowDown')],
    ['429', (_: unknown, response: Parameters<typeof sendError>[0]) => sendError(response, 429, 'TooManyRequests')],
    ['a broken connection', (_: unknown, response: Parameters<typeof sendError>[0]) => void response.destroy()],
  ])('is asked again after %s', async (_, trouble) => {
    const key = newKey();
    let left = 2;
    s3.fault = (request, response) => left-- > 0 && (trouble(request, response), true);
    await storageOf().put(key, bytesOf('kept'), PNG);
    expect(s3.seen).toHaveLength(3);
    s3.fault = undefined;
    expect(await textOf(await storageOf().get(key))).toBe('kept');
    await storageOf().delete(key);
  });

  it('is not asked more often than that', async () => {
    s3.fault = (_, response) => (sendError(response, 500, 'InternalError'), true);
    expect(await failureOf(storageOf({ attempts: 2 }).get(newKey()))).toMatchObject({
      ...{ status: 500, s3Code: 'InternalError' },
    });
    expect(s3.seen).toHaveLength(2);
  });

  it('that does not answer is given up', async () => {
    s3.fault = () => true;
    const error = await failureOf(storageOf({ timeoutMs: 20, attempts: 2 }).put(newKey(), bytesOf('x'), PNG));
    expect(error.message).toBe('The object store did not answer to PUT.');
    expect(s3.seen).toHaveLength(2);
  });

  it('that falls silent within a file ends the file with an error', async () => {
    s3.fault = (_, response) => (response.writeHead(200, { 'content-length': '100' }).write('half'), true);
    const stream = await storageOf({ timeoutMs: 50 }).get(newKey());
    await expect(textOf(stream)).rejects.toThrow('silent');
  });

  it('that sends an endless error is not read to its end', async () => {
    s3.fault = (_, response) => {
      response.writeHead(403);
      const write = () => {
        while (response.write('x'.repeat(10_000)));
      };
      response.on('drain', write);
      write();
      return true;
    };
    expect(await failureOf(storageOf().get(newKey()))).toMatchObject({ status: 403, s3Code: undefined });
  });

  it('says nothing of keys and addresses in its errors', async () => {
    s3.fault = (_, response) => (sendError(response, 403, 'AccessDenied'), true);
    const key = newKey();
    const error = await failureOf(storageOf().get(key));
    expect(error.message).toBe('The object store answered 403 AccessDenied to GET.');
    for (const secret of [key, S3_KEYS.accessKeyId, S3_KEYS.secretAccessKey, '127.0.0.1']) {
      expect(`${error.stack}`).not.toContain(secret);
    }
  });

  it('is not followed elsewhere', async () => {
    s3.fault = (_, response) => (response.writeHead(307, { location: `${s3.url}/elsewhere` }).end(), true);
    expect(await failureOf(storageOf({ attempts: 1 }).get(newKey()))).toMatchObject({ status: undefined });
    expect(s3.seen).toHaveLength(1);
  });
});

import { readFile } from 'node:fs/promises';
import type { PictureFindings, UploadedPicture } from '@sidecard/core/wire';
import { createMapsStore, createMemoryAttachments } from '@sidecard/server/memory';
import { c2paCredentials, sharpPictures } from '@sidecard/server/node';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawn, photo, scene } from '../support/pictures.ts';
import {
  BUYER,
  type Claims,
  HOST,
  MAIN,
  peopleOf,
  STAFF,
  startTestServer,
  SUB,
  type TestServer,
} from '../support/server.ts';
import { REQUEST } from '../support/tickets.ts';

const SAMPLES = new URL('../support/credentials/', import.meta.url);
const sample = (name: string) => readFile(new URL(name, SAMPLES));
const reader = await sharpPictures();

let world: TestServer;
let trusting: TestServer;
let unable: TestServer;
const errors: Error[] = [];
beforeAll(async () => {
  const attachments = { storage: createMemoryAttachments(), reader };
  const trustAnchors = await sample('root.pem').then(String);
  world = await startTestServer({ attachments: { ...attachments, credentials: c2paCredentials() } });
  trusting = await startTestServer({
    store: createMapsStore(),
    attachments: { ...attachments, credentials: c2paCredentials({ trustAnchors }) },
  });
  unable = await startTestServer({
    store: createMapsStore(),
    attachments,
    onError: (error) => void errors.push(error),
  });
});
afterAll(() => Promise.all([world, trusting, unable].map((one) => one.stop())));

let keys = 0;
async function upload(at: TestServer, who: Claims, bytes: Uint8Array, type = 'image/jpeg'): Promise<UploadedPicture> {
  const answer = await at.server.fetch(
    new Request('http://sidecard.test/v1/attachments', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await at.token(who)}`,
        ...{ 'content-type': type, 'idempotency-key': `findings-${++keys}` },
      },
      body: new Uint8Array(bytes),
    }),
  );
  expect(answer.status).toBe(201);
  return (await answer.json()) as UploadedPicture;
}
const findings = (at: TestServer, who: Claims, id: string) =>
  at.get<PictureFindings>(who, `/v1/attachments/${id}/findings`);
/** Uploads a picture and uses it in a request of its own. @returns its ids */
async function used(at: TestServer, bytes: Uint8Array, type?: string) {
  const { id } = await upload(at, BUYER, bytes, type);
  const { ticket } = await at.create({ request: { ...REQUEST, pictures: [id] } });
  at.clock.advance(1);
  return { id, ticketId: ticket.id, ticketNumber: ticket.number };
}
const credentialsIn = async (at: TestServer, bytes: Uint8Array, type?: string) => {
  const { id } = await used(at, bytes, type);
  return (await findings(at, STAFF, id)).body.credentials;
};

describe('what platform staff are told about a picture', () => {
  it('[R18] is what was recorded with the file as it came', async () => {
    const { id } = await used(world, await photo({ seed: 3 }));
    const { status, body } = await findings(world, STAFF, id);
    expect(status).toBe(200);
    expect(body).toEqual({
      id,
      uploadedAtMs: expect.any(Number) as number,
      uploadedBy: 'buyer',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      ...{ type: 'image/jpeg', bytes: expect.any(Number) as number, width: 480, height: 640 },
      credentials: { verdict: 'none' },
      similar: [],
    });
  });

  it('[R18] [R24] does not exist for anybody else', async () => {
    const { id } = await used(world, await photo({ seed: 4 }));
    const unknown = (who: Claims) => world.get(who, '/v1/attachments/none/findings');
    const nowhere = (who: Claims) => world.get(who, '/v1/attachments/none/nowhere');
    for (const who of [BUYER, MAIN, SUB, HOST, peopleOf('shop-2').staff, peopleOf('shop-2').buyer]) {
      const answers = [await findings(world, who, id), await unknown(who), await nowhere(who)];
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    }
    // Not used yet: not even the uploader of it is staff.
    const { id: unused } = await upload(world, BUYER, await photo({ seed: 5 }));
    expect((await findings(world, STAFF, unused)).status).toBe(404);
  });
});

describe('content credentials', () => {
  it('[R18] are read before anything is encoded again, and gone from the copies', async () => {
    const bytes = await sample('camera.jpg');
    expect(await credentialsIn(world, bytes)).toEqual({
      ...{ verdict: 'valid', signer: 'Example Camera', madeWith: 'Example Camera', source: 'digitalCapture' },
    });
    const copy = (await reader.toShow(bytes, 2048))?.bytes ?? bytes;
    expect(await credentialsIn(world, copy, 'image/webp')).toEqual({ verdict: 'none' });
  });

  it('say so if a picture claims to be generated', async () => {
    expect(await credentialsIn(world, await sample('generated.jpg'))).toMatchObject({
      ...{ verdict: 'valid', source: 'trainedAlgorithmicMedia' },
    });
  });

  it('are trusted only if their signer is', async () => {
    expect(await credentialsIn(trusting, await sample('camera.jpg'))).toMatchObject({ verdict: 'trusted' });
  });

  it('are invalid after a change of the picture', async () => {
    const bytes = await sample('camera.jpg');
    // Within a table of the pixels, where any value can stand.
    const at = bytes.indexOf(Buffer.from([0xff, 0xdb])) + 20;
    bytes[at] = bytes[at]! ^ 1;
    expect(await credentialsIn(trusting, bytes)).toMatchObject({ verdict: 'invalid' });
  });

  it('of another picture are invalid', async () => {
    const bytes = await sample('camera.jpg');
    const other = await photo({ seed: 9 });
    // The segments with the credentials come first, up to the tables of the pixels.
    const end = bytes.indexOf(Buffer.from([0xff, 0xdb]));
    const moved = Buffer.concat([bytes.subarray(0, end), other.subarray(other.indexOf(Buffer.from([0xff, 0xdb])))]);
    expect(await credentialsIn(trusting, moved)).toMatchObject({ verdict: 'invalid' });
  });

  it('that are only mentioned, or broken, keep no picture from being stored', async () => {
    const mentioned = Buffer.concat([await drawn('png'), Buffer.from('c2pa')]);
    expect(await credentialsIn(world, mentioned, 'image/png')).toEqual({ verdict: 'none' });
    const bytes = await sample('camera.jpg');
    const label = bytes.indexOf('c2pa.claim');
    bytes.fill(0xfe, label, label + 200);
    expect((await credentialsIn(world, bytes))?.verdict).toMatch(/^(invalid|unchecked)$/);
  });

  it('are not checked without a reader, nor by one that fails or takes too long', async () => {
    expect(await credentialsIn(unable, await sample('camera.jpg'))).toEqual({ verdict: 'unchecked' });
    expect(errors).toEqual([]);
    const hasty = await startTestServer({
      store: createMapsStore(),
      attachments: {
        ...{ storage: createMemoryAttachments(), reader, credentials: c2paCredentials({ timeoutMs: 0 }) },
      },
      onError: (error) => void errors.push(error),
    });
    expect(await credentialsIn(hasty, await sample('camera.jpg'))).toEqual({ verdict: 'unchecked' });
    expect(errors.map(({ message }) => message).join()).toContain('took too long');
    await hasty.stop();
  });

  it('have no names that fill the screen', async () => {
    const odd = await startTestServer({
      store: createMapsStore(),
      attachments: {
        ...{ storage: createMemoryAttachments(), reader },
        credentials: {
          read: () =>
            Promise.resolve({
              verdict: 'valid',
              signer: `\u202E\n${'x'.repeat(5000)}`,
              madeWith: ' \u0000 ',
              source: '<b>',
            }),
        },
      },
    });
    expect(await credentialsIn(odd, await sample('camera.jpg'))).toEqual({
      ...{ verdict: 'valid', signer: 'x'.repeat(100) },
    });
    await odd.stop();
  });
});

describe('similar pictures', () => {
  const changes: readonly [what: string, change: (bytes: Buffer) => Promise<Buffer>, type?: string][] = [
    ['the same file', (bytes) => Promise.resolve(bytes)],
    ['a smaller copy', (bytes) => sharp(bytes).resize(320).jpeg({ quality: 50 }).toBuffer()],
    ['another format', (bytes) => sharp(bytes).png().toBuffer(), 'image/png'],
    ['a brighter one', (bytes) => sharp(bytes).modulate({ brightness: 1.1 }).jpeg().toBuffer()],
  ];

  it.each(changes)('[R18] of another ticket are told: %s', async (_, change, type) => {
    const bytes = await scene(++keys);
    const first = await used(world, bytes);
    const again = await used(world, await change(bytes), type);
    const { similar } = (await findings(world, STAFF, again.id)).body;
    expect(similar).toEqual([{ ...first, uploadedAtMs: expect.any(Number) as number }]);
    // The earlier one is nobody's copy.
    expect((await findings(world, STAFF, first.id)).body.similar).toEqual([]);
  });

  it('are no others, and none of plain colour', async () => {
    const seen = [await used(world, await scene(10_001)), await used(world, await scene(10_002))];
    for (const bytes of [await drawn('png'), await drawn('png')]) seen.push(await used(world, bytes, 'image/png'));
    for (const { id } of seen) expect((await findings(world, STAFF, id)).body.similar).toEqual([]);
  });

  it('of the same ticket, of unused pictures and of other shops are not told', async () => {
    const bytes = await scene(10_003);
    const other = peopleOf('shop-2');
    await upload(world, { ...BUYER, accountId: 'somebody' }, bytes);
    const elsewhere = await upload(world, other.buyer, bytes);
    await world.create({ request: { ...REQUEST, pictures: [elsewhere.id] } }, other.buyer);
    world.clock.advance(1);
    const two = [await upload(world, BUYER, bytes), await upload(world, BUYER, bytes)].map(({ id }) => id);
    await world.create({ request: { ...REQUEST, pictures: two } });
    for (const id of two) expect((await findings(world, STAFF, id)).body.similar).toEqual([]);
  });

  it('[R24] change nothing for the buyer who has sent a copy of the shop’s secret picture', async () => {
    const bytes = await scene(10_004);
    const { ticketId } = await used(world, await scene(10_005));
    const fields = { reason: 'other', text: 'It was whole when it left.' };
    await world.move(MAIN, ticketId, { command: 'decline', fields });
    await world.move(BUYER, ticketId, { command: 'escalate' });
    const { id } = await upload(world, MAIN, bytes);
    const body = { purpose: 'additional-statement', text: 'As we packed it.', pictures: [id] };
    expect((await world.message(MAIN, ticketId, body)).status).toBe(201);
    world.clock.advance(1);
    const answer = await upload(world, BUYER, bytes);
    const { ticket } = await world.create({ request: { ...REQUEST, pictures: [answer.id] } });
    expect(Object.keys(answer)).toEqual(['id', 'type', 'bytes', 'width', 'height']);
    for (const path of ['', '/history']) {
      expect((await world.get(BUYER, `/v1/tickets/${ticket.id}${path}`)).text).not.toMatch(/similar|sha256|verdict/);
    }
    // Staff read both.
    const { similar } = (await findings(world, STAFF, answer.id)).body;
    expect(similar.map((one) => one.ticketId)).toEqual([ticketId]);
  });
});

import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  FieldValues,
  Problem,
  ReceiptLine,
  StaffMessageAnswer,
  TicketAnswer,
  UploadedPicture,
} from '@sidecard/core/wire';
import { listen, type Listening, openFolderAttachments, sharpPictures } from '@sidecard/server/node';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pictureRequests } from '../support/picture-requests.ts';
import { announcedPng, CAMERA, drawn, photo, polyglot } from '../support/pictures.ts';
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
import { REQUEST, RETURN_ADDRESS } from '../support/tickets.ts';

const DAY_MS = 86_400_000;
let folder: string;
let world: TestServer;
let http: Listening;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidecard-pictures-'));
  const storage = await openFolderAttachments(folder);
  world = await startTestServer({ attachments: { storage, reader: await sharpPictures() } });
  const { server } = world;
  const idle = () => Promise.resolve();
  http = await listen({ fetch: (request) => server.fetch(request), start: idle, stop: idle });
});
afterAll(async () => {
  await http.close();
  await world.stop();
  await rm(folder, { recursive: true });
});

let keys = 0;
/** Someone who has not uploaded anything yet. */
const somebody = (): Claims => ({ ...BUYER, accountId: `buyer-${++keys}` });

interface Sent {
  readonly type?: string;
  readonly key?: string;
}
async function upload(who: Claims, bytes: Uint8Array, { type = 'image/jpeg', key = `upload-${++keys}` }: Sent = {}) {
  const answer = await fetch(`${http.url}/v1/attachments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await world.token(who)}`, 'content-type': type, 'idempotency-key': key },
    body: new Uint8Array(bytes),
  });
  const body = (await answer.json()) as UploadedPicture & Problem;
  return { status: answer.status, headers: answer.headers, body };
}
async function uploaded(who: Claims, bytes?: Uint8Array): Promise<string> {
  const { status, body } = await upload(who, bytes ?? (await photo({ seed: ++keys })));
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}
async function read(who: Claims, id: string, size = '') {
  const answer = await fetch(`${http.url}/v1/attachments/${id}${size && `?size=${size}`}`, {
    headers: { authorization: `Bearer ${await world.token(who)}` },
  });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}
/** Sends a request with pictures. */
async function refusalOf(who: Claims, pictures: readonly unknown[]) {
  const body = { type: 'return-refund', orderId: '2607011633848817-used', request: { ...REQUEST, pictures } };
  return world.send<Problem>(who, 'POST', '/v1/tickets', body);
}
/** The number of files in the storage. */
const filesIn = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;

describe('an uploaded picture', () => {
  it('[R18] is answered with what it is, whatever its header says', async () => {
    const bytes = await drawn('png');
    const { status, headers, body } = await upload(BUYER, bytes, { type: 'image/jpeg' });
    expect(status).toBe(201);
    expect(body).toEqual({ id: body.id, type: 'image/png', bytes: bytes.length, width: 40, height: 30 });
    expect(headers.get('location')).toBe(`attachments/${body.id}`);
  });

  it.each(['jpeg', 'png', 'webp', 'gif'] as const)('can be %s', async (type) => {
    const { body } = await upload(somebody(), await drawn(type), { type: `image/${type}` });
    expect(body).toMatchObject({ type: `image/${type}`, width: 40, height: 30 });
  });

  it('[R18] is shown upright and without metadata, and sealed with it', async () => {
    const who = somebody();
    const bytes = await photo({ width: 4000, height: 3000 });
    expect((await sharp(bytes).metadata()).exif?.includes(CAMERA)).toBe(true);
    const { body } = await upload(who, bytes);
    expect(body).toMatchObject({ width: 3000, height: 4000 });

    for (const [size, height] of [
      ['', 2048],
      ['show', 2048],
      ['thumb', 320],
    ] as const) {
      const { status, bytes: copy, headers } = await read(who, body.id, size);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe('image/webp');
      const { exif, xmp, icc, iptc, ...facts } = await sharp(copy).metadata();
      expect([exif, xmp, icc, iptc]).toEqual([undefined, undefined, undefined, undefined]);
      expect(facts.height).toBe(height);
      expect(copy.includes(CAMERA)).toBe(false);
    }
    const { bytes: original, headers } = await read(who, body.id, 'original');
    expect(original.equals(bytes)).toBe(true);
    expect(headers.get('content-type')).toBe('image/jpeg');
    expect(headers.get('content-disposition')).toBe(`attachment; filename="${body.id}-original.jpeg"`);
  });

  it('comes with headers that keep it out of caches and out of pages', async () => {
    const { headers } = await read(BUYER, await uploaded(BUYER));
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'private, no-store',
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
      'content-disposition': expect.stringMatching(/^inline; filename="/),
    });
  });

  it('is encoded again: code behind a GIF is not shown', async () => {
    const who = somebody();
    const bytes = await polyglot();
    const { body } = await upload(who, bytes, { type: 'image/gif' });
    expect((await read(who, body.id)).bytes.includes('<script>')).toBe(false);
    expect((await read(who, body.id, 'thumb')).bytes.includes('<script>')).toBe(false);
    expect((await read(who, body.id, 'original')).bytes.equals(bytes)).toBe(true);
  });

  it('is stored once, however often it is sent', async () => {
    const who = somebody();
    const bytes = await photo({ seed: 7 });
    const before = await filesIn();
    const answers = await Promise.all([1, 2, 3].map(() => upload(who, bytes, { key: 'once' })));
    answers.push(await upload(who, bytes, { key: 'once' }));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers.at(-1)?.headers.get('idempotent-replayed')).toBe('true');
    expect(await filesIn()).toBe(before + 3);
    expect((await upload(who, await drawn('png'), { key: 'once' })).body.code).toBe('idempotency-key-reused');
  });

  it('can be sent again after it could not be stored', async () => {
    const broken = new Set(['thumb']);
    const inner = await openFolderAttachments(join(folder, 'flaky'));
    const flaky = await startTestServer({
      onError: () => undefined,
      attachments: {
        reader: await sharpPictures(),
        storage: {
          ...inner,
          put: (key, ...rest) =>
            broken.has(key.split('.')[1]!) ? Promise.reject(new Error('disk full')) : inner.put(key, ...rest),
        },
      },
    });
    const bytes = await drawn('png');
    const send = pictureRequests(flaky, 'again');
    expect((await send('POST', '/v1/attachments', bytes)).status).toBe(503);
    broken.clear();
    const answer = await send('POST', '/v1/attachments', bytes);
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as UploadedPicture;
    expect((await send('GET', `/v1/attachments/${id}?size=thumb`)).status).toBe(200);
    await flaky.stop();
  });
});

it('asking for a picture’s head leaves no file open', async () => {
  let opened = 0;
  let cancelled = 0;
  const inner = await openFolderAttachments(join(folder, 'heads'));
  const own = await startTestServer({
    attachments: {
      reader: await sharpPictures(),
      storage: {
        ...inner,
        get: () => {
          opened++;
          return Promise.resolve(new ReadableStream({ cancel: () => void cancelled++ }));
        },
      },
    },
  });
  const ask = pictureRequests(own, 'head');
  const { id } = (await (await ask('POST', '/v1/attachments', await drawn('png'))).json()) as UploadedPicture;
  const head = await ask('HEAD', `/v1/attachments/${id}`);
  expect([head.status, head.headers.get('content-type'), head.body]).toEqual([200, 'image/webp', null]);
  expect([opened, cancelled]).toEqual([1, 1]);
  await own.stop();
});

describe('a bad upload', () => {
  const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const FILES: readonly [string, () => Promise<Uint8Array> | Uint8Array, Sent, number, string][] = [
    ['an SVG', () => Buffer.from(SVG), { type: 'image/svg+xml' }, 415, 'picture-type'],
    ['an SVG as PNG', () => Buffer.from(SVG), { type: 'image/png' }, 415, 'picture-type'],
    ['HTML as JPEG', () => Buffer.from('<!doctype html><script>1</script>'), {}, 415, 'picture-type'],
    ['no bytes', () => Buffer.alloc(0), {}, 422, 'picture-empty'],
    ['a truncated JPEG', async () => (await photo()).subarray(0, -900), {}, 422, 'picture-unreadable'],
    ['a truncated PNG', async () => (await drawn('png')).subarray(0, -20), {}, 422, 'picture-unreadable'],
    ['half a header', async () => (await drawn('png')).subarray(0, 12), {}, 422, 'picture-unreadable'],
    ['text that begins like a GIF', () => Buffer.from('GIF89a=1;alert(1)//'), {}, 422, 'picture-unreadable'],
    ['30,000 × 30,000 pixels', () => announcedPng(30_000, 30_000), {}, 422, 'picture-too-many-pixels'],
    ['more than 5 MB', () => Buffer.alloc(5 * 1024 * 1024 + 1, 0xff), {}, 413, 'picture-too-large'],
  ];

  it.each(FILES)('of %s is refused, and leaves nothing', async (_, file, sent, status, code) => {
    const before = await filesIn();
    const answer = await upload(somebody(), await file(), sent);
    expect(answer.body).toMatchObject({ status, code });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    // It says what to do.
    expect(answer.body.detail?.length).toBeGreaterThan(20);
    expect(await filesIn()).toBe(before);
  });

  it.each([
    ['announced', { 'content-length': String(100 * 1024 * 1024) }],
    ['not announced', { 'transfer-encoding': 'chunked' }],
  ])('of 100 MB, %s, is refused before much of it is sent', async (_, headers) => {
    const total = 100 * 1024 * 1024;
    const authorization = `Bearer ${await world.token(somebody())}`;
    const sent = await new Promise<{ status: number | undefined; text: string; bytes: number }>((resolve, reject) => {
      let bytes = 0;
      let answered = false;
      const request = httpRequest(
        `${http.url}/v1/attachments`,
        {
          method: 'POST',
          headers: { authorization, 'content-type': 'image/jpeg', 'idempotency-key': `big-${++keys}`, ...headers },
        },
        (response) => {
          answered = true;
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () => {
            request.destroy();
            resolve({ status: response.statusCode, text, bytes });
          });
        },
      );
      request.on('error', (error) => (answered ? undefined : reject(error)));
      const block = Buffer.alloc(64 * 1024, 0xff);
      const write = () => {
        while (!answered && bytes < total) {
          bytes += block.length;
          if (!request.write(block)) return void request.once('drain', write);
        }
      };
      write();
    });
    expect(sent.status).toBe(413);
    expect(JSON.parse(sent.text)).toMatchObject({ code: 'picture-too-large' });
    expect(sent.bytes).toBeLessThan(20 * 1024 * 1024);
  });

  it('with a wrong Content-Length is refused', async () => {
    const bytes = await drawn('png');
    const answer = await world.server.fetch(
      new Request('http://sidecard.test/v1/attachments', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await world.token(somebody())}`,
          ...{ 'content-type': 'image/png', 'idempotency-key': 'length' },
          'content-length': String(bytes.length + 10),
        },
        body: new Uint8Array(bytes),
      }),
    );
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: 'length-differs' });
  });

  it('that breaks off leaves nothing', async () => {
    const before = await filesIn();
    const bytes = await drawn('png');
    const head = [
      'POST /v1/attachments HTTP/1.1',
      'Host: 127.0.0.1',
      `Authorization: Bearer ${await world.token(somebody())}`,
      'Content-Type: image/png',
      'Idempotency-Key: broken-off',
      `Content-Length: ${bytes.length + 1}`,
    ];
    await new Promise<void>((resolve) => {
      const socket = connect(http.port, '127.0.0.1', () => {
        socket.write(`${head.join('\r\n')}\r\n\r\n`);
        socket.end(bytes);
      });
      socket.resume();
      socket.on('close', () => resolve());
      socket.on('error', () => resolve());
    });
    expect(await filesIn()).toBe(before);
  });

  it('needs an idempotency key, and a token', async () => {
    expect((await upload(BUYER, await drawn('png'), { key: '' })).body.code).toBe('idempotency-key-missing');
    const answer = await fetch(`${http.url}/v1/attachments`, { method: 'POST', body: 'x' });
    expect(answer.status).toBe(401);
  });

  it('is left for later beyond 200 at once, and beyond 4 of an account', async () => {
    const open: (() => void)[] = [];
    /** An upload whose body ends when it is let go. */
    const send = async (who: Claims) => {
      const bytes = await drawn('png');
      const body = new ReadableStream({
        start(controller) {
          open.push(() => {
            controller.enqueue(new Uint8Array(bytes));
            controller.close();
          });
        },
      });
      const headers = {
        authorization: `Bearer ${await world.token(who)}`,
        ...{ 'content-type': 'image/png', 'idempotency-key': `held-${++keys}` },
      };
      const request = { method: 'POST', headers, body, duplex: 'half' } as const;
      return world.server.fetch(new Request('http://sidecard.test/v1/attachments', request));
    };
    const one = somebody();
    const people = [...Array<Claims>(5).fill(one), ...Array.from({ length: 197 }, somebody)];
    const refused: Response[] = [];
    const answers = people.map(async (who) => {
      const answer = await send(who);
      if (answer.status !== 201 && refused.push(answer) === 2) for (const end of open) end();
      return answer.status;
    });
    const statuses = await Promise.all(answers);
    expect(statuses.filter((status) => status === 201).length).toBe(200);
    expect(refused.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([
      [503, '5'],
      [503, '5'],
    ]);
    expect(statuses.slice(0, 5)).toContain(503);
    expect((await upload(one, await drawn('png'))).status).toBe(201);
  });

  it('does not wait for bodies that do not come', async () => {
    const open: ReadableStreamDefaultController[] = [];
    const stalled = Array.from({ length: 60 }, async () => {
      const body = new ReadableStream({ start: (controller) => void open.push(controller) });
      const headers = {
        authorization: `Bearer ${await world.token(somebody())}`,
        ...{ 'content-type': 'image/png', 'idempotency-key': `stalled-${++keys}` },
      };
      const request = { method: 'POST', headers, body, duplex: 'half' } as const;
      return world.server.fetch(new Request('http://sidecard.test/v1/attachments', request));
    });
    await expect.poll(() => open.length).toBe(60);
    expect((await upload(somebody(), await drawn('png'))).status).toBe(201);
    for (const controller of open) controller.error(new Error('gone'));
    expect(new Set((await Promise.all(stalled)).map(({ status }) => status))).toEqual(new Set([422]));
  });

  it('beyond 80 unused pictures is refused until one of them is used', async () => {
    const who = { ...BUYER };
    const { body: first } = await upload(who, await drawn('png'), { key: 'first-of-many' });
    let refusedAt = 0;
    while ((await upload(who, await drawn('png'))).status === 201) refusedAt++;
    expect(refusedAt).toBeLessThan(80);
    const refused = await upload(who, await drawn('png'));
    expect(refused.body).toMatchObject({ status: 409, code: 'too-many-uploads' });
    // A repetition is none of them.
    expect((await upload(who, await drawn('png'), { key: 'first-of-many' })).status).toBe(201);
    await world.create({ request: { ...REQUEST, pictures: [first.id] } });
    expect((await upload(who, await drawn('png'))).status).toBe(201);
    // Others are not affected.
    expect((await upload(somebody(), await drawn('png'))).status).toBe(201);
    world.clock.advance(2 * DAY_MS);
    await world.server.tick();
  });
});

describe('who reads a picture', () => {
  /** Whether answers say the same: a path that does not exist, and a picture that the reader must not know of. */
  async function expectUnknown(who: Claims, id: string) {
    const unknown = await read(who, '00000000-0000-4000-8000-000000000000');
    for (const size of ['', 'thumb', 'show', 'original']) {
      const hidden = await read(who, id, size);
      expect(hidden.status).toBe(404);
      expect(hidden.bytes.equals(unknown.bytes)).toBe(true);
      const plain = (headers: Headers) => [...headers].filter(([name]) => name !== 'date');
      expect(plain(hidden.headers)).toEqual(plain(unknown.headers));
    }
  }

  it('[R18] is only its uploader, until it is used', async () => {
    const id = await uploaded(BUYER);
    expect((await read(BUYER, id)).status).toBe(200);
    for (const who of [MAIN, SUB, STAFF, HOST, somebody(), peopleOf('shop-2').buyer, peopleOf('shop-2').staff]) {
      await expectUnknown(who, id);
    }
  });

  it('[R18] of a request is everyone who reads the request; the file as it came is the uploader’s and staff’s', async () => {
    const id = await uploaded(BUYER);
    const { ticket } = await world.create({ request: { ...REQUEST, pictures: [id] } });
    expect(ticket.request['pictures']).toEqual([id]);
    for (const who of [BUYER, MAIN, SUB, STAFF, HOST]) expect((await read(who, id)).status).toBe(200);
    for (const who of [BUYER, STAFF]) expect((await read(who, id, 'original')).status).toBe(200);
    for (const who of [MAIN, SUB, HOST]) expect((await read(who, id, 'original')).status).toBe(404);
    for (const who of [somebody(), peopleOf('shop-2').main, peopleOf('shop-2').staff]) await expectUnknown(who, id);
  });

  /** A ticket for which the platform asks both sides for evidence. */
  async function asked(): Promise<string> {
    const { ticket } = await world.create();
    const fields = { reason: 'other', text: 'It was whole when it left.' };
    await world.move(MAIN, ticket.id, { command: 'decline', fields });
    await world.move(BUYER, ticket.id, { command: 'escalate' });
    await world.move(STAFF, ticket.id, { command: 'begin-review' });
    const ask = { from: ['merchant', 'buyer'], text: 'Pictures?' };
    await world.move(STAFF, ticket.id, { command: 'request-evidence', fields: ask });
    return ticket.id;
  }

  it('[R18] [R25] of a staff message is the handlers’ and staff’s: to everyone else it does not exist', async () => {
    await world.get(SUB, '/v1/session');
    const ticketId = await asked();
    const id = await uploaded(MAIN);
    const message = { purpose: 'additional-statement', text: 'The parcel, as we packed it.', pictures: [id] };
    const left = await world.message<StaffMessageAnswer>(MAIN, ticketId, message);
    expect(left.body.message).toMatchObject(message);
    const answer = { text: 'And this is the label.', pictures: [await uploaded(STAFF)] };
    expect((await world.message(STAFF, ticketId, answer)).status).toBe(201);

    for (const picture of [id, ...answer.pictures]) {
      for (const who of [MAIN, STAFF]) expect((await read(who, picture)).status).toBe(200);
      for (const who of [BUYER, SUB, HOST, peopleOf('shop-2').staff]) await expectUnknown(who, picture);
      // A buyer who has guessed an id learns nothing by using it either.
      expect((await refusalOf(BUYER, [picture])).text).toBe((await refusalOf(BUYER, ['none'])).text);
      for (const path of ['', '/history']) {
        expect((await world.get(BUYER, `/v1/tickets/${ticketId}${path}`)).text).not.toContain(picture);
      }
    }
    await world.grant(SUB.accountId, ['task.handle']);
    expect((await read(SUB, id)).status).toBe(200);
    await world.grant(SUB.accountId, []);
    await expectUnknown(SUB, id);
  });

  it('[R18] of evidence is its own side’s and staff’s', async () => {
    await world.get(SUB, '/v1/session');
    const ticketId = await asked();
    const [ofShop, ofBuyer] = [await uploaded(MAIN), await uploaded(BUYER)];
    for (const [who, id] of [
      [MAIN, ofShop],
      [BUYER, ofBuyer],
    ] as const) {
      const fields = { text: `By ${who.party}.`, pictures: [id] };
      await world.move(who, ticketId, { command: 'submit-evidence', fields });
    }
    for (const who of [MAIN, STAFF, HOST]) expect((await read(who, ofShop)).status).toBe(200);
    for (const who of [BUYER, SUB]) await expectUnknown(who, ofShop);
    for (const who of [BUYER, STAFF, HOST]) expect((await read(who, ofBuyer)).status).toBe(200);
    for (const who of [MAIN, SUB]) await expectUnknown(who, ofBuyer);
    const texts = async (who: Claims) =>
      (await world.get(who, `/v1/tickets/${ticketId}`)).text +
      (await world.get(who, `/v1/tickets/${ticketId}/history`)).text;
    expect(await texts(BUYER)).not.toContain(ofShop);
    expect(await texts(MAIN)).not.toContain(ofBuyer);
    expect(await texts(SUB)).not.toContain(ofShop);
    expect(await texts(STAFF)).toContain(ofBuyer);
  });

  it('[R18] of a refusal is everyone’s who reads the refusal, and of a receipt likewise', async () => {
    const { ticket: refused } = await world.create();
    const ofRefusal = await uploaded(MAIN);
    const fields = { reason: 'other', text: 'It was whole when it left.', pictures: [ofRefusal] };
    await world.move(MAIN, refused.id, { command: 'decline', fields });
    const { ticket: back } = await world.create();
    await world.move(MAIN, back.id, {
      command: 'agree',
      fields: { amount: REQUEST['amount'] ?? '', returnAddress: RETURN_ADDRESS },
    });
    await world.move(BUYER, back.id, {
      command: 'submit-return',
      fields: { carrier: 'SF', trackingNumber: 'SF1234567890' },
    });
    const ofReceipt = [await uploaded(MAIN), await uploaded(MAIN)];
    await world.move(MAIN, back.id, { command: 'confirm-receipt', fields: { pictures: ofReceipt } });
    for (const id of [ofRefusal, ...ofReceipt]) {
      for (const who of [BUYER, MAIN, SUB, STAFF, HOST]) expect((await read(who, id)).status).toBe(200);
      await expectUnknown(somebody(), id);
    }
  });

  it('[R18] [R48] of pieces in a receipt is everyone’s who reads the receipt, with the same bytes, and is kept', async () => {
    await world.get(SUB, '/v1/session');
    const { ticket } = await world.create();
    const step = (who: Claims, command: string, fields: FieldValues) => world.move(who, ticket.id, { command, fields });
    await step(MAIN, 'agree', { amount: REQUEST['amount'] ?? '', returnAddress: RETURN_ADDRESS });
    const sent = await step(BUYER, 'submit-return', { carrier: 'SF', trackingNumber: 'SF1234567890' });
    const bytes = await photo({ seed: ++keys });
    const [ofPiece, ofOther] = [await uploaded(MAIN, bytes), await uploaded(SUB)];
    const line = (...pictures: readonly string[]) =>
      ({ itemId: 'mug', quantity: 1, state: 'damaged', text: 'A chip.', pictures }) as const;
    const send = (...receipt: readonly ReceiptLine[]) =>
      world.command<Problem>(MAIN, ticket.id, {
        command: 'confirm-receipt',
        fields: { receipt },
        version: sent.ticket.version,
      });
    // Nobody learns whether there is another's picture.
    const refused = await send(line(ofPiece, ofOther));
    expect(refused.body).toMatchObject({
      ...{ status: 422, code: 'field-invalid' },
      problems: [{ field: 'receipt', part: 'pictures', itemId: 'mug', problem: 'unknown-option' }],
    });
    expect((await send(line(ofPiece, 'none'))).text).toBe(refused.text);

    const { ticket: graded } = await step(MAIN, 'confirm-receipt', { receipt: [line(ofPiece)] });
    expect(graded.receipt).toMatchObject([{ itemId: 'mug', pictures: [ofPiece] }]);
    const { body } = await world.get<TicketAnswer>(BUYER, `/v1/tickets/${ticket.id}`);
    expect(body.ticket.history.at(-1)?.fields?.['receipt']).toEqual([line(ofPiece)]);
    const own = await read(MAIN, ofPiece, 'show');
    for (const who of [BUYER, SUB, STAFF, HOST]) {
      const shown = await read(who, ofPiece, 'show');
      expect([shown.status, shown.bytes.equals(own.bytes)]).toEqual([200, true]);
    }
    expect((await read(STAFF, ofPiece, 'original')).bytes.equals(bytes)).toBe(true);
    expect((await read(BUYER, ofPiece, 'original')).status).toBe(404);
    for (const who of [somebody(), peopleOf('shop-2').main]) await expectUnknown(who, ofPiece);
    // It is used: it is not swept, and not used again.
    const { ticket: other } = await world.create();
    const fields = { reason: 'other', text: 'It was whole.', pictures: [ofPiece] };
    const again = await world.command<Problem>(MAIN, other.id, { command: 'decline', fields, version: other.version });
    expect(again.body).toMatchObject({ problems: [{ field: 'pictures', problem: 'unknown-option' }] });
    world.clock.advance(2 * DAY_MS);
    await world.server.tick();
    expect((await read(BUYER, ofPiece)).status).toBe(200);
    expect((await read(SUB, ofOther)).status).toBe(404);
  });

  it('[R18] [R48] of the whole parcel is also that of a ticket which is split off, for all who read it', async () => {
    await world.get(SUB, '/v1/session');
    const items = [
      { itemId: 'mug', quantity: 1 },
      { itemId: 'box', quantity: 1 },
    ];
    const asked = { amountMinor: 12_900, currency: 'CNY' };
    const { ticket } = await world.create({ request: { ...REQUEST, items, amount: asked } });
    const step = (who: Claims, command: string, fields: FieldValues = {}, choice?: string) =>
      world.move(who, ticket.id, { command, fields, ...(choice ? { choice } : {}) });
    await step(MAIN, 'agree', { amount: asked, returnAddress: RETURN_ADDRESS });
    await step(BUYER, 'submit-return', { carrier: 'SF', trackingNumber: 'SF1234567892' });
    const whole = await uploaded(MAIN);
    const receipt = items.map((item) => ({ ...item, state: 'damaged' }) as const);
    await step(MAIN, 'confirm-receipt', { receipt, pictures: [whole] });
    await step(BUYER, 'reject-proposal');
    await step(BUYER, 'escalate');
    await step(STAFF, 'begin-review');
    const amount = { amountMinor: 100, currency: 'CNY' };
    const ruled = await step(STAFF, 'rule', { part: [items[0]!], amount, text: 'It was chipped.' }, 'refund');
    const rest = ruled.ticket.links?.at(-1)?.ticketId ?? '';
    expect(rest).not.toBe(ticket.id);
    for (const who of [BUYER, MAIN, SUB, STAFF]) {
      const { body } = await world.get<TicketAnswer>(who, `/v1/tickets/${rest}`);
      expect(body.ticket.history[0]?.fields?.['pictures']).toEqual([whole]);
      expect((await read(who, whole)).status).toBe(200);
    }
    await expectUnknown(somebody(), whole);
  });

  it('[R18] can be one of as many as a receipt takes: nine of each line', async () => {
    const items = [
      { itemId: 'mug', quantity: 2 },
      { itemId: 'box', quantity: 1 },
    ];
    const { ticket } = await world.create({ request: { ...REQUEST, items } });
    const amount = REQUEST['amount'] ?? '';
    await world.move(MAIN, ticket.id, { command: 'agree', fields: { amount, returnAddress: RETURN_ADDRESS } });
    const fields = { carrier: 'SF', trackingNumber: 'SF1234567891' };
    await world.move(BUYER, ticket.id, { command: 'submit-return', fields });
    const bytes = await drawn('png');
    const nine = async () => {
      const ids: string[] = [];
      while (ids.length < 9) ids.push(await uploaded(MAIN, bytes));
      return ids;
    };
    const receipt: readonly ReceiptLine[] = [
      { itemId: 'mug', quantity: 1, state: 'damaged', pictures: await nine() },
      { itemId: 'mug', quantity: 1, state: 'used', pictures: await nine() },
      { itemId: 'box', quantity: 1, state: 'damaged', pictures: await nine() },
    ];
    const command = { command: 'confirm-receipt', fields: { receipt, pictures: await nine() } };
    const { ticket: graded } = await world.move(MAIN, ticket.id, command);
    expect(graded.receipt?.map(({ pictures }) => pictures?.length)).toEqual([9, 9, 9]);
    expect(graded.history.at(-1)?.fields?.['pictures']).toHaveLength(9);
  });

  it('[R18] [R51] of a corrected request stays, and the correction can keep it', async () => {
    const [first, second] = [await uploaded(BUYER), await uploaded(BUYER)];
    const { ticket } = await world.create({ request: { ...REQUEST, pictures: [first] } });
    const correct = (pictures: readonly string[]) =>
      world.move(BUYER, ticket.id, { command: 'correct-request', fields: { pictures } });
    expect((await correct([first, second])).ticket.request['pictures']).toEqual([first, second]);
    expect((await correct([second])).ticket.request['pictures']).toEqual([second]);
    for (const id of [first, second]) {
      for (const who of [BUYER, MAIN, STAFF]) expect((await read(who, id)).status).toBe(200);
    }
  });

  it('is refused in another size, whether there is the picture or not', async () => {
    const bodies = await Promise.all(
      [await uploaded(BUYER), 'none'].map(async (id) => (await read(BUYER, id, 'huge')).bytes.toString()),
    );
    expect(JSON.parse(bodies[0]!)).toMatchObject({ code: 'body-invalid' });
    expect(bodies[0]).toBe(bodies[1]);
  });
});

describe('using a picture', () => {
  const problemOf = async (who: Claims, pictures: readonly unknown[]) => (await refusalOf(who, pictures)).body;
  const refused = { code: 'field-invalid', problems: [{ field: 'pictures', problem: 'unknown-option' }] };

  it('[R18] happens once', async () => {
    const id = await uploaded(BUYER);
    await world.create({ request: { ...REQUEST, pictures: [id] } });
    expect(await problemOf(BUYER, [id])).toMatchObject(refused);
  });

  it('is for its uploader, and for nothing that is not there', async () => {
    const id = await uploaded(somebody());
    expect(await problemOf(BUYER, [id])).toMatchObject(refused);
    expect(await problemOf(BUYER, ['none'])).toMatchObject(refused);
    expect(await problemOf(BUYER, [id, null, 7])).toMatchObject({ code: 'field-invalid' });
  });

  it('happens once, also when two requests use it at the same time', async () => {
    const id = await uploaded(BUYER);
    const request = { ...REQUEST, pictures: [id] };
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        world.send(BUYER, 'POST', '/v1/tickets', {
          type: 'return-refund',
          orderId: `2607011633848817-race-${name}`,
          request,
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422]);
  });

  it('that is refused leaves it unused', async () => {
    const id = await uploaded(BUYER);
    const { code } = await problemOf(BUYER, [id, 'none']);
    expect(code).toBe('field-invalid');
    await world.create({ request: { ...REQUEST, pictures: [id] } });
  });
});

describe('pictures that are never used', () => {
  it('are deleted after a day, and the others kept', async () => {
    world.clock.advance(2 * DAY_MS);
    await world.server.tick();
    const used = await uploaded(BUYER);
    const unused = await uploaded(BUYER);
    await world.create({ request: { ...REQUEST, pictures: [used] } });
    world.clock.advance(DAY_MS - 1);
    await world.server.tick();
    const late = await uploaded(BUYER);
    const before = await filesIn();
    world.clock.advance(2);
    await world.server.tick();
    world.clock.advance(DAY_MS / 24);
    await world.server.tick();
    expect((await read(BUYER, unused)).status).toBe(404);
    expect((await read(BUYER, used)).status).toBe(200);
    expect((await read(BUYER, late)).status).toBe(200);
    expect(await filesIn()).toBe(before - 3);
  });
});

it('pictures that an erased buyer has not used are theirs no more, and deleted by the next sweep', async () => {
  const [erased, other] = [somebody(), somebody()];
  const [gone, kept] = [await uploaded(erased), await uploaded(other)];
  const before = await filesIn();
  await world.send(HOST, 'DELETE', `/v1/buyers/${erased.accountId}`);
  expect([(await read(erased, gone)).status, (await read(other, kept)).status]).toEqual([404, 200]);
  world.clock.advance(DAY_MS / 24);
  await world.server.tick();
  expect(await filesIn()).toBe(before - 3);
});

describe('the capability', () => {
  it('[R27] is announced to everyone where pictures are stored', async () => {
    for (const who of [BUYER, MAIN, STAFF]) {
      const { body } = await world.get<{ capabilities: readonly string[] }>(who, '/v1/session');
      expect(body.capabilities).toContain('attachments');
    }
  });
});

describe('the folder', () => {
  it('takes no path from a key', async () => {
    const storage = await openFolderAttachments(join(folder, 'keys'));
    for (const key of ['../escape', '/etc/passwd', 'a'.repeat(32), `${'a'.repeat(32)}.show/../x`, '']) {
      await expect((async () => storage.put(key, Buffer.from('x'), { type: 'image/png' }))()).rejects.toThrow(
        TypeError,
      );
    }
  });

  it('keeps bytes, and deletes what is not there without an error', async () => {
    const storage = await openFolderAttachments(join(folder, 'bytes'));
    const key = `${createHash('md5').update('key').digest('hex')}.show`;
    expect(await storage.get(key)).toBeUndefined();
    await storage.put(key, Buffer.from('first'), { type: 'image/png' });
    await storage.put(key, Buffer.from('second'), { type: 'image/png' });
    expect(await new Response(await storage.get(key)).text()).toBe('second');
    await storage.delete(key);
    await storage.delete(key);
    expect(await storage.get(key)).toBeUndefined();
  });
});

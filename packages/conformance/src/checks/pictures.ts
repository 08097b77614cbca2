import { same, Skipped, type Check } from '../check.js';
import { header, refused, status } from '../http.js';
import type { World } from '../world.js';

const PNG = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAEUlEQVQImWM4oaGBFTEMLQkAgl1GAXRgBQ4AAAAASUVORK5CYII=',
    'base64',
  ),
);

const offersPictures = async (world: World) => {
  const { body } = status(await world.get(world.shop.agent, '/v1/session'), 200);
  return (body.capabilities as readonly string[]).includes('attachments');
};
const upload = (world: World, who: Parameters<World['send']>[0], raw: Uint8Array, type: string, key?: string) =>
  world.send(who, 'POST', '/v1/attachments', { raw, headers: { 'content-type': type }, key: key ?? world.id('key') });

export const PICTURES: readonly Check[] = (
  [
    [
      'upload',
      'A picture is stored once under its key, and its uploader reads it in every size.',
      async (world) => {
        const buyer = world.buyer();
        const key = world.id('key');
        const first = status(await upload(world, buyer, PNG, 'image/png', key), 201);
        const again = status(await upload(world, buyer, PNG, 'image/png', key), 201);
        same(again.body, first.body, 'The answer to the same upload');
        same(again.headers.get('idempotent-replayed'), 'true', 'Idempotent-Replayed');
        same(
          [first.body.type, first.body.bytes, first.body.width, first.body.height],
          ['image/png', PNG.byteLength, 8, 8],
          'What was stored',
        );
        same(world.located(first, '/v1/attachments'), `/v1/attachments/${first.body.id}`, 'What `Location` leads to');
        refused(await upload(world, buyer, PNG.slice(0, -1), 'image/png', key), 422, 'idempotency-key-reused');
        for (const size of ['thumb', 'show', 'original']) {
          const answer = status(await world.get(buyer, `/v1/attachments/${first.body.id}?size=${size}`), 200);
          header(answer, 'content-type', /^image\//);
          header(answer, 'content-security-policy', /sandbox/);
          header(answer, 'cache-control', /private.*no-store|no-store.*private/);
          header(answer, 'x-content-type-options', /^nosniff$/);
          header(answer, 'content-disposition', size === 'original' ? /^attachment/ : /^inline/);
          if (size === 'original')
            same(Buffer.from(answer.bytes).equals(Buffer.from(PNG)), true, 'Whether the original is as it came');
        }
        refused(await world.get(buyer, `/v1/attachments/${first.body.id}?size=huge`), 422, 'body-invalid');
        for (const who of [world.buyer(), world.shop.agent, world.shop.staff]) {
          refused(await world.get(who, `/v1/attachments/${first.body.id}`), 404, 'not-found');
        }
        refused(await world.get(buyer, `/v1/attachments/${first.body.id}/findings`), 404, 'not-found');
      },
    ],
    [
      'type',
      'A file of another type is refused with 415 picture-type.',
      async (world) => {
        for (const type of ['image/svg+xml', 'text/html', 'application/json']) {
          refused(await upload(world, world.buyer(), PNG, type), 415, 'picture-type');
        }
        refused(
          await upload(world, world.buyer(), new TextEncoder().encode('<svg/>'), 'image/png'),
          415,
          'picture-type',
        );
      },
    ],
    [
      'empty',
      'An empty file is refused with 422 picture-empty.',
      async (world) => {
        refused(await upload(world, world.buyer(), new Uint8Array(0), 'image/png'), 422, 'picture-empty');
      },
    ],
    [
      'too large',
      'A file of more than 5 MB is refused with 413 picture-too-large.',
      async (world) => {
        refused(
          await upload(world, world.buyer(), new Uint8Array(5 * 1024 * 1024 + 1), 'image/png'),
          413,
          'picture-too-large',
        );
      },
    ],
    [
      'without a key',
      'An upload without an Idempotency-Key is refused.',
      async (world) => {
        const answer = await world.send(world.buyer(), 'POST', '/v1/attachments', {
          raw: PNG,
          headers: { 'content-type': 'image/png' },
        });
        refused(answer, 422, 'idempotency-key-missing');
      },
    ],
  ] as readonly (readonly [string, string, Check['run']])[]
).map(([id, says, run]) => ({
  ...{ id: `pictures/${id}`, says, section: 'pictures' },
  async run(world) {
    if (!(await offersPictures(world))) {
      refused(await upload(world, world.buyer(), PNG, 'image/png'), 404, 'not-found');
      throw new Skipped('The server stores no pictures.');
    }
    await run(world);
  },
}));

import type { Attachment } from '../storage/records.js';
import type { Store } from '../storage/store.js';
import { commit, created, newId, NOW_MS, same, unique } from './fixtures.js';

/** Makes an uploaded picture of a merchant. */
function pictureOf(merchantId: string, change: Partial<Attachment> = {}): Attachment {
  return {
    ...{ merchantId, id: newId(), uploader: 'buyer:li', atMs: NOW_MS, type: 'image/jpeg', bytes: 5 * 1024 * 1024 },
    ...{ width: 4000, height: 3000, sha256: 'ab'.repeat(32), perceptualHash: undefined },
    ...{ credentials: undefined, shownType: 'image/webp', storageKey: newId() },
    ...{ state: 'storing', use: undefined },
    ...change,
  };
}

async function add(store: Store, ...pictures: readonly Attachment[]): Promise<void> {
  for (const picture of pictures) {
    await store.transaction(picture.merchantId, (unit) => unit.addAttachment(picture));
  }
}

const lock = (store: Store, merchantId: string, principalKey: string, ids: readonly string[]) =>
  store.transaction(merchantId, (unit) => unit.lockUploads({ merchantId, principalKey }, ids));

/** Checks of uploaded pictures. */
export const attachmentChecks: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'a picture is found by its merchant, and counts for its uploader': async (store) => {
    const { merchantId } = unique();
    const picture = pictureOf(merchantId);
    await add(store, picture, pictureOf(merchantId, { uploader: 'merchant:lin' }));
    same(await store.findAttachment(merchantId, picture.id), picture, 'the picture');
    same((await store.findAttachment(unique().merchantId, picture.id)) === undefined, true, 'another merchant’s');
    const count = (principalKey: string) => store.countUploads({ merchantId, principalKey });
    same([await count('buyer:li'), await count('buyer:wu')], [1, 0], 'counts');
  },

  'a picture that is ready is used once, by its uploader': async (store) => {
    const change = created(unique());
    const { merchantId, id: ticketId } = change.after.ticket;
    const [picture, unfinished] = [pictureOf(merchantId), pictureOf(merchantId)];
    await add(store, picture, unfinished);
    const complete = () => store.completeUpload(merchantId, picture.id);
    same([await complete(), await complete()], [true, false], 'completed once');
    const ids = [picture.id, unfinished.id, 'none'];
    same(await lock(store, merchantId, 'buyer:li', ids), [picture.id], 'usable');
    same(await lock(store, merchantId, 'buyer:wu', ids), [], 'usable by another account');
    const use = { ticketId, eventPosition: 1 };
    await commit(store, [change], { pictures: [{ merchantId, id: picture.id, ...use }] });
    same(await store.findAttachment(merchantId, picture.id), { ...picture, state: 'ready', use }, 'the used one');
    same(await lock(store, merchantId, 'buyer:li', ids), [], 'usable afterwards');
    same(await store.countUploads({ merchantId, principalKey: 'buyer:li' }), 1, 'still unused');
  },

  'old pictures expire unless they are used, and are then removed': async (store) => {
    const { merchantId } = unique();
    const use = { ticketId: 'ticket', eventPosition: 1 };
    // Long ago, so that pictures of other checks are younger.
    const [old, ready, used] = [
      pictureOf(merchantId, { atMs: 1 }),
      pictureOf(merchantId, { atMs: 2, state: 'ready' }),
      pictureOf(merchantId, { atMs: 2, state: 'ready', use }),
    ];
    const young = pictureOf(merchantId, { atMs: 10 });
    await add(store, old, ready, used, young);
    const expired = async () => (await store.expireUploads(10, 100)).map(({ storageKey }) => storageKey).sort();
    const both = [old.storageKey, ready.storageKey].sort();
    same([await expired(), await expired()], [both, both], 'expired');
    same(await store.completeUpload(merchantId, old.id), false, 'whether an expired one is completed');
    same(await lock(store, merchantId, 'buyer:li', [ready.id]), [], 'usable');
    same(await store.countUploads({ merchantId, principalKey: 'buyer:li' }), 1, 'the young one');
    for (const { id } of [old, ready, used, young]) await store.dropUpload(merchantId, id);
    const left = [old, ready, used, young].map(({ id }) => store.findAttachment(merchantId, id));
    same(
      (await Promise.all(left)).map((found) => found?.id),
      [undefined, undefined, used.id, young.id],
      'left',
    );
  },

  'a picture keeps what was found in it': async (store) => {
    const { merchantId } = unique();
    const picture = pictureOf(merchantId, {
      perceptualHash: 'f0e1d2c3b4a59687',
      credentials: { verdict: 'valid', signer: 'A “camera”', source: 'digitalCapture' },
    });
    await add(store, picture);
    same(await store.findAttachment(merchantId, picture.id), picture, 'the picture');
  },

  'similar pictures of other tickets are found if they are used and earlier': async (store) => {
    const { merchantId } = unique();
    const hash = 'f0e1d2c3b4a59687';
    const flip = (...bits: readonly number[]) =>
      bits
        .reduce((value, bit) => value ^ (1n << BigInt(bit)), BigInt(`0x${hash}`))
        .toString(16)
        .padStart(16, '0');
    const at = (ticketId: string, atMs: number, perceptualHash: string | undefined, change: Partial<Attachment> = {}) =>
      pictureOf(change.merchantId ?? merchantId, {
        ...{ state: 'ready', use: { ticketId, eventPosition: 1 }, atMs, perceptualHash },
        ...change,
      });
    const same7 = at('third', 30, flip(0, 1, 16, 17, 32, 33, 48));
    const equal = at('first', 20, hash);
    const picture = at('fourth', 100, hash);
    await add(
      store,
      ...[same7, equal, picture],
      ...[at('fourth', 10, hash), at('later', 100, hash), at('other', 10, flip(0, 1, 16, 17, 32, 33, 48, 49))],
      ...[at('none', 10, undefined), at('unused', 10, hash, { use: undefined })],
      at('elsewhere', 10, hash, unique()),
    );
    const found = async (limit: number) => (await store.similarUses(picture, limit)).map(({ id }) => id);
    same(await found(10), [equal.id, same7.id], 'similar');
    same(await found(1), [equal.id], 'the earliest');
    same(await store.similarUses({ ...picture, perceptualHash: undefined }, 10), [], 'of a picture without a hash');
  },
};

import { PICTURE_TYPES, type UploadedPicture } from '@sidecard/core/wire';
import { credentialsOf } from '../attachments/content-credentials.js';
import { PICTURE_LIMITS } from '../attachments/limits.js';
import { perceptualHashOf } from '../attachments/perceptual-hash.js';
import { pictureTypeOf } from '../attachments/picture-type.js';
import { fileKeyOf, hexOf, newStorageKey } from '../attachments/stored-files.js';
import type { Attachments, RequestContext, ServerContext } from '../context/context.js';
import type { Attachment } from '../storage/records.js';
import { problem } from '../wire/problem.js';
import { findOutcome, type WriteKey } from './write-once.js';

/** A stored picture, and whether it was stored before, under the same key. */
export interface UploadResult {
  readonly picture: UploadedPicture;
  readonly replayed: boolean;
}

/** A picture's file with its copies for showing. */
interface Decoded {
  readonly facts: Pick<
    Attachment,
    'type' | 'bytes' | 'width' | 'height' | 'shownType' | 'perceptualHash' | 'credentials'
  >;
  readonly files: Readonly<Record<'original' | 'show' | 'thumb', Uint8Array>>;
}

/**
 * Stores a picture for the account to use. The file is kept as it came, with hash, time and uploader; what others see is decoded and
 * encoded again. The record is stored first and made `ready` last, so that every file has a record, and a failed upload can be repeated
 * with the same key.
 *
 * @throws ProblemError `picture-empty`, `picture-type`, `picture-unreadable`, `picture-too-many-pixels`, `too-many-uploads`; `unavailable`
 *   if the files could not be stored
 */
export async function uploadPicture(
  context: ServerContext,
  attachments: Attachments,
  request: RequestContext,
  bytes: Uint8Array<ArrayBuffer>,
  sha256: string,
  write: WriteKey,
): Promise<UploadResult> {
  const { store, newId, clock } = context;
  const { merchantId, principalKey } = request;
  const earlier = await findOutcome(store, request, write);
  if (earlier) {
    const known = await store.findAttachment(merchantId, earlier.messageId ?? '');
    if (known?.state === 'ready') return { picture: pictureOf(known), replayed: true };
  } else if ((await store.countUploads(request)) >= PICTURE_LIMITS.unused) throw tooMany();

  const { facts, files } = await decode(context, attachments, bytes);
  const record: Attachment = {
    ...{ merchantId, id: newId(), uploader: principalKey, atMs: clock.now(), ...facts, sha256 },
    ...{ storageKey: newStorageKey(), state: 'storing', use: undefined },
  };
  const { stored, replayed } = await store.transaction(merchantId, async (unit) => {
    const outcome = await findOutcome(unit, request, write);
    if (outcome) {
      const known = await unit.findAttachment(merchantId, outcome.messageId ?? '');
      if (!known) throw problem('not-found');
      return { stored: known, replayed: true };
    }
    if ((await unit.countUploads(request)) >= PICTURE_LIMITS.unused) throw tooMany();
    await unit.addAttachment(record);
    const idempotency = {
      ...{ merchantId, principalKey, ...write },
      ...{ ticketId: '', eventPosition: 0, messageId: record.id },
    };
    await unit.commit({ changes: [], deliveries: [], entries: [], idempotency, atMs: record.atMs }, newId);
    return { stored: record, replayed: false };
  });
  if (stored.state === 'ready') return { picture: pictureOf(stored), replayed };

  const { storage } = attachments;
  await storage.put(fileKeyOf(stored.storageKey, 'original'), files.original, { type: stored.type });
  for (const size of ['show', 'thumb'] as const) {
    await storage.put(fileKeyOf(stored.storageKey, size), files[size], { type: stored.shownType });
  }
  // A concurrent repetition may have completed it.
  const ready =
    (await store.completeUpload(merchantId, stored.id)) ||
    (await store.findAttachment(merchantId, stored.id))?.state === 'ready';
  if (!ready) throw problem('not-found');
  return { picture: pictureOf(stored), replayed };
}

/** Returns an uploaded picture's hash, which recognizes a repeated upload, too. */
export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

/** Decodes a picture, a few at once in this process. */
async function decode(
  { report }: ServerContext,
  { reader, credentials, decoding }: Attachments,
  bytes: Uint8Array,
): Promise<Decoded> {
  const { maxPixels, maxSide } = PICTURE_LIMITS;
  if (bytes.byteLength === 0) throw problem('picture-empty', { detail: 'Choose the file again.' });
  const type = pictureTypeOf(bytes);
  if (!type) throw wrongType();
  return decoding.run(async (): Promise<Decoded> => {
    const header = await reader.inspect(bytes);
    if (!header) throw unreadable();
    const { width, height } = header;
    if (header.type !== type) throw wrongType();
    if (width * height > maxPixels) {
      const detail = `It has ${width} × ${height} pixels. The maximum is 40 million: scale it down.`;
      throw problem('picture-too-many-pixels', { detail });
    }
    // Before anything is encoded again: copies have no credentials.
    const found = await credentialsOf(credentials, bytes, type, report);
    const show = await reader.toShow(bytes, maxSide.show);
    const thumb = show && (await reader.toShow(show.bytes, maxSide.thumb));
    if (!show || thumb?.type !== show.type) throw unreadable();
    return {
      facts: {
        ...{ type, bytes: bytes.byteLength, width, height, shownType: show.type, credentials: found },
        perceptualHash: await perceptualHashOf(reader, thumb.bytes),
      },
      files: { original: bytes, show: show.bytes, thumb: thumb.bytes },
    };
  });
}

function pictureOf({ id, type, bytes, width, height }: Attachment): UploadedPicture {
  return { id, type, bytes, width, height };
}

/** Creates the problem of a file that is no picture. */
export function wrongType(): Error {
  return problem('picture-type', { detail: `Choose a picture. The types are: ${PICTURE_TYPES.join(', ')}.` });
}

function unreadable(): Error {
  return problem('picture-unreadable', { detail: 'Open it in another program and save it again, or choose another.' });
}

function tooMany(): Error {
  const detail = `Use some of the ${PICTURE_LIMITS.unused} pictures first. Unused ones are deleted 24 hours after their upload.`;
  return problem('too-many-uploads', { detail });
}

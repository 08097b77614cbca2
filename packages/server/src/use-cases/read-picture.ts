import { fieldsFor, threadAccess, threadFor } from '@sidecard/core/server';
import type { PictureSize } from '@sidecard/core/wire';
import { fileKeyOf } from '../attachments/stored-files.js';
import type { Attachments, RequestContext, ServerContext } from '../context/context.js';
import type { Attachment } from '../storage/records.js';
import type { StoreReads } from '../storage/store.js';
import { listedIn } from '../tickets/pictures.js';
import { problem } from '../wire/problem.js';

/** A picture's file. */
export interface PictureFile {
  readonly type: string;
  readonly body: ReadableStream<Uint8Array>;
}

/**
 * Reads a picture: unused ones only for their uploader, used ones for those who read what they hang on.
 *
 * @throws ProblemError `not-found` if there is none for the account
 */
export async function readPicture(
  { store }: ServerContext,
  { storage }: Attachments,
  request: RequestContext,
  id: string,
  size: PictureSize,
): Promise<PictureFile> {
  const picture = await store.snapshot(async (reads) => {
    const found = await reads.findAttachment(request.merchantId, id);
    return found && (await isReadable(reads, request, found, size)) ? found : undefined;
  });
  const body = picture && (await storage.get(fileKeyOf(picture.storageKey, size)));
  if (!body) throw problem('not-found');
  return { type: size === 'original' ? picture.type : picture.shownType, body };
}

async function isReadable(
  reads: StoreReads,
  request: RequestContext,
  { id, merchantId, state, uploader, use }: Attachment,
  size: PictureSize,
): Promise<boolean> {
  const { actor, audience, policy, principalKey } = request;
  const isOwn = uploader === principalKey;
  if (state !== 'ready') return false;
  if (!use) return isOwn;
  // The file as it came contains where and with what it was taken.
  if (size === 'original' && !isOwn && actor.party !== 'staff') return false;
  const { ticketId, eventPosition } = use;
  if (!(await reads.findTicket(request, ticketId))) return false;
  const event = await reads.findEvent(merchantId, ticketId, eventPosition);
  if (!event) return false;
  const { message } = event;
  if (!message) return listedIn(fieldsFor(event, audience)).includes(id);
  if (!threadAccess(actor, policy)) return false;
  const thread = threadFor(await reads.staffThread(merchantId, ticketId), actor, policy);
  return thread.some((one) => one.id === message.id);
}

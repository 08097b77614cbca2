import type { Party } from '@sidecard/core';
import { fieldsFor, picturesIn, threadAccess, threadFor } from '@sidecard/core/server';
import { MAX_SIMILAR, type PictureFindings, type PictureSize, type SimilarPicture } from '@sidecard/core/wire';
import { fileKeyOf } from '../attachments/stored-files.js';
import type { Attachments, RequestContext, ServerContext } from '../context/context.js';
import type { Attachment } from '../storage/records.js';
import type { StoreReads } from '../storage/store.js';
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

/**
 * Reads what platform staff are told about a picture. Similar pictures that the account does not read are left out.
 *
 * @throws ProblemError `not-found` if there is none for the account, or it is not staff's
 */
export async function readFindings(
  { store }: ServerContext,
  request: RequestContext,
  id: string,
): Promise<PictureFindings> {
  const findings =
    request.actor.party === 'staff' ? await store.snapshot((reads) => findingsIn(reads, request, id)) : undefined;
  if (!findings) throw problem('not-found');
  return findings;
}

async function findingsIn(
  reads: StoreReads,
  request: RequestContext,
  id: string,
): Promise<PictureFindings | undefined> {
  const picture = await reads.findAttachment(request.merchantId, id);
  if (!picture || !(await isReadable(reads, request, picture, 'original'))) return undefined;
  const similar: SimilarPicture[] = [];
  for (const other of await reads.similarUses(picture, MAX_SIMILAR)) {
    const ticket = other.use && (await reads.findTicket(request, other.use.ticketId))?.found.ticket;
    if (!ticket || !(await isReadable(reads, request, other, 'show'))) continue;
    similar.push({ id: other.id, ticketId: ticket.id, ticketNumber: ticket.number, uploadedAtMs: other.atMs });
  }
  const { atMs, uploader, sha256, type, bytes, width, height, credentials } = picture;
  return {
    ...{ id, uploadedAtMs: atMs, uploadedBy: uploader.split(':', 1)[0] as Party, sha256, type, bytes, width, height },
    ...(credentials ? { credentials } : {}),
    similar,
  };
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
  if (!message) return picturesIn(fieldsFor(event, audience)).includes(id);
  if (!threadAccess(actor, policy)) return false;
  const thread = threadFor(await reads.staffThread(merchantId, ticketId), actor, policy);
  return thread.some((one) => one.id === message.id);
}

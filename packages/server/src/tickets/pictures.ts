import { picturesIn } from '@sidecard/core/server';
import type { FieldValues } from '@sidecard/core/wire';
import type { RequestContext, ServerContext } from '../context/context.js';
import type { TicketChange, UsedAttachment } from '../storage/records.js';
import type { UnitOfWork } from '../storage/store.js';

/** Maximum number of pictures of one command. Forms allow fewer. */
const MAX_PICTURES = 100;

/** Locks those pictures of a form that the account has uploaded and not used yet. @returns their ids, for core's rules */
export async function lockPictures(
  { attachments }: ServerContext,
  unit: UnitOfWork,
  request: RequestContext,
  form: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  const wanted = attachments ? [...new Set(picturesIn(form))].slice(0, MAX_PICTURES) : [];
  return wanted.length > 0 ? unit.lockUploads(request, wanted) : [];
}

/** Returns where each of the pictures is used: in the first event that contains it. */
export function usesOf(changes: readonly TicketChange[], ids: readonly string[]): readonly UsedAttachment[] {
  const uses = new Map<string, UsedAttachment>();
  for (const { before, after, events } of changes) {
    const { merchantId, id: ticketId } = after.ticket;
    for (const [index, { created, entry, message }] of events.entries()) {
      const listed = picturesIn((message ?? created?.request ?? entry?.fields ?? {}) as FieldValues);
      for (const id of listed) {
        if (!ids.includes(id) || uses.has(id)) continue;
        uses.set(id, { merchantId, id, ticketId, eventPosition: (before?.events ?? 0) + index + 1 });
      }
    }
  }
  return [...uses.values()];
}

import type { Field } from '../fields/field.js';
import { piecePictures, picturesIn } from '../fields/picture-ids.js';
import { isIds } from '../values/unknown.js';
import { pictureKeys } from '../machine/picture-keys.js';
import { historyEntryFor } from '../machine/projection.js';
import { SPLIT } from '../machine/split.js';
import type { TicketType, TicketTypes } from '../machine/ticket-type.js';
import { eventRule, type EventKind, reads } from '../model/event-kinds.js';
import type { TicketEvent } from '../model/events.js';
import type { FieldValues, ItemQuantity } from '../model/field-values.js';
import type { OrderItem } from '../model/order.js';
import type { Party } from '../model/states.js';
import type { ActorRef, Ticket } from '../model/ticket.js';
import { archivePolicy } from '../policy/archive.js';
import type { Policy } from '../policy/policy.js';
import { DAY_MS } from '../values/time.js';
import { type ArchivedPicture, type ArchiveEntry, type ByHand, type PictureSource, wordsOf } from './entry.js';

/** What filing depends on besides the ticket. */
export interface FilingContext {
  readonly types: TicketTypes;
  readonly policy: Pick<Policy, 'archive'>;
  readonly now: number;
}

/** Files a case by hand, whatever its reason. */
export interface FilingByHand extends ByHand {
  /** @default the suggested one, else the last of the policy */
  readonly defect?: string | undefined;
}

/** Maximum number of pictures of an entry. */
const MAX_PICTURES = 60;

/** Returns whether events can change what is filed for their ticket. */
export function concernsArchive(events: readonly TicketEvent[]): boolean {
  return events.some(
    ({ created, change, entry }) => created ?? change.request ?? picturesIn(entry?.fields ?? {}).length > 0,
  );
}

/**
 * Returns the ticket from which a new one takes over what was changed by hand: the one that it was split from.
 *
 * @returns `undefined` if there is none
 */
export function filedBefore({ splitFrom, links = [] }: Ticket): string | undefined {
  return splitFrom === undefined ? undefined : links.find(({ relation }) => relation === 'came-from')?.ticketId;
}

/** Returns whether the archive keeps cases that were opened at a time. */
export function isKept(atMs: number, { policy, now }: Pick<FilingContext, 'policy' | 'now'>): boolean {
  return atMs >= now - archivePolicy(policy).keepDays * DAY_MS;
}

/**
 * Returns what is filed for a ticket: an entry for each line of the order that the case is about.
 *
 * A case is filed by itself if its reason suggests a defect. What was done by hand stays: a defect that was chosen, and a removal.
 *
 * @param known - the ticket's entries so far, or those of {@link filedBefore} for a new ticket
 * @param hand - files the case by hand, and restores what was removed
 */
export function fileTicket(
  ticket: Ticket,
  context: FilingContext,
  known: readonly ArchiveEntry[],
  hand?: FilingByHand,
): readonly ArchiveEntry[] {
  const { defects, reasons } = archivePolicy(context.policy);
  if (!isKept(ticket.createdAtMs, context)) return known.filter(({ ticketId }) => ticketId === ticket.id);
  const reason = textIn(ticket.request, 'reason');
  const suggestion = reason === undefined || !Object.hasOwn(reasons, reason) ? undefined : reasons[reason];
  const suggested = defects.some(({ key }) => key === suggestion) ? suggestion : undefined;
  const type = context.types.get(ticket.type);
  const pictures = picturesOf(ticket, type);
  const asked = wordsIn(ticket.request, type?.request ?? []);

  return linesOf(ticket).flatMap(({ line, quantity }) => {
    const before = known.find(({ itemId }) => itemId === line.id);
    const filed = before?.filed ?? (hand && !suggested ? { by: hand.by, atMs: hand.atMs } : undefined);
    const isByHand = before?.chosen ?? before?.removed ?? filed;
    if (!suggested && !isByHand) return [];
    const chosen = hand?.defect === undefined ? before?.chosen : { by: hand.by, atMs: hand.atMs };
    const kept = before?.chosen || !suggested ? before?.defect : suggested;
    const removed = hand ? undefined : before?.removed;
    const found = { number: ticket.number, orderId: ticket.order.id, ...productOf(line) };
    const entry: ArchiveEntry = {
      ...{ ticketId: ticket.id, itemId: line.id, caseId: ticket.splitFrom ?? ticket.id },
      ...{ type: ticket.type, atMs: ticket.createdAtMs, ...found },
      quantity,
      ...(reason === undefined ? {} : { reason }),
      defect: hand?.defect ?? kept ?? suggested ?? defects.at(-1)?.key ?? '',
      ...(chosen ? { chosen } : {}),
      ...(filed ? { filed } : {}),
      ...(removed ? { removed } : {}),
      pictures: pictures
        .flatMap(({ of, ...picture }) => (of && !of.has(line.id) ? [] : [picture]))
        .slice(0, MAX_PICTURES),
      words: wordsOf(found, asked),
    };
    return [entry];
  });
}

/** Returns the identity of a line's product, and how it is shown. */
function productOf({
  productId,
  title,
  options,
  pictureUrl,
}: OrderItem): Pick<ArchiveEntry, 'product' | 'title' | 'options' | 'pictureUrl'> {
  return {
    product: productId ?? title,
    title,
    ...(options === undefined ? {} : { options }),
    ...(pictureUrl === undefined ? {} : { pictureUrl }),
  };
}

/** Returns the lines that a case is about: those that the request names, else all lines of the order. */
function linesOf({
  request,
  order,
  orderAtOpening,
}: Ticket): readonly { readonly line: OrderItem; readonly quantity: number }[] {
  const items = request['items'];
  const named = Array.isArray(items) ? (items as readonly ItemQuantity[]) : undefined;
  if (!named) return order.items.map((line) => ({ line, quantity: line.quantity }));
  // A line can have been taken out of the order since.
  const lines = [...order.items, ...(orderAtOpening?.items ?? [])];
  return named.flatMap(({ itemId, quantity }) => {
    const line = lines.find(({ id }) => id === itemId);
    return line ? [{ line, quantity }] : [];
  });
}

/** A picture of the whole case, or of some of its lines. */
interface CasePicture extends ArchivedPicture {
  readonly of?: Set<string>;
}

/** Returns a case's pictures that the shop's handlers may read, each once, in the order in which they came. */
function picturesOf(
  { request, history, order, receipt, splitFrom }: Ticket,
  type: TicketType | undefined,
): readonly CasePicture[] {
  const keys = pictureKeys(type);
  const isSplit = splitFrom !== undefined || history.some(({ kind }) => kind === 'split');
  const found = new Map<string, CasePicture>();
  const add = (fields: FieldValues, source: PictureSource, party: Party) => {
    for (const key of keys) {
      const ids = fields[key];
      if (!isIds(ids)) continue;
      for (const id of ids) if (!found.has(id)) found.set(id, { id, source, party });
    }
    for (const { itemId, ids } of Object.values(fields).flatMap(piecePictures)) {
      for (const id of ids) {
        const known = found.get(id);
        if (!known) found.set(id, { id, source, party, of: new Set([itemId]) });
        else known.of?.add(itemId);
      }
    }
  };
  const opener: ActorRef = { party: 'buyer', accountId: order.buyer.id, name: '' };
  add(request, 'request', (history[0]?.by ?? opener).party);
  for (const entry of history) {
    // A ticket that was split from another has the pictures of the whole parcel here.
    if (entry.command === SPLIT) add(entry.fields ?? {}, 'receipt', 'merchant');
    if (sourceOf(entry.kind) === 'request' || !reads('handlers', entry.kind)) continue;
    const { receipt: lines, ...fields } = historyEntryFor(entry, 'handlers').fields ?? {};
    // The other pieces of a line have gone to another ticket, with what was found of them.
    const found = isSplit ? receipt : lines;
    add(lines && found ? { ...fields, receipt: found } : fields, sourceOf(entry.kind), entry.by.party);
  }
  // A ticket that was split from another has its receipt, and not the history of it.
  if (receipt) add({ receipt }, 'receipt', 'merchant');
  return [...found.values()];
}

const SOURCES: Readonly<Partial<Record<EventKind, PictureSource>>> = {
  'ticket-created': 'request',
  // The request has what the correction kept.
  corrected: 'request',
  split: 'request',
  'proof-submitted': 'proof',
  declined: 'refusal',
  'proposal-rejected': 'refusal',
  'receipt-confirmed': 'receipt',
};

function sourceOf(kind: EventKind): PictureSource {
  // What not all of the shop may read is evidence.
  return eventRule(kind)?.textFor ? 'evidence' : (SOURCES[kind] ?? 'other');
}

/** Returns the texts of a request, such as what the buyer says. */
function wordsIn(request: FieldValues, fields: readonly Field[]): string {
  return fields.flatMap(({ key, kind }) => (kind === 'text' ? (textIn(request, key) ?? []) : [])).join(' ');
}

function textIn(values: FieldValues, key: string): string | undefined {
  const value = values[key];
  return typeof value === 'string' ? value : undefined;
}

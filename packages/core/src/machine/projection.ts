import type { Audience } from '../model/audience.js';
import { EVENT_KINDS, type EventKind, eventRule, isCaseEvent, reads } from '../model/event-kinds.js';
import type { TicketEvent } from '../model/events.js';
import type { Address, FieldValue, FieldValues } from '../model/field-values.js';
import type { Order } from '../model/order.js';
import { displayStatus, type DisplayStatus, moveOf, type Side } from '../model/states.js';
import type { ActorRef, HistoryEntry, Terms, Ticket, TicketLink } from '../model/ticket.js';
import { orderDifference } from '../order/of-tickets.js';
import { isCovered } from '../policy/coverage.js';
import type { Labels } from '../values/labels.js';
import { isRecord } from '../values/unknown.js';
import type { Action } from './action.js';
import { actionsFor } from './actions.js';
import type { DecideContext } from './decision.js';
import { typeVersion } from './describe.js';
import { queueOf } from './queues.js';
import type { Queue, TicketTypes } from './ticket-type.js';

/** How many of the latest history entries a projection carries, and how many earlier case events at most. */
export const HISTORY_LENGTH = 60;

/** An actor as the reader may see it: names within the reader's own side, else only the party. */
export type ActorView = Pick<ActorRef, 'party'> & Partial<Pick<ActorRef, 'accountId' | 'name'>>;

/** A history entry as an audience sees it. */
export type HistoryView = Omit<HistoryEntry, 'by'> & { readonly by: ActorView };

/** A ticket as one audience sees it: what the wire carries, and all that a client knows. */
export interface TicketView extends Omit<
  Ticket,
  'schema' | 'history' | 'leftOut' | 'handledBy' | 'links' | 'orderAtOpening' | 'disagreedAtMs'
> {
  /** Members of the order that have changed since the ticket was opened. */
  readonly orderChanged?: readonly (keyof Order)[];
  /** These members as they were then; a member that the order did not have is missing. */
  readonly orderAtOpening?: Partial<Order>;
  readonly displayStatus: DisplayStatus;
  /** Whose turn it is. */
  readonly moveOf?: Side | 'staff';
  /** Version of the type's description for the reader, for `GET /v1/ticket-types/{type}?version=…`. Missing from older servers. */
  readonly typeVersion?: string;
  /** The type's name, for readers without the description. Missing from older servers. */
  readonly typeLabels?: Labels;
  /** The queue of its type. Missing for buyers, and from older servers. */
  readonly queue?: Queue;
  /** Label of the request's reason, if it has one, for readers without the description. */
  readonly reasonLabels?: Labels;
  /** Whether the type is covered in this release (R4). */
  readonly covered: boolean;
  /** The latest entries, oldest first; before them the earlier case events, so that replies do not displace what was decided. */
  readonly history: readonly HistoryView[];
  /** Number of further entries, available from `GET /v1/tickets/{id}/history`. Missing if `history` is complete. */
  readonly earlierEntries?: number;
  /** Id of the entry from which `history` has no gaps: the missing ones are before it. Missing if `history` is complete. */
  readonly completeFrom?: string;
  /** Negotiation failed at any time, or the platform had to intervene. */
  readonly disagreed?: true;
  readonly handledBy?: ActorView;
  readonly actions: readonly Action[];
  readonly links?: readonly LinkView[];
  /** The order's other tickets that are not in `links`, latest first; at most {@link MAX_OTHER_CASES}. */
  readonly otherCases?: readonly OtherCase[];
}

/** How many of the order's other tickets a projection names. */
export const MAX_OTHER_CASES = 20;

/** Another ticket of the same order. */
export interface OtherCase {
  readonly ticketId: string;
  readonly number: string;
  readonly type: string;
  readonly typeLabels?: Labels;
  /** Changes only when the ticket ends, so that it need not be sent with each of its moves. */
  readonly state: 'open' | 'resolved' | 'closed';
}

/** A ticket of the same order, with the name of its type. */
export type LinkView = TicketLink & { readonly typeLabels?: Labels };

/** Creates the projection of a ticket for an audience. The staff thread is not part of a ticket, so projections contain nothing of it. */
export function project(ticket: Ticket, audience: Audience, context: Omit<DecideContext, 'newId'>): TicketView {
  const {
    schema: _schema,
    claim: _claim,
    handledBy: _handledBy,
    history,
    leftOut = {},
    links,
    orderAtOpening,
    disagreedAtMs,
    occasion,
    ...rest
  } = ticket;
  const masked = audience === 'shop';
  const type = context.types.get(ticket.type);
  const reason = type?.reasons.buyer.find(({ key }) => key === ticket.request['reason']);
  const readable = history.filter(({ kind }) => reads(audience, kind));
  const latest = readable.slice(-HISTORY_LENGTH);
  const earlier = earlierCase(readable.slice(0, -HISTORY_LENGTH));
  const unread = Object.entries(leftOut).filter(([kind]) => reads(audience, kind as EventKind));
  const stored = unread.reduce((sum, [, count]) => sum + count, readable.length);
  const earlierEntries = stored - latest.length - earlier.length;
  const view: TicketView = {
    ...rest,
    order: orderFor(ticket.order, audience),
    ...(orderAtOpening ? changesFor(orderFor(orderAtOpening, audience), orderFor(ticket.order, audience)) : {}),
    request: masked ? maskValues(ticket.request) : ticket.request,
    ...(ticket.agreed ? { agreed: masked ? maskTerms(ticket.agreed) : ticket.agreed } : {}),
    ...(ticket.proposal ? { proposal: masked ? maskTerms(ticket.proposal) : ticket.proposal } : {}),
    deadlines: ticket.deadlines.filter((deadline) => audience === 'staff' || deadline.of !== 'staff'),
    asked: ticket.asked.map((request) => (mayReadOf(request.party, audience) ? request : { ...request, text: '' })),
    evidence: ticket.evidence.map((evidence) => {
      const { text, ...fact } = evidence;
      return text !== undefined && mayReadOf(evidence.party, audience) ? evidence : fact;
    }),
    ...outline(ticket, audience, context),
    ...(occasion && audience !== 'buyer' ? { occasion } : {}),
    ...(links ? { links: links.map((link) => linkFor(link, context.types)) } : {}),
    ...othersOf(ticket, context),
    ...(reason ? { reasonLabels: reason.labels } : {}),
    history: [...earlier, ...latest].map((entry) => historyEntryFor(entry, audience)),
    ...(earlierEntries > 0 && latest[0] ? { earlierEntries, completeFrom: latest[0].id } : {}),
    ...(disagreedAtMs === undefined ? {} : { disagreed: true as const }),
    actions: actionsFor(ticket, audience, context),
  };
  return view;
}

/** What a projection says of every ticket in few words. */
export type Outline = Pick<
  TicketView,
  'displayStatus' | 'moveOf' | 'typeVersion' | 'typeLabels' | 'queue' | 'covered' | 'claim' | 'handledBy'
>;

/** Returns the part of a projection that needs neither the order's other tickets nor the ticket's actions. */
export function outline(
  ticket: Ticket,
  audience: Audience,
  { types, policy }: Pick<DecideContext, 'types' | 'policy'>,
): Outline {
  const { claim, handledBy } = ticket;
  const ofShop = audience === 'shop' || audience === 'handlers';
  const turn = moveOf(ticket);
  const type = types.get(ticket.type);
  return {
    displayStatus: displayStatus(ticket),
    ...(turn ? { moveOf: turn } : {}),
    ...(type ? { typeVersion: typeVersion(type, audience), typeLabels: type.labels } : {}),
    ...(audience === 'buyer' ? {} : { queue: queueOf(ticket.type, types) }),
    covered: isCovered(ticket.type, policy),
    ...(ofShop && claim ? { claim } : {}),
    ...(ofShop && handledBy ? { handledBy } : {}),
  };
}

/** Returns the creation, and the latest of the other case events. */
function earlierCase(entries: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const [creation, ...others] = entries.filter(({ kind }) => isCaseEvent(kind));
  return creation ? [creation, ...others.slice(1 - HISTORY_LENGTH)] : [];
}

function linkFor(link: TicketLink, types: TicketTypes): LinkView {
  const labels = types.get(link.type)?.labels;
  return labels ? { ...link, typeLabels: labels } : link;
}

function othersOf(
  { id, links = [] }: Ticket,
  { related, types }: Pick<DecideContext, 'related' | 'types'>,
): Pick<TicketView, 'otherCases'> {
  const named = new Set([id, ...links.map(({ ticketId }) => ticketId)]);
  const others = related
    .filter((other) => !named.has(other.id))
    // What was split from a ticket is as old, and follows it for every reader.
    .sort((one, other) => other.createdAtMs - one.createdAtMs || (one.number < other.number ? -1 : 1))
    .slice(0, MAX_OTHER_CASES)
    .map((other): OtherCase => {
      const labels = types.get(other.type)?.labels;
      return {
        ...{ ticketId: other.id, number: other.number, type: other.type },
        ...(labels ? { typeLabels: labels } : {}),
        state: stateOf(other),
      };
    });
  return others.length > 0 ? { otherCases: others } : {};
}

/** How a ticket stands, as the order's other tickets show it. */
export function stateOf({ workflow }: Pick<Ticket, 'workflow'>): OtherCase['state'] {
  return workflow === 'resolved' || workflow === 'closed' ? workflow : 'open';
}

function mayReadOf(side: Side, audience: Audience): boolean {
  return audience === 'staff' || (side === 'buyer' ? audience === 'buyer' : audience === 'handlers');
}

/** Kinds of events that can appear in an audience's history. */
export function historyKindsFor(audience: Audience): readonly EventKind[] {
  return EVENT_KINDS.filter((kind) => reads(audience, kind));
}

/** Projects a history entry of a kind that the audience reads. */
export function historyEntryFor(entry: HistoryEntry, audience: Audience): HistoryView {
  const { fields, before, sentMessage, ...rest } = entry;
  const view = { ...rest, by: actorFor(entry.by, audience) };
  const hidden = !mayReadText(entry, audience);
  const shownFields = fields && (hidden ? textless(fields) : audience === 'shop' ? maskValues(fields) : fields);
  // The message to the buyer can contain an address that `shop` sees only masked.
  const spoken =
    sentMessage && (audience !== 'shop' || !Object.values(fields ?? {}).some(isAddress)) ? sentMessage : undefined;
  const former = before && (audience === 'shop' ? maskValues(before) : before);
  return {
    ...view,
    ...(shownFields ? { fields: shownFields } : {}),
    ...(former ? { before: former } : {}),
    ...(spoken ? { sentMessage: spoken } : {}),
  };
}

/** Returns the form's values of an event as an audience reads them: none if it does not read the event. */
export function fieldsFor({ kind, entry, created }: TicketEvent, audience: Audience): FieldValues {
  if (!reads(audience, kind)) return {};
  if (created) return audience === 'shop' ? maskValues(created.request) : created.request;
  return (entry && historyEntryFor(entry, audience).fields) ?? {};
}

function mayReadText({ kind, by, fields }: HistoryEntry, audience: Audience): boolean {
  const textFor = eventRule(kind)?.textFor;
  if (!textFor || audience === 'staff') return true;
  const sides: readonly unknown[] = textFor === 'asked' ? (fields?.['from'] as readonly string[]) : [by.party];
  return sides.includes(audience === 'buyer' ? 'buyer' : audience === 'handlers' ? 'merchant' : '');
}

/** Leaves out what a side says, in words and pictures, of the case and of each of its pieces. */
function textless(fields: FieldValues): FieldValues {
  const entries = Object.entries(wordless(fields)).map(([key, value]) => [
    key,
    Array.isArray(value) ? (value as readonly unknown[]).map((one) => (isRecord(one) ? wordless(one) : one)) : value,
  ]);
  return Object.fromEntries(entries) as FieldValues;
}

function wordless({ text: _text, pictures: _pictures, ...rest }: Readonly<Record<string, unknown>>) {
  return rest;
}

/** The reader's own side has names; the other parties appear only as a party. */
export function actorFor(by: ActorRef, audience: Audience): ActorView {
  const own =
    audience === 'staff' ||
    by.party === 'buyer' ||
    (by.party === 'merchant' && (audience === 'shop' || audience === 'handlers'));
  return own ? { party: by.party, accountId: by.accountId, name: by.name } : { party: by.party };
}

/** The record's history stays with the host: it contains former addresses. */
/** Returns an order as an audience sees it: the shop without the permission to handle sees a masked address. */
export function orderFor({ facts: _facts, ...order }: Order, audience: Audience): Order {
  return audience === 'shop' && order.shipTo ? { ...order, shipTo: maskAddress(order.shipTo) } : order;
}

/** Compares what the reader may see. */
function changesFor(before: Order, after: Order): Pick<TicketView, 'orderChanged' | 'orderAtOpening'> {
  const orderChanged = orderDifference(before, after);
  if (orderChanged.length === 0) return {};
  const former = orderChanged.flatMap((name) => (before[name] === undefined ? [] : [[name, before[name]]]));
  return { orderChanged, orderAtOpening: Object.fromEntries(former) as Partial<Order> };
}

function maskValues(values: FieldValues): FieldValues {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, isAddress(value) ? maskAddress(value) : value]),
  );
}

function maskTerms<T extends Terms>(terms: T): T {
  const { returnAddress, details } = terms;
  return {
    ...terms,
    ...(returnAddress ? { returnAddress: maskAddress(returnAddress) } : {}),
    ...(details ? { details: maskValues(details) } : {}),
  };
}

function isAddress(value: FieldValue | undefined): value is Address {
  return typeof value === 'object' && 'street' in value;
}

/** Masks an address for readers without access: first character of the name, last digits of the phone number, region and country. */
export function maskAddress({ name, phone, region, country }: Address): Address {
  return {
    name: `${[...name][0] ?? ''}*`,
    ...(phone ? { phone: maskPhone(phone) } : {}),
    ...(region ? { region } : {}),
    street: '****',
    ...(country ? { country } : {}),
  };
}

function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits.length >= 11 ? `${digits.slice(0, 3)}****${digits.slice(-4)}` : `****${digits.slice(-2)}`;
}

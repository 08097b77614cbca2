import {
  ENDINGS,
  INTERVENTION_STATES,
  QUEUES,
  SETTLEMENT_STATES,
  WORKFLOW_STATES,
  type Action,
  type HistoryView,
  type LinkView,
  type OtherCase,
  type Shipment,
  type TicketView,
} from '@sidecard/core/wire';
import type { Labels } from '@sidecard/core';
import * as v from 'valibot';
import {
  actor,
  anObject,
  boolean,
  claim,
  count,
  deadline,
  displayStatus,
  labels,
  loosely,
  moveOf,
  objects,
  optional,
  string,
  texts,
} from './answer-parts.js';
import { money, order } from './order.js';
import { type Entries, id, time } from './parts.js';

// How a ticket is answered. Only described, never checked; a newer server has more members.

/** A message that a command sent to the buyer. */
export const sentMessage = v.object({ messageId: string, text: string });

/** An entry of a ticket’s history. */
export const historyEntry = v.object({
  id,
  kind: loosely<HistoryView['kind']>({ type: 'string' }),
  command: string,
  choice: optional(string),
  atMs: time,
  by: actor,
  fields: optional(anObject<NonNullable<HistoryView['fields']>>()),
  before: optional(anObject<NonNullable<HistoryView['before']>>()),
  to: optional(
    v.pipe(v.object({ accountId: string, name: string }), v.description('Of a hand-over: who has the ticket now.')),
  ),
  sentMessage: optional(sentMessage),
  status: optional(v.pipe(string, v.description('The resulting status, if it changed.'))),
} satisfies Entries<HistoryView>);

const shipment = v.object({
  carrier: string,
  trackingNumber: string,
  atMs: time,
  ownGoods: optional(v.literal(true)),
} satisfies Entries<Shipment>);

const action = v.object({
  command: string,
  transition: string,
  slot: loosely<Action['slot']>({ type: 'string' }),
  unversioned: optional(v.literal(true)),
} satisfies Partial<Entries<Action>>);

const link = v.object({
  ticketId: id,
  number: string,
  type: string,
  typeLabels: optional(labels),
  relation: v.picklist(['led-to', 'came-from']),
} satisfies Entries<LinkView>);

const otherCase = v.object({
  ticketId: id,
  number: string,
  type: string,
  typeLabels: optional(labels),
  state: v.picklist(['open', 'resolved', 'closed']),
} satisfies Entries<OtherCase>);

/** The members for every reader; others depend on the reader and the ticket’s history. */
export const ticket = v.object({
  id,
  number: string,
  merchantId: string,
  type: string,
  typeVersion: optional(v.pipe(string, v.description('Version of the type for `GET /v1/ticket-types/{type}`.'))),
  typeLabels: optional(labels),
  queue: optional(v.pipe(v.picklist(QUEUES), v.description('Missing for buyers.'))),
  conversationId: string,
  locale: string,
  createdAtMs: time,
  updatedAtMs: time,
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  order,
  orderChanged: optional(
    v.pipe(
      loosely<NonNullable<TicketView['orderChanged']>>({ type: 'array', items: { type: 'string' } }),
      v.description('Members of the order that have changed since the ticket was opened.'),
    ),
  ),
  orderAtOpening: optional(
    v.pipe(anObject<NonNullable<TicketView['orderAtOpening']>>(), v.description('These members as they were then.')),
  ),
  request: anObject<TicketView['request']>(),
  workflow: v.picklist(WORKFLOW_STATES),
  intervention: v.picklist(INTERVENTION_STATES),
  settlement: v.picklist(SETTLEMENT_STATES),
  ending: optional(v.picklist(ENDINGS)),
  displayStatus,
  moveOf: optional(moveOf),
  reasonLabels: optional(texts<Labels>('The label of the buyer’s reason, by language.')),
  covered: boolean,
  collected: optional(v.pipe(money, v.description('What the buyer has paid for this case.'))),
  goodsWithMerchant: boolean,
  declinedFrom: optional(v.picklist(WORKFLOW_STATES)),
  endedAtMs: optional(time),
  proposal: optional(anObject<NonNullable<TicketView['proposal']>>()),
  agreed: optional(anObject<NonNullable<TicketView['agreed']>>()),
  returnShipment: optional(shipment),
  receipt: optional(
    v.pipe(
      objects<NonNullable<TicketView['receipt']>>(),
      v.description('In which state pieces came back that did not come as agreed, and ids of pictures of them.'),
    ),
  ),
  outgoing: optional(v.pipe(shipment, v.description('The merchant’s parcel to the buyer.'))),
  links: optional(v.array(link)),
  otherCases: optional(
    v.pipe(v.array(otherCase), v.description('The order’s other tickets that are not in `links`, latest first.')),
  ),
  splitFrom: optional(v.pipe(id, v.description('The ticket with the buyer’s request, if this one was split from it.'))),
  claim: optional(claim),
  handledBy: optional(actor),
  proof: optional(anObject<NonNullable<TicketView['proof']>>()),
  asked: objects<TicketView['asked']>(),
  evidence: objects<TicketView['evidence']>(),
  rulings: objects<TicketView['rulings']>(),
  deadlines: v.array(deadline),
  history: v.pipe(
    v.array(historyEntry),
    v.description('The latest entries, oldest first, after the earlier case events.'),
  ),
  earlierEntries: optional(
    v.pipe(count, v.description('Number of further entries in `GET /v1/tickets/{id}/history`.')),
  ),
  completeFrom: optional(v.pipe(id, v.description('Id of the entry from which `history` has no gaps.'))),
  occasion: optional(v.object({ kind: v.literal('review'), url: string })),
  appeal: optional(v.object({ party: v.picklist(['merchant', 'buyer']), atMs: time, upheldAtMs: optional(time) })),
  commitment: optional(anObject<NonNullable<TicketView['commitment']>>()),
  disagreed: optional(v.pipe(v.literal(true), v.description('Negotiation failed, or the platform had to intervene.'))),
  actions: v.array(action as v.GenericSchema<Action>),
} satisfies Entries<TicketView>);

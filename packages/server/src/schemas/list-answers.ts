import {
  ENDINGS,
  INTERVENTION_STATES,
  LIST_VIEWS,
  type ListView,
  MAX_COUNT,
  type QueueCount,
  QUEUES,
  type QueuesAnswer,
  SETTLEMENT_STATES,
  type SummaryPage,
  type TicketSummary,
  WORKFLOW_STATES,
} from '@sidecard/core/wire';
import * as v from 'valibot';
import {
  actor,
  boolean,
  claim,
  count,
  cursor,
  deadline,
  displayStatus,
  labels,
  loosely,
  moveOf,
  optional,
  string,
} from './answer-parts.js';
import { money } from './order.js';
import { type Entries, id, time } from './parts.js';

// What the server answers about lists.

/** A row of a list. */
export const ticketSummary = v.object({
  ticketId: id,
  number: string,
  type: string,
  typeVersion: optional(string),
  typeLabels: optional(labels),
  queue: optional(v.picklist(QUEUES)),
  covered: boolean,
  conversationId: string,
  order: v.object({
    id,
    title: v.pipe(string, v.description('Of the first line, shortened.')),
    imageUrl: optional(string),
    pieces: v.pipe(count, v.description('Pieces of all lines.')),
    lines: count,
  }),
  buyer: v.object({ id, name: string }),
  asked: optional(
    v.pipe(
      v.object({ amount: optional(money), pieces: optional(count) }),
      v.description('What the buyer asks for; never the price of the order.'),
    ),
  ),
  displayStatus,
  workflow: v.picklist(WORKFLOW_STATES),
  intervention: v.picklist(INTERVENTION_STATES),
  settlement: v.picklist(SETTLEMENT_STATES),
  ending: optional(v.picklist(ENDINGS)),
  moveOf: optional(moveOf),
  deadline: optional(v.pipe(deadline, v.description('Of the reader’s side, else of the other.'))),
  payment: optional(
    v.object({
      key: loosely<NonNullable<TicketSummary['payment']>['key']>({ type: 'string' }),
      amountMinor: count,
      currency: optional(v.string()),
    }),
  ),
  claim: optional(claim),
  handledBy: optional(actor),
  createdAtMs: time,
  updatedAtMs: time,
  endedAtMs: optional(time),
  version: count,
  last: optional(
    v.pipe(
      loosely<NonNullable<TicketSummary['last']>>({ type: 'string' }),
      v.description('Kind of the latest entry of the history that the reader may read.'),
    ),
  ),
} satisfies Entries<TicketSummary>);

/** `GET /v1/summaries`. */
export const summaryPage = v.object({
  summaries: v.array(ticketSummary),
  next: optional(string),
  total: v.pipe(count, v.maxValue(MAX_COUNT), v.description('Tickets on all pages.')),
  totalIsMore: optional(v.pipe(v.literal(true), v.description('There are more than `total`.'))),
  cursor,
} satisfies Entries<SummaryPage>);

const counted = (what: string) => v.pipe(count, v.description(`${what}, at most ${MAX_COUNT}.`));

/** `GET /v1/queues`. */
export const queues = v.object({
  queues: v.array(
    v.object({
      queue: v.picklist(QUEUES),
      open: counted('Open tickets'),
      merchantsTurn: counted('Of those, tickets that wait for the shop'),
    } satisfies Entries<QueueCount>),
  ),
  views: optional(
    v.pipe(
      v.object(Object.fromEntries(LIST_VIEWS.map((view) => [view, count])) as Record<ListView, typeof count>),
      v.description(`Tickets in each view of the account, at most ${MAX_COUNT}.`),
    ),
  ),
  cursor,
} satisfies Entries<QueuesAnswer>);

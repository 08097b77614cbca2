import type { FieldValues } from '../model/field-values.js';
import type { Order } from '../model/order.js';
import type { Ticket } from '../model/ticket.js';
import type { Policy } from '../policy/policy.js';
import type { Labels } from '../values/labels.js';

/** What an obstacle's check reads. */
export interface ObstacleInput {
  readonly ticket: Ticket;
  /** Time of the command by the server's clock, milliseconds since the Unix epoch. */
  readonly now: number;
  readonly policy: Policy;
  /** The order's other tickets. */
  readonly related: readonly Ticket[];
  /** Who acts; absent where an audience's actions are listed. */
  readonly actor?: { readonly accountId: string } | undefined;
  /** What was filled in, unchecked. */
  readonly fields: FieldValues;
}

/** Why something cannot be done although it is known: a code, in words for the reader. */
export interface Obstacle {
  readonly labels: Labels;
  /** Whether it blocks the transitions that name it in `blockedBy`. */
  readonly blocks?: (input: ObstacleInput) => boolean;
}

/** Obstacles by code. Codes are open: a type brings its own. */
export type Obstacles = Readonly<Record<string, Obstacle>>;

/** Obstacles that every type has. */
export const OBSTACLES = {
  /** No transition of the type has this command for this party in this state. */
  'no-such-move': {
    labels: { 'zh-CN': '工单状态已变，这一步已不能做。', en: 'This is no longer possible: the ticket has changed.' },
  },
  /** Staff messages need an ongoing intervention (R19). */
  'not-intervening': {
    labels: {
      'zh-CN': '平台没有介入这个工单，不能给小二留言。',
      en: 'The platform is not intervening in this ticket.',
    },
  },
  /** Staff messages need a covered type (R19). */
  'type-not-covered': {
    labels: { 'zh-CN': '这类工单不能给小二留言。', en: 'Tickets of this type do not support messages to staff.' },
  },
  /** A colleague has claimed the ticket; `claim` with `force` takes it over. */
  'claimed-by-other': {
    labels: {
      'zh-CN': '同事在处理这个任务，可以接手。',
      en: 'A colleague is handling this ticket. You can take over.',
    },
    blocks: ({ ticket: { claim }, actor, now, fields }: ObstacleInput) =>
      actor !== undefined &&
      claim !== undefined &&
      claim.untilMs > now &&
      claim.accountId !== actor.accountId &&
      fields['force'] !== true,
  },
  /** Nothing of what was paid is left to refund. */
  'nothing-refundable': {
    labels: { 'zh-CN': '这个订单已没有可退的金额。', en: 'Nothing is left to refund for this order.' },
  },
  /** The order's tickets have given all the postage or compensation that the policy allows. */
  'cap-reached': {
    labels: {
      'zh-CN': '这个订单的邮费或赔付已到上限。',
      en: 'This order has reached its limit for postage or compensation.',
    },
  },
  /** The order has another ticket for the same thing. */
  'already-requested': { labels: { 'zh-CN': '已有同样的工单。', en: 'A ticket for this already exists.' } },
  /** It is too late: the goods have left. */
  'already-shipped': { labels: { 'zh-CN': '商品已发出。', en: 'The goods have already been shipped.' } },
  /** It is too late: the goods have arrived. */
  'already-signed': { labels: { 'zh-CN': '商品已签收。', en: 'The goods have already been signed for.' } },
  /** It is too early: the goods have not left. */
  'not-shipped': { labels: { 'zh-CN': '商品还没发出。', en: 'The goods have not been shipped yet.' } },
} as const satisfies Obstacles;

/** Codes of the obstacles that every type has. */
export type CommonObstacle = keyof typeof OBSTACLES;

/** What a type's checks of a new request read beside request and order. */
export interface RequestContext {
  /** Time of the request by the server's clock, milliseconds since the Unix epoch. */
  readonly now: number;
  readonly policy: Policy;
  /** The order's tickets. */
  readonly related: readonly Ticket[];
}

/** Returns why an order is not eligible for a ticket of a type: the code of one of the type's obstacles. */
export type RequestCheck = (order: Order, context: RequestContext) => string | undefined;

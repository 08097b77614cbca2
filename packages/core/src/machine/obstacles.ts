import type { FieldValues } from '../model/field-values.js';
import type { Order } from '../model/order.js';
import type { Ticket } from '../model/ticket.js';
import type { Policy } from '../policy/policy.js';
import { isRefusalBarred } from '../policy/request-rules.js';
import type { Labels } from '../values/labels.js';
import { DAY_MS } from '../values/time.js';
import { COMMITMENT_OBSTACLES } from './commitment-obstacles.js';

/** Input of an obstacle's check. */
export interface ObstacleInput {
  readonly ticket: Ticket;
  /** Time of the command by the server's clock, milliseconds since the Unix epoch. */
  readonly now: number;
  readonly policy: Policy;
  /** The order's other tickets. */
  readonly related: readonly Ticket[];
  /** The actor; absent when listing an audience's actions. */
  readonly actor?: { readonly accountId: string } | undefined;
  /** Form values, not validated. */
  readonly fields: FieldValues;
}

/** Why a known action is not possible: a code with a label for the reader. */
export interface Obstacle {
  readonly labels: Labels;
  /** Whether it blocks the transitions that name it in `blockedBy`. */
  readonly blocks?: (input: ObstacleInput) => boolean;
}

/** Obstacles by code. Open: a type can add its own. */
export type Obstacles = Readonly<Record<string, Obstacle>>;

/** Obstacles that every type has. */
export const OBSTACLES = {
  ...COMMITMENT_OBSTACLES,
  /** No transition of the type has this command for this party in this state. */
  'no-such-move': {
    labels: { 'zh-CN': '工单状态已变更，无法执行该操作。', en: 'This is no longer possible: the ticket has changed.' },
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
    labels: { 'zh-CN': '该类工单不支持给小二留言。', en: 'Tickets of this type do not support messages to staff.' },
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
  /** The platform bars refusals of such requests. It is about the request, not about goods that came back otherwise than agreed. */
  'refusal-barred': {
    labels: {
      'zh-CN': '平台规则：该原因的申请不可拒绝，可协商其他方案。',
      en: 'The platform does not allow declining a request with this reason. You can propose something else.',
    },
    blocks: ({ ticket, policy }: ObstacleInput) =>
      ticket.workflow === 'awaiting-merchant' && isRefusalBarred(ticket, policy),
  },
  /** The period for an appeal against the ruling is over. */
  'appeal-over': {
    labels: { 'zh-CN': '已超过申诉期限。', en: 'The period for an appeal is over.' },
    blocks: ({ ticket: { rulings }, now, policy }: ObstacleInput) =>
      now >= (rulings.at(-1)?.atMs ?? -Infinity) + policy.appealDays * DAY_MS,
  },
  /** The refundable amount is used up. */
  'nothing-refundable': {
    labels: { 'zh-CN': '该订单已无可退金额。', en: 'Nothing is left to refund for this order.' },
  },
  /** Less is left than the buyer asked for, because of other tickets or a change of the order. */
  'less-left-than-asked': {
    labels: {
      'zh-CN': '可退金额少于申请金额（其他工单已占用，或订单已变更），可以协商更低的金额。',
      en: 'Less is left than was asked for, because of other tickets or a change of the order. A lower amount can be proposed.',
    },
  },
  /** The pieces are in another open case. */
  'piece-in-case': {
    labels: {
      'zh-CN': '所选商品已有售后工单在处理中。',
      en: 'Another open ticket is already about these items.',
    },
  },
  /** The pieces were refunded. */
  'piece-refunded': { labels: { 'zh-CN': '所选商品已退款。', en: 'These items have already been refunded.' } },
  /** The pieces were replaced. */
  'piece-replaced': { labels: { 'zh-CN': '所选商品已换货或补发。', en: 'These items have already been replaced.' } },
  /** Too many tickets about the pieces ended without a result. */
  'too-many-attempts': {
    labels: {
      'zh-CN': '所选商品的售后申请次数已达上限。',
      en: 'These items have reached the maximum number of requests.',
    },
  },
  /** The after-sales period is over. */
  'period-over': { labels: { 'zh-CN': '已超过售后期限。', en: 'The period for after-sales requests is over.' } },
  /** The order's tickets have used up the policy's cap for postage, compensation or goodwill. */
  'cap-reached': {
    labels: {
      'zh-CN': '这个订单的邮费、赔付或补偿已到上限。',
      en: 'This order has reached its limit for postage, compensation or goodwill.',
    },
  },
  /** The order was cancelled: its host refunds it. */
  'order-cancelled': { labels: { 'zh-CN': '订单已取消。', en: 'The order was cancelled.' } },
  /** The order already has a ticket for the same purpose. */
  'already-requested': { labels: { 'zh-CN': '已存在同类工单。', en: 'A ticket for this already exists.' } },
  /** Too late: the goods have been shipped. */
  'already-shipped': { labels: { 'zh-CN': '商品已发货。', en: 'The goods have already been shipped.' } },
  /** Too late: the goods have been delivered. */
  'already-signed': { labels: { 'zh-CN': '商品已签收。', en: 'The goods have already been signed for.' } },
  /** Too early: the goods have not been shipped. */
  'not-shipped': { labels: { 'zh-CN': '商品尚未发货。', en: 'The goods have not been shipped yet.' } },
} as const satisfies Obstacles;

/** Codes of the built-in obstacles. */
export type CommonObstacle = keyof typeof OBSTACLES;

/** Input of a type's checks of a new request, besides request and order. */
export interface RequestContext {
  /** Time of the request by the server's clock, milliseconds since the Unix epoch. */
  readonly now: number;
  readonly policy: Policy;
  /** The order's tickets. */
  readonly related: readonly Ticket[];
}

/**
 * Returns why an order is not eligible for the ticket type: the code of one of the type's obstacles. Without a `request`, whether the order
 * is eligible for any.
 */
export type RequestCheck = (order: Order, context: RequestContext, request?: FieldValues) => string | undefined;

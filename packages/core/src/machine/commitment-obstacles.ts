import { isKept } from './commitment-claims.js';
import type { ObstacleInput, Obstacles } from './obstacles.js';

/** Why nothing is paid under a commitment (R28–R37), for claims and for rulings of every type. */
export const COMMITMENT_OBSTACLES = {
  /** The shop has not signed an agreement that the commitment needs (R28). */
  'agreement-not-signed': {
    labels: {
      'zh-CN': '商家未加入用户保障服务，不支持该承诺的赔付。',
      en: 'The shop has not signed the agreement that this commitment needs.',
    },
  },
  /** The order was sold without the promise. */
  'not-promised': {
    labels: { 'zh-CN': '该订单没有这项服务承诺。', en: 'This order was sold without this commitment.' },
  },
  'promise-kept': {
    labels: { 'zh-CN': '商家已履行该承诺，不予赔付。', en: 'The shop kept this promise. Nothing is due.' },
    blocks: ({ ticket, policy }: ObstacleInput) => isKept(ticket, policy),
  },
  /** The promised time, or the window, is still ahead. */
  'not-yet-due': {
    labels: { 'zh-CN': '承诺尚未到期，暂不能维权。', en: 'This commitment cannot be claimed yet.' },
  },
  'discovery-over': {
    labels: {
      'zh-CN': '已超过发现问题的期限，不能维权。',
      en: 'The period in which the fault must be found is over.',
    },
  },
  'claim-period-over': {
    labels: { 'zh-CN': '已超过维权期限，不能维权。', en: 'The period for claims is over.' },
  },
  /** R37. */
  'negotiation-not-failed': {
    labels: {
      'zh-CN': '请先与商家协商，协商未果后再发起维权。',
      en: 'Ask the shop first: no request of this order was refused yet.',
    },
  },
  /** A claim under the commitment is open or paid, or a ruling pays it: each promise is paid once per order. */
  'already-claimed': {
    labels: {
      'zh-CN': '该订单的这项承诺正在维权或已赔付。',
      en: 'This commitment is already claimed or paid for this order.',
    },
  },
  'already-ruled': {
    labels: { 'zh-CN': '平台已就这项承诺作出裁定。', en: 'The platform has already ruled on this commitment.' },
  },
  'compensation-not-set': {
    labels: { 'zh-CN': '商家未设置该承诺的赔付金额。', en: 'No compensation is set for this commitment.' },
  },
  /** A time is invalid, or the shop's time zone is unknown. */
  'facts-unclear': {
    labels: { 'zh-CN': '订单信息有误，暂时无法判断。', en: 'The order’s data does not allow a decision.' },
  },
  /** The shop promised returns without a fault (R31). Whether the goods are as agreed shows when they arrive. */
  'return-promised': {
    labels: {
      'zh-CN': '该订单支持无理由退货，商家不能拒绝。',
      en: 'The shop promised returns without a reason and cannot decline this one.',
    },
    blocks: ({ ticket: { commitment } }: ObstacleInput) => commitment?.gives === 'return',
  },
} as const satisfies Obstacles;

/** Codes of {@link COMMITMENT_OBSTACLES}. */
export type CommitmentObstacle = keyof typeof COMMITMENT_OBSTACLES;

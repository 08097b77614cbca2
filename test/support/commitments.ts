import {
  assessCommitments,
  BUILT_IN_COMMITMENTS,
  type Commitment,
  commitmentByKey,
  type CommitmentAssessment,
  type CommitmentFacts,
  type Order,
} from '@sidecard/core';
import { ORDER } from './tickets.ts';

/** A moment as people write it down: `2026-07-10T09:30:00+08:00`. */
export const at = (iso: string): number => {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) throw new Error(`${iso} is no moment`);
  return ms;
};

/** An order with nothing but a payment, and what a test adds. */
export function order(change: Partial<Order> = {}): Order {
  const { id, buyer, conversationId, items } = ORDER;
  return { id, buyer, conversationId, items, paidAtMs: at('2026-07-01T10:00:00+08:00'), ...change };
}

/** One item for so much. */
export function paying(amountMinor: number, currency = 'CNY'): Order {
  return order({ items: [{ id: 'mug', title: 'Mug', quantity: 1, paid: { amountMinor, currency } }] });
}

export function builtIn(key: string): Commitment {
  const found = commitmentByKey(BUILT_IN_COMMITMENTS, key);
  if (!found) throw new Error(`there is no commitment ${key}`);
  return found;
}

export interface Question {
  readonly order: Order;
  readonly facts?: CommitmentFacts;
  /** As people write it down. */
  readonly now: string;
  readonly timeZone?: string;
  /** What the shop signed: all built-in ones unless given. */
  readonly commitments?: readonly Commitment[];
}

/** How it stands with one commitment. */
export function assess(key: string, question: Question): CommitmentAssessment {
  const { facts = {}, timeZone = 'Asia/Shanghai', commitments = BUILT_IN_COMMITMENTS } = question;
  const all = assessCommitments(question.order, facts, { timeZone, commitments }, at(question.now));
  const found = all.find((assessment) => assessment.key === key);
  if (!found) throw new Error(`${key} was not assessed`);
  return found;
}

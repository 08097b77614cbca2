import type { Commitment } from '@sidecard/core';
import type { ClaimGap, OrderMoment } from '@sidecard/core/wire';
import type { Message } from './message.js';

/** Texts about service commitments, which load with their section. */
export interface CommitmentTexts {
  readonly commitments: {
    /** What is owed now; without an amount if it is unknown. */
    readonly owes: Message<'amount'>;
    /** Number of commitments that matter now, if nothing is owed. */
    readonly count: Message<'count'>;
    /** If no commitment matters now. */
    readonly none: string;
    /** Unfolds those that do not matter now: kept, over, not begun or not offered. */
    readonly rest: Message<'count'>;
    readonly inForce: string;
    readonly canResend: string;
    readonly postageByShop: string;
    readonly postageByBuyer: string;
    readonly kept: string;
    readonly paid: string;
    readonly over: string;
    readonly notBegun: string;
    readonly notOffered: string;
    readonly unclear: string;
    readonly openUntil: Message<'moment'>;
    /** Until when a claim can be raised. */
    readonly claimUntil: Message<'moment'>;
    /** Owed once negotiation has failed. */
    readonly afterFailedNegotiation: Message<'amount'>;
    /** Why the compensation is unknown. */
    readonly noFigure: { readonly 'not-configured': string; readonly other: string };
    /** The delay, by promise. */
    readonly late: Readonly<Record<OrderMoment, Message<'time'>>>;
    /** How a compensation was calculated, from the paid amount of one or several items. */
    readonly formula: Message<'paid' | 'percent' | 'limits'>;
    readonly limits: Message<'min' | 'max' | 'count'>;
    /** The terms of a commitment, and the names of their lines. */
    readonly terms: {
      readonly applies: string;
      readonly gives: string;
      readonly pays: string;
      readonly claim: string;
    };
    /** When a commitment applies: by its trigger, or by what was late. */
    readonly triggers: Readonly<Record<Exclude<Commitment['trigger']['kind'], 'late'>, string>>;
    readonly tooLate: Readonly<Record<OrderMoment, string>>;
    readonly given: Readonly<Record<NonNullable<Commitment['gives']>, string>>;
    /** What it pays of one item. */
    readonly share: Message<'percent' | 'limits'>;
    /** What a claim needs. */
    readonly needs: {
      readonly failedNegotiation: string;
      readonly goodsAsAgreed: string;
      readonly days: Message<'count'>;
    };
    /** What a window begins with. */
    readonly begins: Readonly<Partial<Record<ClaimGap, string>>>;
  };
}

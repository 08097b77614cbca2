import type { Order, OrderItem } from '../model/order.js';
import { isMoney, type Money } from '../values/money.js';
import type { Commitment, CompensationRule } from './commitment.js';

/** Compensation for one item of an order, with its calculation. */
export interface CompensationPart {
  readonly itemId: string;
  /** Amount paid for the line. */
  readonly base: Money;
  readonly amount: Money;
  /** Which limit applied. */
  readonly limitedBy?: 'min' | 'max';
}

/** A compensation with the parts of its calculation. */
export type CompensationFigure =
  | { readonly kind: 'fixed'; readonly total: Money }
  | {
      readonly kind: 'percent';
      readonly total: Money;
      readonly percent: number;
      readonly min?: Money;
      readonly max?: Money;
      /** One per item, in the order's sequence; `total` is their sum. */
      readonly parts: readonly CompensationPart[];
    };

/** Why there is no figure. */
export const COMPENSATION_PROBLEMS = [
  /** The commitment pays nothing. */
  'none',
  /** The shop has not configured the compensation. */
  'not-configured',
  /** The rule is invalid: a negative amount, a percentage with three decimals, or contradictory limits. */
  'rule-invalid',
  /** The rule's amounts are in another currency than the order. They are never converted. */
  'currency-differs',
  /** The order has no such item. */
  'item-unknown',
  /** The paid amount is invalid: negative, not an integer, or too large. */
  'amount-invalid',
] as const;
export type CompensationProblem = (typeof COMPENSATION_PROBLEMS)[number];

/** The figure, or why there is none. */
export type CompensationOutcome =
  | { readonly ok: true; readonly value: CompensationFigure }
  | { readonly ok: false; readonly problem: CompensationProblem };

/**
 * Calculates what a commitment pays for an order, whether or not it is claimed: a ruling uses this amount.
 *
 * @param items - ids of the claimed items; all of the order's by default
 */
export function compensationFor(
  { compensation: rule }: Pick<Commitment, 'compensation'>,
  order: Order,
  items?: readonly string[],
): CompensationOutcome {
  if (!rule) return problem('none');
  if (rule.kind === 'unset') return problem('not-configured');
  if (!isCompensationRule(rule)) return problem('rule-invalid');
  const asked = new Set(items ?? order.items.map(({ id }) => id));
  const lines = order.items.filter(({ id }) => asked.has(id));
  if (lines.length === 0 || new Set(lines.map(({ id }) => id)).size < asked.size) return problem('item-unknown');
  if (!lines.every(({ paid }) => isMoney(paid))) return problem('amount-invalid');
  const currencies = new Set([...lines.map(({ paid }) => paid), ...amountsOf(rule)].map(({ currency }) => currency));
  if (currencies.size > 1) return problem('currency-differs');
  if (rule.kind === 'fixed') return { ok: true, value: { kind: 'fixed', total: rule.amount } };
  return percentOf(rule, lines);
}

/** Whether a compensation rule is valid. */
export function isCompensationRule(rule: CompensationRule): boolean {
  if (rule.kind === 'unset') return true;
  const amounts = amountsOf(rule);
  if (!amounts.every(isMoney) || new Set(amounts.map(({ currency }) => currency)).size > 1) return false;
  if (rule.kind === 'fixed') return true;
  const { min, max } = rule;
  return hundredthsOf(rule.percent) !== undefined && (!min || !max || min.amountMinor <= max.amountMinor);
}

function amountsOf(rule: Exclude<CompensationRule, { kind: 'unset' }>): readonly Money[] {
  return rule.kind === 'fixed' ? [rule.amount] : [rule.min, rule.max].filter((amount) => amount !== undefined);
}

type PercentRule = Extract<CompensationRule, { kind: 'percent' }>;

function percentOf({ percent, min, max }: PercentRule, lines: readonly OrderItem[]): CompensationOutcome {
  const parts = lines.map(({ id, paid }) => partOf(id, paid, percent, min, max));
  const total = parts.reduce((sum, { amount }) => sum + amount.amountMinor, 0);
  const currency = lines[0]?.paid.currency ?? '';
  if (!Number.isSafeInteger(total)) return problem('amount-invalid');
  const limits = { ...(min ? { min } : {}), ...(max ? { max } : {}) };
  return { ok: true, value: { kind: 'percent', total: { amountMinor: total, currency }, percent, ...limits, parts } };
}

function partOf(itemId: string, base: Money, percent: number, min?: Money, max?: Money): CompensationPart {
  const share = shareOf(base.amountMinor, percent);
  const atLeast = min && share < min.amountMinor ? min : undefined;
  const atMost = max && share > max.amountMinor ? max : undefined;
  const amount = { amountMinor: (atLeast ?? atMost)?.amountMinor ?? share, currency: base.currency };
  return { itemId, base, amount, ...(atLeast ? { limitedBy: 'min' } : atMost ? { limitedBy: 'max' } : {}) };
}

/** Rounds half up to the smallest unit. Uses integers throughout: 5 % of a large amount is not exact in floating point. */
function shareOf(amountMinor: number, percent: number): number {
  return Number((BigInt(amountMinor) * BigInt(hundredthsOf(percent) ?? 0) + 5_000n) / 10_000n);
}

/** The maximum percentage: ten times the amount paid. */
const MAX_PERCENT = 1_000;

/** A percentage in hundredths of a percent; `undefined` if it is negative, too high or more precise. */
function hundredthsOf(percent: number): number | undefined {
  if (typeof percent !== 'number' || !(percent >= 0 && percent <= MAX_PERCENT)) return undefined;
  const hundredths = Math.round(percent * 100);
  return hundredths / 100 === percent ? hundredths : undefined;
}

function problem(code: CompensationProblem): { readonly ok: false; readonly problem: CompensationProblem } {
  return { ok: false, problem: code };
}

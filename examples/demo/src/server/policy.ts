import { type Address, DAY_MS, DEFAULT_POLICY, type Policy, type ShopCommitments } from '@sidecard/core';
import { type DeadlineRule, INTERVENTION_DEADLINES, SETTLE_DEADLINE } from '@sidecard/core/authoring';
import { COVERED_TYPES, TICKET_TYPES } from '../shared/ticket-types.js';
import { CAPS } from '../shared/world.js';

const CLAIM_MINUTES = 5;

/** The shop's own part of its policy. */
export interface ShopTerms extends ShopCommitments {
  readonly returnAddresses: readonly Address[];
}

/** What the demo's shops withhold for goods that come back damaged or used. */
const AFTER_SALES = {
  ...DEFAULT_POLICY.afterSales,
  withholdPermille: { ...DEFAULT_POLICY.afterSales.withholdPermille, damaged: 300, used: 200 },
};

/** Returns the policy of a demo shop. Deadlines last minutes instead of days, so that you can watch one pass. */
export function demoPolicy(minuteMs: number, shop: ShopTerms, locale: string): Partial<Policy> {
  const shortened = (rules: Readonly<Record<string, DeadlineRule>>): Readonly<Record<string, number>> =>
    Object.fromEntries(Object.entries(rules).map(([key, { lastsMs }]) => [key, minutesFor(lastsMs) * minuteMs]));
  return {
    deadlines: {
      ...Object.fromEntries(TICKET_TYPES.map(({ key, deadlines }) => [key, shortened(deadlines)])),
      '*': shortened({ ...INTERVENTION_DEADLINES, ...SETTLE_DEADLINE }),
    },
    claimLeaseMs: CLAIM_MINUTES * minuteMs,
    permissionGuideUrl: `/guide.html?lang=${locale}`,
    ...shop,
    coveredTypes: COVERED_TYPES,
    caps: CAPS,
    afterSales: AFTER_SALES,
    locale,
  };
}

/** Two minutes of reading time, plus one minute per day, up to five. */
function minutesFor(lastsMs: number): number {
  return 2 + Math.min(5, Math.ceil(lastsMs / DAY_MS));
}

import { type Address, DAY_MS, type Policy, type ShopCommitments } from '@sidecard/core';
import { type DeadlineRule, INTERVENTION_DEADLINES } from '@sidecard/core/authoring';
import { COVERED_TYPES, TICKET_TYPES } from '../shared/ticket-types.js';
import { CAPS } from '../shared/world.js';

const CLAIM_MINUTES = 5;

/** What a shop's policy is made of. */
export interface ShopTerms extends ShopCommitments {
  readonly returnAddresses: readonly Address[];
}

/** The demo shop's policy. What is days in a shop is minutes here, so that one can watch a deadline pass. */
export function demoPolicy(minuteMs: number, shop: ShopTerms, locale: string): Partial<Policy> {
  const shortened = (rules: Readonly<Record<string, DeadlineRule>>): Readonly<Record<string, number>> =>
    Object.fromEntries(Object.entries(rules).map(([key, { lastsMs }]) => [key, minutesFor(lastsMs) * minuteMs]));
  return {
    deadlines: {
      ...Object.fromEntries(TICKET_TYPES.map(({ key, deadlines }) => [key, shortened(deadlines)])),
      '*': shortened(INTERVENTION_DEADLINES),
    },
    claimLeaseMs: CLAIM_MINUTES * minuteMs,
    permissionGuideUrl: `/guide.html?lang=${locale}`,
    ...shop,
    coveredTypes: COVERED_TYPES,
    caps: CAPS,
    locale,
  };
}

/** Two minutes, to read; and one for every day, up to five. */
function minutesFor(lastsMs: number): number {
  return 2 + Math.min(5, Math.ceil(lastsMs / DAY_MS));
}

import type { Address, Policy } from '@sidecard/core';

/** What is days in a shop is minutes here, so that one can watch a deadline pass. */
const MINUTES: Readonly<Record<string, number>> = {
  answer: 3,
  proposal: 2,
  escalate: 2,
  return: 3,
  receipt: 3,
  fulfil: 3,
  confirm: 3,
  'begin-review': 5,
  'evidence-merchant': 2,
  'evidence-buyer': 2,
  rule: 10,
};
const CLAIM_MINUTES = 5;

/** The demo shop's policy. */
export function demoPolicy(minuteMs: number, returnAddresses: readonly Address[], locale: string): Partial<Policy> {
  const deadlines = Object.fromEntries(Object.entries(MINUTES).map(([key, minutes]) => [key, minutes * minuteMs]));
  return {
    deadlines: { '*': deadlines },
    claimLeaseMs: CLAIM_MINUTES * minuteMs,
    permissionGuideUrl: `/guide.html?lang=${locale}`,
    returnAddresses,
    locale,
  };
}

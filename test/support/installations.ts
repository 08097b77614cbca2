import { DEFAULT_POLICY } from '@sidecard/core';
import type { Command } from '@sidecard/core/authoring';
import type { FieldValues } from '@sidecard/core/wire';
import { installation } from './installation.ts';

/** Coverage with the made-up type among it: what a shop's policy says to have it. */
export const COVERED: readonly string[] = [...DEFAULT_POLICY.coveredTypes, installation.key];

/** Buyer’s request of the first week of July 2026. */
export const INSTALLATION_REQUEST = {
  items: [{ itemId: 'mug', quantity: 1 }],
  address: { name: 'He Yiqing', phone: '13812342716', region: 'Zhejiang Hangzhou Xihu', street: '8 Longjing Road' },
  day: '2026-07-08',
  slot: 'morning',
  reason: 'included',
  text: 'Please ring twice.',
} as const satisfies FieldValues;

export const ARRANGE = {
  command: 'agree',
  fields: { day: '2026-07-08', slot: 'morning', fitter: 'Master Lu' },
} as const satisfies Command;
/** What the buyer reads of {@link ARRANGE}, in English. */
export const ARRANGED = 'Master Lu comes on 2026-07-08 in the morning.';
export const NO_FITTER: Command = { command: 'decline', fields: { reason: 'no-fitter', text: 'Nobody is near you.' } };

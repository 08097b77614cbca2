import type { Commitment } from './commitment.js';

/** Where days are counted for a shop that says nothing else. */
export const DEFAULT_TIME_ZONE = 'Asia/Shanghai';

/** What a shop promises all its buyers. */
export interface ShopCommitments {
  /** IANA name of the zone in which the shop's days are counted, such as {@link DEFAULT_TIME_ZONE}. */
  readonly timeZone: string;
  /** Those that the shop signed, and no others. */
  readonly commitments: readonly Commitment[];
}

/** The commitments of a shop that signed none. */
export const NO_COMMITMENTS: ShopCommitments = { timeZone: DEFAULT_TIME_ZONE, commitments: [] };

/** Finds a commitment of a list. */
export function commitmentByKey(commitments: readonly Commitment[], key: string): Commitment | undefined {
  return commitments.find((commitment) => commitment.key === key);
}

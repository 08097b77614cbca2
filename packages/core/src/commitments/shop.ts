import type { Commitment } from './commitment.js';

/** The default time zone of shops. */
export const DEFAULT_TIME_ZONE = 'Asia/Shanghai';

/** A shop's promises to all its buyers. */
export interface ShopCommitments {
  /** IANA name of the time zone in which the shop's days are counted, such as {@link DEFAULT_TIME_ZONE}. */
  readonly timeZone: string;
  /** The commitments that the shop has signed. */
  readonly commitments: readonly Commitment[];
}

/** No commitments. */
export const NO_COMMITMENTS: ShopCommitments = { timeZone: DEFAULT_TIME_ZONE, commitments: [] };

/** Finds a commitment of a list. */
export function commitmentByKey(commitments: readonly Commitment[], key: string): Commitment | undefined {
  return commitments.find((commitment) => commitment.key === key);
}

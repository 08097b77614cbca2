import type { World } from './world.js';

export { demand, same, Skipped, Unmet } from './demand.js';

/** What a check needs beyond a server and tokens. */
export type Need = 'faulty-tokens' | 'origin';

/** One thing that the protocol asks of a server. */
export interface Check {
  /** Stable: `area/what`. */
  readonly id: string;
  /** What the protocol asks, in a sentence. */
  readonly says: string;
  /** Where it stands: a heading's anchor in docs/wire-protocol.md. */
  readonly section: string;
  readonly needs?: Need;
  /** @throws Unmet if the server does something else; Skipped if it does not have what this is about */
  run(world: World): Promise<void>;
}

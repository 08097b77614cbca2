import { PARTIES, type Party } from '../model/states.js';
import type { Policy } from '../policy/policy.js';

/** The version of the protocol that this release speaks; the path begins with `/v1`. */
export const PROTOCOL_VERSION = 1;

/** What one side of the wire can do. What the other side does not know of it, it passes over. */
export interface Abilities {
  readonly protocol: number;
  /** Optional abilities by name; either side works without any it does not find. */
  readonly features: readonly string[];
}

/** A client that does not say what it can: one of the first release. Later ones can all this too. */
export const OLDEST_CLIENT: Abilities = {
  protocol: 1,
  features: ['events', 'cards', 'staff-messages', 'deliveries', 'accounts'],
};

/** The features of this release, by who has a use for them: a buyer is not even told that staff can be written to (R24). */
const FEATURES: Readonly<Record<Party, readonly string[]>> = {
  merchant: ['events', 'cards', 'staff-messages', 'deliveries', 'accounts', 'queues'],
  staff: ['events', 'staff-messages', 'queues'],
  buyer: ['events'],
  host: [],
  system: [],
};
/** Only where some type is covered; a merchant whom the rollout has not reached is without them (R26). */
const OF_COVERED_TYPES: readonly string[] = ['cards', 'staff-messages'];

/**
 * What a server of this release offers to a party.
 *
 * @param policy - the merchant's, as `effectivePolicy` gives it
 */
export function featuresFor(party: Party, { coveredTypes }: Pick<Policy, 'coveredTypes'>): readonly string[] {
  const features = FEATURES[party];
  return coveredTypes.length > 0 ? features : features.filter((feature) => !OF_COVERED_TYPES.includes(feature));
}

/**
 * What does not work as it could: one side is older than the other (`client-older`: a newer page would show more), or the server does not
 * offer this account a feature that the client has, such as `no-cards`. Others may come.
 */
export type Degradation = 'client-older' | 'server-older' | `no-${string}`;

/** What both sides can do together. */
export interface Agreement extends Abilities {
  readonly degraded: readonly Degradation[];
}

/**
 * Finds what a client and a server can do together (R27): the server says it in the session. Takes anything: what is no version is the
 * oldest, what is no list of names is empty.
 *
 * @param party - whose client it is: what a party has no use for it does not miss
 */
export function negotiate(client: Abilities, server: Abilities, party: Party): Agreement {
  const [ours, theirs] = [protocolOf(client.protocol), protocolOf(server.protocol)];
  const [wanted, offered] = [namesOf(client.features), namesOf(server.features)];
  const known = PARTIES.find((one) => one === party);
  const useful = known ? FEATURES[known] : [];
  const ofOthers = Object.values(FEATURES)
    .flat()
    .filter((feature) => !useful.includes(feature));
  return {
    protocol: Math.min(ours, theirs),
    features: wanted.filter((feature) => offered.includes(feature)),
    degraded: [
      ...(ours < theirs ? (['client-older'] as const) : ours > theirs ? (['server-older'] as const) : []),
      ...wanted
        .filter((feature) => !offered.includes(feature) && !ofOthers.includes(feature))
        .map((feature) => `no-${feature}` as const),
    ],
  };
}

/**
 * Reads what a client says it can in the query of `GET /v1/session`: `protocol=2&features=attachments` is all that {@link OLDEST_CLIENT}
 * can, and one thing more. What is unreadable is passed over.
 */
export function readAnnouncement(protocol: string | undefined, features: string | undefined): Abilities {
  return {
    protocol: /^\d{1,6}$/.test(protocol ?? '') ? protocolOf(Number(protocol)) : OLDEST_CLIENT.protocol,
    features: namesOf([...OLDEST_CLIENT.features, ...(features ?? '').slice(0, 2000).split(',')]),
  };
}

function protocolOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : OLDEST_CLIENT.protocol;
}

function namesOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value.slice(0, 100) : [];
  return [...new Set(list)].filter(
    (name): name is string => typeof name === 'string' && /^[a-z][a-z0-9-]{0,39}$/.test(name),
  );
}

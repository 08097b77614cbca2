import { PARTIES, type Party } from '../model/states.js';
import type { Policy } from '../policy/policy.js';

/** Protocol version of this release; paths begin with `/v1`. */
export const PROTOCOL_VERSION = 1;

/**
 * Parameter of `Accept` in `GET /v1/events`, for readers who know the frame `related`: `text/event-stream;frames=related`. Unlike a query, a
 * server that does not know it ignores it; unlike a header of our own, no browser asks for leave.
 */
export const KNOWS_RELATED = 'frames=related';

/** Capabilities of a client or server. Each side ignores what it does not know of the other's. */
export interface Abilities {
  readonly protocol: number;
  /** Names of optional features; either side works without those it does not find. */
  readonly features: readonly string[];
}

/** A client that does not announce its capabilities: one of the first release. Later clients support all of this. */
export const OLDEST_CLIENT: Abilities = {
  protocol: 1,
  features: ['events', 'cards', 'staff-messages', 'deliveries', 'accounts'],
};

/** This release's features by party: a buyer does not even learn that staff messages exist (R24). */
const FEATURES: Readonly<Record<Party, readonly string[]>> = {
  merchant: ['events', 'cards', 'staff-messages', 'deliveries', 'accounts', 'queues', 'attachments'],
  staff: ['events', 'staff-messages', 'queues', 'attachments'],
  buyer: ['events', 'attachments'],
  host: ['attachments'],
  system: [],
};
/** Only if the server stores pictures. */
const OF_STORAGE = 'attachments';
/** Only if a type is covered; merchants outside the rollout lack them (R26). */
const OF_COVERED_TYPES: readonly string[] = ['cards', 'staff-messages'];

/**
 * Returns the features that a server offers a party.
 *
 * @param policy - the merchant's, from `effectivePolicy`
 * @param server.attachments - whether the server stores pictures. @default false
 */
export function featuresFor(
  party: Party,
  { coveredTypes }: Pick<Policy, 'coveredTypes'>,
  { attachments = false }: { readonly attachments?: boolean } = {},
): readonly string[] {
  const features = FEATURES[party].filter((feature) => attachments || feature !== OF_STORAGE);
  return coveredTypes.length > 0 ? features : features.filter((feature) => !OF_COVERED_TYPES.includes(feature));
}

/**
 * What is unavailable: one side is older (`client-older`: a newer page would show more), or the server does not offer this account a
 * feature of the client, such as `no-cards`. Open: values may be added.
 */
export type Degradation = 'client-older' | 'server-older' | `no-${string}`;

/** The common capabilities of both sides. */
export interface Agreement extends Abilities {
  readonly degraded: readonly Degradation[];
}

/**
 * Determines the common capabilities of a client and a server (R27); the session contains them. Accepts anything: an invalid version counts
 * as the oldest, an invalid list as empty.
 *
 * @param party - the client's; features for other parties are not reported as missing
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
 * Parses a client's capabilities from the query of `GET /v1/session`. `protocol=2&features=attachments` means everything of {@link
 * OLDEST_CLIENT}, plus one feature. Invalid parts are ignored.
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

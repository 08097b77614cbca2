import {
  featuresFor,
  negotiate,
  OLDEST_CLIENT,
  PARTIES,
  PROTOCOL_VERSION,
  readAnnouncement,
} from '@sidecard/core/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { POLICY } from '../support/tickets.ts';

const server = { protocol: PROTOCOL_VERSION, features: featuresFor('merchant', POLICY) };

describe('what both sides can do', () => {
  it('[R27] is everything for a client of this release, and nothing is missed', () => {
    for (const party of PARTIES) {
      const offered = { protocol: PROTOCOL_VERSION, features: featuresFor(party, POLICY) };
      expect(negotiate(OLDEST_CLIENT, offered, party).degraded).toEqual([]);
    }
    expect(negotiate(OLDEST_CLIENT, server, 'merchant')).toEqual({ ...OLDEST_CLIENT, degraded: [] });
  });

  it('[R27] is what the older can, said in a word, whichever side it is', () => {
    const newer = { protocol: 2, features: ['events', 'telepathy'] };
    expect(negotiate(newer, server, 'merchant')).toMatchObject({
      protocol: 1,
      features: ['events'],
      degraded: ['server-older', 'no-telepathy'],
    });
    expect(negotiate(OLDEST_CLIENT, { ...server, protocol: 7 }, 'merchant')).toMatchObject({
      protocol: 1,
      degraded: ['client-older'],
    });
  });

  it('[R27] leaves out what one side does not know', () => {
    const much = { protocol: 1, features: [...server.features, 'telepathy'] };
    expect(negotiate(OLDEST_CLIENT, much, 'merchant')).toEqual({ ...OLDEST_CLIENT, degraded: [] });
    expect(negotiate({ protocol: 1, features: [] }, server, 'merchant')).toEqual({
      protocol: 1,
      features: [],
      degraded: [],
    });
  });

  it('[R26] [R27] lacks cards and staff messages where nothing is covered, and says so', () => {
    const bare = { ...POLICY, coveredTypes: [] };
    const features = featuresFor('merchant', bare);
    expect(features).toEqual(['events', 'deliveries', 'accounts', 'queues']);
    expect(negotiate(OLDEST_CLIENT, { protocol: 1, features }, 'merchant').degraded).toEqual([
      'no-cards',
      'no-staff-messages',
    ]);
    expect(negotiate(OLDEST_CLIENT, { protocol: 1, features: featuresFor('staff', bare) }, 'staff').degraded).toEqual([
      'no-staff-messages',
    ]);
  });

  it('[R24] [R27] tells a buyer nothing of what is not for buyers, in a rollout or out of it', () => {
    for (const coveredTypes of [POLICY.coveredTypes, []]) {
      const features = featuresFor('buyer', { coveredTypes });
      expect([features, negotiate(OLDEST_CLIENT, { protocol: 1, features }, 'buyer').degraded]).toEqual([
        ['events'],
        [],
      ]);
    }
  });

  it('[R27] is found for anything that is said, and the names in it are words', () => {
    const junk = { protocol: fc.anything(), features: fc.anything() };
    fc.assert(
      fc.property(fc.record(junk), fc.record(junk), fc.anything(), (one, other, party) => {
        const { protocol, features, degraded } = negotiate(one as never, other as never, party as never);
        expect(Number.isSafeInteger(protocol) && protocol >= 1).toBe(true);
        for (const word of [...features, ...degraded]) expect(word).toMatch(/^[a-z][a-z0-9-]{0,42}$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('an announcement', () => {
  it('[R27] says the version, and what a client can beyond the first release', () => {
    expect(readAnnouncement('2', 'telepathy,events')).toEqual({
      protocol: 2,
      features: [...OLDEST_CLIENT.features, 'telepathy'],
    });
    for (const none of [undefined, '', ',']) expect(readAnnouncement('1', none)).toEqual(OLDEST_CLIENT);
  });

  it('[R27] that is missing or unreadable is the oldest client’s', () => {
    expect(readAnnouncement(undefined, undefined)).toEqual(OLDEST_CLIENT);
    for (const protocol of ['', '0', '-1', '1.5', 'two', '9999999', '1e3']) {
      expect(readAnnouncement(protocol, undefined)).toEqual(OLDEST_CLIENT);
    }
  });

  it('[R27] is read in bounded work, and only words of it', () => {
    const { features } = readAnnouncement('1', `${'x'.repeat(100)},a,a,<b>,__proto__,${'b,'.repeat(1_000_000)}`);
    expect(features).toEqual([...OLDEST_CLIENT.features, 'a', 'b']);
    const many = Array.from({ length: 300 }, (_, n) => `f${n}`).join();
    expect(readAnnouncement('1', many).features.length).toBeLessThanOrEqual(100);
  });
});

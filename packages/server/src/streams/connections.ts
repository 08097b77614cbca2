import type { Caller } from '../auth/caller.js';
import { audienceFor } from '../auth/caller.js';
import type { Hint } from '../bus/bus.js';
import { pushDeliveries } from '../deliveries/push.js';
import { problem } from '../http/problem.js';
import type { Services } from '../services.js';
import { findAccounts } from '../storage/accounts.js';
import { merchantsWithNews } from '../storage/deliveries.js';
import { epochsOf, headOf, parseCursor, seqsOf } from '../storage/streams.js';
import { EventConnection, type ResetReason } from './connection.js';
import { Hub } from './hub.js';
import type { Presence } from './presence.js';

/** How many streams one principal may have open here: pages share one, so that more are a fault or an attack. */
const MAX_STREAMS = 32;

/** The longest that a transaction takes, and more, in milliseconds. */
const OVERLAP_MS = 10_000;

/** A hub, and how many streams are at it or about to be. */
interface Held {
  readonly opening: Promise<Hub>;
  holders: number;
}

/** Names an account. */
interface AccountRef {
  readonly merchantId: string;
  readonly accountId: string;
}

const keyOf = (...parts: readonly string[]) => JSON.stringify(parts);

/** All open event streams of this process. */
export class Connections {
  readonly #services: Services;
  readonly #presence: Presence;
  readonly #open = new Map<string, Set<EventConnection>>();
  readonly #hubs = new Map<string, Held>();
  readonly #leaving = new Set<Promise<void>>();
  /** Accounts that were reported as missing. */
  readonly #missing = new Set<string>();
  #sweptAtMs = 0;

  constructor(services: Services, presence: Presence) {
    this.#services = services;
    this.#presence = presence;
  }

  /**
   * Opens a stream for a caller.
   *
   * @param lastEventId - the cursor that the caller goes on from
   * @throws ProblemError `rate-limited`
   */
  async connect(caller: Caller, lastEventId: string | undefined): Promise<EventConnection> {
    const { merchantId, principal, stream } = caller;
    const mine = this.of(merchantId).filter((other) => other.caller.principal === principal);
    if (mine.length >= MAX_STREAMS) throw problem('rate-limited', {}, { 'Retry-After': '30' });
    const release = this.#hold(merchantId, stream);
    let connection: EventConnection | undefined;
    try {
      const hub = await release.opening;
      const resume = lastEventId === undefined ? {} : await this.#resume(hub, lastEventId);
      connection = new EventConnection(this.#services, caller, hub, (closed) => {
        release.done();
        this.#closed(closed);
      });
      this.#add(connection);
      const entering = caller.account && this.#presence.enter(merchantId, caller.account.accountId);
      connection.begin(resume.place, resume.reset);
      await entering;
      if (caller.account) {
        // what changed while the stream was being opened
        await this.check(merchantId, caller.account.accountId);
        await this.deliver(merchantId);
      }
      return connection;
    } catch (error) {
      // Nobody will read it: it must not count as somebody who is there.
      if (connection) connection.close();
      else release.done();
      throw error;
    }
  }

  /** The open streams of a merchant. */
  of(merchantId: string): readonly EventConnection[] {
    return [...(this.#open.get(merchantId) ?? [])];
  }

  /** Acts on what another server, or this one, has said. */
  heed(hint: Hint): void {
    const { merchantId } = hint;
    switch (hint.kind) {
      case 'stream':
        void this.#hubs.get(keyOf(merchantId, hint.stream))?.opening.then((hub) => hub.hint(hint.seq), ignore);
        break;
      case 'deliveries':
        this.#run(this.deliver(merchantId));
        break;
      case 'account':
        this.#run(this.check(merchantId, hint.accountId));
        break;
      case 'accounts':
        for (const connection of this.of(merchantId)) {
          if (connection.account?.permissions.includes('account.manage')) connection.say('accounts', {});
        }
        break;
      case 'deadline':
        break;
    }
  }

  /** Finds what hints have missed, sends heartbeats, ends what is over. */
  async sweep(): Promise<void> {
    const now = this.#services.clock.now();
    for (const connections of this.#open.values()) for (const connection of connections) connection.beat(now);
    const hubs = await Promise.all([...this.#hubs.values()].map(({ opening }) => opening));
    const byStream = new Map(hubs.map((hub) => [keyOf(hub.merchantId, hub.stream), hub]));
    for (const { merchantId, stream, seq } of await seqsOf(this.#services.db, hubs)) {
      byStream.get(keyOf(merchantId, stream))?.hint(seq);
    }
    await this.check();
    // a little before the last time: a transaction may have begun then and been committed since
    const since = Math.min(this.#sweptAtMs, now) - OVERLAP_MS;
    const news = new Set(await merchantsWithNews(this.#services.db, [...this.#open.keys()], since, now));
    for (const [merchantId, connections] of this.#open) {
      if (news.has(merchantId) || [...connections].some(({ owed }) => owed)) await this.deliver(merchantId);
    }
    this.#sweptAtMs = now;
  }

  /** Moves the streams of accounts whose permissions are no longer those that they were opened with (R14). */
  async check(merchantId?: string, accountId?: string): Promise<void> {
    const suspects = [...this.#open.values()]
      .flatMap((connections) => [...connections])
      .filter(({ caller, account }) => account && (!merchantId || caller.merchantId === merchantId))
      .filter(({ account }) => !accountId || account?.accountId === accountId);
    const wanted = new Map(
      suspects.map(({ caller }) => [
        keyOf(caller.merchantId, caller.token.accountId),
        { merchantId: caller.merchantId, accountId: caller.token.accountId },
      ]),
    );
    const found = new Map(
      (await findAccounts(this.#services.db, [...wanted.values()])).map((account) => [
        keyOf(account.merchantId, account.accountId),
        account,
      ]),
    );
    // Accounts are never deleted. One that is not found says nothing about its permissions: only a row that says otherwise moves a stream.
    for (const [key, account] of wanted) {
      if (found.has(key)) this.#missing.delete(key);
      else this.#reportMissing(key, account);
    }
    for (const connection of suspects) {
      const now = found.get(keyOf(connection.caller.merchantId, connection.caller.token.accountId));
      if (!now) continue;
      const same =
        audienceFor('merchant', now) === connection.caller.audience &&
        now.permissions.join() === connection.account?.permissions.join();
      if (!same) connection.move();
    }
  }

  /** Hands out cards and replies to a merchant's open streams. */
  async deliver(merchantId: string): Promise<void> {
    const connections = this.of(merchantId).filter(({ account, open }) => account && open);
    if (connections.length > 0) await pushDeliveries(this.#services, merchantId, connections);
  }

  /** Ends every stream. */
  async close(): Promise<void> {
    for (const merchantId of [...this.#open.keys()]) for (const connection of this.of(merchantId)) connection.close();
    await Promise.allSettled(this.#leaving);
  }

  #hold(merchantId: string, stream: string): { opening: Promise<Hub>; done: () => void } {
    const key = keyOf(merchantId, stream);
    const held = this.#hubs.get(key) ?? { opening: Hub.open(this.#services, merchantId, stream), holders: 0 };
    this.#hubs.set(key, held);
    held.holders++;
    let done = false;
    return {
      opening: held.opening,
      done: () => {
        if (done) return;
        done = true;
        if (--held.holders === 0) this.#hubs.delete(key);
      },
    };
  }

  async #resume(hub: Hub, lastEventId: string): Promise<{ place?: number; reset?: ResetReason }> {
    const { db, newId } = this.#services;
    const { epoch, seq } = parseCursor(lastEventId);
    if (epoch !== hub.epoch) {
      const moved = (await epochsOf(db, hub.merchantId)).includes(epoch);
      return { reset: moved ? 'stream-moved' : 'epoch-changed' };
    }
    const head = await headOf(db, hub.merchantId, hub.stream, newId);
    // Ahead of the log: the log is an older copy than the one that this reader knew.
    if (seq > head.seq) return { reset: 'epoch-changed' };
    if (seq < head.floor) return { reset: 'cursor-too-old' };
    hub.hint(head.seq);
    return { place: seq };
  }

  #add(connection: EventConnection): void {
    const { merchantId } = connection.caller;
    const connections = this.#open.get(merchantId) ?? new Set();
    this.#open.set(merchantId, connections);
    connections.add(connection);
  }

  #closed(connection: EventConnection): void {
    const { merchantId } = connection.caller;
    const connections = this.#open.get(merchantId);
    connections?.delete(connection);
    if (connections?.size === 0) this.#open.delete(merchantId);
    if (!connection.account) return;
    const leaving = this.#presence.leave(merchantId, connection.account.accountId).catch((error: unknown) => {
      this.#services.report(error);
    });
    this.#leaving.add(leaving);
    void leaving.finally(() => this.#leaving.delete(leaving));
  }

  /** Reports an account that has an open stream and no row: once, not with every sweep. */
  #reportMissing(key: string, { merchantId, accountId }: AccountRef): void {
    if (this.#missing.has(key)) return;
    this.#missing.add(key);
    this.#services.report(
      new Error(
        `Account ${accountId} of merchant ${merchantId} has an open stream and was not found. The stream stays open.`,
      ),
    );
  }

  #run(work: Promise<void>): void {
    work.catch((error: unknown) => this.#services.report(error));
  }
}

function ignore(): void {
  // whoever opened the hub has heard of it
}

import { audienceFor } from '../accounts/audience.js';
import type { Hint } from '../bus/bus.js';
import type { Identity, LocalCommit, ServerContext } from '../context/context.js';
import type { StreamLimits } from '../context/limits.js';
import type { AccountRef, StreamRef } from '../storage/records.js';
import { parseCursor, SHOP_STREAMS } from '../storage/streams.js';
import { pauseFor } from '../timers.js';
import { problem } from '../wire/problem.js';
import { AtTickets } from './at-tickets.js';
import { Channel } from './channel.js';
import { coalesced } from './coalesced.js';
import { EventConnection, type ResetReason } from './connection.js';
import type { DeliverySource } from './delivery-source.js';
import { Seats } from './seats.js';

/** Longer than any transaction, in milliseconds. */
const OVERLAP_MS = 10_000;
/** Streams that are handed over end in groups, at this distance in milliseconds. */
const HAND_OVER_STEP_MS = 50;

/** How a stream starts. */
export interface StreamStart {
  /** The cursor to continue from. */
  readonly lastEventId: string | undefined;
  /** Whether the reader knows the frame `related`. */
  readonly knowsRelated: boolean;
}

/** A channel, with the number of streams that read or are opening it. */
interface HeldChannel {
  readonly opening: Promise<Channel>;
  holders: number;
}

/** Work for a merchant's streams that runs once for all who wait for it. */
interface Shared {
  readonly check: () => Promise<void>;
  readonly deliver: () => Promise<void>;
}

/** Where a stream goes on, or why it cannot. */
interface Resume {
  readonly offset?: number;
  readonly reset?: ResetReason;
}

const keyOf = (...parts: readonly string[]) => JSON.stringify(parts);
/** Readers of a stream who know the frame `related` have another channel than those who do not. */
const channelKey = ({ merchantId, stream }: StreamRef, knowRelated: boolean) =>
  keyOf(merchantId, stream, knowRelated ? 'related' : 'whole');

/** All open event streams of this process. */
export class Connections {
  readonly #context: ServerContext;
  readonly #deliveries: DeliverySource;
  readonly #open = new Map<string, Set<EventConnection>>();
  readonly #channels = new Map<string, HeldChannel>();
  readonly #shared = new Map<string, Shared>();
  readonly #atTickets = new AtTickets();
  readonly #seats: Seats;
  readonly #leaving = new Set<Promise<void>>();
  /** Accounts already reported as missing. */
  readonly #missing = new Set<string>();
  #sweptAtMs = 0;
  #isClosing = false;

  constructor(context: ServerContext, deliveries: DeliverySource, limits?: Partial<StreamLimits>) {
    this.#context = context;
    this.#seats = new Seats(limits);
    this.#deliveries = deliveries;
  }

  /**
   * Opens a stream. It has its seat from the start, but counts for nothing else until it is read.
   *
   * @throws ProblemError `rate-limited`; `unavailable` while the server stops
   */
  async connect(identity: Identity, { lastEventId, knowsRelated }: StreamStart): Promise<EventConnection> {
    if (this.#isClosing) throw problem('unavailable', {}, { 'Retry-After': '1' });
    const seat = this.#seats.reserve(identity, this.#context.clock.now());
    const held = this.#hold(identity, knowsRelated);
    try {
      const channel = await held.opening;
      const resume = lastEventId === undefined ? {} : await this.#resume(channel, lastEventId);
      const connection: EventConnection = new EventConnection(this.#context, identity, channel, {
        onRead: () => this.#begin(connection, resume),
        onClose: () => {
          seat.release();
          held.release();
          this.#closed(connection);
        },
      });
      seat.take(connection);
      this.#context.audit.addressRead(identity, { where: 'stream' });
      this.#context.metrics.streamsOpened.add([identity.actor.party]);
      return connection;
    } catch (error) {
      seat.release();
      held.release();
      throw error;
    }
  }

  /** How many streams are open or opening. */
  get size(): number {
    return this.#seats.size;
  }

  /** The open streams of a merchant. */
  of(merchantId: string): readonly EventConnection[] {
    return [...(this.#open.get(merchantId) ?? [])];
  }

  /** Gives the channels what this process has just committed. */
  onLocalCommit({ lines, tickets, related, messages, policy }: LocalCommit): void {
    const ofMessages = new Map(messages.map((message) => [message.id, message]));
    const contents = { tickets, related, messages: ofMessages, policy };
    for (const { merchantId, stream, epoch, lines: of } of lines) {
      this.#withChannels({ merchantId, stream }, (channel) => channel.tell(epoch, of, contents));
    }
  }

  /** Handles a hint of this or another server. */
  onHint(hint: Hint): void {
    const { merchantId } = hint;
    switch (hint.kind) {
      case 'stream':
        this.#withChannels(hint, (channel) => channel.onHint(hint.seq));
        break;
      case 'deliveries':
        this.#run(this.deliver(merchantId));
        break;
      case 'account':
        this.#run(this.check(merchantId, hint.accountId));
        break;
      case 'accounts':
        for (const connection of this.of(merchantId)) {
          if (connection.identity.account?.permissions.includes('account.manage')) connection.send('accounts', {});
        }
        break;
      case 'notes':
        for (const connection of this.#handlersOf(merchantId)) connection.send('notes', { ticketId: hint.ticketId });
        break;
      case 'presence': {
        const { kind: _kind, merchantId: _merchant, ...presence } = hint;
        this.#atTickets.add(merchantId, presence);
        for (const connection of this.#handlersOf(merchantId)) {
          if (connection.identity.account?.accountId !== presence.accountId) connection.send('presence', presence);
        }
        break;
      }
      case 'deadline':
      case 'requests':
      case 'webhooks':
        break;
    }
  }

  /** Finds what hints have missed, sends heartbeats, and ends old streams. */
  async sweep(): Promise<void> {
    const { store, clock } = this.#context;
    const now = clock.now();
    this.#atTickets.sweep(now);
    if (this.size === 0) return;
    for (const connection of this.#seats.connections()) connection.beat(now);
    const channels = new Map<string, Channel>();
    for (const [key, { opening }] of [...this.#channels]) channels.set(key, await opening);
    const heads = new Map([...channels].map(([key, { head }]) => [key, head]));
    const streams = new Map([...channels.values()].map((channel) => [channelKey(channel, true), channel]));
    for (const { seq, ...stream } of await store.streamSeqs([...streams.values()])) {
      for (const key of [channelKey(stream, true), channelKey(stream, false)]) {
        const channel = channels.get(key);
        channel?.onHint(seq);
        // The database has gone back, as when a replica took over that lacked the last commits.
        if (channel && seq < (heads.get(key) ?? 0)) this.#reset(channel, seq);
      }
    }
    await this.check();
    // Go back before the last sweep: a transaction may have started then and committed since.
    const since = Math.min(this.#sweptAtMs, now) - OVERLAP_MS;
    const fresh = new Set(await store.merchantsWithDeliveries([...this.#open.keys()], since, now));
    for (const [merchantId, connections] of this.#open) {
      if (fresh.has(merchantId) || [...connections].some(({ pending }) => pending)) await this.deliver(merchantId);
    }
    this.#sweptAtMs = now;
  }

  /** Resolves when no stream is being read on for its readers, and those who have left count as offline. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#leaving);
    for (const { opening } of [...this.#channels.values()]) await (await opening).settled();
  }

  /** Ends the streams of accounts whose permissions have changed since they opened (R14). */
  async check(merchantId?: string, accountId?: string): Promise<void> {
    const merchants = merchantId === undefined ? [...this.#open.keys()] : [merchantId];
    const suspects = merchants
      .flatMap((id) => this.of(id))
      .filter(({ identity: { account } }) => account && (!accountId || account.accountId === accountId));
    const wanted = new Map(
      suspects.map(({ identity: { principal } }) => [keyOf(principal.merchantId, principal.accountId), principal]),
    );
    const found = await this.#context.store.findAccounts([...wanted.values()]);
    const accounts = new Map(found.map((account) => [keyOf(account.merchantId, account.accountId), account]));
    // Accounts are never deleted. A missing one proves nothing about its permissions: only a row with different ones ends a stream.
    for (const [key, account] of wanted) {
      if (accounts.has(key)) this.#missing.delete(key);
      else this.#reportMissing(key, account);
    }
    for (const connection of suspects) {
      const { principal, audience, account } = connection.identity;
      const now = accounts.get(keyOf(principal.merchantId, principal.accountId));
      if (!now) continue;
      const same = audienceFor('merchant', now) === audience && now.permissions.join() === account?.permissions.join();
      if (!same) connection.move();
    }
  }

  /** Delivers cards and replies to a merchant's open streams. */
  deliver(merchantId: string): Promise<void> {
    return this.#sharedOf(merchantId).deliver();
  }

  async #deliver(merchantId: string): Promise<void> {
    const connections = this.of(merchantId).filter(({ identity, open }) => identity.account && open);
    if (connections.length > 0) await this.#deliveries.deliver(merchantId, connections);
  }

  /** Open streams, by party. */
  parties(): ReadonlyMap<string, number> {
    const parties = new Map<string, number>();
    for (const { identity } of this.#seats.connections()) {
      parties.set(identity.actor.party, (parties.get(identity.actor.party) ?? 0) + 1);
    }
    return parties;
  }

  /** Opens no more streams, and ends the open ones one after the other within some milliseconds. */
  async handOver(ms: number): Promise<void> {
    this.#isClosing = true;
    const open = this.#seats.connections();
    const steps = Math.max(1, Math.floor(ms / HAND_OVER_STEP_MS));
    const each = Math.ceil(open.length / steps);
    for (let at = 0; at < open.length; at += each) {
      for (const connection of open.slice(at, at + each)) connection.close();
      await pauseFor(ms / steps);
    }
  }

  /** Ends every stream, and opens no more. */
  async close(): Promise<void> {
    this.#isClosing = true;
    for (const connection of this.#seats.connections()) connection.close();
    await Promise.allSettled(this.#leaving);
  }

  /** The open streams of a merchant’s accounts that may handle tasks: nobody else learns of notes and presence. */
  #handlersOf(merchantId: string): readonly EventConnection[] {
    return this.of(merchantId).filter(({ identity: { audience } }) => audience === 'handlers');
  }

  async #begin(connection: EventConnection, { offset, reset }: Resume): Promise<void> {
    const { merchantId, account } = connection.identity;
    this.#add(connection);
    const begin = (): void => {
      connection.begin(offset, reset);
      this.#tellWhoIsThere(connection);
    };
    if (!account) return begin();
    try {
      const entering = this.#context.presence.enter(merchantId, account.accountId);
      entering.catch(ignore);
      // Permissions may have changed before the stream was read.
      await this.#sharedOf(merchantId).check();
      if (connection.open) begin();
      await entering;
      await this.deliver(merchantId);
    } catch (error) {
      this.#context.report(error);
      connection.close();
    }
  }

  /** What many streams of a merchant need that are opened at once. */
  #sharedOf(merchantId: string): Shared {
    const known = this.#shared.get(merchantId);
    if (known) return known;
    const shared = {
      check: coalesced(() => this.check(merchantId)),
      deliver: coalesced(() => this.#deliver(merchantId)),
    };
    if (this.#open.has(merchantId)) this.#shared.set(merchantId, shared);
    return shared;
  }

  #tellWhoIsThere(connection: EventConnection): void {
    const { merchantId, audience, account } = connection.identity;
    if (audience !== 'handlers') return;
    for (const presence of this.#atTickets.of(merchantId, this.#context.clock.now())) {
      if (presence.accountId !== account?.accountId) connection.send('presence', presence);
    }
  }

  /** Does something with the open channels of a stream. */
  #withChannels(stream: StreamRef, work: (channel: Channel) => void): void {
    for (const knowRelated of [true, false]) {
      void this.#channels.get(channelKey(stream, knowRelated))?.opening.then(work, ignore);
    }
  }

  #hold(stream: StreamRef, knowRelated: boolean): { opening: Promise<Channel>; release: () => void } {
    const key = channelKey(stream, knowRelated);
    const known = this.#channels.get(key);
    const held = known ?? { opening: Channel.open(this.#context, stream, knowRelated), holders: 0 };
    this.#channels.set(key, held);
    held.holders++;
    let released = false;
    return {
      opening: held.opening,
      release: () => {
        if (released) return;
        released = true;
        if (--held.holders === 0) this.#channels.delete(key);
      },
    };
  }

  async #resume(channel: Channel, lastEventId: string): Promise<Resume> {
    const { store } = this.#context;
    const { epoch, seq } = parseCursor(lastEventId);
    if (epoch !== channel.epoch) {
      // Two rows at most: with any cursor, this is asked by whoever wants to.
      const moves = SHOP_STREAMS.includes(channel.stream);
      const isMoved = moves && (await store.streamEpochs(channel.merchantId, SHOP_STREAMS)).includes(epoch);
      return { reset: isMoved ? 'stream-moved' : 'epoch-changed' };
    }
    const head = await channel.stored();
    // Ahead of the log: the database was restored from a backup older than this cursor.
    if (seq > head.seq) return { reset: 'epoch-changed' };
    if (seq < head.floor) return { reset: 'cursor-too-old' };
    channel.onHint(head.seq);
    return { offset: seq };
  }

  #reset(channel: Channel, seq: number): void {
    channel.goBack(seq);
    for (const connection of this.#seats.connections()) if (connection.channel === channel) connection.restart();
  }

  #add(connection: EventConnection): void {
    const { merchantId } = connection.identity;
    const connections = this.#open.get(merchantId) ?? new Set();
    this.#open.set(merchantId, connections);
    connections.add(connection);
  }

  #closed(connection: EventConnection): void {
    const { merchantId } = connection.identity;
    const connections = this.#open.get(merchantId);
    // It may never have been read.
    if (!connections?.delete(connection)) return;
    if (connections.size === 0) {
      this.#open.delete(merchantId);
      this.#shared.delete(merchantId);
    }
    const { account } = connection.identity;
    if (!account) return;
    const leaving = this.#context.presence.leave(merchantId, account.accountId).catch(this.#context.report);
    this.#leaving.add(leaving);
    void leaving.finally(() => this.#leaving.delete(leaving));
  }

  /** Reports an account with an open stream but without a row, once. */
  #reportMissing(key: string, { merchantId, accountId }: AccountRef): void {
    if (this.#missing.has(key)) return;
    this.#missing.add(key);
    const account = `Account ${accountId} of merchant ${merchantId}`;
    this.#context.report(new Error(`${account} has an open stream but was not found. The stream stays open.`));
  }

  #run(work: Promise<void>): void {
    work.catch(this.#context.report);
  }
}

function ignore(): void {
  // Somebody else gets the error.
}

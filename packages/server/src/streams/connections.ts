import { audienceFor } from '../accounts/audience.js';
import type { Hint } from '../bus/bus.js';
import type { Identity, ServerContext } from '../context/context.js';
import type { AccountRef, StreamRef } from '../storage/records.js';
import { parseCursor } from '../storage/streams.js';
import { problem } from '../wire/problem.js';
import { AtTickets } from './at-tickets.js';
import { Channel } from './channel.js';
import { EventConnection, type ResetReason } from './connection.js';
import type { DeliverySource } from './delivery-source.js';

/** Maximum number of streams per principal in this process. Tabs of a browser share one, so more indicate a bug or an attack. */
const MAX_STREAMS = 32;

/** Longer than any transaction, in milliseconds. */
const OVERLAP_MS = 10_000;

/** A channel, with the number of streams that read or are opening it. */
interface HeldChannel {
  readonly opening: Promise<Channel>;
  holders: number;
}

const keyOf = (...parts: readonly string[]) => JSON.stringify(parts);

/** All open event streams of this process. */
export class Connections {
  readonly #context: ServerContext;
  readonly #deliveries: DeliverySource;
  readonly #open = new Map<string, Set<EventConnection>>();
  readonly #channels = new Map<string, HeldChannel>();
  readonly #atTickets = new AtTickets();
  readonly #leaving = new Set<Promise<void>>();
  /** Accounts already reported as missing. */
  readonly #missing = new Set<string>();
  #sweptAtMs = 0;

  constructor(context: ServerContext, deliveries: DeliverySource) {
    this.#context = context;
    this.#deliveries = deliveries;
  }

  /**
   * Opens a stream.
   *
   * @param lastEventId - the cursor to continue from
   * @throws ProblemError `rate-limited`
   */
  async connect(identity: Identity, lastEventId: string | undefined): Promise<EventConnection> {
    const { merchantId, principalKey, account } = identity;
    const mine = this.of(merchantId).filter((other) => other.identity.principalKey === principalKey);
    if (mine.length >= MAX_STREAMS) throw problem('rate-limited', {}, { 'Retry-After': '30' });
    const held = this.#hold(identity);
    let connection: EventConnection | undefined;
    try {
      const channel = await held.opening;
      const resume = lastEventId === undefined ? {} : await this.#resume(channel, lastEventId);
      connection = new EventConnection(this.#context, identity, channel, (closed) => {
        held.release();
        this.#closed(closed);
      });
      this.#add(connection);
      const entering = account && this.#context.presence.enter(merchantId, account.accountId);
      connection.begin(resume.offset, resume.reset);
      this.#tellWhoIsThere(connection);
      await entering;
      if (account) {
        // Permissions may have changed while the stream was opening.
        await this.check(merchantId, account.accountId);
        await this.deliver(merchantId);
      }
      return connection;
    } catch (error) {
      // Nobody will read it, so do not count it as online.
      if (connection) connection.close();
      else held.release();
      throw error;
    }
  }

  /** The open streams of a merchant. */
  of(merchantId: string): readonly EventConnection[] {
    return [...(this.#open.get(merchantId) ?? [])];
  }

  /** Handles a hint of this or another server. */
  onHint(hint: Hint): void {
    const { merchantId } = hint;
    switch (hint.kind) {
      case 'stream':
        void this.#channels
          .get(keyOf(merchantId, hint.stream))
          ?.opening.then((channel) => channel.onHint(hint.seq), ignore);
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
        break;
    }
  }

  /** Finds what hints have missed, sends heartbeats, and ends old streams. */
  async sweep(): Promise<void> {
    const { store, clock } = this.#context;
    const now = clock.now();
    this.#atTickets.sweep(now);
    for (const connections of this.#open.values()) for (const connection of connections) connection.beat(now);
    const channels = new Map<string, Channel>();
    for (const [key, { opening }] of [...this.#channels]) channels.set(key, await opening);
    for (const { merchantId, stream, seq } of await store.streamSeqs([...channels.values()])) {
      channels.get(keyOf(merchantId, stream))?.onHint(seq);
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
  async deliver(merchantId: string): Promise<void> {
    const connections = this.of(merchantId).filter(({ identity, open }) => identity.account && open);
    if (connections.length > 0) await this.#deliveries.deliver(merchantId, connections);
  }

  /** Ends every stream. */
  async close(): Promise<void> {
    for (const merchantId of [...this.#open.keys()]) for (const connection of this.of(merchantId)) connection.close();
    await Promise.allSettled(this.#leaving);
  }

  /** The open streams of a merchant’s accounts that may handle tasks: nobody else learns of notes and presence. */
  #handlersOf(merchantId: string): readonly EventConnection[] {
    return this.of(merchantId).filter(({ identity: { audience } }) => audience === 'handlers');
  }

  #tellWhoIsThere(connection: EventConnection): void {
    const { merchantId, audience, account } = connection.identity;
    if (audience !== 'handlers') return;
    for (const presence of this.#atTickets.of(merchantId, this.#context.clock.now())) {
      if (presence.accountId !== account?.accountId) connection.send('presence', presence);
    }
  }

  #hold({ merchantId, stream }: StreamRef): { opening: Promise<Channel>; release: () => void } {
    const key = keyOf(merchantId, stream);
    const known = this.#channels.get(key);
    const held = known ?? { opening: Channel.open(this.#context, { merchantId, stream }), holders: 0 };
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

  async #resume(channel: Channel, lastEventId: string): Promise<{ offset?: number; reset?: ResetReason }> {
    const { store, newId } = this.#context;
    const { epoch, seq } = parseCursor(lastEventId);
    if (epoch !== channel.epoch) {
      const moved = (await store.streamEpochs(channel.merchantId)).includes(epoch);
      return { reset: moved ? 'stream-moved' : 'epoch-changed' };
    }
    const head = await store.streamHead(channel, newId);
    // Ahead of the log: the database was restored from a backup older than this cursor.
    if (seq > head.seq) return { reset: 'epoch-changed' };
    if (seq < head.floor) return { reset: 'cursor-too-old' };
    channel.onHint(head.seq);
    return { offset: seq };
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
    connections?.delete(connection);
    if (connections?.size === 0) this.#open.delete(merchantId);
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
  // The caller that opened the channel gets the error.
}

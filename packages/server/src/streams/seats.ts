import type { Identity } from '../context/context.js';
import { DEFAULT_STREAM_LIMITS, type StreamLimits } from '../context/limits.js';
import { problem } from '../wire/problem.js';
import { type EventConnection, UNREAD_MS } from './connection.js';

/** An account's oldest stream gives place to a new one if it is at least this old, in milliseconds. So clients cannot end each other's in turn. */
const SHED_AFTER_MS = 60_000;

/** The part of all places that buyers cannot take. */
const KEPT = 0.25;

type SeatOwner = Pick<Identity, 'merchantId' | 'principalKey' | 'actor'>;

/** A reserved place for one stream. */
export interface Seat {
  /** Whose it is, once it is open. */
  take(connection: EventConnection): void;
  /** Gives it back. May be called again. */
  release(): void;
}

interface Taken {
  readonly atMs: number;
  connection?: EventConnection;
}

/** The places for event streams of this process. A place is reserved before a stream opens, so that many at once are counted. */
export class Seats {
  readonly #limits: StreamLimits;
  readonly #accounts = new Map<string, Set<Taken>>();
  /** By merchant and party. */
  readonly #merchants = new Map<string, number>();
  readonly #parties = new Map<string, number>();
  #total = 0;

  constructor(limits: Partial<StreamLimits> = {}) {
    this.#limits = { ...DEFAULT_STREAM_LIMITS, ...limits };
  }

  /**
   * Reserves a place. If the account has none left, its oldest stream is ended, unless that is young.
   *
   * @throws ProblemError `rate-limited`
   */
  reserve({ merchantId, principalKey, actor }: SeatOwner, nowMs: number): Seat {
    const { perAccount, perMerchant, perProcess } = this.#limits;
    const key = JSON.stringify([merchantId, principalKey]);
    const [oldest] = this.#accounts.get(key) ?? [];
    if (oldest && (this.#accounts.get(key)?.size ?? 0) >= perAccount) {
      const leftMs = oldest.atMs + SHED_AFTER_MS - nowMs;
      if (leftMs > 0 || !oldest.connection) throw tooMany(Math.min(leftMs, this.#unreadLeftMs(key, nowMs)));
      oldest.connection.shed();
    }
    // By party, so that buyers neither keep the shop out nor learn of it.
    const party = actor.party === 'buyer' ? 'buyer' : 'others';
    const all = this.#parties.get(party) ?? 0;
    const merchant = JSON.stringify([merchantId, actor.party]);
    const isFull = party === 'buyer' ? all >= perProcess * (1 - KEPT) : this.#total >= perProcess;
    if (isFull || (this.#merchants.get(merchant) ?? 0) >= perMerchant) throw tooMany(30_000);

    const taken: Taken = { atMs: nowMs };
    const mine = this.#accounts.get(key) ?? new Set();
    this.#accounts.set(key, mine.add(taken));
    this.#count(merchant, party, 1);
    return {
      take: (connection) => {
        taken.connection = connection;
      },
      release: () => {
        if (!mine.delete(taken)) return;
        if (mine.size === 0 && this.#accounts.get(key) === mine) this.#accounts.delete(key);
        this.#count(merchant, party, -1);
      },
    };
  }

  /** How many are taken. */
  get size(): number {
    return this.#total;
  }

  /** The streams that have a place, whether they are read or not. */
  connections(): readonly EventConnection[] {
    return [...this.#accounts.values()].flatMap((taken) => [...taken].flatMap(({ connection }) => connection ?? []));
  }

  /** After how long the first of an account's streams that nobody reads ends, in milliseconds. */
  #unreadLeftMs(key: string, nowMs: number): number {
    const unread = [...(this.#accounts.get(key) ?? [])].filter(({ connection }) => !connection?.isRead);
    return Math.min(...unread.map(({ atMs }) => Math.max(0, atMs + UNREAD_MS - nowMs)));
  }

  #count(merchant: string, party: string, by: 1 | -1): void {
    this.#total += by;
    this.#parties.set(party, (this.#parties.get(party) ?? 0) + by);
    const count = (this.#merchants.get(merchant) ?? 0) + by;
    if (count > 0) this.#merchants.set(merchant, count);
    else this.#merchants.delete(merchant);
  }
}

function tooMany(afterMs: number) {
  return problem('rate-limited', {}, { 'Retry-After': String(Math.max(1, Math.ceil(afterMs / 1000))) });
}

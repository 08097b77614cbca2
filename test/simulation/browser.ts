import type { ClientStorage } from '@sidecard/client';
import { plainCopy } from './copies.ts';
import { LightDOMException } from './events.ts';
import type { Link } from './network.ts';
import type { Dice } from './random.ts';
import type { Realm } from './realm.ts';
import type { Scheduler } from './scheduler.ts';
import type { Conditions } from './conditions.ts';

interface Request {
  readonly realm: Realm;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly callback: (lock: object | null) => unknown;
}

/** Clients do without a storage that takes longer, in milliseconds. */
const GIVEN_UP_MS = 2_900;

/** A browser: what its pages share. */
export class Browser {
  readonly link: Link;
  /** What its disk has. */
  readonly disk = new Map<string, unknown>();
  /** Its storage tells pages of each other: they have one outbox, and each draft once. */
  readonly sharesPages: boolean;
  /** One of its pages is, or was, of the previous release. */
  hasPrevious = false;
  readonly #scheduler: Scheduler;
  readonly #dice: Dice;
  readonly #conditions: Conditions;
  readonly #held = new Map<string, Request>();
  readonly #waiting = new Map<string, Request[]>();
  readonly #channels = new Map<string, Set<Channel>>();
  #diskFreeAtMs = 0;

  constructor(
    name: string,
    { scheduler, dice, conditions }: { scheduler: Scheduler; dice: Dice; conditions: Conditions },
  ) {
    this.link = { name, state: 'up', buffers: false, streams: new Set(), diedAtMs: 0 };
    this.sharesPages = dice.chance(0.75);
    this.#scheduler = scheduler;
    this.#dice = dice;
    this.#conditions = conditions;
  }

  /** Its database, as a page uses it: one request after the other, and those of a page that has died are done or not; if it was closed, they are. */
  storageOf(realm: Realm): ClientStorage {
    const run = <Value>(
      work: (refused: boolean) => Value,
      writes: boolean,
      grows = writes,
      inPage = false,
      value?: unknown,
    ): Promise<Value> =>
      new Promise((resolve, reject) => {
        if (realm.dead) return;
        const { nowMs } = this.#scheduler;
        const isSlow = this.#dice.chance(this.#conditions.slowDisk);
        const takesMs = isSlow ? this.#dice.between(200, 2_500) : 0.2 + this.#unit() * 4;
        this.#diskFreeAtMs = Math.max(this.#diskFreeAtMs, nowMs) + takesMs;
        const refused = grows && this.#dice.chance(this.#conditions.disk);
        if (this.#diskFreeAtMs - nowMs > GIVEN_UP_MS) realm.stuck = true;
        if (refused || realm.stuck) realm.unsaved = true;
        if (refused && value !== undefined) realm.notStored.push(JSON.stringify(value));
        const survives = this.#dice.chance(0.5);
        this.#scheduler.after(this.#diskFreeAtMs - nowMs, () => {
          if (realm.dead && (inPage || !(writes && (survives || realm.leaves)))) return;
          if (refused) this.#scheduler.aside(() => `${realm.name} cannot store it`);
          const answer = (value?: Value): void => {
            if (refused) reject(new LightDOMException('The disk is full.', 'QuotaExceededError'));
            else resolve(value as Value);
          };
          // A page that has gone cannot go on with what it has begun.
          if (inPage) return realm.enter(() => answer(work(refused)));
          const value = refused ? undefined : work(refused);
          realm.enter(() => answer(value));
        });
      });
    const { disk } = this;
    const log = (what: string, key: string, value?: unknown): void =>
      this.#scheduler.aside(() => `${realm.name} ${what} ${key} ${JSON.stringify(value) ?? ''}`);
    return {
      ...(this.sharesPages ? { sharedAs: 'sidecard' } : {}),
      get: (key) => run(() => plainCopy(disk.get(key)), false),
      set(key, value) {
        log('stores', key, value);
        const copy: unknown = plainCopy(value);
        return run(() => void disk.set(key, copy), true, true, false, copy);
      },
      delete(key) {
        log('deletes', key);
        return run(() => void disk.delete(key), true, false);
      },
      update(key, change) {
        const work = (refused: boolean): void => {
          const stored: unknown = plainCopy(disk.get(key));
          const next = change(stored);
          if (refused || next === stored) return;
          log(next === undefined ? 'deletes' : 'stores', key, next);
          if (next === undefined) disk.delete(key);
          else disk.set(key, plainCopy(next));
        };
        return run(work, true, true, true);
      },
      entries: (prefix) =>
        run(
          () =>
            [...disk]
              .filter(([key]) => key.startsWith(prefix))
              .sort(([one], [other]) => (one < other ? -1 : 1))
              .map(([key, value]) => [key, plainCopy(value)] as const),
          false,
        ),
    };
  }

  /** `navigator.locks` of a page. */
  locksOf(realm: Realm): object {
    return {
      request: (name: string, options: LockOptions, callback: (lock: object | null) => unknown) =>
        new Promise((resolve, reject) => {
          const request: Request = { realm, resolve, reject, callback };
          // The browser answers later.
          this.#soon(() => this.#request(name, options, request));
        }),
    };
  }

  #request(name: string, { ifAvailable, steal, signal }: LockOptions, request: Request): void {
    if (request.realm.dead) return;
    if (signal?.aborted) return request.realm.enter(() => request.reject(signal.reason));
    const holder = this.#held.get(name);
    const queue = this.#waiting.get(name) ?? [];
    this.#waiting.set(name, queue);
    if (steal && holder) {
      this.#held.delete(name);
      holder.realm.enter(() => holder.reject(new LightDOMException('The lock was stolen.', 'AbortError')));
    }
    if (!this.#held.has(name) && (steal || queue.length === 0)) return this.#grant(name, request);
    if (ifAvailable) {
      return request.realm.enter(
        () => void Promise.resolve(request.callback(null)).then(request.resolve, request.reject),
      );
    }
    queue.push(request);
    signal?.addEventListener('abort', () => {
      const at = queue.indexOf(request);
      if (at < 0) return;
      queue.splice(at, 1);
      request.realm.enter(() => request.reject(signal.reason));
    });
  }

  #grant(name: string, request: Request): void {
    this.#held.set(name, request);
    this.#scheduler.aside(() => `${request.realm.name} has the lock ${name}`);
    request.realm.enter(() => {
      void Promise.resolve(request.callback({ name, mode: 'exclusive' }))
        .then(request.resolve, request.reject)
        .finally(() => this.#soon(() => this.#release(name, request)));
    });
  }

  #release(name: string, request: Request): void {
    if (this.#held.get(name) !== request) return;
    this.#held.delete(name);
    const next = this.#waiting.get(name)?.shift();
    if (next) this.#grant(name, next);
  }

  /** `BroadcastChannel` of a page. */
  channelsOf(realm: Realm): unknown {
    const channels = this.#channels;
    const log = (what: () => string): void => this.#scheduler.aside(what);
    const soon = (ms: number, work: () => void): void => void this.#scheduler.after(ms, () => realm.enter(work));
    const deliver = (from: Channel, data: unknown): void => {
      const ms = 0.2 + this.#unit();
      for (const other of channels.get(from.name) ?? []) {
        if (other === from) continue;
        // In order from page to page.
        other.arrivesMs = Math.max(other.arrivesMs, this.#scheduler.nowMs + ms);
        other.later(other.arrivesMs - this.#scheduler.nowMs, plainCopy(data));
      }
    };
    return class implements Channel {
      onmessage: ((event: { data: unknown }) => void) | null = null;
      arrivesMs = 0;
      readonly name: string;
      readonly realm = realm;

      constructor(name: string) {
        this.name = name;
        channels.set(name, (channels.get(name) ?? new Set()).add(this));
      }

      later(ms: number, data: unknown): void {
        soon(ms, () => channels.get(this.name)?.has(this) && this.onmessage?.({ data }));
      }

      postMessage(data: unknown): void {
        if (realm.dead) return;
        log(() => `${realm.name} tells ${JSON.stringify(data)}`);
        deliver(this, data);
      }

      close(): void {
        channels.get(this.name)?.delete(this);
      }
    };
  }

  /** A page has gone: the browser gives its locks to others. */
  forget(realm: Realm): void {
    for (const set of this.#channels.values())
      for (const channel of set) if (channel.realm === realm) set.delete(channel);
    for (const queue of this.#waiting.values()) {
      for (const request of queue.filter((each) => each.realm === realm)) queue.splice(queue.indexOf(request), 1);
    }
    for (const [name, request] of this.#held) {
      if (request.realm === realm) this.#soon(() => this.#release(name, request));
    }
  }

  #soon(work: () => void): void {
    this.#scheduler.after(0.1 + this.#unit(), work);
  }

  #unit(): number {
    const unit = this.#dice.unit();
    return this.#conditions.even ? 0.5 : unit;
  }
}

interface Channel {
  readonly name: string;
  readonly realm: Realm;
  arrivesMs: number;
  later(ms: number, data: unknown): void;
}

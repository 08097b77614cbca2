import { createHash, createHmac } from 'node:crypto';
import { LightAbortController, LightAbortSignal, LightDOMException, LightEventTarget } from './events.ts';
import { LightHeaders, LightRequest, LightResponse } from './messages.ts';
import { Dice } from './random.ts';
import type { Scheduled, Scheduler } from './scheduler.ts';
import { LightReadableStream } from './streams.ts';

/** When the simulations begin, by a clock that is right: midnight UTC of 1 July 2026. */
export const START_MS = Date.UTC(2026, 6, 1);

/** The names that a program finds in a realm instead of those of Node. */
export const NAMES = [
  ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'Date', 'Math', 'performance'],
  ...['crypto', 'navigator', 'document', 'BroadcastChannel', 'fetch', 'console', 'globalThis', 'window', 'self'],
  ...['process', 'require', 'indexedDB', 'EventTarget', 'DOMException', 'AbortController', 'AbortSignal'],
  ...['ReadableStream', 'Headers', 'Request', 'Response'],
] as const;

/** What every realm has in the place of what Node has. */
export const STANDARD = {
  ...{ EventTarget: LightEventTarget, DOMException: LightDOMException, ReadableStream: LightReadableStream },
  ...{ AbortController: LightAbortController, AbortSignal: LightAbortSignal },
  ...{ Headers: LightHeaders, Request: LightRequest, Response: LightResponse },
};

/** What differs from realm to realm. */
export interface RealmOptions {
  readonly name: string;
  readonly scheduler: Scheduler;
  readonly seed: number;
  /** Further globals, such as `fetch` and `navigator`. */
  readonly globals?: Readonly<Record<string, unknown>>;
  /** Called with what the program writes to the console. */
  readonly onConsole?: (text: string) => void;
}

/**
 * A process or a page: a program that has its own timers, clocks, random numbers and globals, all of the simulation. It can stop in the
 * middle of anything, as by a power cut, or stand still.
 */
export class Realm {
  readonly name: string;
  readonly dice: Dice;
  readonly events = new LightEventTarget();
  dead = false;
  /** Storage has refused a write of it, or was too slow for it: what it keeps is in its memory only. */
  unsaved = false;
  /** What storage has refused to keep, as JSON. */
  readonly notStored: string[] = [];
  /** Storage was too slow for it: the client does without, and cannot even remove what is there. */
  stuck = false;
  /** It ends in order: what it has begun to store is stored. */
  leaves = false;
  /** What the device's wall clock is wrong by, in milliseconds. */
  wallErrorMs = 0;
  readonly #scheduler: Scheduler;
  readonly #globals: Record<string, unknown>;
  readonly #timers = new Map<number, Scheduled>();
  /** Its monotonic clock stands still while it sleeps, and its timers wait as long again; on some devices both go on. */
  readonly #standsStill: boolean;
  #asleepMs = 0;
  #frozenAtMs = 0;
  #lastTimer = 0;
  /** What waits until a frozen page goes on. */
  #held: (() => void)[] | undefined;

  constructor({ name, scheduler, seed, globals = {}, onConsole = () => {} }: RealmOptions) {
    this.name = name;
    this.#scheduler = scheduler;
    this.dice = new Dice(seed, name);
    this.#standsStill = new Dice(seed, `${name} sleeps`).chance(0.5);
    const { events } = this;
    const listening = {
      addEventListener: events.addEventListener.bind(events),
      removeEventListener: events.removeEventListener.bind(events),
    };
    const own: Record<string, unknown> = {
      ...this.#timerFunctions(),
      Date: this.#dateClass(),
      Math: Object.create(Math, { random: { value: () => this.dice.unit() } }),
      performance: { now: () => this.monotonicMs() },
      crypto: this.#crypto(),
      ...STANDARD,
      console: Object.fromEntries(['log', 'warn', 'error', 'info', 'debug'].map((level) => [level, onConsole])),
    };
    this.#globals = own;
    this.define({ ...listening, ...globals });
  }

  /** Adds globals, before a program is loaded. */
  define(globals: Readonly<Record<string, unknown>>): void {
    Object.assign(this.#globals, globals);
  }

  /** Runs a program, and returns what it exports. */
  load(program: Program): Record<string, unknown> {
    const globals = this.#globals;
    if (!globals['globalThis']) {
      const all = Object.create(globalThis) as object;
      for (const name of new Set([...NAMES, ...Object.keys(globals)]))
        Object.defineProperty(all, name, { value: globals[name], writable: true, configurable: true });
      Object.assign(globals, { globalThis: all, self: all });
    }
    return program(...NAMES.map((key) => globals[key]));
  }

  /** Counts from a point of its own. */
  monotonicMs(): number {
    return this.#scheduler.nowMs - this.#asleepMs + 1_000;
  }

  wallMs(): number {
    return Math.floor(START_MS + this.#scheduler.nowMs + this.wallErrorMs);
  }

  /** Runs something in the realm: now, or when it goes on. Nothing happens in a dead one. */
  enter(work: () => void): void {
    if (this.dead) return;
    if (this.#held) this.#held.push(work);
    else work();
  }

  /** Runs something in the realm after a time. */
  after(ms: number, work: () => void): Scheduled {
    return this.#scheduler.after(ms, () => this.enter(work));
  }

  get frozen(): boolean {
    return this.#held !== undefined;
  }

  /** Since when it stands still, in milliseconds. */
  get frozenAtMs(): number | undefined {
    return this.#held && this.#frozenAtMs;
  }

  freeze(): void {
    if (!this.#held) this.#frozenAtMs = this.#scheduler.nowMs;
    this.#held ??= [];
  }

  thaw(): void {
    const held = this.#held ?? [];
    if (this.#held && this.#standsStill) this.#asleepMs += this.#scheduler.nowMs - this.#frozenAtMs;
    this.#held = undefined;
    for (const work of held) this.#scheduler.after(0, () => this.enter(work));
  }

  /** Its device has slept until now. */
  sleep(ms: number): void {
    if (this.dead || !this.#standsStill) return;
    const { nowMs } = this.#scheduler;
    if (this.#held) this.#frozenAtMs += ms;
    this.#asleepMs += ms;
    for (const [id, timer] of this.#timers) {
      timer.cancelled = true;
      this.#timers.set(id, this.#scheduler.after(timer.atMs + ms - nowMs, timer.run));
    }
  }

  /** Ends everything in it at once. */
  kill(): void {
    this.dead = true;
    for (const timer of this.#timers.values()) timer.cancelled = true;
    this.#timers.clear();
  }

  #timerFunctions() {
    const start = (work: (...args: unknown[]) => void, ms: number, args: unknown[], again: boolean): number => {
      const id = ++this.#lastTimer;
      if (this.dead) return id;
      const wait = Math.max(1, Number.isFinite(ms) ? ms : 1);
      const fire = (): void => {
        if (!this.#timers.has(id)) return;
        if (again) arm();
        else this.#timers.delete(id);
        work(...args);
      };
      const arm = (): void => void this.#timers.set(id, this.after(wait, fire));
      arm();
      return id;
    };
    const stop = (id: number): void => {
      const timer = this.#timers.get(id);
      if (timer) timer.cancelled = true;
      this.#timers.delete(id);
    };
    return {
      setTimeout: (work: () => void, ms = 0, ...args: unknown[]) => start(work, ms, args, false),
      setInterval: (work: () => void, ms = 0, ...args: unknown[]) => start(work, ms, args, true),
      setImmediate: (work: () => void) => start(work, 0, [], false),
      clearTimeout: stop,
      clearInterval: stop,
    };
  }

  #dateClass(): DateConstructor {
    const wallMs = (): number => this.wallMs();
    return class extends Date {
      constructor(...args: [] | [string | number | Date]) {
        super(...((args.length === 0 ? [wallMs()] : args) as [number]));
      }

      static override now(): number {
        return wallMs();
      }
    } as DateConstructor;
  }

  #crypto() {
    const bytes = (into: Uint8Array): Uint8Array => {
      for (let at = 0; at < into.length; at++) into[at] = this.dice.bits() & 255;
      return into;
    };
    return {
      getRandomValues<Into extends ArrayBufferView>(into: Into): Into {
        bytes(new Uint8Array(into.buffer, into.byteOffset, into.byteLength));
        return into;
      },
      randomUUID: () => uuidOf(bytes(new Uint8Array(16))),
      subtle: subtleOf((length) => bytes(new Uint8Array(length))),
    };
  }
}

/** A program, as a function of its globals. */
export type Program = (...globals: unknown[]) => Record<string, unknown>;

/** Makes a program of a script that assigns its exports to `exported`. @param constants - what it finds beside the globals of its realm */
export function programOf(script: string, constants: Readonly<Record<string, unknown>> = {}): Program {
  // The script is ours, built a moment ago.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const make = new Function(...Object.keys(constants), `return (${NAMES.join()}) => { ${script}\nreturn exported; };`);
  return (make as (...values: unknown[]) => Program)(...Object.values(constants));
}

function uuidOf(bytes: Uint8Array): string {
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

interface FakeKey {
  readonly jwk: { readonly x: string };
}

/**
 * Web Crypto that answers at once: the real one works in threads, which end in any order. Signatures are keyed hashes of the right length,
 * by the public key: nobody forges in a simulation.
 */
function subtleOf(random: (length: number) => Uint8Array) {
  const text = (length: number): string => Buffer.from(random(length)).toString('base64url');
  const keyOf = (type: string, algorithm: object, usages: readonly string[], jwk: object) => ({
    ...{ type, algorithm, usages, extractable: true, jwk },
    [Symbol.toStringTag]: 'CryptoKey',
  });
  const signatureOf = ({ jwk: { x } }: FakeKey, data: Uint8Array): Buffer =>
    createHmac('sha512', x).update(Buffer.from(data)).digest();
  return {
    digest: (_: unknown, data: Uint8Array) => {
      const { buffer, byteOffset, length } = createHash('sha256').update(data).digest();
      return Promise.resolve(buffer.slice(byteOffset, byteOffset + length));
    },
    generateKey(algorithm: object) {
      const publicJwk = { kty: 'EC', crv: 'P-256', x: text(32), y: text(32) };
      const publicKey = keyOf('public', algorithm, ['verify'], publicJwk);
      const privateKey = keyOf('private', algorithm, ['sign'], { ...publicJwk, d: text(32) });
      return Promise.resolve({ publicKey, privateKey });
    },
    exportKey: (_: 'jwk', { jwk }: FakeKey) => Promise.resolve({ ...jwk }),
    importKey(_: 'jwk', jwk: object, algorithm: object, __: boolean, usages: readonly string[]) {
      return Promise.resolve(keyOf('d' in jwk ? 'private' : 'public', algorithm, usages, jwk));
    },
    sign(_: unknown, key: FakeKey, data: Uint8Array) {
      const { buffer, byteOffset, length } = signatureOf(key, data);
      return Promise.resolve(buffer.slice(byteOffset, byteOffset + length));
    },
    verify: (_: unknown, key: FakeKey, signature: Uint8Array, data: Uint8Array) =>
      Promise.resolve(signatureOf(key, data).equals(Buffer.from(signature))),
  };
}

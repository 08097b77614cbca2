import { createHash, type Hash } from 'node:crypto';

/** Something that will happen. */
export interface Scheduled {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
  cancelled: boolean;
}

/** More events than any run has: one that goes round without time passing is a fault. */
const MOST_EVENTS = 3_000_000;

/**
 * The virtual time of a simulation, and everything that happens in it, one event after the other. After each event, what it set going runs
 * until nothing of it is left: microtasks, and nothing else, because no real timer or device takes part.
 */
export class Scheduler {
  /** Milliseconds since the simulation began. */
  nowMs = 0;
  events = 0;
  readonly #heap: Scheduled[] = [];
  readonly #trace: Hash = createHash('sha256');
  readonly #log: ((line: string) => void) | undefined;
  readonly #onCrash: (error: unknown) => void;
  #order = 0;
  #noted = '';

  /**
   * @param onCrash - called with what an event throws; the next event follows
   * @param log - called with everything that is noted
   */
  constructor(onCrash: (error: unknown) => void, log?: (line: string) => void) {
    this.#onCrash = onCrash;
    this.#log = log;
  }

  /** Runs something after a time. */
  after(ms: number, run: () => void): Scheduled {
    const scheduled = { atMs: this.nowMs + Math.max(0, ms), order: this.#order++, run, cancelled: false };
    push(this.#heap, scheduled);
    return scheduled;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => void this.after(ms, resolve));
  }

  /** Writes down what happens: two runs are the same if their traces are. */
  note(what: string): void {
    const line = `${this.nowMs.toFixed(3)} ${what}\n`;
    this.#noted += line;
    if (this.#noted.length > 65_536) this.#flush();
    this.#log?.(line);
  }

  #flush(): void {
    this.#trace.update(this.#noted);
    this.#noted = '';
  }

  /** Writes down what helps to read a run and is not part of its trace, such as a stack. It is asked for only if there is a log. */
  aside(what: () => string): void {
    this.#log?.(`  ${what()}\n`);
  }

  /** Hash of everything that was noted. */
  hash(): string {
    this.#flush();
    return this.#trace.copy().digest('hex').slice(0, 16);
  }

  /** Runs everything that happens within a time. @param isOver - whether the rest need not happen */
  run(ms: number, isOver: () => boolean = () => false): Promise<void> {
    const untilMs = this.nowMs + ms;
    return new Promise((resolve, reject) => {
      // What was done between two runs ends at the time at which it was done: the first turn comes after it.
      const turn = (): void => {
        const next = isOver() ? undefined : this.#next(untilMs);
        if (!next) {
          this.nowMs = Math.max(this.nowMs, untilMs);
          return resolve();
        }
        // What the clocks were put past happens late.
        this.nowMs = Math.max(this.nowMs, next.atMs);
        if (++this.events > MOST_EVENTS) return reject(new Error('Time does not pass.'));
        takeTurn(turn);
        try {
          next.run();
        } catch (error) {
          this.#onCrash(error);
        }
      };
      takeTurn(turn);
    });
  }

  #next(untilMs: number): Scheduled | undefined {
    for (;;) {
      const [next] = this.#heap;
      if (!next || next.atMs > untilMs) return undefined;
      pop(this.#heap);
      if (!next.cancelled) return next;
    }
  }

  /** Puts the time forward: nothing happened meanwhile, and all timers are late. */
  leap(ms: number): void {
    this.nowMs += ms;
  }
}

/** How many turns are asked for at once: between two of them the event loop does nothing else. */
const TURNS = 256;
let turnsLeft = 0;
const taken: (() => void)[] = [];

/** Runs something when no microtask is left, and errors that nobody catches are known. */
function takeTurn(turn: () => void): void {
  taken.push(turn);
  if (turnsLeft > 0) return;
  turnsLeft = TURNS;
  for (let at = 0; at < TURNS; at++) setImmediate(giveTurn);
}

function giveTurn(): void {
  turnsLeft--;
  taken.shift()?.();
}

const isBefore = (one: Scheduled, other: Scheduled): boolean =>
  one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);

function push(heap: Scheduled[], added: Scheduled): void {
  let at = heap.push(added) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isBefore(added, heap[parent]!)) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = added;
}

function pop(heap: Scheduled[]): void {
  const last = heap.pop()!;
  if (heap.length === 0) return;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
    if (!isBefore(heap[child]!, last)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
}

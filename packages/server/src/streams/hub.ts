import type { Services } from '../services.js';
import { headOf, type StreamHead } from '../storage/streams.js';
import { readFrames, type LogFrame, type StreamRef } from './frames.js';

/** How many of the latest frames are kept encoded, for readers that are a little behind. */
const RING = 256;
const BATCH = 100;

/** Somebody who reads a stream. */
export interface HubReader {
  /** There is more to read than before. */
  advance(): void;
}

/**
 * One stream of this process: reads the log once for all readers, whenever it hears that there is more. Readers keep their own place and
 * read as fast as they can take it.
 */
export class Hub implements StreamRef {
  readonly merchantId: string;
  readonly stream: string;
  readonly epoch: string;
  readonly readers = new Set<HubReader>();
  readonly #services: Services;
  readonly #ring = new Map<number, Uint8Array>();
  readonly #loading = new Map<number, Promise<readonly LogFrame[]>>();
  #head: number;
  #wanted: number;
  #pulling = false;

  private constructor(services: Services, merchantId: string, stream: string, head: StreamHead) {
    this.#services = services;
    this.merchantId = merchantId;
    this.stream = stream;
    this.epoch = head.epoch;
    this.#head = head.seq;
    this.#wanted = head.seq;
  }

  static async open(services: Services, merchantId: string, stream: string): Promise<Hub> {
    return new Hub(services, merchantId, stream, await headOf(services.db, merchantId, stream, services.newId));
  }

  /** The last line that readers can have. */
  get head(): number {
    return this.#head;
  }

  /** Hears that the log has reached `seq`. */
  hint(seq: number): void {
    if (seq <= this.#wanted) return;
    this.#wanted = seq;
    if (!this.#pulling) void this.#pull();
  }

  /** Frames after `after` that are at hand, oldest first; fewer than there are when some have to be read, see {@link load}. */
  ready(after: number): readonly LogFrame[] {
    const frames: LogFrame[] = [];
    for (let seq = after + 1; seq <= this.#head; seq++) {
      const bytes = this.#ring.get(seq);
      if (!bytes) break;
      frames.push({ seq, bytes });
    }
    return frames;
  }

  /** Reads frames after `after` from the log. Many readers at the same place cost one reading. */
  load(after: number): Promise<readonly LogFrame[]> {
    const running = this.#loading.get(after);
    if (running) return running;
    const loading = readFrames(this.#services, this, after, BATCH).finally(() => this.#loading.delete(after));
    this.#loading.set(after, loading);
    return loading;
  }

  async #pull(): Promise<void> {
    this.#pulling = true;
    try {
      while (this.#wanted > this.#head) {
        const frames = await readFrames(this.#services, this, this.#head, BATCH);
        const [last] = frames.slice(-1);
        if (!last) break;
        for (const { seq, bytes } of frames) this.#ring.set(seq, bytes);
        for (const seq of this.#ring.keys()) {
          if (this.#ring.size <= RING) break;
          this.#ring.delete(seq);
        }
        this.#head = last.seq;
        if (this.#wanted < last.seq) this.#wanted = last.seq;
        for (const reader of this.readers) reader.advance();
      }
    } catch (error) {
      this.#services.report(error);
    } finally {
      this.#pulling = false;
      // what could not be read now is found by the next sweep
      this.#wanted = this.#head;
    }
  }
}

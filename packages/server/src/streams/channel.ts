import type { ServerContext } from '../context/context.js';
import type { StreamHead, StreamRef } from '../storage/records.js';
import { readFrames, type LogFrame } from './frames.js';

/** Number of latest frames that stay encoded, for readers slightly behind. */
const RING = 256;
const BATCH = 100;

/** A reader of a channel. */
export interface ChannelReader {
  /** Called when there is more to read. */
  advance(): void;
}

/**
 * A stream in this process. It reads the log once for all its readers when a hint announces new lines. Each reader has its own offset, and
 * reads as fast as it can.
 */
export class Channel implements StreamRef {
  readonly merchantId: string;
  readonly stream: string;
  readonly epoch: string;
  readonly readers = new Set<ChannelReader>();
  readonly #context: ServerContext;
  readonly #ring = new Map<number, Uint8Array>();
  readonly #loading = new Map<number, Promise<readonly LogFrame[]>>();
  #head: number;
  #wanted: number;
  #pulling: Promise<void> | undefined;

  private constructor(context: ServerContext, { merchantId, stream }: StreamRef, head: StreamHead) {
    this.#context = context;
    this.merchantId = merchantId;
    this.stream = stream;
    this.epoch = head.epoch;
    this.#head = head.seq;
    this.#wanted = head.seq;
  }

  /** Opens the channel of a stream, at its head. */
  static async open(context: ServerContext, stream: StreamRef): Promise<Channel> {
    return new Channel(context, stream, await context.store.streamHead(stream, context.newId));
  }

  /** Sequence number of the last line available to readers. */
  get head(): number {
    return this.#head;
  }

  /** Reads on until the log's `seq`. */
  onHint(seq: number): void {
    this.#wanted = Math.max(this.#wanted, seq);
    if (this.#wanted > this.#head) this.#pulling ??= this.#fanOut();
  }

  /** Resolves when nothing is being read from the log for all readers. */
  async settled(): Promise<void> {
    await this.#pulling;
  }

  /** Returns the frames after `after` that are still encoded, oldest first. Load the others with {@link load}. */
  ready(after: number): readonly LogFrame[] {
    const frames: LogFrame[] = [];
    for (let seq = after + 1; seq <= this.#head; seq++) {
      const bytes = this.#ring.get(seq);
      if (!bytes) break;
      frames.push({ seq, bytes });
    }
    return frames;
  }

  /** Reads frames after `after` from the log. Readers at the same offset share a query. */
  load(after: number): Promise<readonly LogFrame[]> {
    const running = this.#loading.get(after);
    if (running) return running;
    const loading = readFrames(this.#context, this, after, BATCH).finally(() => this.#loading.delete(after));
    this.#loading.set(after, loading);
    return loading;
  }

  async #fanOut(): Promise<void> {
    try {
      while (this.#wanted > this.#head) {
        const frames = await readFrames(this.#context, this, this.#head, BATCH);
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
      this.#context.report(error);
    } finally {
      this.#pulling = undefined;
      // The next sweep retries.
      this.#wanted = this.#head;
    }
  }
}

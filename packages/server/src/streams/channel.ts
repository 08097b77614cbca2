import type { ServerContext } from '../context/context.js';
import type { LogLine, StreamHead, StreamRef } from '../storage/records.js';
import { coalesced } from './coalesced.js';
import { type FrameContents, framesOf, readFrames, type LogFrame, type ReadFrame, type Readers } from './frames.js';

/** Number of latest frames that stay encoded, for readers slightly behind. */
const RING = 256;
/** How much they may be, in bytes. */
const RING_BYTES = 4 * 1024 * 1024;
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
export class Channel implements Readers {
  readonly merchantId: string;
  readonly stream: string;
  readonly epoch: string;
  readonly knowRelated: boolean;
  readonly readers = new Set<ChannelReader>();
  readonly #context: ServerContext;
  readonly #ring = new Map<number, Uint8Array>();
  #ringBytes = 0;
  readonly #loading = new Map<number, Promise<readonly LogFrame[]>>();
  #head: number;
  #wanted: number;
  #pulling: Promise<void> | undefined;
  #stored: StreamHead;
  readonly #readStored = coalesced(async () => {
    this.#stored = await this.#context.store.streamHead(this, this.#context.newId);
  });

  private constructor(
    context: ServerContext,
    { merchantId, stream }: StreamRef,
    head: StreamHead,
    knowRelated: boolean,
  ) {
    this.#context = context;
    this.merchantId = merchantId;
    this.stream = stream;
    this.epoch = head.epoch;
    this.knowRelated = knowRelated;
    this.#head = head.seq;
    this.#wanted = head.seq;
    this.#stored = head;
  }

  /** Opens the channel of a stream, at its head. @param knowRelated - as in {@link Readers} */
  static async open(context: ServerContext, stream: StreamRef, knowRelated: boolean): Promise<Channel> {
    return new Channel(context, stream, await context.store.streamHead(stream, context.newId), knowRelated);
  }

  /** Sequence number of the last line available to readers. */
  get head(): number {
    return this.#head;
  }

  /** Reads the head that is stored, once for all who ask at the same time. */
  async stored(): Promise<StreamHead> {
    await this.#readStored();
    return this.#stored;
  }

  /** Reads on until the log's `seq`. */
  onHint(seq: number): void {
    this.#wanted = Math.max(this.#wanted, seq);
    if (this.#wanted > this.#head) this.#pulling ??= this.#fanOut();
  }

  /**
   * Takes lines that this process has just committed, with what they tell, so that they need not be read. Does nothing if they do not follow
   * what the readers have, or if these get other tickets whole: the log is read then.
   */
  tell(epoch: string, lines: readonly LogLine[], contents: FrameContents): void {
    if (this.#pulling || epoch !== this.epoch || lines[0]?.seq !== this.#head + 1) return;
    if (!this.knowRelated && lines.some(({ frame }) => frame === 'related')) return;
    try {
      this.#give(framesOf(this.#context, this, lines, contents));
    } catch (error) {
      this.#context.report(error);
    }
  }

  /** Goes back, to where the database has gone. */
  goBack(seq: number): void {
    this.#ring.clear();
    this.#ringBytes = 0;
    this.#head = seq;
    this.#wanted = seq;
  }

  /** Resolves when nothing is being read from the log for all readers. */
  async settled(): Promise<void> {
    await this.#pulling;
  }

  /** Returns a frame that is still encoded. Load the others with {@link load}. */
  ready(seq: number): Uint8Array | undefined {
    return this.#ring.get(seq);
  }

  /** Reads frames after `after` from the log. Readers at the same offset share a query. */
  load(after: number): Promise<readonly LogFrame[]> {
    const running = this.#loading.get(after);
    if (running) return running;
    const loading = readFrames(this.#context, this, after, BATCH).finally(() => this.#loading.delete(after));
    this.#loading.set(after, loading);
    return loading;
  }

  #measure(frames: readonly ReadFrame[]): void {
    const { clock, metrics } = this.#context;
    const now = clock.now();
    for (const { atMs } of frames) metrics.deliveryLag.observe([], Math.max(0, now - atMs) / 1000);
  }

  #give(frames: readonly ReadFrame[]): void {
    for (const { seq, bytes } of frames) {
      this.#ring.set(seq, bytes);
      this.#ringBytes += bytes.byteLength;
    }
    for (const [seq, bytes] of this.#ring) {
      if (this.#ring.size <= 1 || (this.#ring.size <= RING && this.#ringBytes <= RING_BYTES)) break;
      this.#ring.delete(seq);
      this.#ringBytes -= bytes.byteLength;
    }
    this.#head = frames.at(-1)?.seq ?? this.#head;
    this.#wanted = Math.max(this.#wanted, this.#head);
    for (const reader of this.readers) reader.advance();
    if (this.readers.size > 0) this.#measure(frames);
  }

  /** Goes on after lines that have left the log. Readers that lack them reconnect. */
  async #isCut(): Promise<boolean> {
    const { floor } = await this.stored();
    if (floor <= this.#head) return false;
    this.#head = floor;
    for (const reader of this.readers) reader.advance();
    return true;
  }

  async #fanOut(): Promise<void> {
    try {
      while (this.#wanted > this.#head) {
        const frames = await readFrames(this.#context, this, this.#head, BATCH);
        if (frames.length === 0 && !(await this.#isCut())) break;
        if (frames.length > 0) this.#give(frames);
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

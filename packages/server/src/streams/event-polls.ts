import type { EventFrame, EventPage } from '@sidecard/core/wire';
import type { Identity, ServerContext } from '../context/context.js';
import type { Clock } from '../context/ports.js';
import { pauseFor } from '../timers.js';
import type { EventConnection } from './connection.js';
import type { Connections, StreamStart } from './connections.js';
import { decodeFrames } from './frames.js';

/** How long a reader stays when it does not ask again, in milliseconds: as long as a stream is silent. */
const GRACE_MS = 15_000;
/** How much is taken from a stream for one answer, in bytes. What is more stays in the stream. */
const PAGE_BYTES = 64 * 1024;

/** What a long poll asks for. */
export interface EventPoll extends StreamStart {
  /** `poll` of the previous answer. Without it, a reader starts, as the rest says. */
  readonly poll: string | undefined;
  /** How long to wait if there is no frame, in milliseconds. */
  readonly waitMs: number;
  /** Aborted when the caller is gone, which ends the reader. */
  readonly signal: AbortSignal;
}

/** Event streams that are read by long polls. Each has a stream like any other, and reads it for its caller. */
export class EventPolls {
  readonly #context: Pick<ServerContext, 'clock' | 'newId'>;
  readonly #connections: Connections;
  readonly #readers = new Map<string, PollReader>();

  constructor(context: Pick<ServerContext, 'clock' | 'newId'>, connections: Connections) {
    this.#context = context;
    this.#connections = connections;
  }

  /**
   * Answers a long poll: at once if it starts a reader or there are frames, otherwise as soon as there is one, or after the wait.
   *
   * @throws ProblemError `rate-limited`
   */
  async poll(identity: Identity, { poll, waitMs, signal, ...start }: EventPoll): Promise<EventPage> {
    const known = this.#find(identity, poll);
    const reader = known ?? (await this.#start(identity, start));
    const frames = await reader.take(known ? waitMs : 0, signal);
    const serverTimeMs = this.#context.clock.now();
    // Another request may read on for a caller that is gone.
    if (!reader.ended && (!signal.aborted || reader.asking)) return { frames, poll: reader.poll, serverTimeMs };
    this.#end(reader);
    return { frames, serverTimeMs };
  }

  /** Ends the readers that did not ask again. */
  sweep(): void {
    const nowMs = this.#context.clock.now();
    for (const reader of this.#readers.values()) if (reader.isLost(nowMs)) this.#end(reader);
  }

  #find({ merchantId, principalKey }: Identity, poll: string | undefined): PollReader | undefined {
    if (poll === undefined) return undefined;
    const reader = this.#readers.get(poll.slice(0, poll.lastIndexOf('.')));
    if (!reader || reader.identity.merchantId !== merchantId) return undefined;
    if (reader.identity.principalKey !== principalKey) return undefined;
    if (reader.poll === poll) return reader;
    // Its last answer was lost, and with it what is sent only once.
    this.#end(reader);
    return undefined;
  }

  async #start(identity: Identity, from: StreamStart): Promise<PollReader> {
    const { clock, newId } = this.#context;
    const connection = await this.#connections.connect(identity, from);
    const reader = new PollReader(newId(), connection, clock);
    this.#readers.set(reader.id, reader);
    await connection.begun;
    return reader;
  }

  #end(reader: PollReader): void {
    this.#readers.delete(reader.id);
    reader.end();
  }
}

/** Reads a stream for its caller. */
class PollReader {
  readonly id: string;
  readonly identity: Identity;
  readonly #clock: Clock;
  readonly #stream: ReadableStreamDefaultReader<Uint8Array>;
  #frames: EventFrame[] = [];
  #bytes = 0;
  #reading = false;
  #closed = false;
  #answers = 0;
  #answeredAtMs: number;
  /** Requests that are being answered. */
  #asking = 0;
  /** Ends the wait of a request. */
  #wake: () => void = () => undefined;

  constructor(id: string, connection: EventConnection, clock: Clock) {
    this.id = id;
    this.identity = connection.identity;
    this.#stream = connection.body().getReader();
    this.#clock = clock;
    this.#answeredAtMs = clock.now();
    void this.#read();
  }

  /** The `poll` that continues this reader. */
  get poll(): string {
    return `${this.id}.${this.#answers}`;
  }

  /** Whether the stream has ended, and everything in it was taken. */
  get ended(): boolean {
    return this.#closed && this.#frames.length === 0;
  }

  /** Whether a request is being answered. */
  get asking(): boolean {
    return this.#asking > 0;
  }

  isLost(nowMs: number): boolean {
    return this.#asking === 0 && nowMs - this.#answeredAtMs > GRACE_MS;
  }

  end(): void {
    void this.#stream.cancel().catch(() => undefined);
    this.#wake();
  }

  /** Takes the frames that are there, and waits for some if there are none. A request that waits already gets none. */
  async take(waitMs: number, signal: AbortSignal): Promise<readonly EventFrame[]> {
    this.#asking++;
    this.#wake();
    void this.#read();
    // The stream hands out one frame per turn.
    await pauseFor(0);
    if (this.#frames.length === 0 && !this.#closed) await this.#wait(waitMs, signal);
    this.#asking--;
    this.#answeredAtMs = this.#clock.now();
    // Another request has taken its place.
    if (this.#asking > 0) return [];
    this.#answers++;
    const frames = this.#frames;
    this.#frames = [];
    this.#bytes = 0;
    void this.#read();
    return frames;
  }

  async #wait(ms: number, signal: AbortSignal): Promise<void> {
    if (ms <= 0 || signal.aborted) return;
    let wake = (): void => undefined;
    const woken = new Promise<void>((resolve) => (wake = resolve));
    this.#wake = wake;
    const timer = setTimeout(wake, ms);
    signal.addEventListener('abort', wake);
    await woken;
    clearTimeout(timer);
    signal.removeEventListener('abort', wake);
    // Those that were written together are answered together.
    await pauseFor(0);
  }

  /** Reads the stream until enough is there for an answer. Goes on between two requests. */
  async #read(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    while (!this.#closed && this.#bytes < PAGE_BYTES) {
      const { done, value } = await this.#stream.read();
      if (done) {
        this.#closed = true;
        this.#wake();
        break;
      }
      const frames = decodeFrames(value);
      if (frames.length === 0) continue;
      this.#frames.push(...frames);
      this.#bytes += value.byteLength;
      this.#wake();
    }
    this.#reading = false;
  }
}

import type { FrameName, Frames } from '@sidecard/core/wire';
import type { Identity, ServerContext } from '../context/context.js';
import { cursorOf } from '../storage/streams.js';
import type { Channel, ChannelReader } from './channel.js';
import { encodeFrame, encodeHeartbeat, type LogFrame } from './frames.js';

/** Maximum buffer of a slow reader, in bytes. Beyond it, the reader's offset in the log stays behind. */
const BUFFER_BYTES = 64 * 1024;
const HEARTBEAT_MS = 15_000;
/** How long a stream waits for its reader, in milliseconds. */
export const UNREAD_MS = 10_000;
/** A reader that reads nothing for this long is considered gone, whatever its socket says. */
const STUCK_MS = 60_000;
/** Streams end after 15 minutes ± 20 %, to spread over servers and prevent leaks. */
const AGE_MS = 15 * 60_000;

/** Why a reader must fetch a snapshot. */
export type ResetReason = Frames['reset']['reason'];

/** What a stream tells its owner. */
export interface ConnectionHooks {
  /** The first read: from now on it has a reader. */
  readonly onRead: (connection: EventConnection) => Promise<void>;
  readonly onClose: (connection: EventConnection) => void;
}

/** What carries a stream to its reader. */
export interface Sink {
  /** How many bytes the reader has not taken yet. */
  readonly waiting: number;
  write(bytes: Uint8Array): void;
  close(): void;
}

/** Streams by the body of their response, until it is read. */
const unread = new WeakMap<ReadableStream, EventConnection>();

/** The stream that a response's body is of. {@link EventConnection.readBy} reads it without the body. */
export const connectionOf = (body: ReadableStream | null): EventConnection | undefined =>
  (body && unread.get(body)) ?? undefined;

/** One open event stream. It begins when it is read first. */
export class EventConnection implements ChannelReader {
  /** The reader, with the account as of when the stream opened. */
  readonly identity: Identity;
  readonly channel: Channel;
  /** Message ids of the cards and replies that this stream has sent. */
  readonly delivered = new Set<string>();
  /** A delivery did not fit the buffer and must be retried. */
  pending = false;
  readonly #context: Pick<ServerContext, 'clock' | 'report'>;
  readonly #endsAtMs: number;
  /** Resolves when what a stream starts with is in it, or it has ended. */
  readonly begun: Promise<void>;
  readonly #hooks: ConnectionHooks;
  #settleBegun: () => void = () => undefined;
  #begun = false;
  #ready = false;
  #isOpen = true;
  #sink: Sink | undefined;
  #offset: number;
  #loading = false;
  #sentAtMs: number;

  constructor(
    context: Pick<ServerContext, 'clock' | 'report'>,
    identity: Identity,
    channel: Channel,
    hooks: ConnectionHooks,
  ) {
    this.identity = identity;
    this.channel = channel;
    this.#context = context;
    this.#hooks = hooks;
    this.begun = new Promise((resolve) => (this.#settleBegun = resolve));
    this.#offset = channel.head;
    const now = context.clock.now();
    this.#sentAtMs = now;
    this.#endsAtMs = Math.min(identity.principal.expiresAtMs, now + AGE_MS * (0.8 + 0.4 * Math.random()));
  }

  /** Creates the body of its response, once. */
  body(): ReadableStream<Uint8Array> {
    const body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#sink = {
            get waiting() {
              return -(controller.desiredSize ?? 0);
            },
            write: (bytes) => controller.enqueue(bytes),
            close: () => controller.close(),
          };
        },
        pull: () => this.#pull(),
        cancel: () => this.gone(),
      },
      // The stream asks for nothing before somebody reads. The buffer is counted from there.
      { highWaterMark: 0, size: (chunk) => chunk?.byteLength ?? 0 },
    );
    unread.set(body, this);
    return body;
  }

  /** Reads the stream by something else than its body. Call {@link advance} when it has taken all, and {@link gone} at its end. */
  readBy(sink: Sink): void {
    if (!this.#isOpen) return sink.close();
    this.#sink = sink;
    this.#pull();
  }

  /** The reader has gone. */
  gone(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.channel.readers.delete(this);
    this.#settleBegun();
    this.#hooks.onClose(this);
  }

  /** Whether somebody has read it. */
  get isRead(): boolean {
    return this.#begun;
  }

  get open(): boolean {
    return this.#isOpen;
  }

  /** Whether the reader can take another frame. */
  get hasRoom(): boolean {
    return this.#isOpen && this.#sink !== undefined && this.#sink.waiting < BUFFER_BYTES;
  }

  /** Sends `ready` and continues from `offset`, or sends a `reset` if the reader's own offset is unusable. */
  begin(offset: number | undefined, reset: ResetReason | undefined): void {
    const { channel } = this;
    const head = cursorOf({ epoch: channel.epoch, seq: channel.head });
    this.#ready = true;
    this.send('ready', { head, serverTimeMs: this.#context.clock.now() });
    if (reset) this.send('reset', { reason: reset });
    else if (offset !== undefined) this.#offset = offset;
    channel.readers.add(this);
    this.advance();
  }

  /** Sends a frame that is not in the log. @returns whether it fit the buffer; before `ready` nothing does */
  send<Name extends FrameName>(event: Name, data: Frames[Name]): boolean {
    return this.#ready && this.#send(event, data);
  }

  /** Sends a card or reply once. Before `ready` and while the buffer is full, it stays pending. @returns whether the stream has it */
  deliver<Name extends 'card' | 'reply'>(event: Name, data: Frames[Name]): boolean {
    if (this.delivered.has(data.messageId)) return true;
    const isSent = this.send(event, data);
    if (isSent) this.delivered.add(data.messageId);
    else this.pending = true;
    return isSent;
  }

  /** Sends new lines of the log, as far as the buffer allows. */
  advance(): void {
    if (this.#loading) return;
    while (this.#offset < this.channel.head && this.hasRoom) {
      const bytes = this.channel.ready(this.#offset + 1);
      if (!bytes) return void this.#load();
      // Writing can trigger the reader's pull synchronously, so this method can reenter.
      this.#offset++;
      this.#write(bytes);
    }
  }

  /** Sends a heartbeat if it is time, or ends the stream. */
  beat(nowMs: number): void {
    if (nowMs >= this.#endsAtMs) return this.close();
    if (!this.#begun) return nowMs - this.#sentAtMs >= UNREAD_MS ? this.close() : undefined;
    if (nowMs - this.#sentAtMs < HEARTBEAT_MS) return;
    if (this.hasRoom) this.#write(encodeHeartbeat(nowMs));
    else if (nowMs - this.#sentAtMs >= STUCK_MS) this.close();
  }

  /** Ends the stream because its account now reads another one, or has other permissions. The client reconnects. */
  move(): void {
    this.#send('reset', { reason: 'stream-moved' });
    this.close();
  }

  /** Ends the stream because the log is no longer the one that was read. The client reconnects, and reads everything again. */
  restart(): void {
    this.#send('reset', { reason: 'epoch-changed' });
    this.close();
  }

  /** Ends the stream because its account has too many. A client that knows the frame waits a minute before it reconnects. */
  shed(): void {
    this.#send('closed', { reason: 'too-many-streams' });
    this.close();
  }

  close(): void {
    if (!this.#isOpen) return;
    this.gone();
    this.#sink?.close();
  }

  #pull(): void {
    if (this.#begun) return this.advance();
    this.#begun = true;
    void this.#hooks.onRead(this).finally(this.#settleBegun);
  }

  #send<Name extends FrameName>(event: Name, data: Frames[Name]): boolean {
    if (!this.hasRoom) return false;
    this.#write(encodeFrame(event, data));
    return true;
  }

  #write(bytes: Uint8Array): void {
    if (this.#isOpen) this.#sink?.write(bytes);
    this.#sentAtMs = this.#context.clock.now();
  }

  #writeFrames(frames: readonly LogFrame[]): void {
    for (const { seq, bytes } of frames) {
      if (!this.hasRoom) return;
      // This, too, can reenter.
      if (seq <= this.#offset) continue;
      this.#offset = seq;
      this.#write(bytes);
    }
  }

  async #load(): Promise<void> {
    this.#loading = true;
    try {
      const frames = await this.channel.load(this.#offset);
      // A missing log line would be a gap. The reader reconnects and gets a reset.
      if (frames[0]?.seq === this.#offset + 1) this.#writeFrames(frames);
      else this.close();
    } catch (error) {
      this.#context.report(error);
      this.close();
    } finally {
      this.#loading = false;
    }
    this.advance();
  }
}

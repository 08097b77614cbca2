import type { FrameName, Frames } from '@sidecard/core/wire';
import type { Identity, ServerContext } from '../context/context.js';
import { cursorOf } from '../storage/streams.js';
import type { Channel, ChannelReader } from './channel.js';
import { encodeFrame, encodeHeartbeat, type LogFrame } from './frames.js';

/** Maximum buffer of a slow reader, in bytes. Beyond it, the reader's offset in the log stays behind. */
const BUFFER_BYTES = 64 * 1024;
const HEARTBEAT_MS = 15_000;
/** A reader that reads nothing for this long is considered gone, whatever its socket says. */
const STUCK_MS = 60_000;
/** Streams end after 15 minutes ± 20 %, to spread over servers and prevent leaks. */
const AGE_MS = 15 * 60_000;

/** Why a reader must fetch a snapshot. */
export type ResetReason = Frames['reset']['reason'];

/** One open event stream. */
export class EventConnection implements ChannelReader {
  /** The reader, with the account as of when the stream opened. */
  readonly identity: Identity;
  readonly channel: Channel;
  /** Message ids of the cards and replies that this stream has sent. */
  readonly delivered = new Set<string>();
  /** A delivery did not fit the buffer and must be retried. */
  pending = false;
  readonly body: ReadableStream<Uint8Array>;
  readonly #context: Pick<ServerContext, 'clock' | 'report'>;
  readonly #endsAtMs: number;
  readonly #onClose: (connection: EventConnection) => void;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #offset: number;
  #loading = false;
  #sentAtMs: number;

  constructor(
    context: Pick<ServerContext, 'clock' | 'report'>,
    identity: Identity,
    channel: Channel,
    onClose: (connection: EventConnection) => void,
  ) {
    this.identity = identity;
    this.channel = channel;
    this.#context = context;
    this.#onClose = onClose;
    this.#offset = channel.head;
    const now = context.clock.now();
    this.#sentAtMs = now;
    this.#endsAtMs = Math.min(identity.principal.expiresAtMs, now + AGE_MS * (0.8 + 0.4 * Math.random()));
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => this.advance(),
        cancel: () => this.#end(),
      },
      { highWaterMark: BUFFER_BYTES, size: (chunk) => chunk?.byteLength ?? 0 },
    );
  }

  get open(): boolean {
    return this.#controller !== undefined;
  }

  /** Whether the reader can take another frame. */
  get hasRoom(): boolean {
    return (this.#controller?.desiredSize ?? 0) > 0;
  }

  /** Sends `ready` and continues from `offset`, or sends a `reset` if the reader's own offset is unusable. */
  begin(offset: number | undefined, reset: ResetReason | undefined): void {
    const { channel } = this;
    const head = cursorOf({ epoch: channel.epoch, seq: channel.head });
    this.send('ready', { head, serverTimeMs: this.#context.clock.now() });
    if (reset) this.send('reset', { reason: reset });
    else if (offset !== undefined) this.#offset = offset;
    channel.readers.add(this);
    this.advance();
  }

  /** Sends a frame that is not in the log. @returns whether it fit the buffer */
  send<Name extends FrameName>(event: Name, data: Frames[Name]): boolean {
    if (!this.hasRoom) return false;
    this.#write(encodeFrame(event, data));
    return true;
  }

  /** Sends a card or reply once. If the buffer is full, it stays pending. */
  deliver<Name extends 'card' | 'reply'>(event: Name, data: Frames[Name]): void {
    if (this.delivered.has(data.messageId)) return;
    if (this.send(event, data)) this.delivered.add(data.messageId);
    else this.pending = true;
  }

  /** Sends new lines of the log, as far as the buffer allows. */
  advance(): void {
    if (this.#loading) return;
    while (this.hasRoom && this.#offset < this.channel.head) {
      const frames = this.channel.ready(this.#offset);
      if (frames.length === 0) {
        void this.#load();
        return;
      }
      this.#writeFrames(frames);
    }
  }

  /** Sends a heartbeat if it is time, or ends the stream. */
  beat(nowMs: number): void {
    if (nowMs >= this.#endsAtMs) return this.close();
    if (nowMs - this.#sentAtMs < HEARTBEAT_MS) return;
    if (this.hasRoom) this.#write(encodeHeartbeat(nowMs));
    else if (nowMs - this.#sentAtMs >= STUCK_MS) this.close();
  }

  /** Ends the stream because its account now reads another one, or has other permissions. The client reconnects. */
  move(): void {
    this.send('reset', { reason: 'stream-moved' });
    this.close();
  }

  close(): void {
    const controller = this.#controller;
    if (!controller) return;
    this.#end();
    controller.close();
  }

  #write(bytes: Uint8Array): void {
    this.#controller?.enqueue(bytes);
    this.#sentAtMs = this.#context.clock.now();
  }

  #writeFrames(frames: readonly LogFrame[]): void {
    for (const { seq, bytes } of frames) {
      if (!this.hasRoom) return;
      // Writing can trigger the reader's pull synchronously, so this method can reenter.
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

  #end(): void {
    if (!this.#controller) return;
    this.#controller = undefined;
    this.channel.readers.delete(this);
    this.#onClose(this);
  }
}

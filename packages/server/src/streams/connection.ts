import type { FrameName, Frames } from '@sidecard/core';
import type { Caller } from '../auth/caller.js';
import type { Services } from '../services.js';
import type { Account } from '../storage/accounts.js';
import { cursorOf } from '../storage/streams.js';
import { encodeFrame, HEARTBEAT, type LogFrame } from './frames.js';
import type { Hub, HubReader } from './hub.js';

/** What may wait for a slow reader, in bytes. Beyond it the reader's place in the log waits instead. */
const BUFFER_BYTES = 64 * 1024;
const HEARTBEAT_MS = 15_000;
/** A reader that has taken nothing for so long is gone, whatever its socket says. */
const STUCK_MS = 60_000;
/** Streams end after 15 minutes, give or take a fifth, so that they spread over servers and none is forgotten. */
const AGE_MS = 15 * 60_000;

/** Why a reader has to take a snapshot. */
export type ResetReason = Frames['reset']['reason'];

/** One open event stream of one caller. */
export class EventConnection implements HubReader {
  readonly caller: Caller;
  readonly hub: Hub;
  /** The account as this stream was opened for it. */
  readonly account: Account | undefined;
  /** Message ids of the cards and replies that this stream has sent. */
  readonly delivered = new Set<string>();
  /** A delivery found no room, and is to be tried again. */
  owed = false;
  readonly body: ReadableStream<Uint8Array>;
  readonly #services: Services;
  readonly #endsAtMs: number;
  readonly #onClose: (connection: EventConnection) => void;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #place: number;
  #loading = false;
  #spokeAtMs: number;

  constructor(services: Services, caller: Caller, hub: Hub, onClose: (connection: EventConnection) => void) {
    this.caller = caller;
    this.account = caller.account;
    this.hub = hub;
    this.#services = services;
    this.#onClose = onClose;
    this.#place = hub.head;
    const now = services.clock.now();
    this.#spokeAtMs = now;
    this.#endsAtMs = Math.min(caller.token.expiresAtMs, now + AGE_MS * (0.8 + 0.4 * Math.random()));
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => this.advance(),
        cancel: () => this.#over(),
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

  /** Says hello, and goes on from `place`; with a `reset` when the reader's own place is of no use. */
  begin(place: number | undefined, reset: ResetReason | undefined): void {
    const { hub } = this;
    const head = cursorOf({ epoch: hub.epoch, seq: hub.head });
    this.say('ready', { head, serverTimeMs: this.#services.clock.now() });
    if (reset) this.say('reset', { reason: reset });
    else if (place !== undefined) this.#place = place;
    hub.readers.add(this);
    this.advance();
  }

  /** Sends a frame that is not of the log. @returns whether there was room; what matters is tried again */
  say<Name extends FrameName>(event: Name, data: Frames[Name]): boolean {
    if (!this.hasRoom) return false;
    this.#write(encodeFrame(event, data));
    return true;
  }

  /** Sends a card or reply, once; without room it stays owed. */
  bring<Name extends 'card' | 'reply'>(event: Name, data: Frames[Name]): void {
    if (this.delivered.has(data.messageId)) return;
    if (this.say(event, data)) this.delivered.add(data.messageId);
    else this.owed = true;
  }

  /** Sends what there is of the log, as far as the reader can take it. */
  advance(): void {
    if (this.#loading) return;
    while (this.hasRoom && this.#place < this.hub.head) {
      const frames = this.hub.ready(this.#place);
      if (frames.length === 0) {
        void this.#load();
        return;
      }
      this.#writeFrames(frames);
    }
  }

  /** Does what the time asks for: a heartbeat, or the end. */
  beat(nowMs: number): void {
    if (nowMs >= this.#endsAtMs) return this.close();
    if (nowMs - this.#spokeAtMs < HEARTBEAT_MS) return;
    if (this.hasRoom) this.#write(HEARTBEAT);
    else if (nowMs - this.#spokeAtMs >= STUCK_MS) this.close();
  }

  /** The account reads another stream from now on, or may do other things: the client is to come again. */
  move(): void {
    this.say('reset', { reason: 'stream-moved' });
    this.close();
  }

  close(): void {
    const controller = this.#controller;
    if (!controller) return;
    this.#over();
    controller.close();
  }

  #write(bytes: Uint8Array): void {
    this.#controller?.enqueue(bytes);
    this.#spokeAtMs = this.#services.clock.now();
  }

  #writeFrames(frames: readonly LogFrame[]): void {
    for (const { seq, bytes } of frames) {
      if (!this.hasRoom) return;
      // A waiting reader is served within the write and asks for more at once, so that this comes to be run within itself.
      if (seq <= this.#place) continue;
      this.#place = seq;
      this.#write(bytes);
    }
  }

  async #load(): Promise<void> {
    this.#loading = true;
    try {
      const frames = await this.hub.load(this.#place);
      // A line that the head promises and the log has not would be a hole: the reader is to come again, and hears of it then.
      if (frames[0]?.seq === this.#place + 1) this.#writeFrames(frames);
      else this.close();
    } catch (error) {
      this.#services.report(error);
      this.close();
    } finally {
      this.#loading = false;
    }
    this.advance();
  }

  #over(): void {
    if (!this.#controller) return;
    this.#controller = undefined;
    this.hub.readers.delete(this);
    this.#onClose(this);
  }
}

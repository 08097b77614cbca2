import type { Cluster, Instance } from './cluster.ts';
import { LightAbortController, type LightAbortSignal } from './events.ts';
import { LightRequest, LightResponse } from './messages.ts';
import type { Dice } from './random.ts';
import type { Realm } from './realm.ts';
import type { Scheduler } from './scheduler.ts';
import { LightReadableStream } from './streams.ts';
import type { Conditions } from './conditions.ts';

/** A browser's way to the servers. */
export interface Link {
  readonly name: string;
  /** `down`: everything fails at once. `silent`: nothing passes, and nothing says so. */
  state: 'up' | 'down' | 'silent';
  /** A proxy on the way passes an answer on only when it is complete. */
  buffers: boolean;
  readonly streams: Set<OpenStream>;
  /** When its last stream ended. */
  diedAtMs: number;
}

/** An answer that is still going on. */
export interface OpenStream {
  readonly realm: Realm;
  readonly openedAtMs: number;
  /** Since when nothing passes any more. */
  deadSinceMs: number | undefined;
  /** Breaks it. */
  reset(): void;
  /** From now on nothing passes, and nothing says so. */
  goSilent(): void;
}

export interface NetworkOptions {
  readonly scheduler: Scheduler;
  readonly dice: Dice;
  /** Decides which events come in the wrong order. */
  readonly gaps: Dice;
  readonly conditions: Conditions;
  readonly cluster: Cluster;
  /** Called with every byte that a page gets. */
  readonly onBytes: (realm: Realm, text: string) => void;
  /** Called when a page sends a command: `isOver` tells from then on whether it still waits for the answer. */
  readonly onCommand: (realm: Realm, key: string, isOver: () => boolean) => void;
  /** Called when a server ends a stream without a word, and goes on. */
  readonly onEnd: (realm: Realm, instance: Instance, openedAtMs: number, token: string) => void;
  /** Called before a browser has another connection for events. */
  readonly onStream: (link: Link) => void;
}

/** What a page that has sent a request can learn. */
interface Waiting {
  readonly label: string;
  readonly done: (response: Response) => void;
  readonly fail: () => void;
  /** Nothing ever comes. */
  readonly lose: () => void;
  readonly isOver: () => boolean;
}

/** How long an operating system writes into a connection that is dead, in milliseconds. */
const GIVES_UP_MS = 90_000;

/** How long an event may be kept back for the next one, in milliseconds. */
const SWAPPED_MS = 3_000;

/** Whether a part of a stream is an event of the log, which has a position. */
const isOfLog = (chunk: Uint8Array): boolean => chunk[0] === 0x69 && chunk[1] === 0x64 && chunk[2] === 0x3a;

const textIn = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString();

const failed = (): TypeError => new TypeError('Failed to fetch');

/** The network between pages and servers. */
export class Network {
  /** Bodies of requests that have arrived twice. */
  readonly repeated: string[] = [];
  readonly #options: NetworkOptions;

  constructor(options: NetworkOptions) {
    this.#options = options;
  }

  /** What a page calls as `fetch`. */
  fetchOf(realm: Realm, link: Link): typeof fetch {
    return (input, init = {}) => {
      // The client passes texts.
      const url = input as string;
      const { scheduler } = this.#options;
      const { signal } = init;
      return new Promise<Response>((resolve, reject) => {
        let over = false;
        const poll = url.includes('/v1/events') ? this.#poll(realm, link, () => fail()) : undefined;
        const settle = (work: () => void): void => {
          if (over) return;
          over = true;
          poll?.end();
          work();
        };
        const fail = (): void => settle(() => reject(failed()));
        if (signal?.aborted) return settle(() => reject(signal.reason as Error));
        signal?.addEventListener('abort', () => settle(() => reject(signal.reason as Error)));
        const label = `${realm.name} ${init.method ?? 'GET'} ${url.slice(20)}`;
        scheduler.note(`${label} ${typeof init.body === 'string' ? init.body : ''}`);
        const { 'idempotency-key': key } = (init.headers ?? {}) as Readonly<Record<string, string | undefined>>;
        if (key !== undefined) this.#options.onCommand(realm, key, () => over);
        const done = (response: Response): void =>
          realm.enter(() => {
            if (over || poll?.isSilent()) void response.body?.cancel().catch(() => {});
            else settle(() => resolve(response));
          });
        this.#send(realm, link, url, init, {
          label,
          done,
          fail: () => realm.enter(fail),
          lose: () => poll?.lose(),
          isOver: () => over,
        });
      });
    };
  }

  /** A request for events that has no answer yet: as long as it may get one, the page hears what happens. */
  #poll(realm: Realm, link: Link, fail: () => void) {
    const { scheduler } = this.#options;
    const poll: OpenStream = {
      realm,
      openedAtMs: scheduler.nowMs,
      deadSinceMs: undefined,
      reset: () => {
        poll.deadSinceMs ??= scheduler.nowMs;
        scheduler.after(this.#latency(), () => realm.enter(fail));
      },
      goSilent: () => void (poll.deadSinceMs ??= scheduler.nowMs),
    };
    this.#options.onStream(link);
    link.streams.add(poll);
    return {
      lose: () => poll.goSilent(),
      isSilent: () => poll.deadSinceMs !== undefined,
      end: () => {
        if (link.streams.delete(poll)) link.diedAtMs = Math.max(link.diedAtMs, poll.deadSinceMs ?? scheduler.nowMs);
      },
    };
  }

  #send(realm: Realm, link: Link, url: string, init: RequestInit, page: Waiting): void {
    const { scheduler, dice, conditions } = this.#options;
    if (link.state === 'down') return void scheduler.after(dice.between(1, 50), page.fail);
    if (link.state === 'silent' || dice.chance(conditions.loss)) return page.lose();
    if (dice.chance(conditions.reset / 2)) return void scheduler.after(this.#latency(), page.fail);
    if (init.method !== undefined && dice.chance(conditions.twice)) {
      this.repeated.push(typeof init.body === 'string' ? init.body : '');
      scheduler.after(this.#latency() * 3, () => {
        const instance = this.#pick();
        if (instance) void this.#ask(instance, url, init).then((answer) => answer?.body?.cancel());
      });
    }
    // The server hears a moment later that nobody waits for its answer any more.
    const gone = new LightAbortController();
    init.signal?.addEventListener('abort', () => void scheduler.after(this.#latency(), () => gone.abort()));
    scheduler.after(this.#latency(), () => {
      const instance = this.#pick();
      if (!instance) return void scheduler.after(this.#latency(), page.fail);
      const lost = dice.chance(conditions.answerLoss);
      void this.#answer(instance, realm, link, url, init, { ...page, lost, gone: gone.signal });
    });
  }

  /** Lets a server answer; the page hears of it in time, or not. */
  async #answer(
    instance: Instance,
    realm: Realm,
    link: Link,
    url: string,
    init: RequestInit,
    page: Waiting & { lost: boolean; gone: LightAbortSignal },
  ): Promise<void> {
    const { scheduler, dice, conditions, onBytes } = this.#options;
    const answer = await Promise.race([this.#ask(instance, url, init, page.gone), instance.crashed]);
    if (!answer) {
      // Its machine may tell that nobody listens there any more, or not.
      if (dice.chance(conditions.halfOpen)) page.lose();
      else scheduler.after(this.#latency(), page.fail);
      return;
    }
    const { status, headers } = answer;
    if (headers.get('content-type')?.startsWith('text/event-stream')) {
      scheduler.note(`${page.label} streams`);
      if (page.lost || link.state !== 'up' || page.isOver() || realm.dead) {
        void answer.body?.cancel().catch(() => {});
        if (link.state === 'silent') page.lose();
        else scheduler.after(this.#latency(), page.fail);
        return;
      }
      this.#stream(instance, answer, realm, link, init, page);
      return;
    }
    const text = await answer.text();
    scheduler.note(`${page.label} ${status} ${text}`);
    if (page.lost) return void (dice.chance(0.5) ? scheduler.after(this.#latency(), page.fail) : page.lose());
    const cut = dice.chance(conditions.truncation) && text.length > 1 ? dice.below(text.length) : undefined;
    scheduler.after(this.#latency(), () => {
      if (link.state === 'down') return page.fail();
      if (link.state === 'silent') return page.lose();
      onBytes(realm, `${status} ${[...headers].join()} ${text}`);
      const body = cut === undefined ? text : cutAt(text, cut);
      page.done(new LightResponse(status === 204 ? null : body, { status, headers }) as never);
    });
  }

  #stream(
    instance: Instance,
    answer: Response,
    realm: Realm,
    link: Link,
    { signal, headers }: RequestInit,
    page: Waiting,
  ): void {
    const { scheduler, dice, gaps, conditions, onBytes } = this.#options;
    const reader = answer.body!.getReader() as ReadableStreamDefaultReader<Uint8Array>;
    const { buffers } = link;
    const { authorization: token = '' } = headers as Readonly<Record<string, string | undefined>>;
    let own: ReadableStreamDefaultController<Uint8Array> | undefined;
    let ended = false;
    let arrivesMs = scheduler.nowMs;
    const leave = (): void => void reader.cancel().catch(() => {});
    /** Things on a connection come in order. */
    const inOrder = (work: () => void): void => {
      arrivesMs = Math.max(arrivesMs, scheduler.nowMs + this.#latency());
      scheduler.after(arrivesMs - scheduler.nowMs, () => realm.enter(work));
    };
    const end = (error?: Error): void => {
      if (link.streams.delete(stream)) link.diedAtMs = Math.max(link.diedAtMs, stream.deadSinceMs ?? scheduler.nowMs);
      if (ended) return;
      ended = true;
      try {
        if (error) own?.error(error);
        else own?.close();
      } catch {
        // The page has cancelled it.
      }
    };
    const stream: OpenStream = {
      realm,
      openedAtMs: scheduler.nowMs,
      deadSinceMs: undefined,
      reset: () => {
        stream.deadSinceMs ??= scheduler.nowMs;
        scheduler.after(this.#latency(), () => {
          realm.enter(() => end(failed()));
          leave();
        });
      },
      goSilent: () => {
        stream.deadSinceMs ??= scheduler.nowMs;
        scheduler.after(GIVES_UP_MS, leave);
      },
    };
    this.#options.onStream(link);
    link.streams.add(stream);
    signal?.addEventListener('abort', () => {
      end(signal.reason as Error);
      if (stream.deadSinceMs === undefined) scheduler.after(this.#latency(), leave);
    });
    void instance.crashed.then(() => (dice.chance(conditions.halfOpen) ? stream.goSilent() : stream.reset()));
    const body = new LightReadableStream({
      start: (controller) => void (own = controller as typeof own),
      cancel: () => {
        end();
        leave();
      },
    });
    inOrder(() => page.done(new LightResponse(body, { status: 200, headers: answer.headers }) as never));
    const held: Uint8Array[] = [];
    let last = '';
    /** An event that comes after the next one. */
    let late: Uint8Array | undefined;
    const passLate = (): void => {
      if (late) pass(late);
      late = undefined;
    };
    const pass = (chunk: Uint8Array, text = textIn(chunk)): void =>
      inOrder(() => {
        if (ended || stream.deadSinceMs !== undefined) return;
        onBytes(realm, text);
        own?.enqueue(chunk);
      });
    const read = async (): Promise<void> => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        last = textIn(value);
        scheduler.note(`${realm.name} hears ${last}`);
        if (dice.chance(conditions.halfOpen / 20)) stream.goSilent();
        else if (dice.chance(conditions.reset / 20)) stream.reset();
        if (buffers) held.push(value);
        else if (!late && isOfLog(value) && gaps.chance(conditions.swap)) {
          late = value;
          scheduler.after(SWAPPED_MS, passLate);
        } else {
          pass(value, last);
          if (isOfLog(value)) passLate();
        }
      }
      if (!ended && stream.deadSinceMs === undefined && !instance.stopping && !/event: (reset|closed)/.test(last))
        this.#options.onEnd(realm, instance, stream.openedAtMs, token);
      for (const chunk of held) pass(chunk);
      inOrder(() => {
        if (stream.deadSinceMs === undefined) end();
      });
    };
    void read().catch(() => stream.reset());
  }

  async #ask(
    { server, realm }: Instance,
    url: string,
    { method, headers, body }: RequestInit,
    signal?: LightAbortSignal,
  ): Promise<Response | undefined> {
    if (realm.dead) return undefined;
    const request = new LightRequest(url, {
      ...{
        method: method ?? 'GET',
        headers: (headers ?? {}) as Record<string, string>,
        body: (body ?? null) as string,
      },
      ...(signal ? { signal } : {}),
    });
    return server.fetch(request as never);
  }

  /** The balancer chooses among the servers that take requests. */
  #pick(): Instance | undefined {
    const { dice, conditions, cluster } = this.#options;
    const chosen = dice.below(cluster.instances.length);
    return cluster.instances[conditions.even ? 0 : chosen];
  }

  #latency(): number {
    const { dice, conditions } = this.#options;
    const ms = dice.chance(conditions.slow) ? dice.between(500, 6_000) : 5 + dice.unit() * 55;
    return conditions.even ? 20 : ms;
  }
}

/** A body that breaks in the middle. */
function cutAt(text: string, length: number): LightReadableStream {
  const bytes = Buffer.from(text.slice(0, length));
  return new LightReadableStream({
    start: (controller) => (controller as ReadableStreamDefaultController).enqueue(bytes),
    pull: (controller) => (controller as ReadableStreamDefaultController).error(new TypeError('network error')),
  });
}

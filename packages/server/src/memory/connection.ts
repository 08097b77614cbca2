import { pauseFor } from '../timers.js';

/** An account's connection, like one browser tab. Pass it to `httpTransport`. */
export interface MemoryConnection {
  readonly url: string;
  /** Sends requests to the backend as the account. */
  readonly fetch: typeof fetch;
  /** Breaks open event streams. Requests fail as without a network. */
  goOffline(): void;
  goOnline(): void;
}

/** Options of {@link createConnection}. */
export interface ConnectionOptions {
  readonly url: string;
  /** Latency of a request and of its answer, in milliseconds. */
  readonly latencyMs: number;
  readonly fetch: (request: Request) => Promise<Response>;
  /** Called when an event stream opens. @returns called when it ends */
  readonly onStream: () => () => void;
}

/** Creates an in-process connection that can go offline. */
export function createConnection({ url, latencyMs, fetch: answer, onStream }: ConnectionOptions): MemoryConnection {
  let offline = false;
  const streams = new Set<AbortController>();
  const mustBeOnline = () => {
    if (offline) throw new TypeError('The network is offline.');
  };

  /** Forwards a stream until the network breaks or the request is aborted, as a browser does. */
  function passOn({ body, headers }: Response, signal: AbortSignal): Response {
    const broken = new AbortController();
    const reader = body?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined;
    const ended = onStream();
    streams.add(broken);
    const over = (): void => {
      if (streams.delete(broken)) ended();
    };
    const stop = (reason?: unknown): void => {
      over();
      void reader?.cancel(reason).catch(() => undefined);
    };
    signal.addEventListener('abort', () => broken.abort(signal.reason));
    // By hand: in WebKit, `pipeTo` does not break while it waits for data.
    const readable = new ReadableStream<Uint8Array>({
      start(controller) {
        broken.signal.addEventListener('abort', () => {
          controller.error(broken.signal.reason);
          stop(broken.signal.reason);
        });
      },
      async pull(controller) {
        const { done, value } = (await reader?.read()) ?? { done: true };
        if (broken.signal.aborted) return;
        if (value) controller.enqueue(value);
        if (!done) return;
        over();
        controller.close();
      },
      cancel: stop,
    });
    return new Response(readable, { headers });
  }

  return {
    url,
    async fetch(input, init) {
      const request = new Request(input, init);
      const { signal } = request;
      await pause(latencyMs);
      signal.throwIfAborted();
      mustBeOnline();
      const response = await answer(request);
      await pause(latencyMs);
      if (offline || signal.aborted) void response.body?.cancel();
      signal.throwIfAborted();
      mustBeOnline();
      return response.headers.get('content-type')?.startsWith('text/event-stream')
        ? passOn(response, signal)
        : response;
    },
    goOffline() {
      offline = true;
      for (const stream of streams) stream.abort(new TypeError('The network went offline.'));
    },
    goOnline() {
      offline = false;
    },
  };
}

async function pause(ms: number): Promise<void> {
  if (ms > 0) await pauseFor(ms);
}

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * - `all`: passes nothing on before an answer has ended.
 * - `rest`: passes on what an answer begins with, and of an event stream nothing else.
 * - `nothing`: passes on what comes, as it comes.
 */
export type Collecting = 'all' | 'rest' | 'nothing';

/** A proxy that collects answers. */
export interface CollectingProxy {
  readonly url: string;
  /** `accept` and URL of each request for events. */
  readonly asked: { readonly accept: string; readonly url: string }[];
  /** How many event streams have come through, at least their beginning. */
  streams(): number;
  /** What it does from now on, also with streams that are open. At first `all`. */
  collect(what: Collecting): void;
  close(): Promise<void>;
}

/**
 * Starts one.
 *
 * @param target - the server's address
 * @param change - changes the URL of what it passes on
 */
export async function collectingProxy(
  target: string,
  change: (url: string) => string = (url) => url,
): Promise<CollectingProxy> {
  let collects: Collecting = 'all';
  let streams = 0;
  const asked: { accept: string; url: string }[] = [];
  const proxy = createServer((request, response) => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const { accept = '' } = request.headers;
    const url = request.url ?? '/';
    if (url.startsWith('/v1/events')) asked.push({ accept, url });
    void pass(request, target + change(url), gone.signal)
      .then(async (answer) => {
        const type = answer.headers.get('content-type') ?? '';
        const isStream = type.startsWith('text/event-stream');
        response.writeHead(answer.status, { 'content-type': type });
        if (collects === 'all') return response.end(Buffer.from(await answer.arrayBuffer()));
        let isFirst = true;
        for await (const chunk of answer.body ?? []) {
          if (isStream && isFirst) streams++;
          else if (isStream && collects === 'rest') continue;
          isFirst = false;
          response.write(chunk);
        }
        return response.end();
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    asked,
    streams: () => streams,
    collect: (what) => void (collects = what),
    close: () => new Promise((resolve) => (proxy.closeAllConnections(), proxy.close(() => resolve()))),
  };
}

async function pass(request: IncomingMessage, to: string, signal: AbortSignal): Promise<Response> {
  const { method = 'GET', headers } = request;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const kept = Object.entries(headers).filter(([name]) => !/^(host|connection|content-length)$/.test(name));
  return fetch(to, {
    method,
    headers: Object.fromEntries(kept) as Record<string, string>,
    body: method === 'GET' ? null : Buffer.concat(chunks),
    signal,
  });
}

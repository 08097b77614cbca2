import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy on loopback that keeps every byte that passes: what an open event stream said is there while it is still open. */
export interface RecordingProxy {
  /** Such as `http://127.0.0.1:40123`. */
  readonly origin: string;
  /** Everything so far, both ways, of the paths that are wanted: request lines, headers and bodies, status lines, headers and bodies. */
  kept(wanted?: (path: string) => boolean): string;
  /** How many answers carried frames of an event stream. */
  streams(): number;
  close(): Promise<void>;
}

/** Starts a proxy in front of a server on loopback. */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const { hostname, port } = new URL(target);
  /** Exchanges overlap, so each has chunks of its own. */
  const exchanges: { readonly path: string; readonly chunks: string[] }[] = [];
  let streams = 0;

  const server: Server = createServer((incoming, outgoing) => {
    const chunks: string[] = [];
    exchanges.push({ path: incoming.url ?? '', chunks });
    const keepHeaders = (first: string, headers: IncomingHttpHeaders) => {
      chunks.push(
        `${first}\n${Object.entries(headers)
          .map(([name, value]) => `${name}: ${String(value)}`)
          .join('\n')}\n\n`,
      );
    };
    keepHeaders(`${incoming.method ?? ''} ${incoming.url ?? ''}`, incoming.headers);
    // Compressed bytes would hide what they say.
    const headers = { ...incoming.headers, 'accept-encoding': 'identity' };
    const onward = request({ hostname, port, path: incoming.url, method: incoming.method, headers }, (answer) => {
      keepHeaders(`HTTP ${answer.statusCode ?? 0}`, answer.headers);
      if (String(answer.headers['content-type']).startsWith('text/event-stream')) streams++;
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.flushHeaders();
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk.toString('utf8'));
        outgoing.write(chunk);
      });
      answer.on('end', () => outgoing.end());
      answer.on('error', () => outgoing.destroy());
    });
    incoming.on('data', (chunk: Buffer) => {
      chunks.push(chunk.toString('utf8'));
      onward.write(chunk);
    });
    incoming.on('end', () => onward.end());
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    kept: (wanted = () => true) => exchanges.flatMap(({ path, chunks }) => (wanted(path) ? chunks : [])).join(''),
    streams: () => streams,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

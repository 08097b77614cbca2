import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SidecardServer } from '../options.js';
import { processMetrics } from './process-metrics.js';

/** A port for operators only. */
export interface OperatorsPort {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `GET /metrics` of a server and of this process, for Prometheus, on a port of its own: nobody but operators may reach it. `/healthz`
 * and `/readyz` are there, too.
 *
 * @param options.host - @default '127.0.0.1'
 * @throws if the port is in use (`EADDRINUSE`)
 */
export async function listenForOperators(
  server: Pick<SidecardServer, 'fetch' | 'metrics'>,
  { port, host = '127.0.0.1' }: { readonly port: number; readonly host?: string },
): Promise<OperatorsPort> {
  const own = processMetrics();
  const answer = async (method: string, path: string): Promise<Response> => {
    if (method !== 'GET') return new Response(null, { status: 405, headers: { Allow: 'GET' } });
    if (path === '/healthz' || path === '/readyz') return server.fetch(new Request(`http://localhost${path}`));
    if (path !== '/metrics') return new Response(null, { status: 404 });
    const text = (await server.metrics()) + (await own.registry.text());
    return new Response(text, { headers: { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' } });
  };
  const http = createServer((request, response) => {
    void answer(request.method ?? '', request.url ?? '')
      .then(async (result) => {
        const text = await result.text();
        response.writeHead(result.status, Object.fromEntries(result.headers)).end(text);
      })
      .catch(() => (response.headersSent ? response.destroy() : response.writeHead(500).end()));
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, () => {
      http.off('error', reject);
      resolve();
    });
  });
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${(http.address() as AddressInfo).port}`,
    async close() {
      own.stop();
      const closed = new Promise<void>((resolve) => void http.close(() => resolve()));
      http.closeAllConnections();
      await closed;
    },
  };
}

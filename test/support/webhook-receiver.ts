import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookEvent } from '@sidecard/core/wire';

/** A webhook as it came. */
export interface Received {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly event: WebhookEvent;
}

/** What a receiver answers: a status, with headers, or nothing at all. */
export type Answer = number | { readonly status: number; readonly headers?: Record<string, string> } | 'nothing';

/** A host's receiver of webhooks. */
export interface Receiver {
  readonly url: string;
  /** Everything that came, in order, also what it refused. */
  readonly received: Received[];
  /** Decides what it answers. @default 204 */
  answer: (received: Received) => Answer | Promise<Answer>;
  close(): Promise<void>;
}

/** Starts a receiver on loopback. */
export async function startReceiver(): Promise<Receiver> {
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const one = {
        ...{ id: String(request.headers['webhook-id']), headers: request.headers, body },
        event: JSON.parse(body) as WebhookEvent,
      };
      self.received.push(one);
      void Promise.resolve(self.answer(one)).then((answer) => {
        if (answer === 'nothing') return;
        const { status, headers = {} } = typeof answer === 'number' ? { status: answer } : answer;
        response.writeHead(status, headers).end();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const self: Receiver = {
    url: `http://127.0.0.1:${port}/hooks`,
    received: [],
    answer: () => 204,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return self;
}

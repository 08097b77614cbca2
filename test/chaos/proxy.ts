import { connect, createServer, type Server, type Socket } from 'node:net';

/** Where a proxy leads: a port of this machine, or a socket in the file system. */
export type Target = { readonly port: number } | { readonly path: string };

/** A proxy that passes bytes on, late, and cuts connections. */
export class Proxy {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  readonly #delayMs: number;
  cuts = 0;

  private constructor(server: Server, delayMs: number) {
    this.#server = server;
    this.#delayMs = delayMs;
  }

  /** @param delayMs - the longest delay of a piece */
  static async start(target: Target, delayMs: number): Promise<Proxy> {
    const server = createServer();
    const proxy = new Proxy(server, delayMs);
    server.on('connection', (socket) => proxy.#pass(socket, connect({ host: '127.0.0.1', ...target })));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  /** Cuts a share of the connections. */
  cut(share: number): void {
    for (const socket of this.#open) {
      if (Math.random() >= share) continue;
      socket.destroy();
      this.cuts++;
    }
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#open) socket.destroy();
  }

  #pass(from: Socket, to: Socket): void {
    this.#open.add(from);
    const end = () => {
      this.#open.delete(from);
      from.destroy();
      to.destroy();
    };
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      one.on('error', end).on('close', end);
      let last = Promise.resolve();
      one.on('data', (bytes: Buffer) => {
        // in order, however long each takes
        const late = Math.random() < 0.03 ? wait(Math.random() * this.#delayMs) : undefined;
        last = last.then(() => late).then(() => void other.write(bytes));
      });
    }
  }
}

export const wait = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

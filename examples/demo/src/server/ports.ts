import { listen, type Listening } from '@sidecard/server/node';

type Fetch = (request: Request) => Promise<Response>;

/** Another program is using one of the demo's ports. */
export class PortTakenError extends Error {
  constructor(port: number) {
    super(
      `Port ${port} is in use by another program, or the demo is already running.\n` +
        `Stop that program, or choose other ports:  SIDECARD_DEMO_PORT=4400 npm start`,
    );
    this.name = 'PortTakenError';
  }
}

/**
 * Listens on consecutive ports, one handler each. Browsers allow six connections per origin and every page needs several, so each page gets
 * a port of its own.
 *
 * @param basePort - the first port; 0 picks any free ports
 */
export async function listenOnPorts(basePort: number, handlers: readonly Fetch[]): Promise<readonly Listening[]> {
  const open: Listening[] = [];
  for (const [index, fetch] of handlers.entries()) {
    const port = basePort === 0 ? 0 : basePort + index;
    try {
      open.push(await listen({ fetch, start: nothing, stop: nothing }, { port }));
    } catch (error) {
      await Promise.all(open.map((listening) => listening.close()));
      throw isTaken(error) ? new PortTakenError(port) : error;
    }
  }
  return open;
}

// The handlers start and stop once, not with each port.
const nothing = (): Promise<void> => Promise.resolve();

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

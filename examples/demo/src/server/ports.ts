import { listen, type Listening } from '@sidecard/server/node';

type Fetch = (request: Request) => Promise<Response>;

/** A port of ours belongs to another program. */
export class PortTakenError extends Error {
  constructor(port: number) {
    super(
      `Port ${port} is taken by another program, or the demo is running already.\n` +
        `Stop that one, or choose other ports:  SIDECARD_DEMO_PORT=4400 npm start`,
    );
    this.name = 'PortTakenError';
  }
}

/**
 * Listens for one handler each on ports in a row; a browser opens only six connections to one of them, and every page needs some.
 *
 * @param basePort - the first; 0 takes any that are free
 */
export async function listenInARow(basePort: number, handlers: readonly Fetch[]): Promise<readonly Listening[]> {
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

// the handler behind them is started and stopped once, not with every port
const nothing = (): Promise<void> => Promise.resolve();

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

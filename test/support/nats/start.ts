import { spawn } from 'node:child_process';

/** A NATS server of this machine alone. */
export interface RunningNats {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a NATS server at a free port. */
export async function startNats(path: string): Promise<RunningNats> {
  const server = spawn(path, ['-a', '127.0.0.1', '-p', '-1'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  process.once('exit', () => server.kill('SIGKILL'));
  const port = await new Promise<string>((resolve, reject) => {
    let log = '';
    let at: string | undefined;
    server.stderr.on('data', (chunk: Buffer) => {
      if (at !== undefined && log.includes('Server is ready')) return;
      log += chunk.toString();
      at = /Listening for client connections on 127\.0\.0\.1:(\d+)/.exec(log)?.[1];
      if (at !== undefined && log.includes('Server is ready')) resolve(at);
    });
    server.once('exit', () => reject(new Error(`NATS did not start: ${log}`)));
  });
  return {
    url: `nats://127.0.0.1:${port}`,
    async stop() {
      server.kill('SIGKILL');
      await ended;
    },
  };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/run.mjs';

const MAIN = join(root, 'examples/demo/dist/server/main.js');

/** The real demo in a process of its own, as `npm start` runs it, on a folder and ports of its own. */
export interface RunningDemo {
  readonly folder: string;
  readonly stage: string;
  readonly agent: string;
  readonly buyer: string;
  readonly staff: string;
  /** What it has said in its terminal since it was started. */
  said(): string;
  /** `kill -9`: nothing is said goodbye to. */
  kill(): Promise<void>;
  /** Starts it again on the same folder and ports. */
  start(): Promise<void>;
  /** Ends it and deletes its folder. */
  stop(): Promise<void>;
}

/**
 * Starts a demo.
 *
 * @param minuteMs - how long a minute of its deadlines lasts
 * @param main - of its server. @default the built one
 */
export async function runDemo({
  minuteMs,
  main = MAIN,
}: {
  readonly minuteMs: number;
  readonly main?: string;
}): Promise<RunningDemo> {
  const folder = await mkdtemp(join(tmpdir(), 'sidecard-demo-'));
  const port = await fourPortsInARow();
  let { child, said } = await launch(main, folder, port, minuteMs);
  const origin = (index: number) => `http://localhost:${port + index}`;
  const end = async (signal: NodeJS.Signals) => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await ended;
  };
  return {
    folder,
    stage: origin(0),
    agent: origin(1),
    buyer: origin(2),
    staff: origin(3),
    said: () => said(),
    kill: () => end('SIGKILL'),
    start: async () => {
      ({ child, said } = await launch(main, folder, port, minuteMs));
    },
    stop: async () => {
      await end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Runs a demo that is expected to refuse to start. @returns what it said */
export async function refusedDemo(folder: string): Promise<string> {
  const child = spawnDemo(MAIN, folder, await fourPortsInARow(), 60_000);
  const said = collect(child);
  await new Promise((resolve) => child.once('exit', resolve));
  return said();
}

async function launch(
  main: string,
  folder: string,
  port: number,
  minuteMs: number,
): Promise<{ readonly child: ChildProcess; readonly said: () => string }> {
  const child = spawnDemo(main, folder, port, minuteMs);
  const said = collect(child);
  await new Promise<void>((resolve, reject) => {
    const look = () => {
      if (said().includes(`http://localhost:${port + 3}`)) resolve();
    };
    child.stdout?.on('data', look);
    child.once('exit', (code) => reject(new Error(`The demo ended with ${code ?? 'a signal'}:\n${said()}`)));
  });
  return { child, said };
}

function spawnDemo(main: string, folder: string, port: number, minuteMs: number): ChildProcess {
  const env = {
    ...process.env,
    SIDECARD_DEMO_DATA: folder,
    SIDECARD_DEMO_PORT: String(port),
    SIDECARD_DEMO_MINUTE_MS: String(minuteMs),
  };
  return spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

function collect(child: ChildProcess): () => string {
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return () => said;
}

/** A port that is free, with the three after it. Random, so that two runs on one machine seldom meet, and below those that outgoing connections get. */
async function fourPortsInARow(): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 12_700);
    const free = await Promise.all([0, 1, 2, 3].map((index) => isFree(first + index)));
    if (free.every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}

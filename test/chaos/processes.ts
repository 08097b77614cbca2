import { type ChildProcess, spawn } from 'node:child_process';

/** A server process that is killed and started again, always at the same port. */
export class ServerProcess {
  readonly #script: string;
  readonly #env: Record<string, string>;
  #child: ChildProcess | undefined;
  #ready: Promise<void> = Promise.resolve();
  /** What it last said. */
  log = '';
  starts = 0;
  /** What it said when it ended without being told to. */
  readonly crashes: string[] = [];
  #told = false;

  constructor(script: string, env: Record<string, string>) {
    this.#script = script;
    this.#env = env;
  }

  /** Starts it. @returns when it listens, or has ended */
  start(): Promise<void> {
    this.starts++;
    this.#told = false;
    this.log = '';
    const child = spawn(process.execPath, [this.#script], {
      env: { PATH: process.env['PATH'], ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    let isReady = false;
    this.#ready = new Promise((resolve) => {
      const read = (chunk: Buffer) => {
        this.log = (this.log + chunk.toString()).slice(-4_000);
        if (!chunk.toString().includes('ready')) return;
        isReady = true;
        resolve();
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', () => {
        if (!this.#told && (isReady || !isUnreached(this.log))) this.crashes.push(this.log.slice(0, 500));
        resolve();
      });
    });
    return this.#ready;
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
    this.#told = true;
    child.kill(signal);
    await ended;
  }

  /** Asks it to end, without waiting. */
  ask(): void {
    this.#told = true;
    this.#child?.kill('SIGTERM');
  }
}

/** Whether a server could not start because its database could not be reached, which it says and then ends. */
const isUnreached = (log: string) =>
  /Cannot reach|not reached|ECONNREFUSED|ECONNRESET|Connection terminated|starting up|shutting down/.test(log);

interface Waiting {
  readonly resolve: (result: { done: boolean; value: unknown }) => void;
  readonly reject: (error: unknown) => void;
}

interface Source {
  start?: (controller: object) => unknown;
  pull?: (controller: object) => unknown;
  cancel?: (reason: unknown) => unknown;
}

interface Strategy {
  readonly highWaterMark?: number;
  readonly size?: (chunk: unknown) => number;
}

/** `ReadableStream` as far as the product uses it: with a queue, pulled when there is room or somebody waits. */
export class LightReadableStream {
  locked = false;
  readonly #source: Source;
  readonly #highWaterMark: number;
  readonly #size: (chunk: unknown) => number;
  readonly #queue: { readonly chunk: unknown; readonly size: number }[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #controller: object;
  #queued = 0;
  #state: 'readable' | 'closed' | 'errored' = 'readable';
  #error = new Error();
  #closing = false;
  #started = false;
  #pulling = false;
  #pullAgain = false;

  constructor(source: Source = {}, { highWaterMark = 1, size = () => 1 }: Strategy = {}) {
    this.#source = source;
    this.#highWaterMark = highWaterMark;
    this.#size = size;
    const room = (): number | null => (this.#state === 'errored' ? null : this.#state === 'closed' ? 0 : this.#room());
    this.#controller = {
      enqueue: (chunk: unknown) => this.#enqueue(chunk),
      close: () => this.#close(),
      error: (error: unknown) => this.#fail(error as Error),
      get desiredSize() {
        return room();
      },
    };
    void Promise.resolve(source.start?.(this.#controller)).then(
      () => {
        this.#started = true;
        this.#pull();
      },
      (error: unknown) => this.#fail(error as Error),
    );
  }

  getReader() {
    if (this.locked) throw new TypeError('The stream is locked.');
    this.locked = true;
    return {
      read: () => this.#read(),
      cancel: (reason?: unknown) => this.#cancel(reason),
      releaseLock: () => void (this.locked = false),
    };
  }

  cancel(reason?: unknown): Promise<void> {
    return this.locked ? Promise.reject(new TypeError('The stream is locked.')) : this.#cancel(reason);
  }

  #room(): number {
    return this.#highWaterMark - this.#queued;
  }

  #read(): Promise<{ done: boolean; value: unknown }> {
    if (this.#state === 'errored') return Promise.reject(this.#error);
    if (this.#state === 'closed') return Promise.resolve({ done: true, value: undefined });
    const next = this.#queue.shift();
    if (next) {
      this.#queued -= next.size;
      if (this.#closing && this.#queue.length === 0) this.#state = 'closed';
      else this.#pull();
      return Promise.resolve({ done: false, value: next.chunk });
    }
    const result = new Promise<{ done: boolean; value: unknown }>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
    this.#pull();
    return result;
  }

  #enqueue(chunk: unknown): void {
    if (this.#state !== 'readable' || this.#closing) throw new TypeError('The stream is closed.');
    const waiting = this.#waiting.shift();
    if (waiting) waiting.resolve({ done: false, value: chunk });
    else {
      const size = this.#size(chunk);
      this.#queue.push({ chunk, size });
      this.#queued += size;
    }
    this.#pull();
  }

  #close(): void {
    if (this.#state !== 'readable' || this.#closing) throw new TypeError('The stream is closed.');
    this.#closing = true;
    if (this.#queue.length === 0) this.#end();
  }

  #end(): void {
    this.#state = 'closed';
    for (const { resolve } of this.#waiting.splice(0)) resolve({ done: true, value: undefined });
  }

  #fail(error: Error): void {
    if (this.#state !== 'readable') return;
    this.#state = 'errored';
    this.#error = error;
    this.#queue.length = 0;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }

  #cancel(reason: unknown): Promise<void> {
    if (this.#state === 'errored') return Promise.reject(this.#error);
    if (this.#state === 'closed') return Promise.resolve();
    this.#queue.length = 0;
    this.#end();
    return Promise.resolve(this.#source.cancel?.(reason)).then(() => undefined);
  }

  #pull(): void {
    const wanted = this.#waiting.length > 0 || this.#room() > 0;
    if (!this.#started || this.#state !== 'readable' || this.#closing || !wanted) return;
    if (this.#pulling) {
      this.#pullAgain = true;
      return;
    }
    this.#pulling = true;
    void Promise.resolve(this.#source.pull?.(this.#controller)).then(
      () => {
        this.#pulling = false;
        if (!this.#pullAgain) return;
        this.#pullAgain = false;
        this.#pull();
      },
      (error: unknown) => this.#fail(error as Error),
    );
  }
}

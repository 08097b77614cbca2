import { LightAbortSignal } from './events.ts';
import { LightReadableStream } from './streams.ts';

type HeadersFrom = LightHeaders | Iterable<readonly [string, string]> | Readonly<Record<string, string>> | undefined;

/** `Headers`, `Request` and `Response` as far as the product uses them: a body that was made of a text stays one. */
export class LightHeaders {
  readonly #values = new Map<string, string>();

  constructor(from?: HeadersFrom) {
    const entries = from === undefined ? [] : Symbol.iterator in from ? from : Object.entries(from);
    for (const [name, value] of entries as Iterable<readonly [string, string]>) this.append(name, value);
  }

  get(name: string): string | null {
    return this.#values.get(name.toLowerCase()) ?? null;
  }

  has(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }

  set(name: string, value: string): void {
    this.#values.set(name.toLowerCase(), value);
  }

  append(name: string, value: string): void {
    const before = this.get(name);
    this.set(name, before === null ? value : `${before}, ${value}`);
  }

  delete(name: string): void {
    this.#values.delete(name.toLowerCase());
  }

  forEach(work: (value: string, name: string) => void): void {
    this.#values.forEach(work);
  }

  entries() {
    return this.#values.entries();
  }

  [Symbol.iterator]() {
    return this.#values.entries();
  }
}

type BodyFrom = string | Uint8Array | LightReadableStream | null | undefined;

/** What a request and a response have in common. */
class Message {
  readonly headers: LightHeaders;
  bodyUsed = false;
  readonly #from: BodyFrom;
  #stream: LightReadableStream | null | undefined;

  constructor(from: BodyFrom, headers: HeadersFrom) {
    this.#from = from;
    this.headers = new LightHeaders(headers);
    if (typeof from === 'string' && !this.headers.has('content-type'))
      this.headers.set('content-type', 'text/plain;charset=UTF-8');
  }

  get body(): LightReadableStream | null {
    const from = this.#from;
    if (this.#stream !== undefined) return this.#stream;
    if (from === null || from === undefined) return (this.#stream = null);
    if (from instanceof LightReadableStream) return (this.#stream = from);
    return (this.#stream = new LightReadableStream({
      start: (controller) => {
        const into = controller as ReadableStreamDefaultController;
        if (from.length > 0) into.enqueue(typeof from === 'string' ? new TextEncoder().encode(from) : from);
        into.close();
      },
    }));
  }

  async text(): Promise<string> {
    if (this.bodyUsed || this.#stream?.locked) throw new TypeError('Body is unusable');
    this.bodyUsed = true;
    if (typeof this.#from === 'string' && !this.#stream) return this.#from;
    return new TextDecoder().decode(await this.#read());
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    if (this.bodyUsed || this.#stream?.locked) throw new TypeError('Body is unusable');
    this.bodyUsed = true;
    const { buffer, byteOffset, length } = await this.#read();
    return buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer;
  }

  async #read(): Promise<Uint8Array> {
    const reader = this.body?.getReader();
    const chunks: Uint8Array[] = [];
    while (reader) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value as Uint8Array);
    }
    return Uint8Array.from(Buffer.concat(chunks));
  }
}

interface RequestFrom {
  readonly method?: string;
  readonly headers?: HeadersFrom;
  readonly body?: BodyFrom;
  readonly signal?: LightAbortSignal;
}

export class LightRequest extends Message {
  readonly url: string;
  readonly method: string;
  readonly signal: LightAbortSignal;

  constructor(url: string | LightRequest, { method, headers, body, signal }: RequestFrom = {}) {
    const before = typeof url === 'string' ? undefined : url;
    super(body === undefined ? before?.body : body, headers ?? before?.headers);
    this.url = before ? before.url : (url as string);
    this.method = method ?? before?.method ?? 'GET';
    this.signal = signal ?? before?.signal ?? new LightAbortSignal();
  }
}

export class LightResponse extends Message {
  readonly status: number;
  readonly statusText = '';

  constructor(body?: BodyFrom, { status = 200, headers }: { status?: number; headers?: HeadersFrom } = {}) {
    super(body, headers);
    this.status = status;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }
}

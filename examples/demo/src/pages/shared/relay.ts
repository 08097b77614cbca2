import type { RelayFrame, RelayMessage, RelayPost } from '../../shared/relay.js';
import { RELAY_BEAT_MS } from '../../shared/relay.js';
import { pause, type SignedIn } from './sign-in.js';
import { createValue, type Value } from './value.js';

/** A message of a conversation, which may still be on its way. */
export interface RelayLine extends Omit<RelayMessage, 'seq' | 'from'> {
  readonly from?: RelayMessage['from'];
  /** `sending` until the relay has it; `failed` if the relay refused it. */
  readonly state?: 'sending' | 'failed';
}

/** The page's connection to the relay. */
export interface RelayClient {
  /** All messages that the page may read, in order; pending ones last. */
  readonly lines: Value<readonly RelayLine[]>;
  /** Whether the stream is connected. */
  readonly connected: Value<boolean>;
  /** Sends a message. It is shown at once, and sent when the relay can be reached. */
  say(conversationId: string, text: string): void;
  /** Posts under a given id. Resolves when the relay has it, rejects if it cannot be reached. */
  post(message: RelayPost): Promise<void>;
}

/** Follows the relay until the page closes. */
export function openRelay(host: SignedIn): RelayClient {
  const lines = createValue<readonly RelayLine[]>([]);
  const connected = createValue(false);
  let received: readonly RelayMessage[] = [];
  let pending: readonly RelayLine[] = [];
  let epoch = '';
  let delivering: Promise<void> = Promise.resolve();

  const show = (): void => lines.set([...received, ...pending]);

  function take(frames: readonly RelayFrame[]): void {
    for (const frame of frames) {
      if (frame.kind === 'ready') {
        if (frame.epoch !== epoch) received = [];
        epoch = frame.epoch;
        connected.set(true);
      } else if (frame.message.seq > (received.at(-1)?.seq ?? 0)) {
        const { message } = frame;
        received = [...received, message];
        pending = pending.filter(({ id }) => id !== message.id);
      }
    }
    show();
  }

  async function follow(): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      await visible();
      try {
        const query = new URLSearchParams({ after: String(received.at(-1)?.seq ?? 0), epoch });
        for await (const frames of framesOf(host, `${alternateHost(attempt)}/relay/events?${query}`)) {
          attempt = 0;
          take(frames);
        }
      } catch {
        // The relay is down or restarting. The next attempt asks for what follows the last line.
        connected.set(false);
      }
      await pause(attempt);
    }
  }

  async function post(message: RelayPost): Promise<void> {
    const response = await host.fetch('/relay/messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
    });
    if (!response.ok) throw Object.assign(new Error('The relay refused the message.'), { status: response.status });
  }

  async function deliver({ id, conversationId, text }: RelayPost): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        // Reuse the id: the relay stores a message once.
        await post({ id, conversationId, ...(text === undefined ? {} : { text }) });
        return;
      } catch (error) {
        if (isRefusal(error)) {
          pending = pending.map((line) => (line.id === id ? { ...line, state: 'failed' } : line));
          show();
          return;
        }
      }
      await pause(attempt);
    }
  }

  void follow();
  return {
    lines,
    connected,
    say(conversationId, text) {
      const id = crypto.randomUUID();
      pending = [...pending, { id, conversationId, text, atMs: Date.now(), state: 'sending' }];
      show();
      // Send one after another, to keep the order.
      delivering = delivering.then(() => deliver({ id, conversationId, text }));
    },
    post,
  };
}

/**
 * Returns the origin for the stream. Browsers allow six connections per origin, and every window holds a relay stream; under the other host
 * name it leaves all six to Sidecard and the rest. Every other attempt uses the page's own origin, in case that name does not resolve.
 */
function alternateHost(attempt: number): string {
  const twin = { localhost: '127.0.0.1', '127.0.0.1': 'localhost' }[location.hostname];
  return twin === undefined || attempt % 2 === 1 ? '' : `${location.protocol}//${twin}:${location.port}`;
}

/** Resolves when the page is visible: hidden pages give up their connection. */
function visible(): Promise<void> {
  if (!document.hidden) return Promise.resolve();
  return new Promise<void>((resolve) => {
    document.addEventListener('visibilitychange', () => resolve(), { once: true });
  }).then(visible);
}

async function* framesOf(host: SignedIn, path: string): AsyncGenerator<readonly RelayFrame[], void, undefined> {
  const controller = new AbortController();
  const hide = (): void => {
    if (document.hidden) controller.abort();
  };
  document.addEventListener('visibilitychange', hide);
  let silence: ReturnType<typeof setTimeout> | undefined;
  const heard = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => controller.abort(), RELAY_BEAT_MS * 2.5);
  };
  try {
    heard();
    const response = await host.fetch(path, { signal: controller.signal });
    if (!response.ok || !response.body) throw new Error(`The relay failed with status ${response.status}.`);
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      heard();
      const pieces = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = pieces.pop() ?? '';
      yield pieces.filter((line) => line !== '').map((line) => JSON.parse(line) as RelayFrame);
    }
  } finally {
    clearTimeout(silence);
    document.removeEventListener('visibilitychange', hide);
    controller.abort();
  }
}

function isRefusal(error: unknown): boolean {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 && status !== 401 && status !== 429;
}

type Listener = (event: Event) => void;

interface Listening {
  readonly listener: Listener;
  readonly once: boolean;
}

/**
 * Events, signals and errors as a realm finds them instead of those of Node, which cost more than all that listens to them. They do what the
 * product uses, as the standards say.
 */
export class LightEventTarget {
  readonly #listening = new Map<string, Listening[]>();

  addEventListener(type: string, listener: Listener, options: { once?: boolean; signal?: AbortSignal } = {}): void {
    const { once = false, signal } = options;
    if (signal?.aborted) return;
    const list = this.#listening.get(type) ?? [];
    if (list.some((each) => each.listener === listener)) return;
    this.#listening.set(type, [...list, { listener, once }]);
    signal?.addEventListener('abort', () => this.removeEventListener(type, listener), { once: true });
  }

  removeEventListener(type: string, listener: Listener): void {
    const list = this.#listening.get(type);
    if (list)
      this.#listening.set(
        type,
        list.filter((each) => each.listener !== listener),
      );
  }

  dispatchEvent(event: Event): boolean {
    for (const { listener, once } of this.#listening.get(event.type) ?? []) {
      if (once) this.removeEventListener(event.type, listener);
      try {
        listener.call(this, event);
      } catch (error) {
        // Others still hear of it, and nobody catches it.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
    return true;
  }
}

export class LightDOMException extends Error {
  constructor(message = '', name = 'Error') {
    super(message);
    this.name = name;
  }
}

export class LightAbortSignal extends LightEventTarget {
  aborted = false;
  reason: unknown;

  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }

  static any(signals: readonly LightAbortSignal[]): LightAbortSignal {
    const any = new LightAbortSignal();
    for (const signal of signals) {
      if (signal.aborted) abort(any, signal.reason);
      else signal.addEventListener('abort', () => abort(any, signal.reason), { once: true });
    }
    return any;
  }
}

export class LightAbortController {
  readonly signal = new LightAbortSignal();

  abort(reason: unknown = new LightDOMException('This operation was aborted', 'AbortError')): void {
    abort(this.signal, reason);
  }
}

function abort(signal: LightAbortSignal, reason: unknown): void {
  if (signal.aborted) return;
  signal.aborted = true;
  signal.reason = reason;
  signal.dispatchEvent({ type: 'abort' } as Event);
}

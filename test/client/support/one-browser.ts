import { browserPorts, type PageEvent, type PortLocks, type Ports } from '@sidecard/client/ports';

type Listener = (event: { readonly persisted?: boolean }) => void;
interface Holder {
  readonly granted: (lock: object | null) => Promise<void> | void;
  readonly settle: { readonly resolve: () => void; readonly reject: (error: unknown) => void };
}

/** A page of the browser. */
export interface Page {
  readonly ports: Ports;
  /** Lets time pass in which nothing ran. */
  sleep(ms: number): void;
  dispatch(event: PageEvent): void;
}

/**
 * The locks and channels that pages of one browser share, on the real clock.
 *
 * @param options.after - sets the pages' timers
 * @param options.noteMs - how long what a page says to the others is on its way
 */
export function oneBrowser({ after = browserPorts.after, noteMs = 0 } = {}): { openPage(): Page } {
  const holders = new Map<string, Holder>();
  const queues = new Map<string, Holder[]>();
  const channels = new Map<string, Set<(message: unknown) => void>>();

  function grant(name: string, holder: Holder): void {
    holders.set(name, holder);
    void Promise.resolve(holder.granted({ name })).then(() => {
      if (holders.get(name) !== holder) return;
      holders.delete(name);
      holder.settle.resolve();
      const next = queues.get(name)?.shift();
      if (next) grant(name, next);
    });
  }

  const locks: PortLocks = {
    request: (name, { ifAvailable, steal, signal }, granted) =>
      new Promise<void>((resolve, reject) => {
        const holder: Holder = { granted, settle: { resolve, reject } };
        const present = holders.get(name);
        if (!present) return grant(name, holder);
        if (ifAvailable) return void Promise.resolve(granted(null)).then(resolve);
        if (steal) {
          present.settle.reject(new DOMException('Stolen.', 'AbortError'));
          return grant(name, holder);
        }
        const queue = queues.get(name) ?? [];
        queues.set(name, queue);
        queue.push(holder);
        signal?.addEventListener('abort', () => {
          const at = queue.indexOf(holder);
          if (at < 0) return;
          queue.splice(at, 1);
          reject(signal.reason as Error);
        });
      }),
  };

  return {
    openPage() {
      const listeners = new Map<PageEvent, Set<Listener>>();
      let sleptMs = 0;
      const ports: Ports = {
        ...browserPorts,
        after,
        locks,
        monotonic: () => performance.now() + sleptMs,
        isHidden: () => false,
        onPage(event, listener) {
          const all = listeners.get(event) ?? new Set();
          listeners.set(event, all.add(listener));
          return () => void all.delete(listener);
        },
        openChannel(name, onMessage) {
          const all = channels.get(name) ?? new Set();
          channels.set(name, all.add(onMessage));
          return {
            post(message) {
              for (const listener of [...all]) {
                if (listener === onMessage) continue;
                const copy: unknown = structuredClone(message);
                browserPorts.after(noteMs, () => all.has(listener) && listener(copy));
              }
            },
            close: () => void all.delete(onMessage),
          };
        },
      };
      return {
        ports,
        sleep: (ms) => void (sleptMs += ms),
        dispatch: (event) => listeners.get(event)?.forEach((listener) => listener({})),
      };
    },
  };
}

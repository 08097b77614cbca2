import { type Client, type ClientStorage, memoryStorage } from '@sidecard/client';
import { browserPorts, createClientWith, type PortLocks, type Ports } from '@sidecard/client/ports';
import type { Claims } from '../../support/server.ts';
import type { Line, Shop } from './shops.ts';

/** What the tabs of a browser share. */
export interface Browser {
  readonly storage: ClientStorage;
  readonly locks: PortLocks;
  /** Opens a tab; whoever it is signed in as can be changed later. */
  readonly open: (
    shop: Shop,
    who: Claims,
    options?: { readonly storage?: ClientStorage; readonly hears?: boolean; readonly ports?: Partial<Ports> },
  ) => Tab;
  /** Says something on every channel whose name has this in it, as any script of the origin can. */
  readonly say: (name: string, message: unknown) => void;
  /** How many pages listen to channels whose names have this in them. */
  readonly listeners: (name: string) => number;
  /** Everything that was said on the channels whose names have this in them. */
  readonly heard: (name: string) => readonly unknown[];
  readonly close: () => void;
}

export interface Tab {
  readonly client: Client;
  /** Its network as this account. */
  readonly line: (who?: Claims) => Line;
  readonly signIn: (who: Claims) => void;
  /** Tells it that it may go away: what it stores now has to be stored without it. */
  readonly hide: () => void;
}

let names = 0;

/** Creates a browser in this process: locks, channels and a storage for any number of tabs. */
export function createBrowser(): Browser {
  const storage: ClientStorage = { ...memoryStorage(), sharedAs: `browser-${names++}` };
  const locks = createLocks();
  const channels = new Set<{ readonly name: string; readonly onMessage: (message: unknown) => void }>();
  const said: { readonly name: string; readonly message: unknown }[] = [];
  const clients: Client[] = [];

  function deliver(name: string, message: unknown, from?: object): void {
    said.push({ name, message });
    for (const channel of channels) {
      if (channel === from || channel.name !== name) continue;
      const copy: unknown = structuredClone(message);
      setImmediate(() => channels.has(channel) && channel.onMessage(copy));
    }
  }

  return {
    storage,
    locks,
    open(shop, who, { storage: own = storage, hears = true, ports: others } = {}) {
      let signedIn = who;
      const lines = new Map<string, Line>();
      const line = (of = signedIn): Line => {
        const found = lines.get(of.accountId) ?? shop.line(of);
        lines.set(of.accountId, found);
        return found;
      };
      const hiding = new EventTarget();
      const ports: Ports = {
        ...browserPorts,
        locks,
        onPage(event, listener) {
          hiding.addEventListener(event, listener as () => void);
          return () => hiding.removeEventListener(event, listener as () => void);
        },
        openChannel(name, onMessage) {
          const channel = { name, onMessage };
          if (hears) channels.add(channel);
          return {
            post: (message) => hears && deliver(name, message, channel),
            close: () => void channels.delete(channel),
          };
        },
        ...others,
      };
      const client = createClientWith(ports, {
        transport: {
          request: (request) => line().transport.request(request),
          events: (request) => line().transport.events(request),
        },
        // Asked for again with every request.
        getToken: () => Promise.resolve(tokenOf(signedIn)),
        storage: own,
        locale: 'en',
      });
      clients.push(client);
      const hide = (): void => void hiding.dispatchEvent(new Event('pagehide'));
      return { client, line, signIn: (next) => void (signedIn = next), hide };
    },
    say(part, message) {
      for (const name of new Set([...channels].map((channel) => channel.name)))
        if (name.includes(part)) deliver(name, message);
    },
    listeners: (part) => [...channels].filter(({ name }) => name.includes(part)).length,
    heard: (part) => said.filter(({ name }) => name.includes(part)).map(({ message }) => message),
    close() {
      for (const client of clients.splice(0)) client.close();
    },
  };
}

function tokenOf({ accountId, party }: Claims): string {
  const claims = { sub: accountId, merchantId: 'shop-1', party, iat: 1, exp: 1 };
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
}

interface Request {
  readonly granted: (lock: object | null) => Promise<void> | void;
  readonly resolve: (value?: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Locks as browsers have them. */
function createLocks(): PortLocks {
  const held = new Map<string, Request>();
  const waiting = new Map<string, Request[]>();

  function grant(name: string, request: Request): void {
    held.set(name, request);
    void (async () => request.granted({ name }))()
      .then(request.resolve, request.reject)
      .finally(() => {
        if (held.get(name) !== request) return;
        held.delete(name);
        const next = waiting.get(name)?.shift();
        if (next) grant(name, next);
      });
  }

  return {
    request: (name, { ifAvailable, steal, signal }, granted) =>
      new Promise((resolve, reject) => {
        const request = { granted, resolve, reject };
        setImmediate(() => {
          if (signal?.aborted) return reject(signal.reason as Error);
          if (steal) {
            held.get(name)?.reject(new DOMException('Stolen.', 'AbortError'));
            return grant(name, request);
          }
          if (!held.has(name)) return grant(name, request);
          if (ifAvailable) return void (async () => granted(null))().then(resolve, reject);
          const queue = waiting.get(name) ?? [];
          waiting.set(name, [...queue, request]);
          signal?.addEventListener('abort', () => {
            const left = waiting.get(name) ?? [];
            if (!left.includes(request)) return;
            waiting.set(
              name,
              left.filter((one) => one !== request),
            );
            reject(signal.reason as Error);
          });
        });
      }),
  };
}

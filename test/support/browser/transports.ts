import { type ClientStorage, memoryStorage, type Transport, type TransportRequest } from '@sidecard/client';
import type { MemoryBackend, MemoryIdentity } from '@sidecard/server/memory';
import { connect } from './shop.ts';

/** Holds back what a connection sends to some paths until it is released. What was asked for is noted. */
export function holdRequests(
  line: Transport,
  path: RegExp,
): { readonly release: () => void; readonly held: TransportRequest[] } {
  const request = line.request.bind(line);
  const held: TransportRequest[] = [];
  let release = (): void => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  line.request = async (asked) => {
    if (asked.method !== 'GET' && path.test(asked.path)) {
      held.push(asked);
      await released;
    }
    return request(asked);
  };
  return { release, held };
}

/** A storage that has no room for what waits to be sent. */
export function fullStorage(): ClientStorage {
  const storage = memoryStorage();
  return {
    ...storage,
    set: (key, value) =>
      key.startsWith('outbox/') ? Promise.reject(new Error('The disk is full.')) : storage.set(key, value),
  };
}

/** A storage whose reads of drafts wait until they are released. */
export function holdReads(storage: ClientStorage): ClientStorage & { release(): void } {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  return {
    ...storage,
    async get(key) {
      const value = await storage.get(key);
      if (key.startsWith('draft/')) await released;
      return value;
    },
    async entries(prefix) {
      const values = await storage.entries(prefix);
      if (prefix.startsWith('draft/')) await released;
      return values;
    },
    release: () => release(),
  };
}

/** One connection whose account is the one that its token names, as a host's own sign-in has it. */
export function signIn(
  backend: MemoryBackend,
  first: MemoryIdentity,
): { readonly transport: Transport; getToken(): Promise<string>; switchTo(next: MemoryIdentity): void } {
  const lines = new Map<string, Transport>();
  let current = first;
  const tokenOf = ({ accountId, party }: MemoryIdentity): string =>
    `head.${btoa(JSON.stringify({ sub: accountId, merchantId: 'shop-1', party }))}.signature`;
  const lineOf = (token = ''): Transport => {
    const line = lines.get(token) ?? connect(backend, current);
    lines.set(token, line);
    return line;
  };
  return {
    transport: {
      request: (asked) =>
        asked.token === tokenOf(current)
          ? lineOf(asked.token).request(asked)
          : Promise.resolve({ status: 401, body: { code: 'unauthenticated' } }),
      events: (asked) => lineOf(asked.token).events(asked),
    },
    getToken: () => Promise.resolve(tokenOf(current)),
    switchTo(next) {
      current = next;
    },
  };
}

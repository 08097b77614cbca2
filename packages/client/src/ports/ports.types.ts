/**
 * What a client needs from where it runs: clocks, timers, randomness, the network, locks, and a channel to the other pages. No other file
 * of this package calls any of it (storage is a port of its own, `ClientStorage`). `browserPorts` are a page's, a worker's or Node's.
 */
export interface Ports {
  /** The device's wall clock, in milliseconds since the Unix epoch. It may be wrong, and be put forward or back at any moment. */
  readonly now: () => number;
  /** Milliseconds since any moment. Never goes back; may stand still while the device sleeps. */
  readonly monotonic: () => number;
  /** Returns a number from 0 to below 1. */
  readonly random: () => number;
  /** Returns random bytes that nobody can guess. */
  readonly randomBytes: (length: number) => Uint8Array;
  /** Calls `work` once, after `ms` milliseconds or later. @returns cancels it */
  readonly after: (ms: number, work: () => void) => () => void;
  /** Calls `work` every `ms` milliseconds. @returns ends it */
  readonly every: (ms: number, work: () => void) => () => void;
  readonly fetch: typeof fetch;
  /** Creates a request that tells how much of its body was sent. Missing in workers and Node. */
  readonly createUpload: (() => XMLHttpRequest) | undefined;
  /** Missing in insecure contexts and in Node before version 24. */
  readonly locks: PortLocks | undefined;
  /**
   * Opens a channel to the pages of this origin.
   *
   * @param onMessage - called with a structured clone of what another channel of this name has posted
   * @throws where a page may not
   */
  readonly openChannel: (name: string, onMessage: (message: unknown) => void) => PortChannel;
  /** Verifies signatures. Missing in insecure contexts. */
  readonly subtle: SubtleCrypto | undefined;
  /** The language of the environment, a BCP 47 tag or ''. */
  readonly language: string;
  /** Whether the device has a network. Where nobody knows, it has. */
  readonly isOnline: () => boolean;
  /** Whether the page is hidden; `undefined` where there is no page. */
  readonly isHidden: () => boolean | undefined;
  /** Listens to an event of the page. Does nothing where there is none. @returns stops listening */
  readonly onPage: (event: PageEvent, listener: (event: { readonly persisted?: boolean }) => void) => () => void;
}

/** Names of the events of `window` and of `document`. */
export type PageEvent = 'offline' | 'online' | 'pagehide' | 'pageshow' | 'resume' | 'visibilitychange';

/** What the client uses of the browser's `LockManager`. */
export interface PortLocks {
  /**
   * Calls `granted` with a lock, or with `null` if `ifAvailable` is set and another page holds it. The lock is held until what `granted`
   * returns is settled.
   *
   * @returns fulfils when the lock was released; rejects when the signal is aborted before it is granted, or when another page steals it
   */
  request(
    name: string,
    options: { readonly ifAvailable?: boolean; readonly steal?: boolean; readonly signal?: AbortSignal },
    granted: (lock: object | null) => Promise<void> | void,
  ): Promise<unknown>;
}

/** A channel to the other pages, as `BroadcastChannel` is. */
export interface PortChannel {
  readonly post: (message: unknown) => void;
  readonly close: () => void;
}

import type { PageEvent, PortLocks, Ports } from './ports.types.js';

type PageDocument = EventTarget & { readonly hidden: boolean };

/** The page's document, where there is one. */
const pageDocument = (): PageDocument | undefined => (globalThis as { readonly document?: PageDocument }).document;

/** The ports of a page, of a worker, and of Node. Globals are looked up on each call, because a page may instrument them later. */
export const browserPorts: Ports = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  random: () => Math.random(),
  // `randomUUID` is missing on pages without a secure context.
  randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
  every(ms, work) {
    const timer = setInterval(work, ms);
    return () => clearInterval(timer);
  },
  fetch: (...request) => fetch(...request),
  get createUpload() {
    return typeof XMLHttpRequest === 'undefined' ? undefined : () => new XMLHttpRequest();
  },
  get locks() {
    return globalThis.navigator?.locks as PortLocks | undefined;
  },
  openChannel(name, onMessage) {
    const channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }: MessageEvent<unknown>) => onMessage(data);
    // Node waits for nothing that a channel may bring.
    (channel as { unref?: () => void }).unref?.();
    return { post: (message) => channel.postMessage(message), close: () => channel.close() };
  },
  get subtle() {
    return (globalThis.crypto as Crypto | undefined)?.subtle;
  },
  get language() {
    return globalThis.navigator?.language ?? '';
  },
  isOnline: () => globalThis.navigator?.onLine !== false,
  isHidden: () => pageDocument()?.hidden,
  onPage(event: PageEvent, listener) {
    // Page Lifecycle sends its events to the document.
    const target = event === 'resume' || event === 'visibilitychange' ? pageDocument() : globalThis;
    if (typeof target?.addEventListener !== 'function') return () => {};
    target.addEventListener(event, listener as (event: Event) => void);
    return () => target.removeEventListener(event, listener as (event: Event) => void);
  },
};

import { moment, msSince } from './moment.js';

/** The page's document, where there is one. */
const page = (): (EventTarget & { readonly hidden: boolean }) | undefined =>
  (globalThis as { readonly document?: EventTarget & { readonly hidden: boolean } }).document;

/**
 * Listens to an event of the global scope or of the document. Does nothing where there is none, as in Node.
 *
 * @returns stops listening
 */
export function onEnvironment(
  event: 'online' | 'pagehide' | 'pageshow' | 'resume' | 'visibilitychange',
  listener: (event: Event) => void,
): () => void {
  // Page Lifecycle sends its events to the document.
  const target = event === 'resume' || event === 'visibilitychange' ? page() : globalThis;
  if (typeof target?.addEventListener !== 'function') return () => {};
  target.addEventListener(event, listener);
  return () => target.removeEventListener(event, listener);
}

const CHECK_MS = 5000;
/** Timers of a visible page are never this late, unless the device slept or the page hung. */
const LATE_MS = 10_000;

/**
 * Watches for the end of a sleep: of the device, of a frozen page, or of the network.
 *
 * @param onWake - `certain` is `false` when the page has only become visible again
 * @returns stops watching
 */
export function watchWake(onWake: (certain: boolean) => void): () => void {
  const online = onEnvironment('online', () => onWake(true));
  const document = page();
  if (!document) return online;
  let checked = moment();
  const check = (): void => {
    const slept = msSince(checked) > CHECK_MS + LATE_MS;
    checked = moment();
    // Timers of hidden pages are slow in any case.
    if (slept && !document.hidden) onWake(true);
  };
  const timer = setInterval(check, CHECK_MS);
  const undo = [
    online,
    onEnvironment('resume', () => onWake(true)),
    onEnvironment('pageshow', (event) => 'persisted' in event && event.persisted && onWake(true)),
    onEnvironment('visibilitychange', () => {
      checked = moment();
      if (!document.hidden) onWake(false);
    }),
  ];
  return () => {
    clearInterval(timer);
    for (const stop of undo) stop();
  };
}

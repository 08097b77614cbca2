/**
 * Listens to an event of the global scope. Does nothing where the global scope has no events, as in Node.
 *
 * @returns stops listening
 */
export function onEnvironment(event: 'online' | 'pagehide', listener: () => void): () => void {
  if (typeof globalThis.addEventListener !== 'function') return () => {};
  globalThis.addEventListener(event, listener);
  return () => globalThis.removeEventListener(event, listener);
}

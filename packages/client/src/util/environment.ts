/** The page's document, where there is one. */
export const pageDocument = (): (EventTarget & { readonly hidden: boolean }) | undefined =>
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
  const target = event === 'resume' || event === 'visibilitychange' ? pageDocument() : globalThis;
  if (typeof target?.addEventListener !== 'function') return () => {};
  target.addEventListener(event, listener);
  return () => target.removeEventListener(event, listener);
}

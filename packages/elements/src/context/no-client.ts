import type { ScopeController } from './scope-controller.js';

/** A page may set its client after its elements are there. */
const PATIENCE_MS = 2000;
const watched = new WeakSet<Element>();

/** Tells developers, once, of an element that waits for a client which does not come. */
export function tell(element: Element, scope: Pick<ScopeController, 'value'>): void {
  if (watched.has(element)) return;
  watched.add(element);
  setTimeout(() => {
    if (scope.value?.client) return;
    // It may come back, and wait again.
    if (!element.isConnected) watched.delete(element);
    else
      console.warn(
        `<${element.localName}> has no client. Put it into a <sidecard-provider> whose property \`client\` is set, or call provideClient(document, client).`,
      );
  }, PATIENCE_MS);
}

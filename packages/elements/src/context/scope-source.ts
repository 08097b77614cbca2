import type { ContextCallback, ContextEvent } from '@lit/context';
import { type SidecardScope, scopeContext } from './scope.js';

/** Says that a context can be had here from now on, to whoever asked in vain; the same event as `@lit/context` uses. */
export const SCOPE_PROVIDED = 'context-provider';

type Callback = ContextCallback<SidecardScope | undefined>;
type ScopeRequest = ContextEvent<typeof scopeContext>;

/** Answers requests for the scope at one place of the page, and tells the askers when it changes. */
export class ScopeSource {
  readonly #place: Document | Element;
  readonly #askers = new Map<Callback, () => void>();
  #scope: SidecardScope | undefined;

  constructor(place: Document | Element) {
    this.#place = place;
  }

  get scope(): SidecardScope | undefined {
    return this.#scope;
  }

  set scope(scope: SidecardScope | undefined) {
    this.#scope = scope;
    for (const [callback, leave] of this.#askers) callback(scope, leave);
  }

  start(): void {
    this.#place.addEventListener('context-request', this);
    // who came before us asked in vain
    this.#place.dispatchEvent(new Event(SCOPE_PROVIDED, { bubbles: true, composed: true }));
  }

  stop(): void {
    this.#place.removeEventListener('context-request', this);
  }

  /** Listener of `context-request`. */
  handleEvent(event: Event): void {
    const { context, callback, subscribe } = event as ScopeRequest;
    if (context !== scopeContext || event.composedPath()[0] === this.#place) return;
    event.stopImmediatePropagation();
    if (!subscribe) return callback(this.#scope);
    const leave = (): void => void this.#askers.delete(callback);
    this.#askers.set(callback, leave);
    callback(this.#scope, leave);
  }
}

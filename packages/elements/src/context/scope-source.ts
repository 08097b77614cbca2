import type { ContextCallback, ContextEvent } from '@lit/context';
import { SCOPE_PROVIDED, type SidecardScope, scopeContext } from './scope.js';

type Callback = ContextCallback<SidecardScope | undefined>;

/** Answers requests for the scope at one place of the page, and notifies subscribers of changes. */
export class ScopeSource {
  readonly #place: EventTarget;
  readonly #askers = new Map<Callback, () => void>();
  #scope: SidecardScope | undefined;

  constructor(place: EventTarget) {
    this.#place = place;
  }

  get scope(): SidecardScope | undefined {
    return this.#scope;
  }

  set scope(scope: SidecardScope | undefined) {
    this.#scope = scope;
    for (const [callback, leave] of [...this.#askers]) callback(scope, leave);
  }

  start(): void {
    this.#place.addEventListener('context-request', this);
    this.#place.dispatchEvent(new Event(SCOPE_PROVIDED, { bubbles: true, composed: true }));
  }

  /** Stops answering. Elements below that leave the page too request a scope again when they return. */
  stop(): void {
    this.#place.removeEventListener('context-request', this);
  }

  /** Listener of `context-request`. */
  handleEvent(event: Event): void {
    const { context, callback, subscribe } = event as ContextEvent<typeof scopeContext>;
    if (context !== scopeContext || event.composedPath()[0] === this.#place) return;
    event.stopImmediatePropagation();
    if (!subscribe) return callback(this.#scope);
    const leave = (): void => void this.#askers.delete(callback);
    this.#askers.set(callback, leave);
    callback(this.#scope, leave);
  }
}

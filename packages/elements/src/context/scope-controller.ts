import { ContextEvent } from '@lit/context';
import type { ReactiveController, ReactiveElement } from '@lit/reactive-element';
import { awaitScope } from './orphans.js';
import { scopeContext, type SidecardScope } from './scope.js';

/**
 * Asks for the scope above an element and follows it. Asks anew at every connection: the element may have moved.
 */
export class ScopeController implements ReactiveController {
  /** What the provider gives, or `undefined` while there is none. */
  value: SidecardScope | undefined;
  readonly #host: ReactiveElement;
  readonly #changed: (() => void) | undefined;
  #unsubscribe: (() => void) | undefined;
  #stopWaiting: (() => void) | undefined;

  /** @param changed - runs whenever another scope, or none, is there */
  constructor(host: ReactiveElement, changed?: () => void) {
    this.#host = host;
    this.#changed = changed;
    host.addController(this);
  }

  hostConnected(): void {
    this.#ask();
    if (!this.#unsubscribe) this.#stopWaiting = awaitScope(() => this.#ask());
  }

  hostDisconnected(): void {
    this.#stopWaiting?.();
    this.#unsubscribe?.();
    this.#stopWaiting = this.#unsubscribe = undefined;
    this.#set(undefined);
  }

  #ask(): void {
    this.#host.dispatchEvent(
      new ContextEvent(
        scopeContext,
        this.#host,
        (scope, unsubscribe) => {
          // Another provider took over in between: the old one has nothing more to say.
          if (this.#unsubscribe && this.#unsubscribe !== unsubscribe) this.#unsubscribe();
          this.#unsubscribe = unsubscribe;
          this.#stopWaiting?.();
          this.#stopWaiting = undefined;
          this.#set(scope);
        },
        true,
      ),
    );
  }

  #set(scope: SidecardScope | undefined): void {
    if (scope === this.value) return;
    this.value = scope;
    this.#changed?.();
    this.#host.requestUpdate();
  }
}

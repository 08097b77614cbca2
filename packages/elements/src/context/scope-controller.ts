import { ContextEvent } from '@lit/context';
import type { ReactiveController, ReactiveControllerHost } from '@lit/reactive-element';
import { type SidecardScope, scopeContext } from './scope.js';
import { SCOPE_PROVIDED } from './scope-source.js';

/** Asks for the scope above an element and follows it. Asks anew at every connection: the element may have moved. */
export class ScopeController implements ReactiveController {
  /** What the surroundings give, or `undefined` while nobody answers. */
  value: SidecardScope | undefined;
  readonly #host: ReactiveControllerHost & Element;
  readonly #changed: (() => void) | undefined;
  #leave: (() => void) | undefined;
  #waitingAt: Document | undefined;

  /** @param changed - runs whenever another scope, or none, is there */
  constructor(host: ReactiveControllerHost & Element, changed?: () => void) {
    this.#host = host;
    this.#changed = changed;
    host.addController(this);
  }

  hostConnected(): void {
    if (!this.#ask()) this.#set(undefined);
    if (!this.value) this.#wait();
  }

  hostDisconnected(): void {
    this.#leave?.();
    this.#leave = undefined;
    this.#stopWaiting();
  }

  /** Listener of {@link SCOPE_PROVIDED}. */
  handleEvent(): void {
    this.#ask();
    if (this.value) this.#stopWaiting();
  }

  #ask(): boolean {
    let answered = false;
    const callback = (scope: SidecardScope | undefined, leave?: () => void): void => {
      answered = true;
      // Another provider took over: the former has nothing more to say.
      if (this.#leave !== leave) this.#leave?.();
      this.#leave = leave;
      this.#set(scope);
      // Whoever gave it has stopped; another may begin.
      if (!scope) this.#wait();
    };
    this.#host.dispatchEvent(new ContextEvent(scopeContext, this.#host, callback, true));
    return answered;
  }

  #set(scope: SidecardScope | undefined): void {
    if (scope === this.value) return;
    this.value = scope;
    this.#changed?.();
    this.#host.requestUpdate();
  }

  /** Somebody may answer later, such as a provider whose script loads after this one. */
  #wait(): void {
    this.#waitingAt = this.#host.ownerDocument;
    this.#waitingAt.addEventListener(SCOPE_PROVIDED, this);
  }

  #stopWaiting(): void {
    this.#waitingAt?.removeEventListener(SCOPE_PROVIDED, this);
    this.#waitingAt = undefined;
  }
}

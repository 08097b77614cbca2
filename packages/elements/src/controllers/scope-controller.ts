import { ContextEvent } from '@lit/context';
import type { ReactiveController, ReactiveControllerHost } from '@lit/reactive-element';
import { type SidecardScope, scopeContext } from '../context/scope.js';
import { SCOPE_PROVIDED } from '../context/scope-source.js';

/** Asks for the scope while its element is on the page, and asks for an update when it changes. */
export class ScopeController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  #leave: (() => void) | undefined;
  #waitingAt: Document | undefined;
  /** What the element's surroundings give; an empty scope when nobody answers. */
  scope: SidecardScope = {};

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    if (this.#ask()) return;
    this.#take(undefined);
    // A provider may come later, such as one whose script loads after this one.
    this.#waitingAt = this.#host.ownerDocument;
    this.#waitingAt.addEventListener(SCOPE_PROVIDED, this);
  }

  hostDisconnected(): void {
    this.#leave?.();
    this.#leave = undefined;
    this.#stopWaiting();
  }

  /** Listener of {@link SCOPE_PROVIDED}. */
  handleEvent(): void {
    if (this.#ask()) this.#stopWaiting();
  }

  #ask(): boolean {
    let answered = false;
    const callback = (scope: SidecardScope | undefined, leave?: () => void): void => {
      answered = true;
      if (this.#leave !== leave) this.#leave?.();
      this.#leave = leave;
      this.#take(scope);
    };
    this.#host.dispatchEvent(new ContextEvent(scopeContext, this.#host, callback, true));
    return answered;
  }

  #take(scope: SidecardScope | undefined): void {
    // Another copy of the SDK may have given it: nothing about it is certain.
    this.scope = typeof scope === 'object' ? scope : {};
    this.#host.requestUpdate();
  }

  #stopWaiting(): void {
    this.#waitingAt?.removeEventListener(SCOPE_PROVIDED, this);
    this.#waitingAt = undefined;
  }
}

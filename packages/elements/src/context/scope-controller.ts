import { ContextEvent } from '@lit/context';
import type { ReactiveController, ReactiveControllerHost } from '@lit/reactive-element';
import { SCOPE_PROVIDED, type SidecardScope, scopeContext } from './scope.js';

/**
 * Unanswered requests on a page: a provider may come later, for example if its script loads after this one. Uses a single listener, because
 * removing one is linear in their number.
 */
class Asking {
  readonly #page: Document;
  readonly #asking = new Set<ScopeController>();

  constructor(page: Document) {
    this.#page = page;
  }

  add(controller: ScopeController): void {
    if (this.#asking.size === 0) this.#page.addEventListener(SCOPE_PROVIDED, this);
    this.#asking.add(controller);
  }

  remove(controller: ScopeController): void {
    this.#asking.delete(controller);
    if (this.#asking.size === 0) this.#page.removeEventListener(SCOPE_PROVIDED, this);
  }

  handleEvent(): void {
    for (const controller of [...this.#asking]) controller.askAgain();
  }
}

const waiting = new WeakMap<Document, Asking>();

/** Requests the scope above an element and follows it. Requests it again on every connection, because the element may have moved. */
export class ScopeController implements ReactiveController {
  /** The scope, or `undefined` while nobody provides one. */
  value: SidecardScope | undefined;
  readonly #host: ReactiveControllerHost & Element;
  readonly #changed: (() => void) | undefined;
  #leave: (() => void) | undefined;
  #waitingAt: Asking | undefined;

  /** @param changed - called when the scope changes */
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

  /** Called when a new provider exists. */
  askAgain(): void {
    this.#ask();
    if (this.value) this.#stopWaiting();
  }

  #ask(): boolean {
    let answered = false;
    const callback = (scope: SidecardScope | undefined, leave?: () => void): void => {
      answered = true;
      // Another provider took over: unsubscribe from the former.
      if (this.#leave !== leave) this.#leave?.();
      this.#leave = leave;
      this.#set(scope);
      // The provider has stopped; another may come.
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

  #wait(): void {
    const page = this.#host.ownerDocument;
    const asking = waiting.get(page) ?? new Asking(page);
    waiting.set(page, asking);
    asking.add(this);
    this.#waitingAt = asking;
  }

  #stopWaiting(): void {
    this.#waitingAt?.remove(this);
    this.#waitingAt = undefined;
  }
}

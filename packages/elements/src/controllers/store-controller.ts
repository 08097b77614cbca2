import type { ReactiveController, ReactiveControllerHost } from '@lit/reactive-element';

/** The part of a store that is needed; the client's stores have it. */
export interface Followable<Value> {
  get(): Value;
  listen(listener: (value: Value) => void): () => void;
}

/**
 * Follows a store while its element is connected: the only bridge between stores and elements. The store is determined before every update,
 * so it can depend on the element's properties.
 *
 * @example
 * readonly #ticket = new StoreController(this, () => this.#client?.ticket(this.ticketId));
 */
export class StoreController<Value> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #choose: () => Followable<Value> | undefined;
  #store: Followable<Value> | undefined;
  #stop: (() => void) | undefined;
  #value: Value | undefined;
  #connected = false;

  constructor(host: ReactiveControllerHost, choose: () => Followable<Value> | undefined) {
    this.#host = host;
    this.#choose = choose;
    host.addController(this);
  }

  /** The store's value when it last changed; `undefined` while there is no store. */
  get value(): Value | undefined {
    return this.#value;
  }

  hostConnected(): void {
    this.#connected = true;
    // The store may have changed while the element was disconnected.
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    // An update can come after the element was disconnected.
    if (!this.#connected) return;
    const store = this.#choose();
    if (store === this.#store) return;
    this.#unfollow();
    this.#store = store;
    if (!store) return;
    this.#stop = store.listen((value) => {
      this.#value = value;
      this.#host.requestUpdate();
    });
    this.#value = store.get();
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#unfollow();
  }

  #unfollow(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#store = undefined;
    this.#value = undefined;
  }
}

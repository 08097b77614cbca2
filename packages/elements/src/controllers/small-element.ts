import type { ReactiveController, ReactiveControllerHost } from '@lit/reactive-element';

/** A server that renders a page imports elements too, and has none. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * An element that updates itself once for any number of changes, and takes Lit's controllers: what card and provider need of Lit's `ReactiveElement`
 * at a tenth of its weight. A page that shows cards alone loads nothing of Lit.
 */
export abstract class SmallElement extends Base implements ReactiveControllerHost {
  // an array: there are thousands of cards, and a set weighs more than all else that one keeps
  #controllers: readonly ReactiveController[] = [];
  #pending: Promise<boolean> | undefined;

  addController(controller: ReactiveController): void {
    this.#controllers = [...this.#controllers, controller];
    if (this.isConnected) controller.hostConnected?.();
  }

  removeController(controller: ReactiveController): void {
    this.#controllers = this.#controllers.filter((one) => one !== controller);
  }

  requestUpdate(): void {
    this.#pending ??= Promise.resolve().then(() => this.#pending !== undefined && this.performUpdate());
  }

  /** Fulfils when what was changed is drawn. */
  get updateComplete(): Promise<boolean> {
    return this.#pending ?? Promise.resolve(true);
  }

  connectedCallback(): void {
    for (const controller of this.#controllers) controller.hostConnected?.();
    this.requestUpdate();
  }

  disconnectedCallback(): void {
    for (const controller of this.#controllers) controller.hostDisconnected?.();
  }

  /** Draws now what would be drawn in a moment. */
  protected performUpdate(): boolean {
    this.#pending = undefined;
    for (const controller of this.#controllers) controller.hostUpdate?.();
    this.update();
    return true;
  }

  protected abstract update(): void;

  /** Takes in what the page has set on the element before its script was there: it would hide the accessors. */
  protected adoptProperties(...names: readonly (keyof this & string)[]): void {
    for (const name of names) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
  }
}

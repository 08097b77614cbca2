import type { ReactiveControllerHost } from '@lit/reactive-element';

/**
 * A part of an element that is loaded when it is first wanted, so that what is shown first need not wait for it. A chunk that does not come, because
 * the network is away or a release has replaced it, is asked for again by the reader.
 */
export class LazyPart<Part> {
  readonly #host: Pick<ReactiveControllerHost, 'requestUpdate'>;
  readonly #load: () => Promise<Part>;
  #loading = false;
  /** What was loaded. */
  value: Part | undefined;
  /** The last try did not succeed. */
  failed = false;

  constructor(host: Pick<ReactiveControllerHost, 'requestUpdate'>, load: () => Promise<Part>) {
    this.#host = host;
    this.#load = load;
  }

  /** Loads it, unless that is done, under way, or has failed. */
  want(): void {
    if (!this.value && !this.failed) this.retry();
  }

  /** Loads it, also after a failure. */
  readonly retry = (): void => {
    if (this.#loading) return;
    this.#loading = true;
    this.failed = false;
    this.#load()
      .then(
        (part) => void (this.value = part),
        () => void (this.failed = true),
      )
      .finally(() => {
        this.#loading = false;
        this.#host.requestUpdate();
      });
  };
}

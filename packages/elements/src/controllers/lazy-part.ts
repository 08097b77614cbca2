import type { ReactiveControllerHost } from '@lit/reactive-element';

/**
 * A part of an element that loads on demand, so that the first rendering does not wait for it. If it fails to load, because the network is
 * down or a release has replaced it, the user can retry.
 */
export class LazyPart<Part> {
  readonly #host: Pick<ReactiveControllerHost, 'requestUpdate'>;
  readonly #load: () => Promise<Part>;
  #loading = false;
  /** The loaded part. */
  value: Part | undefined;
  /** Whether the last attempt failed. */
  failed = false;

  constructor(host: Pick<ReactiveControllerHost, 'requestUpdate'>, load: () => Promise<Part>) {
    this.#host = host;
    this.#load = load;
  }

  /** Loads it, unless it is loaded, loading, or has failed. */
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

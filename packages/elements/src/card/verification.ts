import type { Client } from '@sidecard/client';

/** What {@link Verification} needs of its card. */
export interface VerificationHost {
  /** Whether the card still has only its message to show. */
  needsVerification(): boolean;
  requestUpdate(): void;
}

/**
 * Verifies that the client's server has signed a card's message, because a buyer can type one. Runs after the first paint, and only if live
 * data has not
 * arrived by then. The result applies to one message and one client.
 */
export class Verification {
  readonly #host: VerificationHost;
  #client: Client | undefined;
  #message: unknown;
  #valid = false;

  constructor(host: VerificationHost) {
    this.#host = host;
  }

  /** Returns whether the signature is known to be valid; starts to verify it if unknown. */
  isVerified(message: unknown, client: Client | undefined): boolean {
    if (client !== this.#client || message !== this.#message) {
      this.#client = client;
      this.#message = message;
      this.#valid = false;
      if (client && message !== undefined) afterPaint(() => void this.#check(client, message));
    }
    return this.#valid;
  }

  async #check(client: Client, message: unknown): Promise<void> {
    const current = (): boolean => client === this.#client && message === this.#message;
    if (!current()) return;
    if (!this.#host.needsVerification()) {
      // It may be needed later, when live data is gone.
      this.#client = undefined;
      return;
    }
    const verdict = await client.verifyCard(message);
    if (!current() || verdict !== 'valid') return;
    this.#valid = true;
    this.#host.requestUpdate();
  }
}

let queue: (() => void)[] | undefined;

/** Runs all callbacks requested before a paint together, after it. */
function afterPaint(run: () => void): void {
  if (!queue)
    requestAnimationFrame(() =>
      setTimeout(() => {
        const runs = queue ?? [];
        queue = undefined;
        for (const one of runs) one();
      }),
    );
  (queue ??= []).push(run);
}

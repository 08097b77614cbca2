import type { Client } from '@sidecard/client';

/** What a {@link Vouch} takes of its card. */
export interface VouchHost {
  /** Whether the card still has nothing better than its message to show. */
  needsVouch(): boolean;
  requestUpdate(): void;
}

/**
 * Finds out whether the client's server has signed a card's message: a buyer can type one. The check runs after the first paint, and only if live data
 * has not come by then. What it says belongs to one message and one client.
 */
export class Vouch {
  readonly #host: VouchHost;
  #client: Client | undefined;
  #message: unknown;
  #valid = false;

  constructor(host: VouchHost) {
    this.#host = host;
  }

  /** Returns whether the signature is known to be valid; begins to check it if it is not known yet. */
  vouchesFor(message: unknown, client: Client | undefined): boolean {
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
    if (!this.#host.needsVouch()) {
      // It may be needed later, when what is live is gone.
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

/** Runs what was asked for before the next paint, after it, in one go. */
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

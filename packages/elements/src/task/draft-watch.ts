import { type Client, formOf } from '@sidecard/client';
import type { Action } from '@sidecard/core';

/**
 * Looks for a draft that a former panel, or the page before a reload, has left. Drafts come from a storage that takes its time, so it goes on looking
 * until one is found or the reader does something.
 */
export class DraftWatch {
  #stops: (() => void)[] | undefined;

  /** Begins, once; a second call does nothing. */
  start(client: Client, ticketId: string, buttons: readonly Action[], onFound: (action: Action) => void): void {
    if (this.#stops) return;
    const actions = buttons.filter(({ disabledReason }) => !disabledReason);
    const look = () => {
      const found = actions.find((action) => client.drafts.draft(ticketId, formOf(action)).get() !== undefined);
      if (!found || this.#stops?.length === 0) return;
      this.end();
      onFound(found);
    };
    this.#stops = actions.map((action) => client.drafts.draft(ticketId, formOf(action)).listen(look));
    // Not while an update is under way.
    queueMicrotask(look);
  }

  /** Looks no longer. */
  end(): void {
    for (const stop of this.#stops?.splice(0) ?? []) stop();
    this.#stops = [];
  }

  /** For another ticket, or the same one again. */
  reset(): void {
    this.end();
    this.#stops = undefined;
  }
}

import type { Client, TicketTypeState } from '@sidecard/client';
import { resolveLocale } from '@sidecard/core/card';
import type { Locale } from '@sidecard/core';
import type { Session, TicketTypeDescription, TicketView } from '@sidecard/core/wire';
import type { ReactiveController, ReactiveControllerHost } from '@lit/reactive-element';
import { StoreController } from '../controllers/store-controller.js';

/** The type's ticket, and its reader's account and language. */
export interface TypeReader {
  readonly client: Client | undefined;
  readonly session: Session | undefined;
  readonly view: TicketView | undefined;
  readonly locale: Locale;
}

/** State for one account and one ticket. */
interface Known {
  readonly client: Client | undefined;
  readonly account: string;
  readonly ticketId: string | undefined;
  /** The latest loaded description. */
  description?: TicketTypeDescription;
  /** The version that failed to load on the last attempt. */
  failed?: string | undefined;
}

/** Follows the description of a ticket's type, in the languages of its reader and of its buyer, who reads the messages. */
export class DescribedType implements ReactiveController {
  readonly #reader: () => TypeReader;
  readonly #store: StoreController<TicketTypeState>;
  #known: Known = { client: undefined, account: '', ticketId: undefined };

  /** @param reader - called before every update, after the controllers that it reads */
  constructor(host: ReactiveControllerHost, reader: () => TypeReader) {
    this.#reader = reader;
    this.#store = new StoreController(host, () => {
      const { client, view, locale } = reader();
      if (!client || view?.typeVersion === undefined) return undefined;
      const locales = new Set([locale, view.locale, resolveLocale(view.locale)]);
      return client.ticketType(view.type, view.typeVersion, [...locales].sort().join());
    });
    host.addController(this);
  }

  /** The description, or an earlier version until the current one has loaded. */
  get value(): TicketTypeDescription | undefined {
    return this.#known.description;
  }

  /** Whether the first description is still loading. */
  get pending(): boolean {
    const { description, failed } = this.#known;
    return this.#store.value?.status === 'loading' && !description && failed !== this.#reader().view?.typeVersion;
  }

  /** Whether the current version failed to load. */
  get failed(): boolean {
    return this.#known.failed !== undefined && this.#known.failed === this.#reader().view?.typeVersion;
  }

  hostUpdate(): void {
    const { client, session, view } = this.#reader();
    const account = session ? `${session.party}/${session.accountId}` : this.#known.account;
    const ticketId = view?.id;
    const same = this.#known.client === client && this.#known.account === account && this.#known.ticketId === ticketId;
    // Do not show one account's description to the next.
    if (!same) this.#known = { client, account, ticketId };
    const known = this.#known;
    const { status, description } = this.#store.value ?? {};
    if (description) {
      known.description = description;
      known.failed = undefined;
    } else if ((status === 'failed' || status === 'not-found') && view && known.failed !== view.typeVersion) {
      known.failed = view.typeVersion;
      // The server may have been updated since it named this version; the reloaded ticket names the current one.
      if (status === 'not-found') client?.refresh(view.id);
    }
  }
}

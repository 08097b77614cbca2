import type { Client, TicketTypeState } from '@sidecard/client';
import { resolveLocale } from '@sidecard/core/card';
import type { Locale } from '@sidecard/core';
import type { Session, TicketTypeDescription, TicketView } from '@sidecard/core/wire';
import type { ReactiveController, ReactiveControllerHost } from '@lit/reactive-element';
import { StoreController } from '../controllers/store-controller.js';

/** Whose type it is, and who reads it in which language. */
export interface TypeReader {
  readonly client: Client | undefined;
  readonly session: Session | undefined;
  readonly view: TicketView | undefined;
  readonly locale: Locale;
}

/** What belongs to one account's reading of one ticket. */
interface Known {
  readonly client: Client | undefined;
  readonly account: string;
  readonly ticketId: string | undefined;
  /** The latest description that was loaded. */
  description?: TicketTypeDescription;
  /** The version that could not be loaded, when it was last tried. */
  failed?: string | undefined;
}

/** Follows the description of a ticket's type, in the languages of its reader and of its buyer, who reads the messages. */
export class DescribedType implements ReactiveController {
  readonly #reader: () => TypeReader;
  readonly #store: StoreController<TicketTypeState>;
  #known: Known = { client: undefined, account: '', ticketId: undefined };

  /** @param reader - asked before every update, after the controllers that it reads */
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

  /** The description, or one of an earlier version until the present one is loaded. */
  get value(): TicketTypeDescription | undefined {
    return this.#known.description;
  }

  /** Whether it is worth waiting for: there is none yet, and loading it has not failed. */
  get pending(): boolean {
    const { description, failed } = this.#known;
    return this.#store.value?.status === 'loading' && !description && failed !== this.#reader().view?.typeVersion;
  }

  /** Whether the present version could not be loaded. */
  get failed(): boolean {
    return this.#known.failed !== undefined && this.#known.failed === this.#reader().view?.typeVersion;
  }

  hostUpdate(): void {
    const { client, session, view } = this.#reader();
    const account = session ? `${session.party}/${session.accountId}` : this.#known.account;
    const ticketId = view?.id;
    const same = this.#known.client === client && this.#known.account === account && this.#known.ticketId === ticketId;
    // What one account may know of a type is not shown to the next.
    if (!same) this.#known = { client, account, ticketId };
    const known = this.#known;
    const { status, description } = this.#store.value ?? {};
    if (description) {
      known.description = description;
      known.failed = undefined;
    } else if ((status === 'failed' || status === 'not-found') && view && known.failed !== view.typeVersion) {
      known.failed = view.typeVersion;
      // The server may have been renewed since it told of this version; the ticket names the one that it has now.
      if (status === 'not-found') client?.refresh(view.id);
    }
  }
}

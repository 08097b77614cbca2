import type { Client, TicketTypeState } from '@sidecard/client';
import { type Locale, resolveLocale } from '@sidecard/core';
import type { TicketTypeDescription, TicketView } from '@sidecard/core/wire';
import type { ReactiveController, ReactiveControllerHost } from '@lit/reactive-element';
import { StoreController } from '../controllers/store-controller.js';

/** Whose type it is, and in which language it is read. */
export interface TypeReader {
  readonly client: Client | undefined;
  readonly view: TicketView | undefined;
  readonly locale: Locale;
}

/** Follows the description of a ticket's type, in the languages of its reader and of its buyer, who reads the messages. */
export class DescribedType implements ReactiveController {
  readonly #reader: () => TypeReader;
  readonly #store: StoreController<TicketTypeState>;
  #known: { readonly client: Client; readonly description: TicketTypeDescription } | undefined;
  /** The version that the server did not have, as asked for. */
  #missing: string | undefined;

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
    const { client, view } = this.#reader();
    const known = this.#known;
    return known && known.client === client && known.description.key === view?.type ? known.description : undefined;
  }

  /** Whether it is worth waiting for: it is loaded for the first time, and has not failed. */
  get pending(): boolean {
    return this.#store.value?.status === 'loading' && !this.value && this.#missing === undefined;
  }

  hostUpdate(): void {
    const { client, view } = this.#reader();
    const { status, description } = this.#store.value ?? {};
    if (client && description) this.#known = { client, description };
    if (status === 'ready') this.#missing = undefined;
    else if (status === 'failed') this.#missing ??= '';
    else if (status === 'not-found' && client && view && this.#missing !== view.typeVersion) {
      // The server has been renewed since it told of this version; the ticket names the one that it has now.
      this.#missing = view.typeVersion;
      client.refresh(view.id);
    }
  }
}

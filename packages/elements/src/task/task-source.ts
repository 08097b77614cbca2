import type { Client, Draft, OutboxEntry, TicketState } from '@sidecard/client';
import type { TicketView } from '@sidecard/core/wire';
import type { ReactiveControllerHost } from '@lit/reactive-element';
import { Language } from '../context/language.js';
import { ScopeController } from '../context/scope-controller.js';
import type { SidecardScope } from '../context/scope.js';
import { StoreController } from '../controllers/store-controller.js';
import type { TicketOwner } from '../controllers/ticket-scope.js';
import { taskCatalogue } from '../locales/task-catalogue.js';
import type { TaskTexts } from '../locales/texts.js';
import type { ViewModel } from '../ticket/view-model.js';
import { DescribedType } from '../ticket/described-type.js';

/** What a panel follows: its scope, and one ticket of one account. */
export class TaskSource {
  readonly #ticketId: () => string;
  readonly language: Language;
  readonly #scope;
  readonly #ticket;
  readonly #session;
  readonly #connection;
  readonly #outbox;
  readonly #thread;
  readonly #drafts;
  readonly #elsewhere;
  readonly #type;
  readonly #tickets;

  /** @param ticketId - returns the ticket's id; called before every update */
  constructor(host: ReactiveControllerHost & HTMLElement, ticketId: () => string) {
    this.#ticketId = ticketId;
    this.#scope = new ScopeController(host);
    this.language = new Language(host, this.#scope, taskCatalogue);
    this.#ticket = new StoreController(host, () => (ticketId() ? this.client?.ticket(ticketId()) : undefined));
    this.#session = new StoreController(host, () => this.client?.session);
    this.#connection = new StoreController(host, () => this.client?.connection);
    this.#outbox = new StoreController(host, () => this.client?.outbox);
    this.#drafts = new StoreController(host, () => (ticketId() ? this.client?.drafts.all(ticketId()) : undefined));
    this.#elsewhere = new StoreController(host, () =>
      ticketId() ? this.client?.drafts.elsewhere(ticketId()) : undefined,
    );
    this.#type = new DescribedType(host, () => ({
      client: this.client,
      session: this.#session.value,
      view: this.#ticket.value?.view,
      locale: this.language.locale,
    }));
    this.#tickets = new StoreController(host, () => (this.otherConversation ? this.client?.tickets : undefined));
    // A buyer's client does not request it at all.
    this.#thread = new StoreController(host, () => {
      const party = this.#session.value?.party;
      return ticketId() && (party === 'merchant' || party === 'staff')
        ? this.client?.staffThread(ticketId())
        : undefined;
    });
  }

  get client(): Client | undefined {
    return this.#scope.value?.client;
  }

  /** Owner of the panel's state. */
  get owner(): TicketOwner {
    return { client: this.client, ticketId: this.#ticketId(), session: this.#session.value };
  }

  /** The panel's own words, once the language is ready. */
  get texts(): TaskTexts {
    return this.language.textsOf(taskCatalogue);
  }

  /** Shows another ticket beside the chat, if there is a provider. */
  get openTask(): SidecardScope['openTask'] {
    return this.#scope.value?.openTask;
  }

  /** The host's keys of the panel. */
  get keys(): SidecardScope['keys'] {
    return this.#scope.value?.keys;
  }

  /** The conversation that is open in the chat, if it is not the ticket's. */
  get otherConversation(): string | undefined {
    const open = this.#scope.value?.conversation;
    const view = this.#ticket.value?.view;
    return open && view && view.conversationId !== open ? open : undefined;
  }

  /** The loaded tickets, while another conversation is open. */
  get tickets(): ReadonlyMap<string, TicketView> | undefined {
    return this.#tickets.value;
  }

  /** The ticket's state. */
  get ticket(): TicketState | undefined {
    return this.#ticket.value;
  }

  /** The ticket's type, once loaded. */
  get type(): ViewModel['type'] {
    return this.#type.value;
  }

  /** Whether the type's current version failed to load. */
  get typeFailed(): boolean {
    return this.#type.failed;
  }

  /** Drafts of the ticket's forms, by form. */
  get drafts(): ReadonlyMap<string, Draft> {
    return this.#drafts.value ?? new Map<string, Draft>();
  }

  /** Whether the staff thread has messages, a draft, or pending messages. */
  get hasMessages(): boolean {
    const text = this.drafts.get('staff-message')?.['text'];
    const outbox = this.#outbox.value ?? [];
    return (
      (this.#thread.value?.messages.length ?? 0) > 0 ||
      (typeof text === 'string' && text.trim() !== '') ||
      outbox.some(({ kind, ticketId }) => kind === 'staff-message' && ticketId === this.#ticketId())
    );
  }

  /** Everything that a ticket renders; `undefined` while it or its type is loading. */
  viewModel(pictures: ViewModel['pictures']): ViewModel | undefined {
    const { client, language } = this;
    const view = this.#ticket.value?.view;
    if (!client || !view || this.#type.pending || !language.isReady) return undefined;
    const { texts } = this;
    return {
      client,
      texts,
      textsOf: language.textsOf,
      view,
      time: { texts, nowMs: client.now(), warnings: this.#scope.value?.deadlineWarnings },
      type: this.type,
      session: this.#session.value,
      connection: this.#connection.value ?? { state: 'connecting', asOfMs: 0, by: 'stream' },
      drafts: this.drafts,
      elsewhere: this.#elsewhere.value ?? new Set(),
      pictures,
      outbox: (this.#outbox.value ?? []).filter((entry: OutboxEntry) => entry.ticketId === view.id),
    };
  }
}

import type { Client } from '@sidecard/client';
import type { Session, TicketSummary } from '@sidecard/core/wire';
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { Language } from '../context/language.js';
import { ScopeController } from '../context/scope-controller.js';
import { Announcer } from '../controllers/announcer.js';
import { FocusKeeper } from '../controllers/focus-keeper.js';
import { ForeignNodes } from '../controllers/foreign-nodes.js';
import { StoreController } from '../controllers/store-controller.js';
import { accountOf } from '../controllers/ticket-scope.js';
import { dispatch } from '../events/events.js';
import { conversationCatalogue, type ConversationWords } from '../locales/conversation-catalogue.js';
import { format } from '../locales/message.js';
import { icon } from '../theme/icons.js';
import { adoptOwnSheets, createRoot } from '../theme/own-sheets.js';
import { caseList } from './case-list.js';
import { conversationStyles } from './conversation.styles.js';
import { RequestOpening } from './opening.js';
import type { ConversationOrder } from './order-choice.js';

/**
 * The after-sales side of a conversation, with or without a ticket: its open tasks, the buyer's other cases, a task that the agent opens for
 * the buyer, and an invitation to apply. For the column beside a chat. With a buyer's client the element is empty.
 *
 * @fires {CustomEvent<TaskOpenDetail>} sidecard-task-open - The reader wants to see a task; cancelable, otherwise the provider shows it.
 * @fires {CustomEvent<InviteDetail>} sidecard-invite - Post this message to the buyer, as the agent.
 * @csspart cases - The open tasks.
 */
export class SidecardConversation extends LitElement {
  static override styles = conversationStyles;
  static override readonly properties: PropertyDeclarations = {
    conversationId: { attribute: 'conversation-id' },
    buyerId: { attribute: 'buyer-id' },
    orders: { attribute: false },
  };

  /**
   * Which conversation is open.
   *
   * @attr conversation-id
   */
  conversationId = '';
  /**
   * Its buyer, whose other cases are listed.
   *
   * @attr buyer-id
   */
  buyerId = '';
  /** The buyer's orders, if the host knows them: the agent then chooses one instead of typing its number. */
  orders: readonly ConversationOrder[] = [];

  readonly #scope = new ScopeController(this);
  readonly #language = new Language(this, this.#scope, conversationCatalogue);
  readonly #session = new StoreController(this, () => this.#client?.session);
  readonly #own = new StoreController(this, () =>
    this.#mayRead && this.conversationId
      ? this.#client?.list({ conversationId: this.conversationId, sort: 'changed' })
      : undefined,
  );
  readonly #others = new StoreController(this, () =>
    this.#mayRead && this.buyerId ? this.#client?.list({ buyerId: this.buyerId, sort: 'changed' }) : undefined,
  );
  readonly #announcer = new Announcer(this);
  readonly #opening = new RequestOpening(this, this.#language, {
    client: () => this.#client,
    session: () => (this.#mayRead ? this.#session.value : undefined),
    orders: () => this.orders,
    say: (text) => this.#announcer.say(text),
  });
  #owner: { readonly client: Client | undefined; readonly account: string | undefined } | undefined;

  constructor() {
    super();
    new ForeignNodes(this);
    new FocusKeeper(this, 'h2');
  }

  adoptedCallback(): void {
    adoptOwnSheets(this);
  }

  protected override createRenderRoot(): ShadowRoot {
    return createRoot(this);
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    return (await this.#language.settled()) ? this.getUpdateComplete() : complete;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // What was typed stays a draft of its order.
    if (changed.has('conversationId')) this.#opening.reset();
    // Another account: what is typed is a draft of the former one's.
    const account = accountOf(this.#session.value);
    if (this.#client !== this.#owner?.client || (account && this.#owner?.account && account !== this.#owner.account)) {
      this.#opening.reset();
      this.#owner = undefined;
    }
    this.#owner = { client: this.#client, account: account ?? this.#owner?.account };
  }

  protected override render(): TemplateResult | typeof nothing {
    const client = this.#client;
    const session = this.#session.value;
    if (!this.#client)
      void import('../context/no-client.js').then(
        ({ tell }) => tell(this, this.#scope),
        () => {},
      );
    if (!client || !session || !this.#mayRead || !this.#language.isReady) return nothing;
    const texts = this.#language.textsOf(conversationCatalogue);
    const { conversation: words } = texts;
    const context = {
      ...{ texts, time: { texts, nowMs: client.now() }, party: session.party },
      onOpen: (ticketId: string, opener: HTMLElement) => this.#open(ticketId, opener),
    };
    const own = this.#own.value;
    const open = (own?.rows ?? []).filter(({ endedAtMs }) => endedAtMs === undefined);
    const others = this.#otherCases(open);
    return html`<section class="root conversation" lang=${texts.locale} aria-labelledby="title">
      <h2 id="title" tabindex="-1">${words.title}</h2>
      ${
        own?.status === 'failed'
          ? html`<p class="row">
              ${words.failed}
              <button class="btn small" type="button" @click=${() => client.refresh()}>${texts.state.retry}</button>
            </p>`
          : open.length > 0
            ? html`<div part="cases" aria-label=${format(words.open, { count: open.length })} role="group">
                ${caseList(open, context)}
              </div>`
            : own?.status === 'ready'
              ? html`<p class="muted">${words.none}</p>`
              : html`<span class="skel"></span>`
      }
      ${this.#opening.renderUnsent(client, texts)}
      ${this.#opening.isOpen ? this.#opening.render(client, texts) : this.#renderActions(texts, session)}
      ${
        others.length > 0
          ? html`<details>
              <summary>${format(words.earlier, { count: others.length })}</summary>
              ${caseList(others, context)}
            </details>`
          : nothing
      }
      ${this.#announcer.render()}
    </section>`;
  }

  #renderActions({ conversation: words }: ConversationWords, { party, permissions }: Session): TemplateResult {
    const mayHandle = party === 'staff' || permissions.includes('task.handle');
    return html`<div class="row">
      ${
        mayHandle
          ? html`<button class="btn" type="button" data-act="start" @click=${() => this.#opening.start()}>
              ${words.start}
            </button>`
          : nothing
      }
      ${
        party === 'merchant'
          ? html`<button
              class="btn quiet"
              type="button"
              data-act="invite"
              title=${words.inviteHelp}
              @click=${() => this.#invite(words.invitation)}
            >
              ${icon('chat')}${words.invite}
            </button>`
          : nothing
      }
    </div>`;
  }

  #open(ticketId: string, opener: HTMLElement): void {
    if (dispatch(this, 'sidecard-task-open', { ticketId }, { cancelable: true })) {
      this.#scope.value?.openTask?.(ticketId, opener);
    }
  }

  #invite(text: string): void {
    dispatch(this, 'sidecard-invite', { conversationId: this.conversationId, text });
  }

  /** Cases of the buyer besides the open ones of the conversation. */
  #otherCases(open: readonly TicketSummary[]): readonly TicketSummary[] {
    const shown = new Set(open.map(({ ticketId }) => ticketId));
    const all = [...(this.#own.value?.rows ?? []), ...(this.#others.value?.rows ?? [])];
    return [...new Map(all.map((one) => [one.ticketId, one])).values()].filter(({ ticketId }) => !shown.has(ticketId));
  }

  get #client(): Client | undefined {
    return this.#scope.value?.client;
  }

  /** A buyer's client requests nothing. */
  get #mayRead(): boolean {
    const party = this.#session.value?.party;
    return party === 'merchant' || party === 'staff';
  }
}

import { type Client, requestDraft, type SendResult } from '@sidecard/client';
import type { RequestOptionsAnswer, Session } from '@sidecard/core/wire';
import { html, type LitElement, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { Language } from '../context/language.js';
import { LazyPart } from '../controllers/lazy-part.js';
import { StoreController } from '../controllers/store-controller.js';
import { isComposing } from '../events/composing.js';
import type { Form } from '../forms/form.js';
import { conversationCatalogue, type ConversationWords } from '../locales/conversation-catalogue.js';
import { lazyPictures } from '../pictures/lazy-pictures.js';
import { addSheets } from '../theme/add-sheets.js';
import { icon } from '../theme/icons.js';
import { refusalText } from '../ticket/refusal-text.js';
import { waitingText } from '../ticket/waiting-text.js';
import { type ConversationOrder, orderChoice } from './order-choice.js';
import type * as RequestPart from './request-part.js';
import { type Unsent, unsentList, unsentRequests } from './unsent.js';

/** A task that the agent is about to open. */
interface Opening {
  orderId: string;
  loading: boolean;
  answer?: RequestOptionsAnswer;
  type?: string;
  form?: Form;
  sending: boolean;
  problem?: string;
}

/** Of the element, what a request needs. */
export interface Opener {
  readonly client: () => Client | undefined;
  /** `undefined` for an account that requests nothing. */
  readonly session: () => Session | undefined;
  /** The buyer's orders, as far as the host knows them. */
  readonly orders: () => readonly ConversationOrder[];
  readonly say: (text: string) => void;
}

/**
 * Opens tasks for a buyer, in an element: the choice of an order and a type, the type's own form, and what became of a request. What is typed is a
 * draft of its order and type, so that closing the form loses nothing.
 */
export class RequestOpening implements ReactiveController {
  readonly #host: LitElement;
  readonly #language: Language;
  readonly #opener: Opener;
  readonly #type: StoreController<ReturnType<ReturnType<Client['ticketType']>['get']>>;
  readonly #outbox: StoreController<ReturnType<Client['outbox']['get']>>;
  readonly #drafts: StoreController<ReturnType<ReturnType<Client['drafts']['all']>['get']>>;
  readonly #elsewhere: StoreController<ReturnType<ReturnType<Client['drafts']['elsewhere']>['get']>>;
  readonly #part: LazyPart<typeof RequestPart>;
  readonly #pictures: ReturnType<typeof lazyPictures>;
  #opening: Opening | undefined;

  constructor(host: LitElement, language: Language, opener: Opener) {
    this.#host = host;
    this.#language = language;
    this.#opener = opener;
    const { client, session } = opener;
    this.#type = new StoreController(host, () => {
      const option = this.#option;
      return option && client()?.ticketType(option.type, option.typeVersion);
    });
    this.#outbox = new StoreController(host, () => (session() ? client()?.outbox : undefined));
    this.#drafts = new StoreController(host, () => {
      const place = this.#place;
      return place && client()?.drafts.all(place[0]);
    });
    this.#elsewhere = new StoreController(host, () => {
      const place = this.#place;
      return place && client()?.drafts.elsewhere(place[0]);
    });
    this.#part = new LazyPart(host, () => import('./request-part.js'));
    this.#pictures = lazyPictures(host, language, client);
    host.addController(this);
  }

  /** Whether its form is open. */
  get isOpen(): boolean {
    return this.#opening !== undefined;
  }

  /** Closes the form without moving the focus: the conversation or the account has changed. */
  reset(): void {
    this.#opening = undefined;
  }

  hostUpdate(): void {
    const opening = this.#opening;
    if (opening) this.#part.want();
    addSheets(this.#host.renderRoot as ShadowRoot, this.#part.value?.styles);
    const type = this.#type.value?.description;
    const option = this.#option;
    const client = this.#opener.client();
    if (!opening?.answer || !option || option.disabledReason !== undefined || !type || !client || opening.form) return;
    const form = this.#part.value?.createRequestForm(client, opening.answer, option, type, this.#opener.session());
    if (form) opening.form = form;
  }

  /** Renders the requests in the outbox, but that of the open form, which shows its own refusal. */
  renderUnsent(client: Client, texts: ConversationWords): TemplateResult | typeof nothing {
    const { orderId, type } = this.#opening ?? {};
    const all = unsentRequests(this.#outbox.value ?? []);
    const shown =
      type === undefined ? all : all.filter(({ create }) => create.orderId !== orderId || create.type !== type);
    return unsentList(shown, {
      ...{ client, texts },
      onSend: ({ create }) => void client.create(create).then((result) => this.#say(result, texts)),
      onEdit: (entry) => void this.#edit(client, entry),
    });
  }

  /** Renders the open form. */
  render(client: Client, texts: ConversationWords): TemplateResult | typeof nothing {
    const opening = this.#opening;
    if (!opening) return nothing;
    const { conversation: words } = texts;
    const part = this.#part.value;
    const { answer, problem = this.#problemOf(opening, texts) } = opening;
    return html`<div class="opening" role="group" aria-label=${words.start} @keydown=${this.#handleKeydown}>
      ${orderChoice({
        ...{ words, orders: this.#ordersWith(opening.orderId), chosen: opening.orderId, loading: opening.loading },
        onFind: (orderId) => void this.#find(client, opening, orderId),
      })}
      ${
        answer && part
          ? part.requestForm({
              ...{ texts, answer, pictures: this.#pictures, session: this.#opener.session(), sending: opening.sending },
              ...{ option: this.#option, type: this.#type.value?.description, form: opening.form, refusal: problem },
              ...{ drafts: this.#drafts.value, elsewhere: this.#elsewhere.value },
              onType: (key) => this.#chooseType(opening, key),
              onSubmit: () => void this.#submit(client, texts, opening),
              redraw: () => this.#host.requestUpdate(),
            })
          : problem
            ? html`<p class="error">${icon('warning')}<span>${problem}</span></p>`
            : nothing
      }
      <div class="row">
        <button class="btn quiet small" type="button" data-act="cancel" @click=${() => this.#cancel()}>
          ${words.cancel}
        </button>
      </div>
    </div>`;
  }

  /** Opens the form, with the order if there is only one. */
  start(): void {
    this.#opening = { orderId: '', loading: false, sending: false };
    this.#redrawAndFocus('#order');
    const [only, ...more] = this.#opener.orders();
    const client = this.#opener.client();
    if (client && only && more.length === 0) void this.#find(client, this.#opening, only.id);
  }

  /** Closes the form; what was typed into it is still there when it is opened again. */
  #cancel(): void {
    this.#opening = undefined;
    this.#redrawAndFocus('[data-act=start]');
  }

  readonly #handleKeydown = (event: KeyboardEvent): void => {
    // Keys typed here are not shortcuts of the host.
    event.stopPropagation();
    if (event.key !== 'Escape' || isComposing(event)) return;
    event.preventDefault();
    this.#cancel();
  };

  #redrawAndFocus(selector: string): void {
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => this.#focus(selector));
  }

  #focus(selector: string): void {
    this.#host.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  /** The orders to choose from, and the one of a request that is edited. */
  #ordersWith(orderId: string): readonly ConversationOrder[] {
    const orders = this.#opener.orders();
    const isThere = orders.length === 0 || !orderId || orders.some(({ id }) => id === orderId);
    return isThere ? orders : [...orders, { id: orderId }];
  }

  /** Opens the form of a refused request: what was typed is its draft. */
  async #edit(client: Client, { create: { orderId, type } }: Unsent): Promise<void> {
    const opening = (this.#opening = { orderId: '', loading: false, sending: false });
    await this.#find(client, opening, orderId);
    if (this.#opening !== opening) return;
    this.#chooseType(opening, type);
    await this.#host.updateComplete;
    const order = this.#host.renderRoot.querySelector<HTMLInputElement>('#order');
    if (order?.localName === 'input') order.value = orderId;
    this.#focus('#type');
  }

  /** Says how a request ended. */
  #say(result: SendResult, texts: ConversationWords): void {
    const { conversation, state } = texts;
    if (result.status === 'refused') return this.#opener.say(refusalText(result.error, texts));
    this.#opener.say(
      result.status === 'confirmed' ? conversation.opened : result.unsaved ? state.unsaved : state.queued,
    );
  }

  /** Why the open form's request was refused, or that it waits. */
  #problemOf({ orderId, type }: Opening, texts: ConversationWords): string | undefined {
    const sent = unsentRequests(this.#outbox.value ?? []).find(
      ({ create }) => create.orderId === orderId && create.type === type,
    );
    if (!sent) return undefined;
    if (sent.state === 'queued') return waitingText(sent, texts);
    return sent.error && refusalText(sent.error, texts);
  }

  async #find(client: Client, opening: Opening, orderId: string): Promise<void> {
    Object.assign(opening, {
      orderId,
      loading: orderId !== '',
      answer: undefined,
      form: undefined,
      type: undefined,
      problem: undefined,
    });
    this.#host.requestUpdate();
    if (!orderId) return;
    const found = await client.requestOptions(orderId);
    // Another order has been chosen since, or the form was closed.
    if (this.#opening !== opening || opening.orderId !== orderId) return;
    opening.loading = false;
    if (found.ok) opening.answer = found.body;
    else {
      const texts = this.#language.textsOf(conversationCatalogue);
      opening.problem =
        found.error.code === 'not-found' ? texts.conversation.notFound : refusalText(found.error, texts);
      this.#opener.say(opening.problem);
    }
    this.#host.requestUpdate();
  }

  #chooseType(opening: Opening, key: string): void {
    Object.assign(opening, { type: key || undefined, form: undefined, problem: undefined });
    this.#host.requestUpdate();
  }

  async #submit(client: Client, texts: ConversationWords, opening: Opening): Promise<void> {
    const { form, type, orderId } = opening;
    if (!form || type === undefined || opening.sending) return;
    form.attempted = true;
    const sent = this.#outbox.value?.find(({ create }) => create?.orderId === orderId && create.type === type);
    // It is sent once the network is back: another would be a second request.
    const waits = sent && sent.state !== 'refused' ? waitingText(sent, texts) : undefined;
    const why = waits ?? this.#part.value?.whyNotYet(form, texts);
    if (why !== undefined) {
      this.#opener.say(why);
      return;
    }
    opening.sending = true;
    delete opening.problem;
    this.#host.requestUpdate();
    const clear = form.sending();
    const result = await client.create({ type, orderId, request: form.cleaned });
    opening.sending = false;
    // One that waits keeps its draft until it is confirmed, and what was typed since stays.
    if (result.status === 'confirmed') clear();
    // Unless another order or type has been chosen since.
    if (opening.form === form) {
      if (result.status === 'refused') opening.problem = refusalText(result.error, texts);
      else if (this.#opening === opening) this.#opening = undefined;
    }
    this.#say(result, texts);
    this.#host.requestUpdate();
  }

  /** Where what is typed is kept. */
  get #place() {
    const { orderId, type } = this.#opening ?? {};
    return orderId !== undefined && type !== undefined ? requestDraft({ orderId, type }) : undefined;
  }

  get #option() {
    const { answer, type } = this.#opening ?? {};
    return answer?.options.find((one) => one.type === type);
  }
}

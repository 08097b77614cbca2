import { actionsOf, type Client, type ClientRefusal, type OutboxEntry } from '@sidecard/client';
import { isComposing } from '../events/composing.js';
import { labelText } from '../ticket/view-model.js';
import { tidyText } from '@sidecard/core/forms';
import { arrangeActions, transitionOf } from '@sidecard/core/panel';
import type { Action, StaffMessagePurpose, TicketView } from '@sidecard/core/wire';
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { Language } from '../context/language.js';
import { ScopeController } from '../context/scope-controller.js';
import { FocusKeeper } from '../controllers/focus-keeper.js';
import { ForeignNodes } from '../controllers/foreign-nodes.js';
import { StoreController } from '../controllers/store-controller.js';
import { TicketScope } from '../controllers/ticket-scope.js';
import { dispatch } from '../events/events.js';
import { isFrom } from '../events/is-from.js';
import { Explanation } from '../floating/explanation.js';
import { fieldTemplate } from '../forms/fields.js';
import { canBeShown } from '../forms/form-values.js';
import { Form } from '../forms/form.js';
import { format } from '../locales/message.js';
import { staffCatalogue, type StaffWords } from '../locales/staff-catalogue.js';
import { copy } from '../ticket/copy.js';
import { refusalText } from '../ticket/refusal-text.js';
import { queuedText } from '../ticket/waiting-text.js';
import { DescribedType } from '../ticket/described-type.js';
import { lazyPictures } from '../pictures/lazy-pictures.js';
import { SurfaceKeys } from '../events/surface-keys.js';
import { adoptOwnSheets, createRoot } from '../theme/own-sheets.js';
import { closedComposer, failed } from './closed-composer.js';
import { composer, whyNot } from './composer.js';
import { ComposerSpeed } from './speed.js';
import { staffMessageStyles } from './staff-message.styles.js';
import { thread } from './thread.js';
import { ThreadState } from './thread-state.js';

/** Name of the client's draft. */
const DRAFT = 'staff-message';

/**
 * The thread between the shop and platform staff about a ticket, with its composer. Buyers never learn that it exists.
 *
 * The composer is available during an intervention on a covered ticket, for accounts that may write; the thread stays readable afterwards.
 * With a buyer's client the element is empty.
 *
 * @fires {CustomEvent<RefusedDetail>} sidecard-refused - A message was refused; its text is kept.
 * @fires {CustomEvent<NextDetail>} sidecard-next - A message was sent with the key for the next task.
 * @csspart heading - The heading with the number of messages.
 * @csspart thread - The messages.
 * @csspart composer - The input for a message.
 */
export class SidecardStaffMessage extends LitElement {
  static override styles = staffMessageStyles;

  // No decorators: no other part of the panel needs the compiler's helper for them.
  static override readonly properties: PropertyDeclarations = {
    ticketId: { attribute: 'ticket-id' },
    held: { attribute: false },
  };

  /**
   * Which ticket it is about.
   *
   * @attr ticket-id
   */
  ticketId = '';

  /**
   * Why nothing is sent now: set by the panel while the chat shows another conversation.
   *
   * @internal
   */
  held: string | undefined;

  readonly #scope = new ScopeController(this);
  readonly #language = new Language(this, this.#scope, staffCatalogue);
  readonly #session = new StoreController(this, () => this.#client?.session);
  readonly #ticket = new StoreController(this, () => (this.#mayRead ? this.#client?.ticket(this.ticketId) : undefined));
  readonly #type = new DescribedType(this, () => ({
    client: this.#client,
    session: this.#session.value,
    view: this.#ticket.value?.view,
    locale: this.#language.locale,
  }));
  readonly #thread = new StoreController(this, () =>
    this.#mayRead ? this.#client?.staffThread(this.ticketId) : undefined,
  );
  readonly #outbox = new StoreController(this, () => this.#client?.outbox);
  readonly #draft = new StoreController(this, () => this.#client?.drafts.draft(this.ticketId, DRAFT));

  readonly #focus = new FocusKeeper(this, '.heading');
  readonly #explanation = new Explanation(this);
  readonly #pictures = lazyPictures(this, this.#language, () => this.#client);
  readonly #ticketScope = new TicketScope(
    this,
    () => ({ client: this.#client, ticketId: this.ticketId, session: this.#session.value }),
    () => new ThreadState(this),
  );

  readonly #speed = new ComposerSpeed(this, this.#language, (text) => this.#state.announcer.say(text));

  constructor() {
    super();
    new ForeignNodes(this);
    new SurfaceKeys(this);
  }

  /** Moves the focus to the composer: to its purpose while none is chosen, else to its text. */
  override focus(options?: FocusOptions): void {
    const purpose = '[role=radiogroup]:not(:has(:checked)) input';
    const target = this.renderRoot.querySelector<HTMLElement>(purpose) ?? this.renderRoot.querySelector('textarea');
    target?.focus(options);
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

  protected override update(changed: PropertyValues<this>): void {
    if (this.#language.isReady) this.#follow();
    super.update(changed);
  }

  protected override render(): TemplateResult | typeof nothing {
    const client = this.#client;
    const view = this.#ticket.value?.view;
    if (!client || !this.#mayRead || !view) return nothing;
    const { isReady, failure } = this.#language;
    if (!isReady)
      return failure
        ? html`<section class="root letters" lang=${this.#language.locale} role="alert">
            ${failed(failure.retry, failure.failed, () => this.requestUpdate())}
          </section>`
        : nothing;
    const texts = this.#texts;
    const { messages, pending, status } = this.#thread.value ?? { messages: [], pending: [], status: 'loading' };
    const action = this.#offerOf(view);
    const count = messages.length;
    const state = this.#state;
    // A new owner gets new nodes, because an input remembers typed text even when its value is replaced.
    return html`${keyed(
      state,
      html`<section class="root letters" lang=${texts.locale} aria-labelledby="heading" @keydown=${this.#handleKeydown}>
        <h3 class="heading" id="heading" tabindex="-1" part="heading">
          ${texts.staff.title}
          ${count > 0 ? html`<span class="count">${format(texts.staff.count, { count })}</span>` : nothing}
        </h3>
        <div part="thread">
          ${
            count + pending.length > 0
              ? thread(messages, pending, {
                  ...{ texts, session: this.#session.value, time: { texts, nowMs: client.now() } },
                  thumbs: this.#pictures.thumbs,
                })
              : nothing
          }
        </div>
        ${status === 'failed' ? failed(texts.state.retry, texts.refusals.server, this.#retry) : nothing}
        <div part="composer">
          ${action && !action.disabledReason && state.form ? this.#renderComposer(client, view, texts, action) : this.#renderClosed(texts, action)}
        </div>
        ${state.announcer.render()}
      </section>`,
    )}`;
  }

  #renderComposer(
    client: Client,
    view: TicketView,
    texts: StaffWords,
    action: Action,
  ): TemplateResult | typeof nothing {
    const { form, error } = this.#state;
    if (!form) return nothing;
    const labels = transitionOf(this.#type.value, action)?.labels;
    const session = this.#session.value;
    const { text } = form.typed;
    return composer({
      texts,
      form,
      held: this.held,
      sending: this.#isSending,
      error,
      send: (session?.party === 'staff' && labelText(labels, { texts })) || texts.staff.send,
      onSend: () => void this.#send(),
      redraw: () => this.requestUpdate(),
      pictures: this.#renderPictures(texts, form),
      templates: this.#speed.render({ client, view, session }, typeof text === 'string' ? text : ''),
    });
  }

  #renderPictures(texts: StaffWords, form: Form): TemplateResult | typeof nothing {
    const field = form.shape.fields.find(({ kind }) => kind === 'pictures');
    const view = this.#ticket.value?.view;
    if (!field || !view) return nothing;
    return fieldTemplate(field, {
      ...{ texts, view, form, type: this.#type.value, session: this.#session.value, problems: form.problems },
      pictures: this.#pictures,
      optionLabels: () => undefined,
      redraw: () => this.requestUpdate(),
    });
  }

  #renderClosed(texts: StaffWords, action: Action | undefined): TemplateResult {
    return closedComposer({
      ...{ texts, action, error: this.#state.error, kept: this.#draft.value?.['text'] },
      isTypeFailed: this.#type.failed,
      onCopy: (words) => void this.#copy(words),
      onDiscard: () => this.#client?.drafts.clear(this.ticketId, DRAFT),
      onRetry: this.#retry,
    });
  }

  readonly #retry = (): void => this.#client?.refresh(this.ticketId);

  get #state(): ThreadState {
    return this.#ticketScope.state;
  }

  get #client(): Client | undefined {
    return this.ticketId ? this.#scope.value?.client : undefined;
  }

  /** A buyer's client does not request it at all. */
  get #mayRead(): boolean {
    const party = this.#session.value?.party;
    return party === 'merchant' || party === 'staff';
  }

  get #texts(): StaffWords {
    return this.#language.textsOf(staffCatalogue);
  }

  #offerOf(view: TicketView): Action | undefined {
    return arrangeActions(actionsOf(view, this.#session.value)).staffMessage;
  }

  /** Handles changes before rendering. */
  #follow(): void {
    const client = this.#client;
    const view = this.#ticket.value?.view;
    if (!client || !view) return;
    const action = this.#offerOf(view);
    const fields = action && transitionOf(this.#type.value, action)?.fields;
    const state = this.#state;
    if (fields) {
      const all = { limits: {}, addresses: [], capabilities: this.#session.value?.capabilities ?? [] };
      const shape = { ...all, fields: fields.filter((field) => !field.optional || canBeShown(field, all)) };
      if (state.form) state.form.shape = shape;
      else state.form = new Form(client, this.ticketId, DRAFT, shape);
    }

    const thread = this.#thread.value;
    if (thread?.status === 'ready') {
      const fresh = thread.messages.filter(({ id }) => state.known && !state.known.has(id));
      if (fresh.some(({ by }) => by.party === 'staff' && this.#session.value?.party !== 'staff')) {
        state.announcer.say(this.#texts.staff.answered);
      }
      state.known = new Set(thread.messages.map(({ id }) => id));
    }
    for (const { state: sent, key, command, error } of this.#sent) {
      if (sent === 'refused' && error) this.#takeBack(client, key, command.fields ?? {}, error);
    }
    // The outbox keeps it and shows it in the thread.
    if (this.#carried?.state === 'queued') state.form?.clear();
  }

  /** This thread's entries in the outbox. */
  get #sent(): readonly OutboxEntry[] {
    return (this.#outbox.value ?? []).filter(({ kind, ticketId }) => kind === DRAFT && ticketId === this.ticketId);
  }

  /** The pending message whose draft was found unchanged: it was sent before this element existed. */
  get #carried(): OutboxEntry | undefined {
    const { form } = this.#state;
    if (!form || form.edited) return undefined;
    const { text } = form.values;
    if (typeof text !== 'string') return undefined;
    return this.#sent.find(({ state, command }) => state !== 'refused' && command.fields?.['text'] === tidyText(text));
  }

  get #isSending(): boolean {
    return this.#state.sending || this.#carried?.state === 'sending';
  }

  /** A message was refused, possibly after waiting: its text and pictures return to the composer, below anything added since. */
  #takeBack(client: Client, key: string, fields: Readonly<Record<string, unknown>>, error: ClientRefusal): void {
    const draft = client.drafts.draft(this.ticketId, DRAFT).get() ?? {};
    const [written, refused] = [draft['text'], fields['text']].map((text) => (typeof text === 'string' ? text : ''));
    const pictures = [...new Set([draft['pictures'], fields['pictures']].flatMap((all) => all ?? []))];
    const isSame = tidyText(written ?? '') === tidyText(refused ?? '');
    const text = isSame ? written : [written, refused].filter((one) => one?.trim()).join('\n');
    client.drafts.set(this.ticketId, DRAFT, {
      ...fields,
      ...draft,
      text,
      ...(pictures.length > 0 ? { pictures } : {}),
    });
    const state = this.#state;
    state.error = this.#refusal(error);
    state.announcer.say(state.error);
    dispatch(this, 'sidecard-refused', { ticketId: this.ticketId, command: 'leave-staff-message', code: error.code });
    client.dismiss(key);
  }

  #refusal(error: ClientRefusal): string {
    const texts = this.#texts;
    const ruled = (this.#ticket.value?.view?.rulings.length ?? 0) > 0;
    return error.code === 'move-not-allowed' && ruled ? texts.staff.ruled : refusalText(error, texts);
  }

  /** @param next - whether the user goes on to the next task then */
  async #send(next = false): Promise<void> {
    const state = this.#state;
    const { form, announcer } = state;
    const client = this.#client;
    if (!form || !client || this.#isSending) return;
    state.error = undefined;
    const texts = this.#texts;
    if (this.held) return announcer.say(format(texts.form.notYet, { reason: this.held }));
    const reason = whyNot({ form, texts });
    if (reason) {
      form.attempted = true;
      announcer.say(format(texts.form.notYet, { reason }));
      return this.#focus.moveTo(`#field-${form.problems[0]?.field ?? 'text'}`);
    }
    state.sending = true;
    this.requestUpdate();
    const { purpose, text, pictures } = form.values;
    const { ticketId } = this;
    const clear = form.sending();
    const result = await client.sendStaffMessage(ticketId, {
      ...(typeof purpose === 'string' ? { purpose: purpose as StaffMessagePurpose } : {}),
      text: typeof text === 'string' ? tidyText(text) : '',
      ...(Array.isArray(pictures) && pictures.length > 0 ? { pictures: pictures as readonly string[] } : {}),
    });
    state.sending = false;
    if (result.status !== 'refused') {
      // The outbox keeps messages that wait for the network, and returns them if they are refused. What was added meanwhile remains. The
      // client has deleted the draft of a message that was confirmed unchanged.
      clear();
      if (form.values['text'] === undefined) state.form = undefined;
      announcer.say(result.status === 'queued' ? queuedText(result, texts) : texts.staff.sent);
      if (next && this.#ticketScope.isCurrent(state)) dispatch(this, 'sidecard-next', { ticketId });
    }
    this.requestUpdate();
  }

  async #copy(text: string): Promise<void> {
    const { announcer } = this.#state;
    if (await copy(text)) announcer.say(this.#texts.panel.copied);
  }

  #handleKeydown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !isComposing(event) && this.#explanation.isOpen) {
      event.stopPropagation();
      return this.#explanation.close();
    }
    if (this.#speed.onKey(event, this.#scope.value?.keys)) {
      event.preventDefault();
      return event.stopPropagation();
    }
    // The panel has single keys outside of texts.
    const isTyping = isFrom(event, 'textarea, input:not([type=radio])');
    const isSent = event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !isComposing(event);
    if (event.key !== 'Escape' && (isTyping || isSent)) event.stopPropagation();
    if (!isSent) return;
    event.preventDefault();
    void this.#send(event.shiftKey);
  }
}

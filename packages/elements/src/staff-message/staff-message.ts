import type { Client, ClientRefusal } from '@sidecard/client';
import {
  arrangeActions,
  label,
  transitionOf,
  type Action,
  actionsWith,
  type StaffMessagePurpose,
  type TicketView,
} from '@sidecard/core';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { ScopeController } from '../context/scope-controller.js';
import { Announcer } from '../controllers/announcer.js';
import { FocusKeeper } from '../controllers/focus-keeper.js';
import { StoreController } from '../controllers/store-controller.js';
import { dispatch } from '../events/events.js';
import { Form } from '../forms/form.js';
import { formStyles } from '../forms/forms.styles.js';
import { localeOf } from '../locales/card-texts-for.js';
import { format } from '../locales/message.js';
import { staffCatalogue, type StaffWords } from '../locales/staff-catalogue.js';
import { textsFor } from '../locales/texts-for.js';
import { refusalText } from '../task/refusal-text.js';
import { typeOf } from '../task/types.js';
import { icon } from '../theme/icons.js';
import { composer, whyNot } from './composer.js';
import { staffMessageStyles } from './staff-message.styles.js';
import { thread } from './thread.js';

/** Under which name the client keeps what was typed here. */
const DRAFT = 'staff-message';

/**
 * The thread between the shop and platform staff about one ticket, and the form to write into it. The buyer never learns that it exists.
 *
 * The form is offered while a covered ticket has the platform intervening, to an account that may write; the thread stays readable afterwards. To a
 * buyer's client the element is empty.
 *
 * @fires {CustomEvent<RefusedDetail>} sidecard-refused - A message was refused; its text is kept.
 * @csspart heading - The heading with the number of messages.
 * @csspart thread - What was written.
 * @csspart composer - The box to write in.
 */
export class SidecardStaffMessage extends LitElement {
  static override styles = [...staffMessageStyles, formStyles];

  /** Which ticket it is about. */
  @property({ attribute: 'ticket-id' }) ticketId = '';

  readonly #scope = new ScopeController(this);
  readonly #session = new StoreController(this, () => this.#client?.session);
  readonly #ticket = new StoreController(this, () => (this.#mayRead ? this.#client?.ticket(this.ticketId) : undefined));
  readonly #thread = new StoreController(this, () =>
    this.#mayRead ? this.#client?.staffThread(this.ticketId) : undefined,
  );
  readonly #outbox = new StoreController(this, () => this.#client?.outbox);
  readonly #draft = new StoreController(this, () => this.#client?.drafts.draft(this.ticketId, DRAFT));

  readonly #focus = new FocusKeeper(this, '.heading');
  readonly #announcer = new Announcer(this);

  #form: Form | undefined;
  #sending = false;
  #error: string | undefined;
  /** Ids of the messages that were there at the last drawing. */
  #known: ReadonlySet<string> | undefined;

  protected override update(changed: PropertyValues<this>): void {
    if (changed.has('ticketId')) this.#reset();
    this.#follow();
    super.update(changed);
  }

  protected override render(): TemplateResult | typeof nothing {
    const client = this.#client;
    const view = this.#ticket.value?.view;
    if (!client || !this.#mayRead || !view) return nothing;
    const texts = this.#texts;
    const { messages, pending, status } = this.#thread.value ?? { messages: [], pending: [], status: 'loading' };
    const action = this.#offerOf(view);
    const count = messages.length;
    return html`<section
      class="root staff"
      lang=${texts.locale}
      aria-labelledby="heading"
      @keydown=${this.#handleKeydown}
    >
      <h3 class="heading" id="heading" tabindex="-1" part="heading">
        ${texts.staff.title}
        ${count > 0 ? html`<span class="count">${format(texts.staff.count, { count })}</span>` : nothing}
      </h3>
      <div part="thread">
        ${
          count + pending.length > 0
            ? thread(messages, pending, { texts, session: this.#session.value, time: { texts, nowMs: client.now() } })
            : nothing
        }
      </div>
      ${
        status === 'failed'
          ? html`<p class="error">
              ${icon('warning')}<span>${texts.refusals.server}</span>
              <button class="btn quiet small" type="button" @click=${() => client.refresh(this.ticketId)}>
                ${texts.state.retry}
              </button>
            </p>`
          : nothing
      }
      <div part="composer">
        ${action && !action.disabledReason ? this.#renderComposer(texts, action) : this.#renderClosed(texts, action)}
      </div>
      ${this.#announcer.render()}
    </section>`;
  }

  #renderComposer(texts: StaffWords, action: Action): TemplateResult | typeof nothing {
    if (!this.#form) return nothing;
    const labels = transitionOf(this.#type, action)?.labels;
    return composer({
      texts,
      form: this.#form,
      sending: this.#sending,
      error: this.#error,
      send: action.command === 'answer-merchant' && labels ? label(labels, texts.locale) : texts.staff.send,
      onSend: () => void this.#send(),
      redraw: () => this.requestUpdate(),
    });
  }

  /** Nothing can be written: says why, and gives back what was. */
  #renderClosed(texts: StaffWords, action: Action | undefined): TemplateResult {
    const kept = this.#draft.value?.['text'];
    const text = typeof kept === 'string' ? kept : '';
    return html`
      ${this.#error ? html`<p class="error">${icon('warning')}<span>${this.#error}</span></p>` : nothing}
      ${text ? html`<div class="draft"><span dir="auto">${text}</span></div>` : nothing}
      <p class="help">
        ${action?.disabledReason === 'permission-missing' ? texts.refusals.permission : texts.staff.notNow}
      </p>
    `;
  }

  get #client(): Client | undefined {
    return this.ticketId ? this.#scope.value?.client : undefined;
  }

  /** A buyer's client does not even ask. */
  get #mayRead(): boolean {
    const party = this.#session.value?.party;
    return party === 'merchant' || party === 'staff';
  }

  get #texts(): StaffWords {
    const scope = this.#scope.value;
    return textsFor(staffCatalogue, scope?.locale ?? scope?.client?.locale ?? localeOf(this), scope?.overrides);
  }

  get #type() {
    const client = this.#client;
    return client && typeOf(client, this.#ticket.value?.view?.type ?? '');
  }

  #offerOf(view: TicketView): Action | undefined {
    return arrangeActions(actionsWith(view.actions, this.#session.value?.permissions ?? [])).staffMessage;
  }

  /** Takes notice of what has changed, before it is drawn. */
  #follow(): void {
    const client = this.#client;
    const view = this.#ticket.value?.view;
    if (!client || !view) return;
    const action = this.#offerOf(view);
    const fields = action && transitionOf(this.#type, action)?.fields;
    if (fields && !this.#form)
      this.#form = new Form(client, this.ticketId, DRAFT, { fields, limits: {}, addresses: [], capabilities: [] });

    const thread = this.#thread.value;
    if (thread?.status === 'ready') {
      const fresh = thread.messages.filter(({ id }) => this.#known && !this.#known.has(id));
      if (fresh.some(({ by }) => by.party === 'staff' && this.#session.value?.party !== 'staff')) {
        this.#announcer.say(this.#texts.staff.answered);
      }
      this.#known = new Set(thread.messages.map(({ id }) => id));
    }
    for (const entry of this.#outbox.value ?? []) {
      const refused = entry.kind === DRAFT && entry.ticketId === this.ticketId && entry.state === 'refused';
      if (refused && entry.error) this.#takeBack(client, entry.key, entry.command.fields ?? {}, entry.error);
    }
  }

  /** A message was refused, now or after it waited: its text goes back where it was written, below what is being written there by now. */
  #takeBack(client: Client, key: string, fields: Readonly<Record<string, unknown>>, error: ClientRefusal): void {
    const draft = client.drafts.draft(this.ticketId, DRAFT).get();
    const [written, refused] = [draft?.['text'], fields['text']];
    if (typeof written !== 'string' || written.trim() === '')
      client.drafts.set(this.ticketId, DRAFT, { ...fields, ...draft, text: refused });
    else if (typeof refused === 'string' && written.trim() !== refused.trim()) {
      client.drafts.set(this.ticketId, DRAFT, { ...draft, text: `${written}\n${refused}` });
    }
    this.#error = this.#refusal(error);
    this.#announcer.say(this.#error);
    dispatch(this, 'sidecard-refused', { ticketId: this.ticketId, command: 'leave-staff-message', code: error.code });
    client.dismiss(key);
  }

  #refusal(error: ClientRefusal): string {
    const texts = this.#texts;
    const ruled = (this.#ticket.value?.view?.rulings.length ?? 0) > 0;
    return error.code === 'move-not-allowed' && ruled ? texts.staff.ruled : refusalText(error, texts);
  }

  async #send(): Promise<void> {
    const form = this.#form;
    const client = this.#client;
    if (!form || !client || this.#sending) return;
    this.#error = undefined;
    const texts = this.#texts;
    const reason = whyNot({ form, texts });
    if (reason) {
      form.attempted = true;
      this.#announcer.say(format(texts.form.notYet, { reason }));
      return this.#focus.moveTo(`#field-${form.problems[0]?.field ?? 'text'}`);
    }
    this.#sending = true;
    this.requestUpdate();
    const { purpose, text } = form.values;
    const result = await client.sendStaffMessage(this.ticketId, {
      ...(typeof purpose === 'string' ? { purpose: purpose as StaffMessagePurpose } : {}),
      text: typeof text === 'string' ? text.trim() : '',
    });
    // Another ticket is shown by now; its form is none of this message's business.
    if (this.#form !== form) return;
    this.#sending = false;
    if (result.status !== 'refused') {
      // What waits for the network is kept by the outbox, and comes back from there if it is refused. What was typed meanwhile stays.
      // The client has taken a draft away that was confirmed as it was.
      const now = form.values['text'];
      if (now === undefined || now === text) {
        form.clear();
        this.#form = undefined;
      }
      this.#announcer.say(result.status === 'queued' ? texts.announce.queued : texts.staff.sent);
    }
    this.requestUpdate();
  }

  #handleKeydown(event: KeyboardEvent): void {
    if (event.key !== 'Escape') event.stopPropagation();
    if (event.key !== 'Enter' || event.isComposing || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void this.#send();
  }

  #reset(): void {
    this.#form = undefined;
    this.#error = undefined;
    this.#sending = false;
    this.#announcer.forget();
    this.#known = undefined;
  }
}

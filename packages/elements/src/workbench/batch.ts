import type { Client, SendResult } from '@sidecard/client';
import { isMoney } from '@sidecard/core/panel';
import type { Action, Session } from '@sidecard/core/wire';
import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import { isComposing } from '../events/composing.js';
import type { Language } from '../context/language.js';
import type { PanelKeys } from '../context/panel-keys.js';
import { optionLabels } from '../fields/shown.js';
import { fieldTemplate } from '../forms/fields.js';
import { problemText } from '../forms/problem-text.js';
import { batchCatalogue, type BatchWords } from '../locales/batch-catalogue.js';
import { formatAmount } from '../locales/format.js';
import { format } from '../locales/message.js';
import { lazyPictures } from '../pictures/lazy-pictures.js';
import { actionOf, chooseReason, meaningOf } from '../team/keys.js';
import { LazyTemplates } from '../team/lazy-templates.js';
import { DescribedType } from '../ticket/described-type.js';
import { refusalText } from '../ticket/refusal-text.js';
import { actionName } from '../ticket/view-model.js';
import { drawing } from './icons.js';
import type { Selection } from './selection.js';
import { commonActions, SharedAnswer, type SharedContext } from './shared-answer.js';

/** What the selected rows need of the workbench. */
export interface BatchModel {
  readonly client: Client;
  readonly session: Session;
  readonly selection: Selection;
  /** Names a task by its buyer and order. */
  readonly nameOf: (buyer: string, order: string) => string;
  readonly keys: PanelKeys | undefined;
  readonly say: (text: string) => void;
  readonly onOpen: (ticketId: string) => void;
  /** Moves the focus back to the rows. */
  readonly onLeave: () => void;
}

/** How one of the tasks was answered. */
interface Outcome {
  readonly ticketId: string;
  readonly name: string;
  readonly text: string;
  readonly ok: boolean;
}

/** The selected rows: what they have in common, one answer to all, and the result of each. */
export class Batch {
  readonly #host: LitElement;
  readonly #language: Language;
  readonly #type: DescribedType;
  readonly #pictures;
  readonly #templates: LazyTemplates;
  readonly #stops = new Map<string, () => void>();
  #model: BatchModel | undefined;
  #answer: SharedAnswer | undefined;
  #outcomes: readonly Outcome[] = [];

  constructor(host: LitElement, language: Language) {
    this.#host = host;
    this.#language = language;
    this.#pictures = lazyPictures(host, language, () => this.#model?.client);
    this.#templates = new LazyTemplates(host, language, (text) => this.#model?.say(text));
    this.#type = new DescribedType(host, () => ({
      ...{ client: this.#model?.client, session: this.#model?.session, locale: language.locale },
      view: this.#views()[0],
    }));
    host.addController({ hostDisconnected: () => this.#follow([]) });
  }

  render(model: BatchModel): TemplateResult | typeof nothing {
    this.#model = model;
    const { ids } = model.selection;
    this.#follow(ids);
    // Another selection is another answer.
    const answered = this.#answer?.cases.map(({ view }) => view.id) ?? [];
    if (!this.#answer?.sending && String(answered) !== String(ids)) this.#answer = undefined;
    if (ids.length === 0 && this.#outcomes.length === 0) return nothing;
    const texts = this.#language.textsOf(batchCatalogue);
    const { batch: words } = texts;
    return html`<section class="batch" aria-label=${words.label} @keydown=${this.#handleKeydown}>
      ${this.#outcomes.length > 0 ? this.#renderOutcomes(texts) : nothing}
      ${
        ids.length === 0
          ? nothing
          : this.#answer
            ? this.#renderAnswer(this.#answer, texts, model)
            : html`<div class="row">
                <b>${format(words.selected, { count: ids.length })}</b>
                ${this.#renderActions(texts)}
                <button class="btn quiet small" type="button" data-act="clear" @click=${() => this.#clear()}>
                  ${words.clear}
                </button>
              </div>`
      }
    </section>`;
  }

  /** Forgets the answer and the results: they are another account's. */
  reset(): void {
    this.#follow([]);
    this.#answer = undefined;
    this.#outcomes = [];
  }

  /** Handles a key of the list while rows are selected. @returns whether it was one */
  onKey(event: KeyboardEvent): boolean {
    const model = this.#model;
    if (!model || model.selection.ids.length === 0) return false;
    if (event.key === 'Escape') {
      this.#clear();
      return true;
    }
    const meaning = meaningOf(event, model.keys);
    const context = typeof meaning === 'string' && !this.#answer ? this.#context() : undefined;
    const action = context && typeof meaning === 'string' ? actionOf(meaning, commonActions(context)) : undefined;
    if (action) this.#begin(action);
    return action !== undefined;
  }

  #renderActions({ batch: words }: BatchWords): TemplateResult {
    const context = this.#context();
    if (!context) return html`<span class="muted" role="status">${words.loading}</span>`;
    const layout = commonActions(context);
    const actions = [...layout.buttons, ...(layout.claim ? [layout.claim] : [])];
    if (actions.length === 0) return html`<span class="muted" role="status">${words.nothing}</span>`;
    return html`${actions.map(
      (action) =>
        html`<button
          class="btn small"
          type="button"
          data-act=${action.command}
          data-choice=${action.choice ?? nothing}
          @click=${() => this.#begin(action)}
        >
          ${this.#nameOf(action)}
        </button>`,
    )}`;
  }

  #renderAnswer(answer: SharedAnswer, texts: BatchWords, model: BatchModel): TemplateResult {
    const { batch: words } = texts;
    const { client, session, nameOf } = model;
    const { form, cases, action, variables } = answer;
    const type = this.#type.value;
    const [first, ...others] = cases;
    const values = { act: this.#nameOf(action), count: cases.length };
    const { problems } = form;
    return html`<div class="form" part="form" data-form=${action.command}>
      <h3 tabindex="-1">${format(words.heading, values)}</h3>
      <ul class="cases s">
        ${cases.map(({ view, proposed }) => {
          const amount = Object.values(proposed).find(isMoney);
          return html`<li>
            <bdi>${nameOf(view.order.buyer.name, view.order.id)}</bdi>
            ${amount ? html`<bdi class="num" translate="no">· ${formatAmount(amount, texts.locale)}</bdi>` : nothing}
          </li>`;
        })}
      </ul>
      ${
        first
          ? form.shape.fields.map((field) =>
              fieldTemplate(field, {
                ...{ texts, session, type, view: first.view, form, problems, pictures: this.#pictures },
                reason: form.typed['reason'],
                templates: (target) =>
                  this.#templates.render(target, {
                    ...{ client, session, view: first.view, others: others.map(({ view }) => view) },
                  }) ?? html``,
                optionLabels: (of, key) => optionLabels(of, key, { type, session, view: first.view }),
                redraw: () => this.#host.requestUpdate(),
              }),
            )
          : nothing
      }
      ${
        variables.length > 0
          ? html`<p class="help" data-filled-in>
              ${format(words.filledIn, { names: variables.map((name) => `{${name}}`).join(' ') })}
            </p>`
          : nothing
      }
      <div class="acts">
        <button
          class="btn fill grow"
          type="button"
          data-act="send"
          aria-disabled=${problems.length > 0 || answer.sending ? 'true' : 'false'}
          @click=${() => void this.#send(answer)}
        >
          ${answer.sending ? words.sending : format(words.send, values)}
        </button>
        <button class="btn" type="button" data-act="cancel" @click=${() => this.#cancel()}>${words.cancel}</button>
      </div>
    </div>`;
  }

  #renderOutcomes({ batch: words }: BatchWords): TemplateResult {
    return html`<ol class="results">
        ${this.#outcomes.map(
          ({ ticketId, name, text, ok }) =>
            html`<li data-result=${ok ? 'sent' : 'failed'}>
              ${drawing(ok ? 'resolved' : 'warning')}<span><bdi>${name}</bdi>: ${text}</span>
              <button class="btn quiet small" type="button" @click=${() => this.#model?.onOpen(ticketId)}>
                ${words.open}<span class="vh"> ${name}</span>
              </button>
            </li>`,
        )}
      </ol>
      <div class="row">
        <button class="btn quiet small" type="button" data-act="dismiss" @click=${() => this.#dismiss()}>
          ${words.dismiss}
        </button>
      </div>`;
  }

  #begin(action: Action): void {
    const context = this.#context();
    if (!context) return;
    this.#outcomes = [];
    this.#answer = new SharedAnswer(action, context);
    this.#focus('.batch .form :is(textarea, input, select, h3)');
  }

  async #send(answer: SharedAnswer): Promise<void> {
    const model = this.#model;
    if (!model || answer.sending) return;
    const texts = this.#language.textsOf(batchCatalogue);
    const { form } = answer;
    const [problem] = form.problems;
    form.attempted = true;
    const field = problem && form.shape.fields.find(({ key }) => key === problem.field);
    if (field) {
      model.say(problemText(problem, field, texts, answer.cases[0]?.view.order));
      return this.#focus(`#field-${field.key}`);
    }
    const commands = answer.commands();
    const clear = form.sending();
    answer.sending = true;
    this.#host.requestUpdate();
    const ids = [...commands.keys()];
    const { selection } = model;
    const selected = String(selection.ids);
    const results =
      ids.length === 0 ? [] : await model.client.sendBatch(ids, (ticketId) => commands.get(ticketId) ?? answer.action);
    if (this.#answer !== answer) return;
    const byId = new Map(results.map(({ ticketId, result }) => [ticketId, result]));
    this.#outcomes = answer.cases.map(({ view: { id, order } }) => ({
      ...{ ticketId: id, name: model.nameOf(order.buyer.name, order.id) },
      ...outcomeOf(byId.get(id), texts),
    }));
    const failed = this.#outcomes.filter(({ ok }) => !ok);
    this.#answer = undefined;
    if (failed.length === 0) clear();
    const count = this.#outcomes.length - failed.length;
    model.say(format(texts.batch.done, { count, failed: failed.length }));
    // Unless the reader has gone on to other rows.
    if (String(selection.ids) !== selected) return;
    selection.keep(failed.map(({ ticketId }) => ticketId));
    if (this.#host.shadowRoot?.activeElement) model.onLeave();
  }

  #cancel(): void {
    // What is on its way has results.
    if (this.#answer?.sending) return;
    this.#answer = undefined;
    this.#focus('.batch .row button');
  }

  #clear(): void {
    this.#answer = undefined;
    this.#outcomes = [];
    this.#model?.selection.keep([]);
    this.#model?.onLeave();
  }

  #dismiss(): void {
    this.#outcomes = [];
    this.#model?.onLeave();
  }

  readonly #handleKeydown = (event: KeyboardEvent): void => {
    // Keys typed here are neither the list's nor the host's.
    event.stopPropagation();
    if (isComposing(event)) return;
    const answer = this.#answer;
    if (event.key === 'Escape') {
      event.preventDefault();
      return answer ? this.#cancel() : this.#clear();
    }
    if (!answer) {
      if (this.onKey(event)) event.preventDefault();
      return;
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return void this.#send(answer);
    }
    const meaning = meaningOf(event, this.#model?.keys);
    const isDone =
      typeof meaning === 'object' && 'reason' in meaning
        ? chooseReason(this.#host.renderRoot, meaning.reason)
        : this.#templates.onKey(meaning);
    if (isDone) event.preventDefault();
  };

  #nameOf(action: Action): string {
    return actionName(action, { type: this.#type.value, texts: this.#language.textsOf(batchCatalogue) });
  }

  #focus(selector: string): void {
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => this.#host.renderRoot.querySelector<HTMLElement>(selector)?.focus());
  }

  /** Once every selected ticket and its type have loaded. */
  #context(): SharedContext | undefined {
    const { client, session, selection } = this.#model ?? {};
    const views = this.#views();
    const type = this.#type.value;
    if (!client || !session || !type || views.length < (selection?.ids.length ?? 0)) return undefined;
    return { client, session, type, views };
  }

  #views() {
    const { client, selection } = this.#model ?? {};
    return (selection?.ids ?? []).flatMap((id) => client?.ticket(id).get().view ?? []);
  }

  /** Loads the selected tickets, and follows their changes. */
  #follow(ids: readonly string[]): void {
    const { client } = this.#model ?? {};
    for (const [id, stop] of this.#stops) {
      if (ids.includes(id)) continue;
      stop();
      this.#stops.delete(id);
    }
    if (ids.length === 0 && !this.#answer?.sending) this.#answer = undefined;
    for (const id of client ? ids : []) {
      if (this.#stops.has(id) || !client) continue;
      this.#stops.set(
        id,
        client.ticket(id).listen(() => this.#host.requestUpdate()),
      );
    }
  }
}

function outcomeOf(result: SendResult | undefined, texts: BatchWords): Pick<Outcome, 'ok' | 'text'> {
  const { batch: words } = texts;
  if (!result) return { ok: false, text: words.needsOwn };
  if (result.status === 'refused') return { ok: false, text: refusalText(result.error, texts) };
  if (result.status === 'confirmed') return { ok: true, text: words.sent };
  return { ok: true, text: result.unsaved ? texts.state.unsaved : words.waits };
}

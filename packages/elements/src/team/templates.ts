import type { Client, ClientRefusal } from '@sidecard/client';
import { fillForAll, TEMPLATE_VARIABLES, templateProblems, templatesFor } from '@sidecard/core/team';
import type { ReplyTemplate, TemplateContent, TicketView } from '@sidecard/core/wire';
import type { ReactiveElement } from '@lit/reactive-element';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { StoreController } from '../controllers/store-controller.js';
import { isComposing } from '../events/composing.js';
import { stayInText } from '../events/stay-in-text.js';
import type { TemplateTarget } from '../fields/kind.js';
import { format } from '../locales/message.js';
import type { TeamWords } from '../locales/team-catalogue.js';
import { icon } from '../theme/icons.js';
import { draftsBeside, keptSections } from '../ticket/kept-draft.js';
import type { ViewModel } from '../ticket/view-model.js';

/** What the templates need of a ticket and its reader. */
export interface TemplateModel extends Pick<ViewModel<TeamWords>, 'client' | 'session' | 'texts' | 'view'> {
  /** Other tickets that are sent the same text. Variables whose values differ stay in it, to be filled for each. */
  readonly others?: readonly TicketView[] | undefined;
}

/** How many templates are shown before the list is opened. */
const AT_HAND = 3;

/** The templates at a text field: the first ones at hand, all in a list. They are inserted at the caret, saved from what is written, renamed and deleted. */
export class TemplateList {
  readonly #host: ReactiveElement;
  readonly #say: (text: string) => void;
  readonly #list;
  #client: Client | undefined;
  /** Id of the field at which they are shown. */
  #open: string | undefined;
  readonly #drafts;
  /** What a new template is for. */
  readonly #for = { all: false, type: false, reason: false };
  /** The template to rename; a new one if it is missing. */
  #renamed: ReplyTemplate | undefined;
  #problem = '';
  /** What was drawn last: keys act on it. */
  #shown: { readonly target: TemplateTarget; readonly model: TemplateModel } | undefined;

  constructor(host: ReactiveElement, { say }: { readonly say: (text: string) => void }) {
    this.#host = host;
    this.#say = say;
    this.#list = new StoreController(host, () => this.#client?.templates.list);
    this.#drafts = new StoreController(host, () => this.#client?.drafts.all(this.#namePlace[0]));
  }

  render(target: TemplateTarget, model: TemplateModel): TemplateResult {
    if (this.#client !== model.client) {
      this.#client = model.client;
      // Its templates are followed from the next update on.
      queueMicrotask(() => this.#host.requestUpdate());
    }
    this.#shown = { target, model };
    const isOpen = this.#open === target.id;
    const { templates: words } = model.texts;
    return html`<div class="templates">
      <div class="at-hand" @mousedown=${stayInText}>
        ${this.#fitting(target, model)
          .slice(0, AT_HAND)
          .map(
            (template, i) =>
              html`<button
                class="pill"
                type="button"
                data-template=${template.id}
                title="${template.text} (⇧ ${i + 1})"
                @click=${() => this.#insert(template, target, model)}
              >
                <bdi class="cut">${template.name}</bdi>
              </button>`,
          )}
        <button
          class="btn quiet small"
          type="button"
          data-act="templates"
          aria-expanded=${isOpen ? 'true' : 'false'}
          aria-controls="${target.id}-templates"
          @click=${() => this.#toggle(target.id)}
        >
          ${icon('copy')}${words.open}${icon('chevron-down')}
        </button>
      </div>
      ${isOpen ? this.#renderList(target, model) : nothing}
      ${this.#problem ? html`<p class="error">${icon('warning')}<span>${this.#problem}</span></p>` : nothing}
    </div>`;
  }

  /** Inserts the nth template into the text field that is shown. @returns whether there is one */
  insertNth(position: number): boolean {
    const { target, model } = this.#shown ?? {};
    if (!target || !model || !this.#field) return false;
    const template = this.#fitting(target, model)[position - 1];
    if (template) this.#insert(template, target, model);
    return template !== undefined;
  }

  /** Opens the list, with the focus on its first template. @returns whether there is a text field for it */
  openList(): boolean {
    const id = this.#shown?.target.id;
    if (id === undefined || !this.#field) return false;
    if (this.#open !== id) this.#toggle(id);
    void this.#host.updateComplete.then(() => {
      const root = this.#host.renderRoot as ShadowRoot;
      const first = root.querySelector<HTMLElement>(`#${id}-templates .insert`);
      (first ?? root.querySelector<HTMLElement>('[data-act=templates]'))?.focus();
    });
    return true;
  }

  /** The text field of what was drawn last, if it is still there. */
  get #field(): HTMLTextAreaElement | null {
    const id = this.#shown?.target.id;
    return id === undefined ? null : (this.#host.renderRoot as ShadowRoot).querySelector(`textarea#${id}`);
  }

  #fitting(target: TemplateTarget, { view, others = [] }: TemplateModel): readonly ReplyTemplate[] {
    return [view, ...others].reduce((templates, { type, request }) => {
      const reasons = [request['reason'], target.reason].filter((key): key is string => typeof key === 'string');
      return templatesFor(templates, { type, reasons });
    }, this.#list.value ?? []);
  }

  #toggle(id: string): void {
    this.#open = this.#open === id ? undefined : id;
    this.#renamed = undefined;
    this.#problem = '';
    this.#host.requestUpdate();
  }

  /** Where the name is kept that is being typed: a new template's, or one's to rename. */
  get #namePlace(): readonly [string, string] {
    return ['templates', this.#renamed?.id ?? 'new'];
  }

  get #name(): string {
    const name = this.#drafts.value?.get(this.#namePlace[1])?.['name'];
    return typeof name === 'string' ? name : (this.#renamed?.name ?? '');
  }

  #renderList(target: TemplateTarget, model: TemplateModel): TemplateResult {
    const { texts, session } = model;
    const { templates: words } = texts;
    const mayShare = session?.permissions.includes('account.manage') === true;
    const found = this.#fitting(target, model);
    return html`<div class="list" id="${target.id}-templates">
      ${
        found.length === 0
          ? html`<p class="help">${words.none}</p>`
          : html`<ul>
              ${found.map(
                (template) =>
                  html`<li>
                    <button
                      class="btn quiet small insert"
                      type="button"
                      data-template=${template.id}
                      title=${template.text}
                      @click=${() => this.#insert(template, target, model)}
                    >
                      <bdi>${template.name}</bdi>
                      ${template.scope === 'shop' ? html`<span class="s muted">${words.shared}</span>` : nothing}
                    </button>
                    ${
                      template.scope === 'own' || mayShare
                        ? html`<button
                              class="btn quiet small ico"
                              type="button"
                              data-act="rename-template"
                              aria-label=${format(words.rename, { name: template.name })}
                              title=${format(words.rename, { name: template.name })}
                              @click=${() => this.#rename(template)}
                            >
                              ${icon('more')}
                            </button>
                            <button
                              class="btn quiet small ico"
                              type="button"
                              data-act="remove-template"
                              aria-label=${format(words.remove, { name: template.name })}
                              title=${format(words.remove, { name: template.name })}
                              @click=${() => void this.#remove(template, words)}
                            >
                              ${icon('close')}
                            </button>`
                        : nothing
                    }
                  </li>`,
              )}
            </ul>`
      }
      ${this.#renderSave(target, model, mayShare)}
    </div>`;
  }

  #renderSave(target: TemplateTarget, model: TemplateModel, mayShare: boolean): TemplateResult | typeof nothing {
    const { templates: words } = model.texts;
    const renamed = this.#renamed;
    if (!renamed && !target.text.trim()) return nothing;
    const [place, form] = this.#namePlace;
    const names = TEMPLATE_VARIABLES.map((name) => `{${name}}`).join(' ');
    return html`<div class="save">
      <input
        id="${target.id}-template-name"
        aria-label=${words.name}
        placeholder=${words.name}
        .value=${live(this.#name)}
        @input=${(event: Event) => model.client.drafts.set(...this.#namePlace, { name: (event.currentTarget as HTMLInputElement).value })}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key !== 'Enter' || isComposing(event)) return;
          event.preventDefault();
          event.stopPropagation();
          void this.#save(target, model);
        }}
      />
      <button class="btn small" type="button" data-act="save-template" @click=${() => void this.#save(target, model)}>
        ${renamed ? words.saveName : words.save}
      </button>
      ${
        renamed
          ? nothing
          : html`${mayShare ? this.#check(words.forAll, 'all') : nothing} ${this.#check(words.forType, 'type')}
              ${reasonOf(target, model) === undefined ? nothing : this.#check(words.forReason, 'reason')}
              <p class="help">${format(words.variables, { names })}</p>`
      }
      ${keptSections(draftsBeside(this.#drafts.value, form), model.texts, undefined, (other) => model.client.drafts.clear(place, other))}
    </div>`;
  }

  #check(label: string, what: 'all' | 'type' | 'reason'): TemplateResult {
    return html`<label class="s">
      <input
        type="checkbox"
        name="for-${what}"
        .checked=${this.#for[what]}
        @change=${(event: Event) => (this.#for[what] = (event.currentTarget as HTMLInputElement).checked)}
      />
      ${label}
    </label>`;
  }

  #insert(template: ReplyTemplate, target: TemplateTarget, model: TemplateModel): void {
    const { view, others = [], session, texts } = model;
    const context = { timeZone: session?.shop?.timeZone, shop: session?.shopName };
    const filled = fillForAll(template, [view, ...others], context);
    if (!filled.ok) {
      const [{ problem } = { problem: 'no-value' }] = filled.problems;
      const names = filled.problems.map(({ variable }) => `{${variable}}`).join(' ');
      const words = texts.templates;
      const missing = others.length > 0 ? words.noValueForAll : words.noValue;
      return this.#fail(format(problem === 'no-value' ? missing : words.unknownVariable, { names }));
    }
    const root = this.#host.renderRoot as ShadowRoot;
    const area = root.querySelector<HTMLTextAreaElement>(`#${target.id}`);
    if (!area) return;
    this.#open = undefined;
    this.#problem = '';
    insertText(area, filled.text);
    this.#host.requestUpdate();
  }

  #rename(template: ReplyTemplate): void {
    this.#renamed = template;
    this.#problem = '';
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() =>
      this.#host.renderRoot.querySelector<HTMLInputElement>(`#${this.#open}-template-name`)?.focus(),
    );
  }

  async #save(target: TemplateTarget, model: TemplateModel): Promise<void> {
    const { client, view, texts } = model;
    const { templates: words } = texts;
    const reason = this.#for.reason ? reasonOf(target, model) : undefined;
    const renamed = this.#renamed;
    const place = this.#namePlace;
    const typed = this.#name;
    const name = typed.trim();
    const fresh = {
      text: target.text,
      scope: this.#for.all ? 'shop' : 'own',
      types: this.#for.type ? [view.type] : undefined,
      reasons: reason === undefined ? undefined : [reason],
    } as const;
    const { text: body, scope, types, reasons } = renamed ?? fresh;
    const content: TemplateContent = {
      ...{ name, text: body, scope },
      ...(types ? { types } : {}),
      ...(reasons ? { reasons } : {}),
    };
    const [problem] = templateProblems(content);
    if (problem) {
      const { variable } = problem;
      return this.#fail(
        variable === undefined ? words.invalid : format(words.unknownVariable, { names: `{${variable}}` }),
      );
    }
    const result = await client.templates.save(content, renamed?.id);
    if (!result.ok) return this.#fail(whyNot(result.error, words));
    // The reader may have typed on, or have gone on to the name of another.
    const isSame = this.#renamed?.id === renamed?.id;
    const now = isSame ? this.#name : (client.drafts.draft(...place).get()?.['name'] ?? typed);
    if (now === typed) client.drafts.clear(...place);
    if (isSame && now === typed) this.#renamed = undefined;
    this.#problem = '';
    this.#say(words.saved);
    this.#host.requestUpdate();
  }

  async #remove(template: ReplyTemplate, words: TeamWords['templates']): Promise<void> {
    const result = await this.#client?.templates.remove(template);
    if (!result?.ok) return this.#fail(words.failed);
    this.#say(words.removed);
  }

  #fail(text: string): void {
    this.#problem = text;
    this.#say(text);
    this.#host.requestUpdate();
  }
}

/** The reason that is chosen beside the text, else the buyer's. */
function reasonOf({ reason }: TemplateTarget, { view }: TemplateModel): string | undefined {
  return [reason, view.request['reason']].find((key) => typeof key === 'string' && key !== '') as string | undefined;
}

function whyNot({ code }: ClientRefusal, words: TeamWords['templates']): string {
  return code === 'too-many-templates' ? words.full : words.failed;
}

/**
 * Inserts a text at the caret, as typing does: the browser can undo it. `execCommand` is deprecated, but nothing else adds to the history of
 * a text field; where it does not work, the text is inserted without.
 */
export function insertText(area: HTMLTextAreaElement, text: string): void {
  area.focus();
  const before = area.value;
  // oxlint-disable-next-line no-deprecated
  const done = area.ownerDocument.execCommand('insertText', false, text);
  if (done && area.value !== before) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
  area.dispatchEvent(new Event('input', { bubbles: true }));
}

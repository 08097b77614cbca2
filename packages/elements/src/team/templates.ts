import type { Client, ClientRefusal } from '@sidecard/client';
import { fillTemplate, TEMPLATE_VARIABLES, templateProblems, templatesFor } from '@sidecard/core/team';
import type { ReplyTemplate, TemplateContent } from '@sidecard/core/wire';
import type { ReactiveElement } from '@lit/reactive-element';
import { html, nothing, type TemplateResult } from 'lit';
import { StoreController } from '../controllers/store-controller.js';
import type { TemplateTarget } from '../fields/kind.js';
import { format } from '../locales/message.js';
import type { TeamWords } from '../locales/team-catalogue.js';
import { icon } from '../theme/icons.js';
import type { ViewModel } from '../ticket/view-model.js';

/** The templates at a text field: they are inserted at the caret, saved from what is written, renamed and deleted. */
export class TemplateList {
  readonly #host: ReactiveElement;
  readonly #say: (text: string) => void;
  readonly #list;
  #client: Client | undefined;
  /** Id of the field at which they are shown. */
  #open: string | undefined;
  #name = '';
  #forAll = false;
  #forType = false;
  /** The template to rename; a new one if it is missing. */
  #renamed: ReplyTemplate | undefined;
  #problem = '';

  constructor(host: ReactiveElement, { say }: { readonly say: (text: string) => void }) {
    this.#host = host;
    this.#say = say;
    this.#list = new StoreController(host, () => (this.#open === undefined ? undefined : this.#client?.templates.list));
  }

  render(target: TemplateTarget, model: ViewModel<TeamWords>): TemplateResult {
    this.#client = model.client;
    const isOpen = this.#open === target.id;
    return html`<div class="templates">
      <button
        class="btn quiet small"
        type="button"
        data-act="templates"
        aria-expanded=${isOpen ? 'true' : 'false'}
        aria-controls="${target.id}-templates"
        @click=${() => this.#toggle(target.id)}
      >
        ${icon('copy')}${model.texts.templates.open}${icon('chevron-down')}
      </button>
      ${isOpen ? this.#renderList(target, model) : nothing}
    </div>`;
  }

  #toggle(id: string): void {
    this.#open = this.#open === id ? undefined : id;
    this.#renamed = undefined;
    this.#name = this.#problem = '';
    this.#host.requestUpdate();
  }

  #renderList(target: TemplateTarget, model: ViewModel<TeamWords>): TemplateResult {
    const { view, texts, session } = model;
    const { templates: words } = texts;
    const mayShare = session?.permissions.includes('account.manage') === true;
    const reasons = [view.request['reason'], target.reason].filter((key): key is string => typeof key === 'string');
    const found = templatesFor(this.#list.value ?? [], { type: view.type, reasons });
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
      ${this.#problem ? html`<p class="error">${icon('warning')}<span>${this.#problem}</span></p>` : nothing}
    </div>`;
  }

  #renderSave(target: TemplateTarget, model: ViewModel<TeamWords>, mayShare: boolean): TemplateResult | typeof nothing {
    const { templates: words } = model.texts;
    const renamed = this.#renamed;
    if (!renamed && !target.text.trim()) return nothing;
    const names = TEMPLATE_VARIABLES.map((name) => `{${name}}`).join(' ');
    return html`<div class="save">
      <input
        id="${target.id}-template-name"
        aria-label=${words.name}
        placeholder=${words.name}
        .value=${this.#name}
        @input=${(event: Event) => (this.#name = (event.currentTarget as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key !== 'Enter' || event.isComposing) return;
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
          : html`${mayShare ? this.#check(words.forAll, 'for-all', (on) => (this.#forAll = on)) : nothing}
              ${this.#check(words.forType, 'for-type', (on) => (this.#forType = on))}
              <p class="help">${format(words.variables, { names })}</p>`
      }
    </div>`;
  }

  #check(label: string, name: string, set: (on: boolean) => void): TemplateResult {
    return html`<label class="s">
      <input
        type="checkbox"
        name=${name}
        .checked=${name === 'for-all' ? this.#forAll : this.#forType}
        @change=${(event: Event) => set((event.currentTarget as HTMLInputElement).checked)}
      />
      ${label}
    </label>`;
  }

  #insert(template: ReplyTemplate, target: TemplateTarget, model: ViewModel<TeamWords>): void {
    const { view, session, texts } = model;
    const filled = fillTemplate(template, view, { timeZone: session?.shop?.timeZone, shop: session?.shopName });
    if (!filled.ok) {
      const [{ problem } = { problem: 'no-value' }] = filled.problems;
      const names = filled.problems.map(({ variable }) => `{${variable}}`).join(' ');
      const words = texts.templates;
      return this.#fail(format(problem === 'no-value' ? words.noValue : words.unknownVariable, { names }));
    }
    const root = this.#host.renderRoot as ShadowRoot;
    const area = root.querySelector<HTMLTextAreaElement>(`#${target.id}`);
    if (!area) return;
    this.#open = undefined;
    insertText(area, filled.text);
    this.#host.requestUpdate();
  }

  #rename(template: ReplyTemplate): void {
    this.#renamed = template;
    this.#name = template.name;
    this.#problem = '';
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() =>
      this.#host.renderRoot.querySelector<HTMLInputElement>(`#${this.#open}-template-name`)?.focus(),
    );
  }

  async #save({ text }: TemplateTarget, { client, view, texts }: ViewModel<TeamWords>): Promise<void> {
    const { templates: words } = texts;
    const renamed = this.#renamed;
    const name = this.#name.trim();
    const fresh = {
      text,
      scope: this.#forAll ? 'shop' : 'own',
      ...(this.#forType ? { types: [view.type] } : {}),
    } as const;
    const { text: body, scope, types, reasons } = renamed ?? { ...fresh, reasons: undefined };
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
    this.#renamed = undefined;
    this.#name = this.#problem = '';
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

import type { ReactiveElement } from '@lit/reactive-element';
import { nothing, type TemplateResult } from 'lit';
import type { Language } from '../context/language.js';
import type { PanelKeys } from '../context/panel-keys.js';
import { LazyPart } from '../controllers/lazy-part.js';
import { teamCatalogue } from '../locales/team-catalogue.js';
import type { TemplateList, TemplateModel } from '../team/templates.js';
import { addSheets } from '../theme/add-sheets.js';

/** Templates and single keys of the composer, once they have loaded for an account that may handle tasks. */
export class ComposerSpeed {
  readonly #host: ReactiveElement;
  readonly #language: Language;
  readonly #say: (text: string) => void;
  readonly #part;
  #templates: TemplateList | undefined;

  constructor(host: ReactiveElement, language: Language, say: (text: string) => void) {
    this.#host = host;
    this.#language = language;
    this.#say = say;
    this.#part = new LazyPart(host, () => language.with(teamCatalogue, import('../team/templates-part.js')));
  }

  /** Renders the templates at the composer's text. */
  render(model: Omit<TemplateModel, 'texts'>, text: string): TemplateResult | typeof nothing {
    if (!model.session?.permissions.includes('task.handle')) return nothing;
    this.#part.want();
    const part = this.#part.value;
    if (!part) return nothing;
    addSheets(this.#host.renderRoot as ShadowRoot, part.styles);
    this.#templates ??= new part.TemplateList(this.#host, { say: this.#say });
    return this.#templates.render(
      { id: 'field-text', text },
      { ...model, texts: this.#language.textsOf(teamCatalogue) },
    );
  }

  /** Handles a key outside the text: a digit chooses a purpose, with Shift a template. @returns whether it was one */
  onKey(event: KeyboardEvent, keys: PanelKeys | undefined): boolean {
    const meaning = this.#part.value?.meaningOf(event, keys);
    if (meaning === 'templates') return this.#templates?.openList() ?? false;
    if (typeof meaning !== 'object') return false;
    if ('template' in meaning) return this.#templates?.insertNth(meaning.template) ?? false;
    const root = this.#host.renderRoot as ShadowRoot;
    const radio = root.querySelectorAll<HTMLInputElement>('[role=radiogroup] input')[meaning.reason - 1];
    radio?.click();
    if (radio) root.querySelector<HTMLElement>('#field-text')?.focus();
    return radio !== undefined;
  }
}

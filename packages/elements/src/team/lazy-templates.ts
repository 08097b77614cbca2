import type { ReactiveElement } from '@lit/reactive-element';
import type { TemplateResult } from 'lit';
import type { Language } from '../context/language.js';
import { LazyPart } from '../controllers/lazy-part.js';
import type { TemplateTarget } from '../fields/kind.js';
import { teamCatalogue } from '../locales/team-catalogue.js';
import { addSheets } from '../theme/add-sheets.js';
import type { KeyMeaning } from './keys.js';
import type { TemplateList, TemplateModel } from './templates.js';

/** The templates of a text outside the panel's own forms, once they have loaded for an account that may handle tasks. */
export class LazyTemplates {
  readonly #host: ReactiveElement;
  readonly #language: Language;
  readonly #say: (text: string) => void;
  readonly #part;
  #list: TemplateList | undefined;

  constructor(host: ReactiveElement, language: Language, say: (text: string) => void) {
    this.#host = host;
    this.#language = language;
    this.#say = say;
    this.#part = new LazyPart(host, () => language.with(teamCatalogue, import('./templates-part.js')));
  }

  /** What the loaded part exports. */
  get part() {
    return this.#part.value;
  }

  /** Draws them at a text field; nothing for those who have none, and until they have loaded. */
  render(target: TemplateTarget, model: Omit<TemplateModel, 'texts'>): TemplateResult | undefined {
    if (!model.session?.permissions.includes('task.handle')) return undefined;
    this.#part.want();
    const part = this.#part.value;
    if (!part) return undefined;
    addSheets(this.#host.renderRoot as ShadowRoot, part.styles);
    this.#list ??= new part.TemplateList(this.#host, { say: this.#say });
    return this.#list.render(target, { ...model, texts: this.#language.textsOf(teamCatalogue) });
  }

  /** Does what a key means for templates. @returns whether it was one of theirs */
  onKey(meaning: KeyMeaning | undefined): boolean {
    if (meaning === 'templates') return this.#list?.openList() ?? false;
    return typeof meaning === 'object' && 'template' in meaning && (this.#list?.insertNth(meaning.template) ?? false);
  }
}

import type { Action, ActionLayout } from '@sidecard/core/wire';
import type { ReactiveElement } from '@lit/reactive-element';
import type { Language } from '../context/language.js';
import type { PanelKeys } from '../context/panel-keys.js';
import { LazyPart } from '../controllers/lazy-part.js';
import type { ControlModel } from '../fields/kind.js';
import { teamCatalogue } from '../locales/team-catalogue.js';
import { addSheets } from '../theme/add-sheets.js';
import { type ViewModel, withTexts } from '../ticket/view-model.js';
import type { TeamHooks, TeamTools } from './tools.js';

/** What a panel shows to accounts that may handle tasks, once it has loaded: until then, its functions return nothing. */
export class LazyTeam {
  readonly #host: ReactiveElement;
  readonly #part;
  readonly #hooks: TeamHooks;
  #tools: TeamTools | undefined;
  /** What was done before the tools had loaded. */
  #undo: readonly [model: ViewModel, text: string] | undefined;

  constructor(host: ReactiveElement, language: Language, hooks: TeamHooks) {
    this.#host = host;
    this.#hooks = hooks;
    this.#part = new LazyPart(host, () => language.with(teamCatalogue, import('./tools.js')));
  }

  /** Loads it for an account that may handle tasks, and follows what the account does. Call before every rendering. */
  follow(model: ViewModel, state: 'looking' | 'answering' | 'gone'): void {
    if (!model.session?.permissions.includes('task.handle')) return;
    this.#part.want();
    const part = this.#part.value;
    if (!part) return;
    if (!this.#tools) {
      this.#tools = new part.TeamTools(this.#host, this.#hooks);
      if (this.#undo) this.#tools.offerUndo(...this.#undo);
      this.#undo = undefined;
    }
    addSheets(this.#host.renderRoot as ShadowRoot, part.styles);
    this.#tools.follow(model, state);
  }

  /** Hand-over and undo beside the ticket's owner, and who else is there. */
  bar(model: ViewModel, transfer: Action | undefined) {
    const tools = this.#toolsFor(model);
    const words = tools && withTexts(model, teamCatalogue);
    return words && { tools: tools.tools(words, transfer), presence: tools.presence(words) };
  }

  /** The section of internal notes. */
  notes(model: ViewModel) {
    return this.#toolsFor(model)?.notes(withTexts(model, teamCatalogue));
  }

  /** What inserts templates into a form’s texts. */
  templates(model: ViewModel): ControlModel['templates'] {
    const tools = this.#toolsFor(model);
    return tools && ((target) => tools.templates.render(target, withTexts(model, teamCatalogue)));
  }

  /** The sheet of keys, closed. */
  keySheet(model: ViewModel, keys: PanelKeys | undefined) {
    return this.#toolsFor(model)?.keySheet(withTexts(model, teamCatalogue), keys);
  }

  /** Handles a single key of the panel. @returns whether it was one */
  onKey(event: KeyboardEvent, model: ViewModel, layout: ActionLayout, keys: PanelKeys | undefined): boolean {
    return this.#toolsFor(model)?.onKey(event, layout, keys) ?? false;
  }

  /** Offers to undo a claim, a release or a hand-over for five seconds. */
  offerUndo(model: ViewModel, text: string): void {
    if (this.#tools) this.#tools.offerUndo(model, text);
    else this.#undo = [model, text];
  }

  #toolsFor({ session }: ViewModel): TeamTools | undefined {
    return session?.permissions.includes('task.handle') ? this.#tools : undefined;
  }
}

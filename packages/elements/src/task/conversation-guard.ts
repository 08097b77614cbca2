import { conflictCatalogue } from '../locales/conflict-catalogue.js';
import { type ViewModel, withTexts } from '../ticket/view-model.js';
import type * as ConflictPart from './conflict-part.js';
import type { PanelState } from './panel-state.js';
import type { TaskParts } from './task-parts.js';
import type { TaskSource } from './task-source.js';

/** What the guard needs of its panel. */
interface GuardedPanel {
  readonly source: TaskSource;
  readonly parts: TaskParts;
  readonly state: () => PanelState;
  readonly moveFocus: (selector: string) => void;
}

/** Holds back what the user would send to the buyer of this ticket while the chat shows another conversation, until they have confirmed it. */
export class ConversationGuard {
  readonly #panel: GuardedPanel;

  constructor(panel: GuardedPanel) {
    this.#panel = panel;
  }

  /** The conversation that the chat shows, if it is another one and the user has not confirmed to go on. */
  get conversation(): string | undefined {
    const { source, state } = this.#panel;
    const other = source.otherConversation;
    return other === state().confirmed ? undefined : other;
  }

  words(model: ViewModel): ReturnType<typeof ConflictPart.guardWords> | undefined {
    return this.conversation === undefined
      ? undefined
      : this.#panel.parts.conflicts.value?.guardWords(withTexts(model, conflictCatalogue));
  }

  /** Why nothing is sent now. The notice with the words may still be loading. */
  held(model: ViewModel): string | undefined {
    return this.conversation === undefined ? undefined : (this.words(model)?.held ?? model.texts.state.loading);
  }

  /** Sends nothing while another conversation is open. @returns whether it is held back */
  isHeld(model: ViewModel): boolean {
    if (this.conversation === undefined) return false;
    const words = this.words(model);
    if (words) this.#panel.state().announcer.say(words.news);
    // Not to a button: the key that was to send must not confirm.
    this.#panel.moveFocus('[data-guard]');
    return true;
  }

  /** Forgets what was confirmed once the chat has moved on: another time beside that conversation is confirmed again. */
  follow(): void {
    const { source, state } = this.#panel;
    if (source.otherConversation !== state().confirmed) state().confirmed = undefined;
  }
}

import { actionsOf, type ClientRefusal, formOf } from '@sidecard/client';
import { transitionOf } from '@sidecard/core/panel';
import type { Action } from '@sidecard/core/wire';
import type { LitElement } from 'lit';
import type { FocusKeeper } from '../controllers/focus-keeper.js';
import { dispatch } from '../events/events.js';
import { formCatalogue } from '../locales/form-catalogue.js';
import type { LazyTeam } from '../team/lazy-team.js';
import { disabledReasonOf, refusalText } from '../ticket/refusal-text.js';
import { queuedText } from '../ticket/waiting-text.js';
import { type ViewModel, withTexts } from '../ticket/view-model.js';
import type { ConversationGuard } from './conversation-guard.js';
import type { DecisionEvents } from './decision.js';
import type { PanelState } from './panel-state.js';
import type { TaskParts } from './task-parts.js';
import type { TaskSource } from './task-source.js';

/** Where focus goes when its control is gone, or when a form opens. */
export const ACTION_BAR = '[data-focus=action-bar]';

/** What answering needs of its panel. */
interface AnsweredPanel {
  readonly source: TaskSource;
  readonly parts: TaskParts;
  readonly guard: ConversationGuard;
  readonly focus: FocusKeeper;
  readonly team: LazyTeam;
  readonly state: () => PanelState;
  readonly model: () => ViewModel | undefined;
  readonly isCurrent: (state: PanelState) => boolean;
}

/** From what the user chooses to do with a ticket to the answer of the server. */
export class Answering {
  readonly #host: LitElement & { readonly ticketId: string };
  readonly #panel: AnsweredPanel;

  constructor(host: LitElement & { readonly ticketId: string }, panel: AnsweredPanel) {
    this.#host = host;
    this.#panel = panel;
  }

  /** What is told of a decision, for one ticket and account. */
  events(state: PanelState): DecisionEvents {
    const { source } = this.#panel;
    return {
      onConfirmed: (messageId) => this.#confirmed(state, messageId),
      onRefused: (command, error) => this.refused(state, command, error),
      onQueued: (result) => {
        state.announcer.say(queuedText(result, source.texts));
        this.#goOn(state);
      },
      onGone: () => state.announcer.say(source.texts.refusals.kept),
      redraw: () => this.#host.requestUpdate(),
    };
  }

  /** Begins what the user has chosen. */
  offer(action: Action): void {
    const model = this.#panel.model();
    if (!model) return;
    const state = this.#panel.state();
    state.begun = true;
    if (action.slot === 'claim' || action.slot === 'release') {
      return void (this.#panel.guard.isHeld(model) || this.#claim(action, model));
    }
    const reason = disabledReasonOf(action, model);
    if (reason) return state.announcer.say(reason);
    state.toggled = new Map();
    state.decision.start(action, model);
    this.#showRequest();
    this.#panel.focus.moveTo(ACTION_BAR);
  }

  async #claim({ command, slot }: Action, model: ViewModel): Promise<void> {
    const { client, view, texts } = model;
    const state = this.#panel.state();
    const force = slot === 'claim' && view.claim !== undefined;
    const result = await client.send(view.id, { command, ...(force ? { fields: { force } } : {}) });
    if (result.status === 'refused') this.refused(state, command, result.error);
    else if (result.status === 'queued') state.announcer.say(queuedText(result, texts));
    else {
      const text = slot === 'claim' ? texts.claim.claimed : texts.claim.released;
      state.announcer.say(text);
      this.#panel.team.offerUndo(model, text);
    }
  }

  /** Sends what the open form holds, or says what is missing. */
  send(model: ViewModel): void {
    const { decision, announcer } = this.#panel.state();
    const { current } = decision;
    const forms = this.#panel.parts.forms.value;
    const form = current?.form;
    if (!form || current.sent || !forms || this.#panel.guard.isHeld(model)) return;
    const reason = forms.whyNotYet(withTexts(model, formCatalogue), current.action, form);
    if (!reason) return void decision.send(model);
    form.attempted = true;
    announcer.say(reason);
    const [problem] = form.problems;
    if (problem) this.#panel.focus.moveTo(`#field-${problem.field}`);
  }

  /** Closes the form; its input remains a draft. */
  collapse(model: ViewModel): void {
    const state = this.#panel.state();
    const { command = '', choice } = state.decision.current?.action ?? {};
    state.begun = true;
    state.decision.collapse(model);
    state.toggled = new Map();
    this.#panel.focus.moveTo(`[data-act='${command}']${choice === undefined ? '' : `[data-choice='${choice}']`}`);
  }

  /** Goes on after a conflict. */
  continue(): void {
    const model = this.#panel.model();
    if (!model) return;
    this.#panel.state().reader.read(model.view);
    this.#panel.state().decision.continue(model, actionsOf(model.view, model.session));
    this.#panel.focus.moveTo(ACTION_BAR);
  }

  /** Offers to send text of an overtaken step as a chat message. */
  sayMore(model: ViewModel, text: string): (() => void) | undefined {
    const reply = actionsOf(model.view, model.session).find(
      ({ slot, disabledReason }) => slot === 'reply' && !disabledReason,
    );
    return (
      reply &&
      (() => {
        const { drafts } = model.client;
        const { current } = this.#panel.state().decision;
        if (text && !model.drafts.get(reply.command)) {
          drafts.set(model.view.id, reply.command, { text });
          if (current) drafts.clear(model.view.id, formOf(current.action));
        }
        this.#panel.state().decision.collapse(model);
        this.offer(reply);
      })
    );
  }

  /** Opens the form for which an earlier panel, or the page before a reload, left a draft. */
  restore(state: PanelState, model: ViewModel): void {
    const draft = state.layout.buttons.find(
      (action) => !action.disabledReason && transitionOf(model.type, action) && model.drafts.has(formOf(action)),
    );
    if (!draft) return;
    state.begun = true;
    state.decision.start(draft, model);
  }

  /** Brings the request into view, beside a form that the reader opens. */
  #showRequest(): void {
    void this.#host.updateComplete.then(() => {
      const request = this.#host.renderRoot.querySelector<HTMLElement>('[data-section=request]');
      this.#host.renderRoot.querySelector('.body')?.scrollTo(0, request?.offsetTop ?? 0);
    });
  }

  #confirmed(state: PanelState, messageId: string | undefined): void {
    if (!this.#panel.isCurrent(state)) return;
    if (messageId !== undefined) {
      state.announcer.say(this.#panel.source.texts.announce.sentToBuyer);
      dispatch(this.#host, 'sidecard-reply', { ticketId: this.#host.ticketId, messageId });
    }
    this.#goOn(state);
  }

  /** Tells the host if the user has sent an answer with the key for the next task, and is still at this one. */
  #goOn(state: PanelState): void {
    if (!state.next || !this.#panel.isCurrent(state)) return;
    state.next = false;
    dispatch(this.#host, 'sidecard-next', { ticketId: this.#host.ticketId });
  }

  /** Says why nothing happened, and tells the host. */
  refused(state: PanelState, command: string, error: ClientRefusal): void {
    if (!this.#panel.isCurrent(state)) return;
    state.next = false;
    state.announcer.say(refusalText(error, this.#panel.source.texts));
    dispatch(this.#host, 'sidecard-refused', { ticketId: this.#host.ticketId, command, code: error.code });
  }
}

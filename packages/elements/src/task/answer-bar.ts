import type { TemplateResult } from 'lit';
import { nothing } from 'lit';
import { optionLabels } from '../fields/shown.js';
import { formCatalogue } from '../locales/form-catalogue.js';
import { refusalText } from '../ticket/refusal-text.js';
import { actionName, textIn, type ViewModel, withTexts } from '../ticket/view-model.js';
import { askAccess, askedAtMs } from './access.js';
import { actionBar, type ActionBarHandlers, formMissing, locked, waiting } from './action-bar.js';
import type { Answering } from './answering.js';
import type { ConversationGuard } from './conversation-guard.js';
import type { FloatingControls } from './floating-controls.js';
import type { PanelState } from './panel-state.js';
import type { TaskParts } from './task-parts.js';
import type { TaskSource } from './task-source.js';
import type { LazyTeam } from '../team/lazy-team.js';

/** What the bar needs of its panel. */
interface AnsweringPanel {
  readonly source: TaskSource;
  readonly parts: TaskParts;
  readonly guard: ConversationGuard;
  readonly floating: FloatingControls;
  readonly answering: Answering;
  readonly state: PanelState;
  readonly templates: ReturnType<LazyTeam['templates']>;
  readonly redraw: () => void;
}

/** The bar at the panel's end: the actions, the open form, or what is being sent. */
export function answerBar(model: ViewModel, panel: AnsweringPanel): TemplateResult | typeof nothing {
  const { source, parts, guard, floating, answering, state, templates, redraw } = panel;
  const { layout, announcer, decision } = state;
  const { current } = decision;
  const handlers: ActionBarHandlers = {
    menu: floating.menuName,
    onAction: (action) => answering.offer(action),
    onRetry: () => model.client.refresh(model.view.id),
    onMenu: (...asked) => floating.toggleMenu(...asked) || announcer.say(model.texts.state.failedHelp),
    onAskAccess: () => void askAccess(model.client, model.texts).then((text) => announcer.say(text)),
  };
  // Until the session has loaded, actions are neither offered nor denied.
  if (!model.session) return nothing;
  if (layout.locked) return locked(model, askedAtMs(model.client), handlers);
  const sent = source.ticket?.pending ?? model.outbox.find(({ key }) => key === current?.sent?.key);
  if (sent && (!current || current.sent?.key !== undefined)) {
    return waiting(model, actionName(current?.action ?? sent.command, model), textIn(sent.command.fields ?? {}), sent);
  }
  if (!current) return actionBar(model, layout, handlers, source.typeFailed);
  const forms = parts.forms.value;
  const { action, form } = current;
  // The form comes back once the reader has seen what somebody else changed, or whose ticket it is.
  const missing =
    decision.overtaken(model.view) || (guard.conversation && parts.conflicts.failed) ? parts.conflicts : parts.forms;
  if (!forms || !form || missing === parts.conflicts) {
    return formMissing(model, action, missing.failed, missing.retry);
  }
  return forms.taskForm(withTexts(model, formCatalogue), action, form, {
    refusal: current.refusal && refusalText(current.refusal, model.texts),
    held: guard.held(model),
    sending: current.sent !== undefined,
    onSend: () => {
      state.next = false;
      answering.send(model);
    },
    onCollapse: () => answering.collapse(model),
    optionLabels: (field, key) => optionLabels(field, key, model),
    templates,
    redraw,
  });
}

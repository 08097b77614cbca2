import { actionsOf, formOf } from '@sidecard/client';
import { isChosen } from '../fields/shown.js';
import { keptDrafts } from '../ticket/kept-draft.js';
import { textIn, type ViewModel } from '../ticket/view-model.js';
import type { PanelState } from './panel-state.js';
import type { Section } from './section.js';
import type { BodyHandlers } from './task-body.js';
import type { TaskParts } from './task-parts.js';

/** What the sections need of their panel. */
interface SectionedPanel {
  readonly state: PanelState;
  readonly parts: TaskParts;
  /** Whether the sections have two columns. */
  readonly isWide: boolean;
  /** Why nothing is sent now. */
  readonly held: string | undefined;
  readonly hasThread: boolean;
  readonly notes: Section | undefined;
  readonly onCopy: (text: string) => void;
  readonly onOpen: (ticketId: string) => void;
  readonly redraw: () => void;
}

/** What the sections of the body show besides the ticket, and what they do when they are used. */
export function bodyHandlers(model: ViewModel, panel: SectionedPanel): BodyHandlers {
  const { view, client } = model;
  const { state, parts, redraw } = panel;
  const { current } = state.decision;
  const currentForm = current && formOf(current.action);
  // Somebody else was first, and the notice of it failed to load: neither form nor buttons are drawn, so nothing leads to a draft.
  const isStuck = parts.conflicts.failed && state.decision.overtaken(view) !== undefined;
  return {
    answering: current !== undefined,
    collapsed: current !== undefined || (!panel.isWide && (view.intervention !== 'none' || state.layout.locked)),
    toggled: state.toggled,
    all: state.allHistory,
    history: state.history,
    thread: panel.hasThread ? parts.staffMessage : undefined,
    held: panel.held,
    commitments: parts.commitments,
    notes: panel.notes,
    background: parts.background,
    reader: state.reader,
    current: currentForm,
    onToggle: (key, open) => {
      state.toggled = new Map(state.toggled).set(key, open);
      redraw();
    },
    onEarlier: () => {
      if (state.allHistory) return void loadEarlier(state, model, redraw);
      state.allHistory = true;
      redraw();
    },
    onCopy: panel.onCopy,
    onOpen: panel.onOpen,
    kept: keptDrafts({
      ...model,
      actions: isStuck ? [] : actionsOf(model.view, model.session),
      current: isStuck || state.layout.locked ? undefined : currentForm,
      // Notes are for those who handle tasks.
      inPlace: ['staff-message', ...(model.session?.permissions.includes('task.handle') === false ? [] : ['note'])],
      isChosen,
    }),
    onDiscard: ({ key, command }) => {
      const form = formOf(command);
      client.dismiss(key);
      if (textIn(model.drafts.get(form) ?? {}) === textIn(command.fields ?? {})) client.drafts.clear(view.id, form);
    },
    onDiscardDraft: (form) => client.drafts.clear(view.id, form),
  };
}

async function loadEarlier(
  { history, announcer }: PanelState,
  { client, view, texts }: ViewModel,
  redraw: () => void,
): Promise<void> {
  if (!(await history.loadEarlier(client, view.id))) announcer.say(texts.state.failedHelp);
  redraw();
}

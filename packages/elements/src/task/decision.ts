import { type ClientRefusal, formOf } from '@sidecard/client';
import { transitionOf } from '@sidecard/core/panel';
import type { Action, Session, TicketView } from '@sidecard/core/wire';
import type { Form } from '../forms/form.js';
import type * as FormsPart from './forms-part.js';
import { type ViewModel, textIn } from '../ticket/view-model.js';

/** What the panel is told about a decision. */
export interface DecisionEvents {
  /** It was carried out; `messageId` when the buyer was told something by it. */
  readonly onConfirmed: (messageId: string | undefined) => void;
  readonly onRefused: (command: string, error: ClientRefusal) => void;
  readonly onQueued: () => void;
  /** It cannot be made any more, and something was written for it. */
  readonly onGone: () => void;
  readonly redraw: () => void;
}

/** A decision that the reader is making, from opening its form to the answer. */
interface Open {
  action: Action;
  /** None until forms are loaded. */
  form: Form | undefined;
  /** The ticket as the reader saw it: what they decide on. */
  before: TicketView;
  /** It stands beside the case (a reply): what happens meanwhile is no conflict. */
  readonly unversioned: boolean;
  /** On its way: `sending` until there is an answer, then the outbox's key while it waits for the network. */
  sent?: { readonly key?: string } | undefined;
  refusal?: ClientRefusal | undefined;
}

/**
 * The one decision that a panel has open. What was typed is in the client's drafts; this knows what the reader saw when they began, so that nothing
 * is sent about a ticket that has become another one meanwhile.
 */
export class Decision {
  readonly #events: DecisionEvents;
  #open: Open | undefined;

  constructor(events: DecisionEvents) {
    this.#events = events;
  }

  get current(): Readonly<Open> | undefined {
    return this.#open;
  }

  start(action: Action, model: ViewModel): void {
    this.#open = { action, form: undefined, before: model.view, unversioned: action.unversioned === true };
  }

  /** Puts the form away; what was typed stays a draft. */
  collapse({ client, outbox }: Pick<ViewModel, 'client' | 'outbox'>): void {
    const name = this.#open && formOf(this.#open.action);
    for (const { key, state, command } of outbox) {
      if (state === 'refused' && formOf(command) === name) client.dismiss(key);
    }
    this.#open = undefined;
  }

  /** The ticket as the reader saw it, once somebody else has made another one of it; not while that does not concern what is being written or sent. */
  overtaken(view: TicketView): TicketView | undefined {
    const open = this.#open;
    return open && !open.unversioned && !open.sent && open.before.version !== view.version ? open.before : undefined;
  }

  /** The reader has seen what changed. The form stays if it can still be sent. */
  continue(model: ViewModel, actions: readonly Action[]): void {
    const open = this.#open;
    const action = open && sameAction(open.action, actions);
    const { client, outbox } = model;
    if (open) this.collapse({ client, outbox });
    if (action && !action.disabledReason) this.start(action, model);
  }

  /** Takes notice of what the stores say; before every drawing. */
  follow(model: ViewModel, actions: readonly Action[], forms: typeof FormsPart | undefined): void {
    const open = this.#open;
    if (!open) return;
    if (open.sent?.key !== undefined) this.#followSent(open, open.sent.key, model);
    // Who has seen no form has written nothing that could have been overtaken.
    if (!open.form) open.before = model.view;
    if (!this.#open || open.sent || this.overtaken(model.view)) return;
    const action = sameAction(open.action, actions);
    if (!action) return this.#drop(open);
    if (!transitionOf(model.type, action)) {
      // Its new form may be on its way.
      return model.type?.version === model.view.typeVersion ? this.#drop(open) : undefined;
    }
    open.action = action;
    if (open.form && forms) open.form.shape = forms.shapeOf(action, model);
    else open.form = forms?.openForm(action, model);
  }

  #drop({ form }: Open): void {
    this.#open = undefined;
    if (form && textIn(form.typed)) this.#events.onGone();
  }

  async send(model: ViewModel): Promise<void> {
    const open = this.#open;
    if (!open?.form || open.sent) return;
    const { action, form, before, unversioned } = open;
    const { command, choice } = action;
    open.sent = {};
    open.refusal = undefined;
    this.#events.redraw();
    const result = await model.client.send(before.id, {
      command,
      ...(choice === undefined ? {} : { choice }),
      fields: form.cleaned,
      ...(unversioned ? {} : { version: before.version }),
    });
    if (result.status === 'queued') {
      open.sent = { key: result.key };
      this.#events.onQueued();
    } else {
      open.sent = undefined;
      if (result.status === 'refused') {
        open.refusal = result.error;
        this.#events.onRefused(command, result.error);
      } else {
        if (this.#open === open) this.#open = undefined;
        this.#events.onConfirmed(result.sentMessage?.messageId);
      }
    }
    this.#events.redraw();
  }

  /** Follows a decision that waited for the network: it went out by itself, or was refused. */
  #followSent(open: Open, key: string, { outbox, view, session }: ViewModel): void {
    const entry = outbox.find((one) => one.key === key);
    if (entry && entry.state !== 'refused') return;
    open.sent = undefined;
    if (entry?.error) {
      open.refusal = entry.error;
      this.#events.onRefused(open.action.command, entry.error);
    } else {
      this.#open = undefined;
      this.#events.onConfirmed(toldSince(open.before, view, open.action.command, session));
    }
  }
}

function sameAction({ command, choice, transition }: Action, actions: readonly Action[]): Action | undefined {
  return (
    actions.find((action) => action.transition === transition) ??
    actions.find((action) => action.command === command && action.choice === choice)
  );
}

/** The message that the buyer got by the reader's own command since a projection. */
function toldSince(
  before: TicketView,
  after: TicketView,
  command: string,
  session: Session | undefined,
): string | undefined {
  const known = new Set(before.history.map(({ id }) => id));
  return after.history
    .filter((line) => !known.has(line.id) && line.command === command && line.by.accountId === session?.accountId)
    .at(-1)?.sentMessage?.messageId;
}

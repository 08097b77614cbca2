import { type ClientRefusal, type Draft, formOf, type SendResult } from '@sidecard/client';
import { transitionOf } from '@sidecard/core/panel';
import type { Action, Session, TicketView } from '@sidecard/core/wire';
import type { Form } from '../forms/form.js';
import type * as FormsPart from './forms-part.js';
import { rememberCarrier } from '../ticket/last-carrier.js';
import { type ViewModel, textIn } from '../ticket/view-model.js';

/** Callbacks of a decision. */
export interface DecisionEvents {
  /** It was executed; with `messageId` if the buyer got a message. */
  readonly onConfirmed: (messageId: string | undefined) => void;
  readonly onRefused: (command: string, error: ClientRefusal) => void;
  readonly onQueued: (result: SendResult & { readonly status: 'queued' }) => void;
  /** It is no longer possible, and text was written for it. */
  readonly onGone: () => void;
  readonly redraw: () => void;
}

/** A decision in progress, from opening its form to the answer. */
interface Open {
  action: Action;
  /** `undefined` until forms have loaded. */
  form: Form | undefined;
  /** The ticket as the user saw it, on which the decision is based. */
  before: TicketView;
  /** Needs no version (a reply): other changes are no conflict. */
  readonly unversioned: boolean;
  /** Being sent; with the outbox's key while it waits for the network. */
  sent?: { readonly key?: string } | undefined;
  refusal?: ClientRefusal | undefined;
}

/**
 * The panel's one open decision. Its input is in the client's drafts; this object knows what the user saw when they began, so that nothing
 * is sent about a ticket that has changed since.
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

  /** Closes the form; its input remains a draft. */
  collapse({ client, outbox }: Pick<ViewModel, 'client' | 'outbox'>): void {
    const name = this.#open && formOf(this.#open.action);
    for (const { key, state, command } of outbox) {
      if (state === 'refused' && formOf(command) === name) client.dismiss(key);
    }
    this.#open = undefined;
  }

  /** Returns the ticket as the user saw it, if someone else has changed it since, unless that does not affect what is being written or sent. */
  overtaken(view: TicketView): TicketView | undefined {
    const open = this.#open;
    return open && !open.unversioned && !open.sent && open.before.version !== view.version ? open.before : undefined;
  }

  /** The user has seen the changes. The form remains open if it can still be sent. */
  continue(model: ViewModel, actions: readonly Action[]): void {
    const open = this.#open;
    const action = open && sameAction(open.action, actions);
    const { client, outbox } = model;
    if (open) this.collapse({ client, outbox });
    if (action && !action.disabledReason) this.start(action, model);
  }

  /** Handles changes of the stores; call before every rendering. */
  follow(model: ViewModel, actions: readonly Action[], forms: typeof FormsPart | undefined): void {
    const open = this.#open;
    if (!open) return;
    if (open.sent?.key !== undefined) this.#followSent(open, open.sent.key, model);
    // Where nothing was written, nothing can be outdated: the form follows the ticket.
    if (!open.form || (!open.sent && !isWritten(model.drafts.get(formOf(open.action))))) open.before = model.view;
    if (!this.#open || open.sent || this.overtaken(model.view)) return;
    const action = sameAction(open.action, actions);
    if (!action) return this.#drop(open);
    if (!transitionOf(model.type, action)) {
      // Its new form may be loading.
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
    const fields = form.cleaned;
    const carrier = form.shape.fields.find(({ kind }) => kind === 'carrier');
    if (carrier) rememberCarrier(model.client, fields[carrier.key]);
    open.sent = {};
    open.refusal = undefined;
    this.#events.redraw();
    const result = await model.client.send(before.id, {
      command,
      ...(choice === undefined ? {} : { choice }),
      fields,
      ...(unversioned ? {} : { version: before.version }),
    });
    if (result.status === 'queued') {
      open.sent = { key: result.key };
      this.#events.onQueued(result);
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

  /** Follows a decision that waited for the network until it was sent or refused. */
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

/** Whether a form contains anything that the user has typed or chosen. */
function isWritten(draft: Draft | undefined): boolean {
  return Object.values(draft ?? {}).some((value) => value !== undefined && value !== '');
}

function sameAction({ command, choice, transition }: Action, actions: readonly Action[]): Action | undefined {
  return (
    actions.find((action) => action.transition === transition) ??
    actions.find((action) => action.command === command && action.choice === choice)
  );
}

/** Returns the message that the user's own command sent to the buyer since a projection. */
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

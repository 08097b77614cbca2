import type { ClientRefusal } from '@sidecard/client';
import {
  type CaseChange,
  changesSince,
  cleanFields,
  moveOfOffer,
  type Offer,
  type Session,
  type TicketView,
} from '@sidecard/core';
import { Form } from '../forms/form.js';
import type { FormShape } from '../forms/form-values.js';
import type { Scene } from './scene.js';

/** What the panel is told about a decision. */
export interface DecisionEvents {
  /** It was carried out; `messageId` when the buyer was told something by it. */
  readonly onConfirmed: (messageId: string | undefined) => void;
  readonly onRefused: (command: string, error: ClientRefusal) => void;
  readonly onQueued: () => void;
  readonly redraw: () => void;
}

/** A decision that the reader is making, from opening its form to the answer. */
interface Open {
  offer: Offer;
  readonly form: Form;
  /** The ticket as the reader saw it: what they decide on. */
  before: TicketView;
  /** It stands beside the case (a reply): what happens meanwhile is no conflict. */
  readonly append: boolean;
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

  start(offer: Offer, scene: Scene): void {
    const form = new Form(scene.client, scene.view.id, offer.command, shapeOf(offer, scene));
    this.#open = { offer, form, before: scene.view, append: offer.append === true };
  }

  /** Puts the form away; what was typed stays a draft. */
  fold({ client, outbox }: Pick<Scene, 'client' | 'outbox'>): void {
    for (const { key, state, command } of outbox) {
      if (state === 'refused' && command.command === this.#open?.offer.command) client.dismiss(key);
    }
    this.#open = undefined;
  }

  forget(): void {
    this.#open = undefined;
  }

  /** What somebody else did since the reader began; nothing while it concerns neither the case nor what is being sent. */
  change(view: TicketView): CaseChange | undefined {
    const open = this.#open;
    return open && !open.append && !open.sent ? changesSince(open.before, view) : undefined;
  }

  /** The reader has seen what changed. The form stays if it can still be sent. */
  goOn(scene: Scene, offers: readonly Offer[]): void {
    const open = this.#open;
    const offer = open && sameOffer(open.offer, offers);
    const { client, outbox } = scene;
    if (open) this.fold({ client, outbox });
    if (offer && !offer.off) this.start(offer, scene);
  }

  /** Takes notice of what the stores say; before every drawing. */
  follow(scene: Scene, offers: readonly Offer[]): void {
    const open = this.#open;
    if (!open) return;
    if (open.sent?.key !== undefined) this.#followSent(open, open.sent.key, scene);
    if (!this.#open || open.sent || (!open.append && open.before.version !== scene.view.version)) return;
    const offer = sameOffer(open.offer, offers);
    if (!offer) return void (this.#open = undefined);
    open.offer = offer;
    open.form.shape = shapeOf(offer, scene);
  }

  async send(scene: Scene): Promise<void> {
    const open = this.#open;
    if (!open || open.sent) return;
    const { offer, form, before, append } = open;
    const { command, choice } = offer;
    open.sent = {};
    open.refusal = undefined;
    this.#events.redraw();
    const result = await scene.client.send(before.id, {
      command,
      ...(choice === undefined ? {} : { choice }),
      fields: cleanFields(form.shape.fields, form.values),
      ...(append ? {} : { version: before.version }),
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
        this.#events.onConfirmed(result.told?.messageId);
      }
    }
    this.#events.redraw();
  }

  /** Follows a decision that waited for the network: it went out by itself, or was refused. */
  #followSent(open: Open, key: string, { outbox, view, session }: Scene): void {
    const entry = outbox.find((one) => one.key === key);
    if (entry && entry.state !== 'refused') return;
    open.sent = undefined;
    if (entry?.error) {
      open.refusal = entry.error;
      this.#events.onRefused(open.offer.command, entry.error);
    } else {
      this.#open = undefined;
      this.#events.onConfirmed(toldSince(open.before, view, open.offer.command, session));
    }
  }
}

function shapeOf(offer: Offer, { type, session }: Scene): FormShape {
  return {
    fields: moveOfOffer(type, offer)?.fields ?? [],
    limits: offer.limits ?? {},
    addresses: session?.returnAddresses ?? [],
  };
}

function sameOffer({ command, choice, row }: Offer, offers: readonly Offer[]): Offer | undefined {
  return (
    offers.find((offer) => offer.row === row) ??
    offers.find((offer) => offer.command === command && offer.choice === choice)
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
    .at(-1)?.told?.messageId;
}

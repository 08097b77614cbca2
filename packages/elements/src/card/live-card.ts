import type { Client } from '@sidecard/client';
import type { CardSnapshot, ParsedCard } from '@sidecard/core/card';
import { deadlineStage, readMinutes, snapshotOf } from '@sidecard/core/live-card';
import type { Deadline, DisplayStatus, Session, TicketView } from '@sidecard/core/wire';
import { html, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { connectionStatusOf } from '../controllers/connection-status.js';
import { isTicketShown, onTicketShown } from '../controllers/shown-tickets.js';
import { StoreController } from '../controllers/store-controller.js';
import { type Tick, untilDeadlineChanges, watchTime } from '../controllers/ticker.js';
import type { CardTexts } from '../locales/card-texts.js';
import { formatLeft, shareLeft } from '../locales/duration.js';
import { formatBy, formatTime, formatWhen } from '../locales/format-card.js';
import { format } from '../locales/message.js';
import { paymentLook } from '../ticket/payment-look.js';
import { CARD_ICONS } from '../theme/icons-card.js';
import { LIVE_ICONS } from '../theme/icons-live.js';
import { ring, ringDashes } from '../theme/ring.js';
import {
  emptyModel,
  type ModelContext,
  momentDue,
  noDue,
  plainDue,
  plainModel,
  refusedModel,
  sentModel,
} from './card-model.js';
import {
  type CardModel,
  type Content,
  type DueModel,
  formatRich,
  lineOf,
  type LineModel,
  type OwnerModel,
  type PlainModel,
} from './card-template.js';
import { liveCardStyles } from './live-card.styles.js';
import { liveDue, liveLine, liveOwner, nameOf, ownerIn } from './live-words.js';
import { Verification } from './verification.js';

/** Like that of a sent card, with all texts. */
interface LiveContext extends ModelContext {
  readonly texts: CardTexts;
}

/** What the live part needs of its card. */
export interface LiveHost {
  ticketId(): string;
  client(): Client | undefined;
}

/**
 * The part of a card that needs a client: it follows the ticket, and counts down while the card is visible. It loads with the first client,
 * so that pages without one do not load it.
 */
export class LiveCard implements ReactiveController {
  /** Adopted in addition to the card's own sheet. */
  static readonly styles = [liveCardStyles];

  readonly #element: LitElement;
  readonly #host: LiveHost;
  readonly #ticket;
  readonly #status;
  readonly #verification = new Verification({
    needsVerification: () => this.#element.isConnected && !this.#known,
    requestUpdate: () => this.#element.requestUpdate(),
  });
  #deadline: Deadline | undefined;
  /** Context of the last rendered countdown. */
  #context: LiveContext | undefined;
  #stopTicking: (() => void) | undefined;
  /** Whether an update is just over: what it could not mend, another one cannot. */
  #isDrawn = false;
  #stopMarking: (() => void) | undefined;

  constructor(element: LitElement, host: LiveHost) {
    this.#element = element;
    this.#host = host;
    this.#ticket = new StoreController(element, () => {
      const ticketId = host.ticketId();
      return ticketId ? host.client()?.ticket(ticketId) : undefined;
    });
    this.#status = new StoreController(element, () => {
      const client = host.client();
      return client && connectionStatusOf(client);
    });
    element.addController(this);
  }

  hostConnected(): void {
    this.#stopMarking ??= onTicketShown(this.#mark);
  }

  hostUpdated(): void {
    this.#mark();
    this.#isDrawn = true;
    if (this.#deadline && this.#element.isConnected) this.#stopTicking = watchTime(this.#element, this.#tick);
    else this.#rest();
    this.#isDrawn = false;
  }

  hostDisconnected(): void {
    this.#stopMarking?.();
    this.#stopMarking = undefined;
    this.#rest();
  }

  #rest(): void {
    this.#stopTicking?.();
    this.#stopTicking = undefined;
  }

  /** Marks the card whose panel is open. */
  readonly #mark = (): void => {
    const article = this.#element.renderRoot.querySelector('.root');
    if (!article) return;
    const isShown = isTicketShown(this.#host.client(), this.#host.ticketId());
    // A value of `false` is read as “not current item”.
    if (isShown) article.setAttribute('aria-current', 'true');
    else article.removeAttribute('aria-current');
    // The chat's list announces a card that arrives; what changes in it later would interrupt the reader. Writing it again would cost each update.
    if (!article.hasAttribute('aria-live')) article.setAttribute('aria-live', 'off');
  };

  /**
   * Returns whether the client's server is known to have signed a message. Checks what is rendered: the parsed copy, if there is one. Of
   * messages that are not cards, only newer ones are checked, because they have a text to show.
   */
  isVerified(parsed: ParsedCard, message: unknown): boolean {
    const checked = parsed.ok ? parsed.value : parsed.error.code === 'card-too-new' ? message : undefined;
    return this.#verification.isVerified(checked, this.#host.client());
  }

  /** Whether the ticket is known, or known not to exist. */
  get #known(): boolean {
    const { status, view } = this.#ticket.value ?? {};
    return view !== undefined || status === 'not-found';
  }

  /** Returns the card of the ticket or, until it is known, of the message. */
  model(context: LiveContext, parsed: ParsedCard | undefined, message: unknown): CardModel | PlainModel {
    const { status, view } = this.#ticket.value ?? {};
    const { plain, locale } = context.texts;
    this.#deadline = undefined;
    this.#context = context;
    if (status === 'not-found') return plainModel(CARD_ICONS.ticket, plain.notFound, locale);
    if (view?.covered === false) return uncoveredModel(view, context);
    if (view) return this.#liveModel(view, context);
    if (parsed?.ok) {
      const { snapshot } = parsed.value;
      return this.isVerified(parsed, message) ? factsOf(snapshot, context) : sentModel(snapshot, context);
    }
    if (status === 'loading') return emptyModel(locale, context.texts.viewTask);
    const refused = refusedModel(parsed, context.texts);
    if (!parsed || !this.isVerified(parsed, message)) return refused;
    return plainModel(LIVE_ICONS.platform, parsed.texts?.[locale] ?? parsed.text ?? plain.tooNew, locale);
  }

  #liveModel(view: TicketView, context: LiveContext): CardModel {
    const { texts } = context;
    const { session, offlineSinceMs } = this.#status.value ?? { session: undefined, offlineSinceMs: undefined };
    const offline = offlineSinceMs !== undefined;
    const handles = session?.permissions.includes('task.handle') === true;
    const snapshot = snapshotOf(view);
    return {
      ...factsOf(snapshot, context),
      line: lineModel(view, snapshot, texts),
      due: this.#due(view, offline, context),
      owner: offline
        ? ownedBy('offline', format(texts.owner.offline, { time: formatTime(offlineSinceMs, context) }))
        : ownerOf(view, session, handles, texts),
      filled: !offline && handles && view.moveOf === 'merchant' && (!view.claim || isReader(view.claim, session)),
    };
  }

  #due(view: TicketView, offline: boolean, context: LiveContext): DueModel {
    const due = liveDue(view, context);
    if (due === undefined) return noDue;
    if (typeof due === 'string') {
      const ended = view.displayStatus === 'resolved' ? 'resolved' : 'closed';
      return plainDue(LIVE_ICONS[view.endedAtMs === undefined ? 'platform' : ended], due);
    }
    if (offline) return momentDue(due.dueAtMs, context);
    this.#deadline = due;
    return countDue(due, context);
  }

  /** Updates the countdown directly, without updating the card, unless its look changes. */
  readonly #tick: Tick = () => {
    const deadline = this.#deadline;
    const drawn = this.#context;
    if (!deadline || !drawn) return Infinity;
    const nowMs = this.#host.client()?.now() ?? Date.now();
    const root = this.#element.renderRoot;
    const text = root.querySelector('.left')?.lastChild;
    const arc = root.querySelector('.arc');
    // An extension may have replaced the node. Where a chat moved to another document, a node may be of another window's class.
    if (text?.nodeType === 3 && lookOf(deadline, { ...drawn, nowMs }) === lookOf(deadline, drawn)) {
      const left = formatLeft(deadline.dueAtMs, deadline.of, { texts: drawn.texts, nowMs });
      if (text.nodeValue !== left) text.nodeValue = left;
      const dashes = ringDashes(shareOf(deadline, nowMs));
      if (arc && arc.getAttribute('stroke-dasharray') !== dashes) arc.setAttribute('stroke-dasharray', dashes);
    } else if (!this.#isDrawn) this.#element.requestUpdate();
    return untilDeadlineChanges(deadline.startedAtMs, deadline.dueAtMs, nowMs);
  };
}

/** Statuses with their own tone and icon; the others show whose turn it is. */
const LOOKS: Partial<
  Readonly<Record<DisplayStatus, readonly [tone: CardModel['tone'], icon: keyof typeof LIVE_ICONS]>>
> = {
  declined: ['', 'declined'],
  resolved: ['good', 'resolved'],
  closed: ['', 'closed'],
  'platform-intervening': ['platform', 'platform'],
};

/** Returns the card of a snapshot that is confirmed to be the platform's. */
function factsOf(snapshot: CardSnapshot, context: LiveContext): CardModel {
  const { texts } = context;
  const { displayStatus, item, moveOf } = snapshot;
  const title = nameOf(snapshot, texts);
  const status = texts.statuses[displayStatus];
  const [tone, statusIcon] =
    LOOKS[displayStatus] ?? (moveOf === 'merchant' ? (['mine', 'move'] as const) : (['', 'waiting'] as const));
  return {
    ...sentModel(snapshot, context),
    label: format(texts.cardLabel, { type: title, status }),
    tone,
    title,
    from: texts.platform,
    when: ` · ${formatWhen(snapshot.createdAtMs, context)}`,
    status,
    statusIcon: LIVE_ICONS[statusIcon],
    thumb: item.pictureUrl ? picture(item.pictureUrl) : '',
    owner: { icon: CARD_ICONS.info, text: texts.owner.snapshot },
  };
}

/** Another server may own the URL: send no referrer, and load the picture only when the card is visible. */
function picture(url: string): TemplateResult {
  return html`<img alt="" loading="lazy" decoding="async" referrerpolicy="no-referrer" src=${url} />`;
}

function ownerOf(view: TicketView, session: Session | undefined, handles: boolean, texts: CardTexts): OwnerModel {
  const ended = view.endedAtMs !== undefined;
  if (!ended && session?.party === 'merchant' && !handles) return ownedBy('lock', texts.owner.denied);
  const owner = ownerIn(view);
  const byReader = owner !== undefined && isReader(owner, session);
  const [text, values] = liveOwner(view, texts, byReader);
  const icon = owner || ended ? 'person' : 'unclaimed';
  return ownedBy(icon, owner && !byReader ? formatRich(text, values) : format(text, values), byReader);
}

function ownedBy(icon: keyof typeof LIVE_ICONS, text: Content, byReader = false): OwnerModel {
  return { icon: LIVE_ICONS[icon], text, isReader: byReader };
}

function isReader({ accountId }: { readonly accountId?: string }, session: Session | undefined): boolean {
  return accountId !== undefined && accountId === session?.accountId;
}

function uncoveredModel(view: TicketView, context: LiveContext): PlainModel {
  const { plain, locale } = context.texts;
  const type = nameOf(view, context.texts);
  const order = view.order.id.slice(-4);
  return plainModel(
    CARD_ICONS.ticket,
    format(plain.notCovered, { type }),
    locale,
    format(plain.order, { type, order }),
  );
}

function lineModel(view: TicketView, snapshot: CardSnapshot, texts: CardTexts): LineModel {
  const [message, values, payment] = liveLine(view, snapshot, texts);
  const text = lineOf(message, values);
  const look = payment && paymentLook(payment);
  return look ? { ...text, before: html`${icon(LIVE_ICONS[look.icon])}${text.before}`, tone: look.tone } : text;
}

/** Returns the countdown of a deadline at a time. Only the shop's own deadlines have colours. */
function countDue(deadline: Deadline, context: LiveContext): DueModel {
  const tone = lookOf(deadline, context);
  const left = formatLeft(deadline.dueAtMs, deadline.of, context);
  const drawing = tone === 'urgent' ? icon(LIVE_ICONS.warning) : ring(shareOf(deadline, context.nowMs));
  // Screen readers skip the countdown; the due time beside it is constant.
  const content = html`<span class="chip">
    ${drawing}<span class="left" aria-hidden="true">${left}</span>
    <span class="by">· ${formatBy(deadline.dueAtMs, context)}</span>
  </span>`;
  return { tone, icon: '', content };
}

function icon(path: string): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${path}></path></svg>`;
}

function lookOf(deadline: Deadline, { nowMs, warnings }: LiveContext): DueModel['tone'] {
  const stage = deadlineStage(deadline, nowMs, readMinutes(warnings));
  if (deadline.of !== 'merchant' || stage === 'calm') return undefined;
  return stage === 'soon' ? 'soon' : 'urgent';
}

function shareOf({ startedAtMs, dueAtMs }: Deadline, nowMs: number): number {
  return shareLeft(startedAtMs, dueAtMs, nowMs);
}

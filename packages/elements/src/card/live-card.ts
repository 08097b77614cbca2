import type { Client } from '@sidecard/client';
import {
  type CardSnapshot,
  type Deadline,
  deadlineStage,
  label,
  type Locale,
  amountDue,
  type Session,
  shownDeadline,
  snapshotOf,
  type TicketView,
} from '@sidecard/core';
import type { ReactiveController } from '@lit/reactive-element';
import type { SmallElement } from '../controllers/small-element.js';
import { standingOf } from '../controllers/standing.js';
import { StoreController } from '../controllers/store-controller.js';
import { type Tick, untilDeadlineChanges, watchTime } from '../controllers/ticker.js';
import type { CardTexts } from '../locales/card-texts.js';
import { formatLeft, shareLeft } from '../locales/duration.js';
import { formatAmount, formatBy, formatMoment, formatTime } from '../locales/format.js';
import { cardTextsFor } from '../locales/live-texts-for.js';
import { format, formatParts, type MessagePart } from '../locales/message.js';
import { addIcons } from '../theme/icons-card.js';
import { LIVE_ICONS } from '../theme/icons-live.js';
import { liveMarks } from '../theme/live-marks.styles.js';
import {
  byFace,
  type CardFace,
  type DueFace,
  dueFace,
  type FaceContext,
  factsOf,
  type PlainFace,
  plainFace,
  said,
  typeName,
  wordsLine,
} from './card-face.js';
import { Vouch } from './vouch.js';

addIcons(LIVE_ICONS);

/** As a sent card's, with all of the words. */
interface LiveContext extends FaceContext {
  readonly texts: CardTexts;
}

/** What live data needs of its card. */
export interface LiveHost {
  ticketId(): string;
  client(): Client | undefined;
  locale(): Locale;
  dress(texts: CardTexts): CardTexts;
  /** Writes what is said of the time, and nothing else. */
  writeDue(face: DueFace): unknown;
}

/**
 * The part of a card that is there while a client is in reach: follows the ticket, says what it has become, and counts its deadline down while the
 * card is in view. Loaded with the first client, so that a card that has none does not carry it.
 */
export class LiveCard implements ReactiveController {
  /** What its card adopts beside its own sheets. */
  static readonly styles = [liveMarks];

  readonly #element: SmallElement;
  readonly #host: LiveHost;
  readonly #ticket;
  readonly #standing;
  readonly #vouch = new Vouch({
    needsVouch: () => this.#element.isConnected && !this.#known,
    requestUpdate: () => this.#element.requestUpdate(),
  });
  #deadline: Deadline | undefined;
  #stopTicking: (() => void) | undefined;

  constructor(element: SmallElement, host: LiveHost) {
    this.#element = element;
    this.#host = host;
    this.#ticket = new StoreController(element, () => {
      const ticketId = host.ticketId();
      return ticketId ? host.client()?.ticket(ticketId) : undefined;
    });
    this.#standing = new StoreController(element, () => {
      const client = host.client();
      return client && standingOf(client);
    });
    element.addController(this);
  }

  hostDisconnected(): void {
    this.#count(undefined);
  }

  /** Nothing is known yet, and something may come. */
  get loading(): boolean {
    return this.#ticket.value?.status === 'loading';
  }

  /** Returns whether the client's server is known to have signed a message. */
  vouchesFor(message: unknown): boolean {
    return this.#vouch.vouchesFor(message, this.#host.client());
  }

  /** The ticket is known, or known not to be there. */
  get #known(): boolean {
    const { status, view } = this.#ticket.value ?? {};
    return view !== undefined || status === 'not-found';
  }

  /** What the ticket has become; `undefined` while only the message knows of it. */
  face(given: FaceContext): CardFace | PlainFace | undefined {
    const { status, view } = this.#ticket.value ?? {};
    const context: LiveContext = { ...given, texts: this.#texts };
    const { plain, locale } = context.texts;
    this.#deadline = undefined;
    let face: CardFace | PlainFace | undefined;
    if (status === 'not-found') face = plainFace('ticket', plain.notFound, locale);
    else if (view?.covered === false) face = uncoveredFace(view, context);
    else if (view) face = this.#liveFace(view, context);
    this.#count(this.#deadline);
    return face;
  }

  /** Draws how much time is left around a drawing, or takes the ring away. */
  drawRing(svg: Element, percent: number | undefined): void {
    const drawn = percent !== undefined;
    svg.classList.toggle('ring', drawn);
    if (!drawn) return;
    if (svg.childElementCount === 1) svg.prepend(...ringCircles(svg.ownerDocument));
    svg.children[1]?.setAttribute('stroke-dasharray', `${percent} 100`);
  }

  get #texts(): CardTexts {
    return this.#host.dress(cardTextsFor(this.#host.locale()));
  }

  #liveFace(view: TicketView, context: LiveContext): CardFace {
    const { texts } = context;
    const { session, offlineSinceMs } = this.#standing.value ?? { session: undefined, offlineSinceMs: undefined };
    const offline = offlineSinceMs !== undefined;
    const handles = session?.permissions.includes('task.handle') === true;
    const snapshot = snapshotOf(view);
    const facts = factsOf(snapshot, context);
    const acts = !offline && handles && view.moveOf === 'merchant' && (!view.claim || isReader(view.claim, session));
    const classes = { ...facts.classes, button: acts ? 'btn fill' : 'btn' };
    const owner: Owner = offline
      ? ['offline', format(texts.owner.offline, { time: formatTime(offlineSinceMs, context) })]
      : ownerOf(view, session, handles, texts);
    return {
      ...facts,
      line: liveLine(view, snapshot, context),
      due: this.#due(view, offline, context),
      ...said(owner[0], owner[1], { ...facts, classes }, owner[2]),
    };
  }

  #due(view: TicketView, offline: boolean, context: LiveContext): DueFace {
    const { due } = context.texts;
    if (view.endedAtMs !== undefined) {
      const resolved = view.displayStatus === 'resolved';
      const moment = formatMoment(view.endedAtMs, context);
      return dueFace(resolved ? 'resolved' : 'closed', format(resolved ? due.done : due.closed, { moment }));
    }
    const deadline = shownDeadline(view, 'merchant');
    if (!deadline)
      return view.displayStatus === 'platform-intervening' ? dueFace('platform', due.reviewing) : dueFace('', '');
    if (offline) return byFace(deadline.dueAtMs, context);
    this.#deadline = deadline;
    return countFace(deadline, context);
  }

  #count(deadline: Deadline | undefined): void {
    if (!deadline || !this.#element.isConnected) {
      this.#stopTicking?.();
      this.#stopTicking = undefined;
      return;
    }
    const tick: Tick = () => {
      const nowMs = this.#host.client()?.now() ?? Date.now();
      this.#host.writeDue(countFace(deadline, { texts: this.#texts, nowMs }));
      return untilDeadlineChanges(deadline.startedAtMs, deadline.dueAtMs, nowMs);
    };
    this.#stopTicking = watchTime(this.#element, tick);
  }
}

/** The drawing, the words, and the class of the line that says who is on it. */
type Owner = readonly [icon: string, words: string | readonly MessagePart[], who?: string];

function ownerOf(
  { claim, handledBy, endedAtMs }: TicketView,
  session: Session | undefined,
  handles: boolean,
  { owner }: CardTexts,
): Owner {
  if (endedAtMs !== undefined) {
    if (!handledBy) return ['person', owner.wasNobody];
    return isReader(handledBy, session)
      ? ['person', owner.wasMe, 'who me']
      : ['person', formatParts(owner.wasOther, { name: handledBy.name })];
  }
  if (session?.party === 'merchant' && !handles) return ['lock', owner.denied];
  if (!claim) return ['unclaimed', owner.nobody];
  return isReader(claim, session)
    ? ['person', owner.me, 'who me']
    : ['person', formatParts(owner.other, { name: claim.name })];
}

function isReader({ accountId }: { readonly accountId?: string }, session: Session | undefined): boolean {
  return accountId !== undefined && accountId === session?.accountId;
}

function uncoveredFace(view: TicketView, context: LiveContext): PlainFace {
  const { plain, locale } = context.texts;
  const type = typeName(view.type, context);
  const order = view.order.id.slice(-4);
  return plainFace('ticket', format(plain.notCovered, { type }), locale, format(plain.order, { type, order }));
}

function liveLine(view: TicketView, snapshot: CardSnapshot, { texts }: LiveContext): readonly MessagePart[] {
  const { line, locale } = texts;
  const { displayStatus, ending, settlement } = view;
  if (displayStatus === 'platform-intervening' && view.asked.some(({ party }) => party === 'merchant'))
    return [{ text: line.evidence }];
  const { refund, postage, compensation } = amountDue(view);
  const amountMinor = refund + postage + compensation;
  if (ending && amountMinor > 0 && settlement !== 'none') {
    const amount = formatAmount({ amountMinor, currency: view.order.items[0].paid.currency }, locale);
    return formatParts(line[`${amountMinor === refund ? 'refund' : 'payment'}-${settlement}`], { amount });
  }
  if (ending) return [{ text: line[ending] }];
  if (displayStatus !== 'awaiting-merchant') return [{ text: line[displayStatus as keyof typeof line] as string }];
  const { reasonLabels } = view;
  return wordsLine(snapshot.words ?? (reasonLabels && label(reasonLabels, locale)), displayStatus, texts);
}

/** The count of a deadline at one moment. Colour is for the shop's own time. */
function countFace({ of, startedAtMs, dueAtMs }: Deadline, context: LiveContext): DueFace {
  const left = formatLeft(dueAtMs, of, context);
  const by = `· ${formatBy(dueAtMs, context)}`;
  const tone = deadlineStage({ startedAtMs, dueAtMs }, context.nowMs);
  const own = of === 'merchant';
  if (own && (tone === 'urgent' || tone === 'over')) return dueFace('warning', left, by, 'urgent');
  const percent = Math.round(shareLeft(startedAtMs, dueAtMs, context.nowMs) * 100);
  return { ...dueFace('', left, by, own && tone === 'soon' ? tone : ''), percent };
}

function ringCircles(page: Document): readonly Element[] {
  return ['rest', 'arc'].map((name) => {
    const circle = page.createElementNS('http://www.w3.org/2000/svg', 'circle');
    const values = { class: name, cx: 8, cy: 8, r: 6.3, pathLength: 100, transform: 'rotate(-90 8 8)' };
    for (const [key, value] of Object.entries(values)) circle.setAttribute(key, String(value));
    return circle;
  });
}

import { type ClientRefusal, formOf } from '@sidecard/client';
import { arrangeActions, type CardSnapshot, type Action, type ActionLayout } from '@sidecard/core';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { Announcer } from '../controllers/announcer.js';
import { DeadlineWatch } from '../controllers/deadline-watch.js';
import { FocusKeeper } from '../controllers/focus-keeper.js';
import { LazyPart } from '../controllers/lazy-part.js';
import { Unread } from '../controllers/unread.js';
import { dispatch } from '../events/events.js';
import { formStyles } from '../forms/forms.styles.js';
import { format } from '../locales/message.js';
import type { TaskTexts } from '../locales/texts.js';
import { askAccess, askedAtMs, forgetAsked } from './access.js';
import { failedBody, loadingBody, notFoundBody } from './blank.js';
import type { Conflict } from './conflict.js';
import { copy } from './copy.js';
import { Decision } from './decision.js';
import { dock, type DockHandlers, formMissing, locked, disabledReasonOf, waiting } from './dock.js';
import { DraftWatch } from './draft-watch.js';
import { header } from './header.js';
import { MenuController } from './menu.js';
import { news, type Seen } from './news.js';
import { refusalText } from './refusal-text.js';
import { actName, actionsOf, type Scene, textIn, typeName } from './scene.js';
import { sideOf, statusLook } from './status.js';
import { statusBar } from './status-bar.js';
import { type BodyHandlers, connectionBanner, taskBody } from './task-body.js';
import { TaskSource } from './task-source.js';
import { taskStyles } from './task.styles.js';
import { typeOf } from './types.js';

/** Where focus goes when its control is gone, and when a form opens. */
const DOCK = '[data-focus=dock]';

/**
 * Shows one after-sales ticket, and lets whoever may handle it do so.
 *
 * It takes its client from the nearest `<sidecard-provider>` or from `provideClient`, and fills the box it is put in.
 *
 * @slot tools - The host's own buttons in the head, such as "open in workbench".
 * @slot blank - The host's own ways on when the ticket cannot be shown.
 * @fires {CustomEvent<TaskCloseDetail>} sidecard-task-close - The reader wants the panel gone; cancelable.
 * @fires {CustomEvent<TaskOpenDetail>} sidecard-task-open - The reader wants to see a linked ticket; cancelable, else it is shown in place of this one.
 * @fires {CustomEvent<ReplyDetail>} sidecard-reply - The buyer was told something by a move or a reply.
 * @fires {CustomEvent<RefusedDetail>} sidecard-refused - A move was refused; what was written is kept.
 * @csspart header - The head with the ticket's type and number.
 * @csspart status - The bar with status, time left and owner.
 * @csspart body - The sections, which scroll.
 * @csspart dock - What can be done; with an open form also `form`.
 * @csspart preview - The words that the buyer will read.
 */
export class SidecardTask extends LitElement {
  static override styles = [...taskStyles, formStyles];

  /** Which ticket to show. */
  @property({ attribute: 'ticket-id' }) ticketId = '';
  /** `overlay` can be closed; `inline` is a column of the page. */
  @property() placement: 'inline' | 'overlay' = 'inline';
  /** What a card knows of the ticket, shown until the ticket is there. */
  @property({ attribute: false }) snapshot: CardSnapshot | undefined;

  readonly #source = new TaskSource(this, () => this.ticketId);
  readonly #focus = new FocusKeeper(this, DOCK, 'h2');
  readonly #time = new DeadlineWatch(
    this,
    () => this.#source.ticket?.view?.deadlines ?? [],
    () => this.#source.client?.now() ?? 0,
  );
  readonly #menu = new MenuController(this);
  readonly #announcer = new Announcer(this);
  readonly #drafts = new DraftWatch();
  readonly #forms = new LazyPart(this, () => import('./forms-part.js'));
  readonly #commitments = new LazyPart(this, () => import('./commitments-section.js'));
  readonly #staffMessage = new LazyPart(this, () => import('../staff-message/staff-message.define.js'));
  readonly #decision = new Decision({
    onConfirmed: (messageId) => this.#handleConfirmed(messageId),
    onRefused: (command, error) => this.#handleRefused(command, error),
    onQueued: () => this.#announcer.say(this.#source.texts.announce.queued),
    redraw: () => this.requestUpdate(),
  });

  #scene: Scene | undefined;
  /** Somebody was first, and the reader has not gone on yet. */
  #conflict: Conflict | undefined;
  readonly #unread = new Unread();
  #layout: ActionLayout = arrangeActions([]);
  /** Sections that the reader has opened or folded. */
  #toggled = new Map<string, boolean>();
  #allHistory = false;
  /** What was there at the last drawing, to say what has changed. */
  #seen: Seen = {};

  override connectedCallback(): void {
    super.connectedCallback();
    // On the window and before anybody else: hosts swallow Escape.
    addEventListener('keydown', this.#handleEscape, { capture: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('keydown', this.#handleEscape, { capture: true });
    this.#reset();
  }

  /** Moves focus to the heading, which says what the panel is about: where focus belongs when it opens. */
  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector('h2')?.focus(options));
  }

  protected override update(changed: PropertyValues<this>): void {
    if (changed.has('ticketId') && changed.get('ticketId') !== undefined) this.#reset();
    this.#scene = this.#source.look();
    if (this.#scene) this.#follow(this.#scene);
    super.update(changed);
  }

  protected override render(): TemplateResult {
    const texts = this.#source.texts;
    const scene = this.#scene;
    const known = scene?.view ?? this.snapshot;
    const client = this.#source.client;
    const type = known && client && typeOf(client, known.type);
    const title = known ? typeName(known.type, type, { texts }) : texts.panel.title;
    const look = known && statusLook(known.displayStatus, known.moveOf, sideOf(scene?.session?.party));
    return html`<section
      class="root panel"
      lang=${texts.locale}
      aria-label=${format(texts.panel.label, { type: title })}
      @keydown=${this.#handleKeydown}
    >
      ${header({
        tone: look?.tone ?? '',
        type: known?.type ?? '',
        title,
        number: scene ? format(texts.panel.number, { number: scene.view.number }) : '',
        close: this.placement === 'overlay' ? texts.panel.close : undefined,
        onClose: () => this.#close(),
      })}
      ${scene ? this.#renderTicket(scene) : this.#renderBlank(texts, type)} ${this.#announcer.render()}
      ${this.#menu.render(texts.panel.actions)}
    </section>`;
  }

  #renderBlank(texts: TaskTexts, type: Scene['type']): TemplateResult {
    const status = this.#source.ticket?.status;
    if (status === 'not-found') return notFoundBody(texts);
    if (status === 'failed') return failedBody(texts, () => this.#source.client?.refresh(this.ticketId));
    return loadingBody(this.snapshot, type, texts);
  }

  #renderTicket(scene: Scene): TemplateResult {
    const current = this.#decision.current;
    const forms = this.#forms.value;
    const text = textIn(current?.form?.typed ?? {});
    const draft = current && { title: actName(current.action, scene), text };
    const conflict = this.#conflict;
    return html`
      ${connectionBanner(scene)} ${statusBar(scene, this.#layout, (action) => this.#handleOffer(action))}
      <div class="body" part="body">
        ${
          conflict && forms
            ? forms.conflictBody(scene, conflict, draft, (words) => void this.#copy(words))
            : taskBody(scene, this.#layout, this.#bodyActions(scene))
        }
      </div>
      ${
        conflict && forms
          ? forms.conflictDock(scene, () => this.#goOn(), this.#sayMore(scene, text))
          : this.#renderDock(scene)
      }
    `;
  }

  #renderDock(scene: Scene): TemplateResult | typeof nothing {
    const current = this.#decision.current;
    const handlers: DockHandlers = {
      menu: this.#menu.name,
      onAction: (action) => this.#handleOffer(action),
      onMenu: (name, items, button) => this.#menu.toggle(name, items, button),
      onAskAccess: () => void askAccess(scene.client, scene.texts).then((text) => this.#announcer.say(text)),
    };
    // Until it is known who reads, nothing is offered and nothing denied.
    if (!scene.session) return nothing;
    if (this.#layout.locked) return locked(scene, askedAtMs(scene.client), handlers);
    const sent = this.#source.ticket?.pending ?? scene.outbox.find(({ key }) => key === current?.sent?.key);
    if (sent && (!current || current.sent?.key !== undefined)) {
      return waiting(
        scene,
        actName(current?.action ?? sent.command, scene),
        textIn(sent.command.fields ?? {}),
        sent.state === 'queued',
      );
    }
    if (!current) return dock(scene, this.#layout, handlers);
    const forms = this.#forms.value;
    const { action, form } = current;
    if (!forms || !form) return formMissing(scene, action, this.#forms.failed, this.#forms.retry);
    return forms.taskForm(scene, action, form, {
      refusal: current.refusal && refusalText(current.refusal, scene.texts),
      sending: current.sent !== undefined,
      onSend: () => this.#send(scene),
      onFold: () => this.#fold(scene),
      redraw: () => this.requestUpdate(),
    });
  }

  #bodyActions({ view, client }: Scene): BodyHandlers {
    return {
      folded: this.#decision.current !== undefined || view.intervention !== 'none' || this.#layout.locked,
      toggled: this.#toggled,
      all: this.#allHistory,
      thread: this.#hasThread ? this.#staffMessage : undefined,
      commitments: this.#commitments,
      current: this.#decision.current && formOf(this.#decision.current.action),
      onToggle: (key, open) => {
        this.#toggled = new Map(this.#toggled).set(key, open);
        this.requestUpdate();
      },
      onAll: () => {
        this.#allHistory = true;
        this.requestUpdate();
      },
      onCopy: (text) => void this.#copy(text),
      onOpen: (ticketId) => this.#openTicket(ticketId),
      onDiscard: ({ key }) => client.dismiss(key),
    };
  }

  /** There is something to read or to write in the staff thread. */
  get #hasThread(): boolean {
    return this.#layout.staffMessage !== undefined || this.#source.hasMessages;
  }

  /** Takes notice of what has changed, before it is drawn, and says it. */
  #follow(scene: Scene): void {
    const { view, session, client } = scene;
    const actions = actionsOf(scene);
    this.#layout = arrangeActions(actions);
    const forms = this.#forms.value;
    this.#decision.follow(scene, actions, forms);
    const before = this.#decision.overtaken(view);
    if (before && !this.#conflict) this.#unread.renew();
    this.#conflict = before && forms?.conflictOf(scene, before);
    if (this.#hasThread) this.#staffMessage.want();
    // The form is not needed to show the ticket, but will be as soon as it was read.
    if (!this.#layout.locked) this.#forms.want();
    if (session?.shop?.commitments.length) this.#commitments.want();
    if (session) {
      this.#drafts.start(client, view.id, this.#layout.buttons, (action) => this.#restore(action));
    }

    const { seen, words } = news(scene, this.#layout, this.#conflict?.news, this.#seen);
    if (seen.locked !== this.#seen.locked) forgetAsked(client);
    this.#seen = seen;
    for (const text of words) this.#announcer.say(text);
  }

  #restore(action: Action): void {
    const scene = this.#scene;
    if (!scene || this.#decision.current || this.#source.ticket?.pending) return;
    this.#decision.start(action, scene);
    this.requestUpdate();
  }

  #reset(): void {
    this.#drafts.reset();
    this.#decision.forget();
    this.#conflict = undefined;
    this.#announcer.forget();
    this.#seen = {};
    this.#toggled = new Map();
    this.#allHistory = false;
  }

  #handleOffer(action: Action): void {
    const scene = this.#scene;
    if (!scene) return;
    this.#drafts.end();
    if (action.command === 'claim' || action.command === 'release') return void this.#claim(action, scene);
    const reason = disabledReasonOf(action, scene);
    if (reason) return this.#announcer.say(reason);
    this.#toggled = new Map();
    this.#decision.start(action, scene);
    this.#focus.moveTo(DOCK);
  }

  async #claim({ command }: Action, { client, view, texts }: Scene): Promise<void> {
    const force = command === 'claim' && view.claim !== undefined;
    const result = await client.send(view.id, { command, ...(force ? { fields: { force } } : {}) });
    if (result.status === 'refused') this.#handleRefused(command, result.error);
    if (result.status === 'confirmed') {
      this.#announcer.say(command === 'claim' ? texts.claim.claimed : texts.claim.released);
    }
  }

  #send(scene: Scene): void {
    const current = this.#decision.current;
    const forms = this.#forms.value;
    const form = current?.form;
    if (!form || current.sent || !forms) return;
    const reason = forms.whyNotYet(scene, current.action, form);
    if (!reason) return void this.#decision.send(scene);
    form.attempted = true;
    this.#announcer.say(reason);
    const [problem] = form.problems;
    if (problem) this.#focus.moveTo(`#field-${problem.field}`);
  }

  #fold(scene: Scene): void {
    const { command = '', choice } = this.#decision.current?.action ?? {};
    this.#drafts.end();
    this.#decision.fold(scene);
    this.#toggled = new Map();
    this.#focus.moveTo(`[data-act='${command}']${choice === undefined ? '' : `[data-choice='${choice}']`}`);
  }

  #goOn(): void {
    if (!this.#scene) return;
    this.#decision.goOn(this.#scene, actionsOf(this.#scene));
    this.#focus.moveTo(DOCK);
  }

  /** Offers to say in the chat what was meant for a step that somebody else took first. */
  #sayMore(scene: Scene, text: string): (() => void) | undefined {
    const reply = actionsOf(scene).find(({ command, disabledReason }) => command === 'reply' && !disabledReason);
    return (
      reply &&
      (() => {
        const { drafts } = scene.client;
        if (text && !drafts.draft(scene.view.id, reply.command).get()) {
          drafts.set(scene.view.id, reply.command, { text });
        }
        this.#decision.fold(scene);
        this.#handleOffer(reply);
      })
    );
  }

  async #copy(text: string): Promise<void> {
    if (await copy(text)) this.#announcer.say(this.#source.texts.panel.copied);
  }

  /** Shows a linked ticket where this one is. */
  #openTicket(ticketId: string): void {
    if (!dispatch(this, 'sidecard-task-open', { ticketId }, { cancelable: true })) return;
    const openTask = this.#source.openTask;
    if (this.placement === 'overlay' && openTask) return openTask(ticketId);
    this.snapshot = undefined;
    this.ticketId = ticketId;
    this.focus();
  }

  #close(): void {
    dispatch(this, 'sidecard-task-close', { ticketId: this.ticketId }, { cancelable: true });
  }

  #handleConfirmed(messageId: string | undefined): void {
    if (messageId === undefined) return;
    this.#announcer.say(this.#source.texts.announce.sentToBuyer);
    dispatch(this, 'sidecard-reply', { ticketId: this.ticketId, messageId });
  }

  #handleRefused(command: string, error: ClientRefusal): void {
    this.#announcer.say(refusalText(error, this.#source.texts));
    dispatch(this, 'sidecard-refused', { ticketId: this.ticketId, command, code: error.code });
  }

  readonly #handleEscape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing || !event.composedPath().includes(this)) return;
    if (this.#menu.name) this.#menu.close();
    else if (this.#decision.current && this.#scene) this.#fold(this.#scene);
    else if (this.placement === 'overlay') this.#close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  #handleKeydown(event: KeyboardEvent): void {
    // What is typed here is nobody's shortcut; an Escape that we have no use for may leave.
    if (event.key !== 'Escape') event.stopPropagation();
    // Who was typing when the notice came goes on typing for a moment, and has not read it.
    if (this.#conflict && event.key.length === 1) this.#unread.renew();
    if (event.key !== 'Enter' || event.isComposing || !this.#scene) return;
    const target = event.target as Element;
    if (this.#conflict) {
      if (target.closest('button, a')) return;
      if (!this.#unread.isFresh && !event.repeat) this.#goOn();
    } else if ((event.ctrlKey || event.metaKey) && target.closest('.dock.open')) {
      this.#send(this.#scene);
    } else return;
    event.preventDefault();
  }
}

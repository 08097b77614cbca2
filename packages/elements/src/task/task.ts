import { actionsOf } from '@sidecard/client';
import type { CardSnapshot } from '@sidecard/core';
import { arrangeActions } from '@sidecard/core/panel';
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { watchDeadlines } from '../controllers/deadline-watch.js';
import { FocusKeeper } from '../controllers/focus-keeper.js';
import { ForeignNodes } from '../controllers/foreign-nodes.js';
import { TicketScope } from '../controllers/ticket-scope.js';
import { isComposing } from '../events/composing.js';
import { dispatch } from '../events/events.js';
import { SurfaceKeys } from '../events/surface-keys.js';
import { conflictCatalogue } from '../locales/conflict-catalogue.js';
import { lazyPictures } from '../pictures/lazy-pictures.js';
import { format } from '../locales/message.js';
import type { TaskTexts } from '../locales/texts.js';
import { forgetAsked } from './access.js';
import { failedBody, loadingBody, notFoundBody, withoutTexts } from './placeholder.js';
import { canCopy, copy } from '../ticket/copy.js';
import { FloatingControls } from './floating-controls.js';
import { header } from './header.js';
import { announcementsFor } from './announcements.js';
import { answerBar } from './answer-bar.js';
import { ACTION_BAR, Answering } from './answering.js';
import { ConversationGuard } from './conversation-guard.js';
import { TaskParts } from './task-parts.js';
import { markCard } from './mark-card.js';
import { PanelState } from './panel-state.js';
import { actionName, type ViewModel, textIn, typeName, withTexts } from '../ticket/view-model.js';
import { LazyTeam } from '../team/lazy-team.js';
import { adoptOwnSheets, createRoot } from '../theme/own-sheets.js';
import { sideOf, statusStyle } from './status-style.js';
import { statusBar } from './status-bar.js';
import { bodyHandlers } from './body-handlers.js';
import { type BodyHandlers, connectionBanner, taskBody } from './task-body.js';
import { TaskSource } from './task-source.js';
import { TwoColumns } from './two-columns.js';
import { taskStyles } from './task.styles.js';

/**
 * Shows an after-sales ticket, and lets accounts with permission handle it.
 *
 * It takes its client from the nearest `<sidecard-provider>` or from `provideClient`, and fills its container.
 *
 * @slot tools - The host's own buttons in the header, such as "open in workbench".
 * @slot placeholder - The host's own options when the ticket cannot be shown.
 * @fires {CustomEvent<TaskCloseDetail>} sidecard-task-close - The user wants to close the panel; cancelable.
 * @fires {CustomEvent<TaskClosedDetail>} sidecard-task-closed - The panel is closed.
 * @fires {CustomEvent<TaskOpenDetail>} sidecard-task-open - The user wants to see a linked ticket; cancelable, otherwise it replaces this
 *   one.
 * @fires {CustomEvent<NextDetail>} sidecard-next - An answer was sent with the key for the next task.
 * @fires {CustomEvent<ReplyDetail>} sidecard-reply - A command or reply sent a message to the buyer.
 * @fires {CustomEvent<RefusedDetail>} sidecard-refused - A command was refused; the text is kept.
 * @csspart header - The header with the ticket's type and number.
 * @csspart status - The bar with status, remaining time and owner.
 * @csspart body - The sections, which scroll.
 * @csspart action-bar - The available actions.
 * @csspart form - The action bar while a form is open.
 * @csspart preview - The preview of the message to the buyer.
 */
export class SidecardTask extends LitElement {
  static override styles = taskStyles;
  // No decorators: the compiler's helper for them would be in the panel's first bytes.
  static override readonly properties: PropertyDeclarations = {
    ticketId: { attribute: 'ticket-id' },
    placement: { reflect: true },
    open: { type: Boolean, reflect: true },
    snapshot: { attribute: false },
  };

  /**
   * Which ticket to show.
   *
   * @attr ticket-id
   */
  ticketId = '';
  /** `overlay`: the reader can close it, and whatever holds the panel takes it away. `inline`: a column of the page, hidden while closed. */
  placement: 'inline' | 'overlay' = 'inline';
  /** Whether the panel is open. It opens with every `ticketId`; set it to open a closed panel again. */
  open = true;
  /** What a card knows of the ticket, shown until the ticket is there. */
  snapshot: CardSnapshot | undefined;

  readonly #source = new TaskSource(this, () => this.ticketId);
  readonly #focus = new FocusKeeper(this, ACTION_BAR, 'h2');
  readonly #columns = new TwoColumns(this);
  readonly #floating = new FloatingControls(this);
  readonly #parts = new TaskParts(this, this.#source, this.#floating, () => this.#model);
  readonly #pictures = lazyPictures(this, this.#source.language, () => this.#source.client);
  readonly #team = new LazyTeam(this, this.#source.language, {
    say: (text) => this.#state.announcer.say(text),
    onAction: (action) => this.#answering.offer(action),
    onRefused: (command, error) => this.#answering.refused(this.#state, command, error),
    toggleMenu: (...asked) => this.#floating.toggleMenu(...asked),
    isHeld: () => this.#model !== undefined && this.#guard.isHeld(this.#model),
  });
  readonly #scope: TicketScope<PanelState> = new TicketScope(
    this,
    () => this.#source.owner,
    () => this.#createState(),
  );
  readonly #guard = new ConversationGuard({
    source: this.#source,
    parts: this.#parts,
    state: () => this.#state,
    moveFocus: (selector) => this.#focus.moveTo(selector),
  });
  readonly #answering = new Answering(this, {
    source: this.#source,
    parts: this.#parts,
    guard: this.#guard,
    focus: this.#focus,
    team: this.#team,
    state: () => this.#state,
    model: () => this.#model,
    isCurrent: (state) => this.#scope.isCurrent(state),
  });
  #model: ViewModel | undefined;

  constructor() {
    super();
    new ForeignNodes(this);
    watchDeadlines(this, this.#source);
    markCard(this, this.#source);
    new SurfaceKeys(this, (path) => this.#handleEscape(path));
  }

  adoptedCallback(): void {
    adoptOwnSheets(this);
  }

  /** Moves focus to the heading, which describes the panel: call it when the panel opens. */
  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector('h2')?.focus(options));
  }

  /**
   * Closes the panel, unless a listener prevents `sidecard-task-close`.
   *
   * @returns whether it is closed
   */
  close(): boolean {
    const { ticketId } = this;
    if (!this.open) return true;
    if (!dispatch(this, 'sidecard-task-close', { ticketId }, { cancelable: true })) return false;
    this.open = false;
    dispatch(this, 'sidecard-task-closed', { ticketId });
    return true;
  }

  protected override createRenderRoot(): ShadowRoot {
    return createRoot(this);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.hasUpdated && changed.has('ticketId')) this.open = true;
  }

  protected override update(changed: PropertyValues<this>): void {
    this.#model = this.#source.viewModel(this.#pictures);
    if (this.#model) {
      this.#follow(this.#model);
      const { session } = this.#model;
      // A buyer's chat tells what is new.
      if (this.open && session && session.party !== 'buyer') this.#state.reader.look(this.#model);
    }
    this.#floating.update();
    this.#parts.addSheets();
    super.update(changed);
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    return (await this.#source.language.settled()) ? this.getUpdateComplete() : complete;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { language } = this.#source;
    if (!language.isReady) return withoutTexts(language, () => this.requestUpdate());
    const { texts } = this.#source;
    const model = this.#model;
    const known = model?.view ?? this.snapshot;
    const title = known ? typeName(known, { texts }) : texts.panel.title;
    const style = known && statusStyle(known.displayStatus, known.moveOf, sideOf(model?.session?.party));
    const state = this.#state;
    // A new owner gets new nodes, because an input remembers typed text even when its value is replaced.
    return html`${keyed(
      state,
      html`<section
        class="root panel"
        lang=${texts.locale}
        aria-label=${format(texts.panel.label, { type: title })}
        @keydown=${this.#handleKeydown}
      >
        ${header({
          tone: style?.tone ?? '',
          type: known?.type ?? '',
          title,
          buyer: model && model.session?.party !== 'buyer' ? model.view.order.buyer.name : '',
          facts: model
            ? [
                format(texts.panel.order, { order: model.view.order.id.slice(-4) }),
                format(texts.panel.number, { number: model.view.number }),
              ]
            : [],
          close: this.placement === 'overlay' ? texts.panel.close : undefined,
          onClose: () => this.close(),
        })}
        ${model ? this.#renderTicket(model) : this.#renderPlaceholder(texts)} ${state.announcer.render()}
        ${this.#floating.renderMenu(texts.panel.actions)} ${model && this.#team.keySheet(model, this.#source.keys)}
      </section>`,
    )}`;
  }

  #renderPlaceholder(texts: TaskTexts): TemplateResult {
    const { ticket, type, drafts, client } = this.#source;
    if (ticket?.status === 'not-found') {
      const discard = (form: string) => client?.drafts.clear(this.ticketId, form);
      return notFoundBody(texts, drafts, (text) => void this.#copy(text), discard);
    }
    if (ticket?.status === 'failed') return failedBody(texts, () => client?.refresh(this.ticketId));
    return loadingBody(this.snapshot, type, texts);
  }

  #renderTicket(model: ViewModel): TemplateResult {
    const { decision, conflict, layout } = this.#state;
    const { current } = decision;
    const conflicts = this.#parts.conflicts.value;
    const guard = this.#guard.conversation;
    const text = textIn(current?.form?.typed ?? {});
    const draft = current && { title: actionName(current.action, model), text };
    return html`
      ${connectionBanner(model)}
      ${
        guard === undefined || !conflicts
          ? nothing
          : conflicts.guardNotice(withTexts(model, conflictCatalogue), guard, this.#source.tickets, {
              onContinue: () => this.#confirm(guard),
              onOpen: (ticketId) => this.#openTicket(ticketId),
            })
      }
      ${statusBar(model, layout, (action) => this.#answering.offer(action), this.#team.bar(model, layout.transfer))}
      <div class="body" part="body">
        ${
          conflict && conflicts
            ? conflicts.conflictBody(
                withTexts(model, conflictCatalogue),
                conflict,
                draft,
                canCopy() ? (words) => void this.#copy(words) : undefined,
              )
            : taskBody(model, layout, this.#bodyActions(model))
        }
      </div>
      ${
        conflict && conflicts
          ? conflicts.conflictActions(
              withTexts(model, conflictCatalogue),
              () => this.#answering.continue(),
              this.#answering.sayMore(model, text),
            )
          : this.#renderActionBar(model)
      }
    `;
  }

  #renderActionBar(model: ViewModel): TemplateResult | typeof nothing {
    return answerBar(model, {
      source: this.#source,
      parts: this.#parts,
      guard: this.#guard,
      floating: this.#floating,
      answering: this.#answering,
      state: this.#state,
      templates: this.#team.templates(model),
      redraw: () => this.requestUpdate(),
    });
  }

  #bodyActions(model: ViewModel): BodyHandlers {
    return bodyHandlers(model, {
      state: this.#state,
      parts: this.#parts,
      isWide: this.#columns.isWide,
      held: this.#guard.held(model),
      hasThread: this.#hasThread,
      // Their field looks like those of forms.
      notes: this.#parts.forms.value && this.#team.notes(model),
      onCopy: (text) => void this.#copy(text),
      onOpen: (ticketId) => this.#openTicket(ticketId),
      redraw: () => this.requestUpdate(),
    });
  }

  /** Whether the staff thread has something to read or write. */
  get #hasThread(): boolean {
    return this.#state.layout.staffMessage !== undefined || this.#source.hasMessages;
  }

  get #state(): PanelState {
    return this.#scope.state;
  }

  #confirm(conversation: string): void {
    this.#state.confirmed = conversation;
    this.#focus.moveTo(ACTION_BAR);
  }

  /** Handles and announces changes before rendering. */
  #follow(model: ViewModel): void {
    const { view, session, client } = model;
    const state = this.#state;
    const { decision } = state;
    state.history.follow(view);
    this.#guard.follow();
    const actions = actionsOf(model.view, model.session);
    const layout = (state.layout = arrangeActions(actions));
    const forms = this.#parts.forms.value;
    if (session && !state.begun && !decision.current && !this.#source.ticket?.pending)
      this.#answering.restore(state, model);
    decision.follow(model, actions, forms);
    const before = decision.overtaken(view);
    if (before && !state.conflict) state.unread.renew();
    if (decision.current || this.#guard.conversation !== undefined) this.#parts.conflicts.want();
    state.conflict = before && this.#parts.conflicts.value?.conflictOf(withTexts(model, conflictCatalogue), before);
    this.#team.follow(model, this.open ? (decision.current ? 'answering' : 'looking') : 'gone');
    this.#parts.follow(model, layout.locked, this.#hasThread);
    const { seen, words } = announcementsFor(
      model,
      layout,
      state.conflict?.news,
      this.#guard.words(model)?.news,
      {
        overtaken: before !== undefined,
        sending: decision.current?.sent !== undefined && decision.current.sent.key === undefined,
      },
      state.seen,
    );
    if (seen.locked !== state.seen.locked) forgetAsked(client);
    state.seen = seen;
    for (const text of words) state.announcer.say(text);
  }

  async #copy(text: string): Promise<void> {
    const { announcer } = this.#state;
    if (await copy(text)) announcer.say(this.#source.texts.panel.copied);
  }

  /** Shows a linked ticket in place of this one. */
  #openTicket(ticketId: string): void {
    if (!dispatch(this, 'sidecard-task-open', { ticketId }, { cancelable: true })) return;
    const openTask = this.#source.openTask;
    if (this.placement === 'overlay' && openTask) return openTask(ticketId);
    this.snapshot = undefined;
    this.ticketId = ticketId;
    this.focus();
  }

  #createState(): PanelState {
    // Its actions belong to the former account.
    this.#floating.close();
    return new PanelState(this, (state) => this.#answering.events(state));
  }

  /** @returns whether it closed anything */
  #handleEscape(path: readonly EventTarget[]): boolean {
    // A viewer of pictures, also one of the staff message: not a dialog of the host around this element.
    const viewer = path.slice(0, path.indexOf(this)).find((one) => (one as Element).localName === 'dialog');
    if (viewer) (viewer as HTMLDialogElement).close();
    else if (this.#floating.close()) this.requestUpdate();
    else if (this.#state.decision.current && this.#model) this.#answering.collapse(this.#model);
    else if (this.placement === 'overlay') this.close();
    else return false;
    return true;
  }

  #handleKeydown(event: KeyboardEvent): void {
    // Keys typed here are not shortcuts of the host; an unused Escape may bubble.
    if (event.key !== 'Escape') event.stopPropagation();
    // A user who was typing when the notice appeared continues for a moment and has not read it.
    const { conflict, unread } = this.#state;
    if (conflict && event.key.length === 1) unread.renew();
    if (!this.#model || isComposing(event)) return;
    if (!conflict && this.#team.onKey(event, this.#model, this.#state.layout, this.#source.keys))
      event.preventDefault();
    if (event.key !== 'Enter') return;
    const target = event.target as Element;
    if (conflict) {
      if (target.closest('button, a')) return;
      if (!unread.isFresh && !event.repeat) this.#answering.continue();
    } else if ((event.ctrlKey || event.metaKey) && target.closest('.action-bar.open')) {
      this.#state.next = event.shiftKey;
      this.#answering.send(this.#model);
    } else return;
    event.preventDefault();
  }
}

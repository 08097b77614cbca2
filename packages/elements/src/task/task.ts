import { actionsOf, type ClientRefusal, formOf } from '@sidecard/client';
import type { CardSnapshot } from '@sidecard/core';
import { arrangeActions, transitionOf } from '@sidecard/core/panel';
import type { Action } from '@sidecard/core/wire';
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { watchDeadlines } from '../controllers/deadline-watch.js';
import { FocusKeeper } from '../controllers/focus-keeper.js';
import { ForeignNodes } from '../controllers/foreign-nodes.js';
import { LazyPart } from '../controllers/lazy-part.js';
import { TicketScope } from '../controllers/ticket-scope.js';
import { isComposing } from '../events/composing.js';
import { dispatch } from '../events/events.js';
import { SurfaceKeys } from '../events/surface-keys.js';
import { isChosen, optionLabels } from '../fields/shown.js';
import { backgroundCatalogue } from '../locales/background-catalogue.js';
import { commitmentCatalogue } from '../locales/commitment-catalogue.js';
import { conflictCatalogue } from '../locales/conflict-catalogue.js';
import { lazyPictures } from '../pictures/lazy-pictures.js';
import { formCatalogue } from '../locales/form-catalogue.js';
import { format } from '../locales/message.js';
import type { OverlayTexts } from '../locales/overlay-texts.js';
import { staffCatalogue } from '../locales/staff-catalogue.js';
import type { TaskTexts } from '../locales/texts.js';
import { askAccess, askedAtMs, forgetAsked } from './access.js';
import { failedBody, loadingBody, notFoundBody } from './placeholder.js';
import { canCopy, copy } from '../ticket/copy.js';
import { actionBar, type ActionBarHandlers, formMissing, locked, retryNotice, waiting } from './action-bar.js';
import type * as ConflictPart from './conflict-part.js';
import { FloatingControls } from './floating-controls.js';
import { header } from './header.js';
import { keptDrafts, keptSections } from '../ticket/kept-draft.js';
import { announcementsFor } from './announcements.js';
import { markCard } from './mark-card.js';
import { PanelState } from './panel-state.js';
import { disabledReasonOf, refusalText } from '../ticket/refusal-text.js';
import { actionName, type ViewModel, textIn, typeName, withTexts } from '../ticket/view-model.js';
import { LazyTeam } from '../team/lazy-team.js';
import { addSheets } from '../theme/add-sheets.js';
import { adoptOwnSheets, createRoot } from '../theme/own-sheets.js';
import { sideOf, statusStyle } from './status-style.js';
import { statusBar } from './status-bar.js';
import { type BodyHandlers, connectionBanner, taskBody } from './task-body.js';
import { TaskSource } from './task-source.js';
import { taskStyles } from './task.styles.js';

/* Longer than most files: this is where the independent parts of the element are combined. */

/** Where focus goes when its control is gone, or when a form opens. */
const ACTION_BAR = '[data-focus=action-bar]';

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
  readonly #floating = new FloatingControls(this);
  readonly #forms = new LazyPart(this, () => this.#source.language.with(formCatalogue, import('./forms-part.js')));
  readonly #conflicts = new LazyPart(this, () =>
    this.#source.language.with(conflictCatalogue, import('./conflict-part.js')),
  );
  readonly #commitments = new LazyPart(this, () =>
    this.#source.language.with(commitmentCatalogue, import('./commitments-section.js')),
  );
  readonly #staffMessage = new LazyPart(this, () =>
    this.#source.language.with(staffCatalogue, import('../staff-message/staff-message.define.js')),
  );
  readonly #background = new LazyPart(this, () =>
    this.#source.language.with(
      backgroundCatalogue,
      import('./background.js').then((part) => new part.Background(this, () => this.#model)),
    ),
  );
  readonly #pictures = lazyPictures(this, this.#source.language, () => this.#source.client);
  readonly #team = new LazyTeam(this, this.#source.language, {
    say: (text) => this.#state.announcer.say(text),
    onAction: (action) => this.#handleOffer(action),
    onRefused: (command, error) => this.#handleRefused(this.#state, command, error),
    toggleMenu: (...asked) => this.#floating.toggleMenu(...asked),
    isHeld: () => this.#model !== undefined && this.#isHeld(this.#model),
  });
  readonly #scope: TicketScope<PanelState> = new TicketScope(
    this,
    () => this.#source.owner,
    () => this.#createState(),
  );
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
    const root = this.renderRoot as ShadowRoot;
    for (const part of [this.#forms, this.#conflicts, this.#commitments, this.#background, this.#floating.part]) {
      addSheets(root, part.value?.styles);
    }
    super.update(changed);
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    return (await this.#source.language.settled()) ? this.getUpdateComplete() : complete;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { language } = this.#source;
    if (!language.isReady) return language.failure ? this.#renderNoTexts(language.failure) : nothing;
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

  #renderNoTexts({ failed, retry }: OverlayTexts['overlay']): TemplateResult {
    return html`<section class="root panel" lang=${this.#source.language.locale} role="alert">
      ${retryNotice(failed, retry, () => this.requestUpdate())}
    </section>`;
  }

  #renderPlaceholder(texts: TaskTexts): TemplateResult {
    const status = this.#source.ticket?.status;
    if (status === 'not-found') return notFoundBody(texts, this.#renderKept(texts));
    if (status === 'failed') return failedBody(texts, () => this.#source.client?.refresh(this.ticketId));
    return loadingBody(this.snapshot, this.#source.type, texts);
  }

  #renderTicket(model: ViewModel): TemplateResult {
    const { decision, conflict, layout } = this.#state;
    const { current } = decision;
    const conflicts = this.#conflicts.value;
    const guard = this.#guarded;
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
      ${statusBar(model, layout, (action) => this.#handleOffer(action), this.#team.bar(model, layout.transfer))}
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
              () => this.#continue(),
              this.#sayMore(model, text),
            )
          : this.#renderActionBar(model)
      }
    `;
  }

  #renderActionBar(model: ViewModel): TemplateResult | typeof nothing {
    const { layout, announcer, decision } = this.#state;
    const { current } = decision;
    const handlers: ActionBarHandlers = {
      menu: this.#floating.menuName,
      onAction: (action) => this.#handleOffer(action),
      onRetry: () => model.client.refresh(this.ticketId),
      onMenu: (...asked) => this.#floating.toggleMenu(...asked) || announcer.say(model.texts.state.failedHelp),
      onAskAccess: () => void askAccess(model.client, model.texts).then((text) => announcer.say(text)),
    };
    // Until the session has loaded, actions are neither offered nor denied.
    if (!model.session) return nothing;
    if (layout.locked) return locked(model, askedAtMs(model.client), handlers);
    const sent = this.#source.ticket?.pending ?? model.outbox.find(({ key }) => key === current?.sent?.key);
    if (sent && (!current || current.sent?.key !== undefined)) {
      return waiting(
        model,
        actionName(current?.action ?? sent.command, model),
        textIn(sent.command.fields ?? {}),
        sent.state === 'queued',
      );
    }
    if (!current) return actionBar(model, layout, handlers, this.#source.typeFailed);
    const forms = this.#forms.value;
    const { action, form } = current;
    // The form comes back once the reader has seen what somebody else changed, or whose ticket it is.
    const missing =
      decision.overtaken(model.view) || (this.#guarded && this.#conflicts.failed) ? this.#conflicts : this.#forms;
    if (!forms || !form || missing === this.#conflicts) {
      return formMissing(model, action, missing.failed, missing.retry);
    }
    return forms.taskForm(withTexts(model, formCatalogue), action, form, {
      refusal: current.refusal && refusalText(current.refusal, model.texts),
      held: this.#held(model),
      sending: current.sent !== undefined,
      onSend: () => {
        this.#state.next = false;
        this.#send(model);
      },
      onCollapse: () => this.#collapse(model),
      optionLabels: (field, key) => optionLabels(field, key, model),
      templates: this.#team.templates(model),
      redraw: () => this.requestUpdate(),
    });
  }

  #bodyActions(model: ViewModel): BodyHandlers {
    const { view, client } = model;
    const state = this.#state;
    const { current } = state.decision;
    const currentForm = current && formOf(current.action);
    // Somebody else was first, and the notice of it failed to load: neither form nor buttons are drawn, so nothing leads to a draft.
    const isStuck = this.#conflicts.failed && state.decision.overtaken(view) !== undefined;
    return {
      answering: current !== undefined,
      collapsed: current !== undefined || view.intervention !== 'none' || state.layout.locked,
      toggled: state.toggled,
      all: state.allHistory,
      history: state.history,
      thread: this.#hasThread ? this.#staffMessage : undefined,
      held: this.#held(model),
      commitments: this.#commitments,
      notes: this.#team.notes(model),
      background: this.#background,
      reader: state.reader,
      current: currentForm,
      onToggle: (key, open) => {
        state.toggled = new Map(state.toggled).set(key, open);
        this.requestUpdate();
      },
      onEarlier: () => {
        if (state.allHistory) return void this.#loadEarlier(state, model);
        state.allHistory = true;
        this.requestUpdate();
      },
      onCopy: (text) => void this.#copy(text),
      onOpen: (ticketId) => this.#openTicket(ticketId),
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

  async #loadEarlier({ history, announcer }: PanelState, { client, view, texts }: ViewModel): Promise<void> {
    if (!(await history.loadEarlier(client, view.id))) announcer.say(texts.state.failedHelp);
    this.requestUpdate();
  }

  /** Whether the staff thread has something to read or write. */
  get #hasThread(): boolean {
    return this.#state.layout.staffMessage !== undefined || this.#source.hasMessages;
  }

  get #state(): PanelState {
    return this.#scope.state;
  }

  /** The conversation that the chat shows, if it is another one and the user has not confirmed to go on. */
  get #guarded(): string | undefined {
    const other = this.#source.otherConversation;
    return other === this.#state.confirmed ? undefined : other;
  }

  #guardWords(model: ViewModel): ReturnType<typeof ConflictPart.guardWords> | undefined {
    return this.#guarded === undefined
      ? undefined
      : this.#conflicts.value?.guardWords(withTexts(model, conflictCatalogue));
  }

  /** Why nothing is sent now. The notice with the words may still be loading. */
  #held(model: ViewModel): string | undefined {
    return this.#guarded === undefined ? undefined : (this.#guardWords(model)?.held ?? model.texts.state.loading);
  }

  /** Sends nothing while another conversation is open. @returns whether it is held back */
  #isHeld(model: ViewModel): boolean {
    if (this.#guarded === undefined) return false;
    const words = this.#guardWords(model);
    if (words) this.#state.announcer.say(words.news);
    // Not to a button: the key that was to send must not confirm.
    this.#focus.moveTo('[data-guard]');
    return true;
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
    // The chat has moved on: another time beside that conversation is confirmed again.
    if (this.#source.otherConversation !== state.confirmed) state.confirmed = undefined;
    const actions = actionsOf(model.view, model.session);
    const layout = (state.layout = arrangeActions(actions));
    const forms = this.#forms.value;
    if (session && !state.begun && !decision.current && !this.#source.ticket?.pending) this.#restore(state, model);
    decision.follow(model, actions, forms);
    const before = decision.overtaken(view);
    if (before && !state.conflict) state.unread.renew();
    if (decision.current || this.#guarded !== undefined) this.#conflicts.want();
    state.conflict = before && this.#conflicts.value?.conflictOf(withTexts(model, conflictCatalogue), before);
    this.#team.follow(model, this.open ? (decision.current ? 'answering' : 'looking') : 'gone');
    if (this.#hasThread) this.#staffMessage.want();
    if (session && (session.party !== 'buyer' || view.links || view.otherCases)) this.#background.want();
    // Not needed to show the ticket, but soon after.
    if (!layout.locked) {
      this.#forms.want();
      this.#floating.want();
    }
    if (session?.shop?.commitments.length) {
      this.#commitments.want();
      this.#floating.want();
    }
    const { seen, words } = announcementsFor(
      model,
      layout,
      state.conflict?.news,
      this.#guardWords(model)?.news,
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

  /** Opens the form for which an earlier panel, or the page before a reload, left a draft. */
  #restore(state: PanelState, model: ViewModel): void {
    const draft = state.layout.buttons.find(
      (action) => !action.disabledReason && transitionOf(model.type, action) && model.drafts.has(formOf(action)),
    );
    if (!draft) return;
    state.begun = true;
    state.decision.start(draft, model);
  }

  /** Brings the request into view, beside a form that the reader opens. */
  #showRequest(): void {
    void this.updateComplete.then(() => {
      const request = this.renderRoot.querySelector<HTMLElement>('[data-section=request]');
      this.renderRoot.querySelector('.body')?.scrollTo(0, request?.offsetTop ?? 0);
    });
  }

  /** Drafts of a ticket that does not exist. */
  #renderKept(texts: TaskTexts): readonly TemplateResult[] {
    const { client, drafts } = this.#source;
    const none = { type: undefined, actions: [], outbox: [], current: undefined, inPlace: [] };
    const kept = keptDrafts({ drafts, texts, ...none, isChosen });
    return keptSections(
      kept,
      texts,
      (text) => void this.#copy(text),
      (form) => client?.drafts.clear(this.ticketId, form),
    );
  }

  #handleOffer(action: Action): void {
    const model = this.#model;
    if (!model) return;
    const state = this.#state;
    state.begun = true;
    if (action.slot === 'claim' || action.slot === 'release') {
      return void (this.#isHeld(model) || this.#claim(action, model));
    }
    const reason = disabledReasonOf(action, model);
    if (reason) return state.announcer.say(reason);
    state.toggled = new Map();
    state.decision.start(action, model);
    this.#showRequest();
    this.#focus.moveTo(ACTION_BAR);
  }

  async #claim({ command, slot }: Action, model: ViewModel): Promise<void> {
    const { client, view, texts } = model;
    const state = this.#state;
    const force = slot === 'claim' && view.claim !== undefined;
    const result = await client.send(view.id, { command, ...(force ? { fields: { force } } : {}) });
    if (result.status === 'refused') this.#handleRefused(state, command, result.error);
    else if (result.status === 'queued') state.announcer.say(texts.announce.queued);
    else {
      const text = slot === 'claim' ? texts.claim.claimed : texts.claim.released;
      state.announcer.say(text);
      this.#team.offerUndo(model, text);
    }
  }

  #send(model: ViewModel): void {
    const { decision, announcer } = this.#state;
    const { current } = decision;
    const forms = this.#forms.value;
    const form = current?.form;
    if (!form || current.sent || !forms || this.#isHeld(model)) return;
    const reason = forms.whyNotYet(withTexts(model, formCatalogue), current.action, form);
    if (!reason) return void decision.send(model);
    form.attempted = true;
    announcer.say(reason);
    const [problem] = form.problems;
    if (problem) this.#focus.moveTo(`#field-${problem.field}`);
  }

  #collapse(model: ViewModel): void {
    const state = this.#state;
    const { command = '', choice } = state.decision.current?.action ?? {};
    state.begun = true;
    state.decision.collapse(model);
    state.toggled = new Map();
    this.#focus.moveTo(`[data-act='${command}']${choice === undefined ? '' : `[data-choice='${choice}']`}`);
  }

  #continue(): void {
    if (!this.#model) return;
    this.#state.reader.read(this.#model.view);
    this.#state.decision.continue(this.#model, actionsOf(this.#model.view, this.#model.session));
    this.#focus.moveTo(ACTION_BAR);
  }

  /** Offers to send text of an overtaken step as a chat message. */
  #sayMore(model: ViewModel, text: string): (() => void) | undefined {
    const reply = actionsOf(model.view, model.session).find(
      ({ slot, disabledReason }) => slot === 'reply' && !disabledReason,
    );
    return (
      reply &&
      (() => {
        const { drafts } = model.client;
        const { current } = this.#state.decision;
        if (text && !model.drafts.get(reply.command)) {
          drafts.set(model.view.id, reply.command, { text });
          if (current) drafts.clear(model.view.id, formOf(current.action));
        }
        this.#state.decision.collapse(model);
        this.#handleOffer(reply);
      })
    );
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
    return new PanelState(this, (state) => ({
      onConfirmed: (messageId) => this.#handleConfirmed(state, messageId),
      onRefused: (command, error) => this.#handleRefused(state, command, error),
      onQueued: () => {
        state.announcer.say(this.#source.texts.announce.queued);
        this.#goOn(state);
      },
      onGone: () => state.announcer.say(this.#source.texts.refusals.kept),
      redraw: () => this.requestUpdate(),
    }));
  }

  #handleConfirmed(state: PanelState, messageId: string | undefined): void {
    if (!this.#scope.isCurrent(state)) return;
    if (messageId === undefined) return this.#goOn(state);
    state.announcer.say(this.#source.texts.announce.sentToBuyer);
    dispatch(this, 'sidecard-reply', { ticketId: this.ticketId, messageId });
    this.#goOn(state);
  }

  /** Tells the host if the user has sent an answer with the key for the next task. */
  #goOn(state: PanelState): void {
    if (!state.next) return;
    state.next = false;
    dispatch(this, 'sidecard-next', { ticketId: this.ticketId });
  }

  #handleRefused(state: PanelState, command: string, error: ClientRefusal): void {
    if (!this.#scope.isCurrent(state)) return;
    state.next = false;
    state.announcer.say(refusalText(error, this.#source.texts));
    dispatch(this, 'sidecard-refused', { ticketId: this.ticketId, command, code: error.code });
  }

  /** @returns whether it closed anything */
  #handleEscape(path: readonly EventTarget[]): boolean {
    // A viewer of pictures, also one of the staff message: not a dialog of the host around this element.
    const viewer = path.slice(0, path.indexOf(this)).find((one) => (one as Element).localName === 'dialog');
    if (viewer) (viewer as HTMLDialogElement).close();
    else if (this.#floating.close()) this.requestUpdate();
    else if (this.#state.decision.current && this.#model) this.#collapse(this.#model);
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
      if (!unread.isFresh && !event.repeat) this.#continue();
    } else if ((event.ctrlKey || event.metaKey) && target.closest('.action-bar.open')) {
      this.#state.next = event.shiftKey;
      this.#send(this.#model);
    } else return;
    event.preventDefault();
  }
}

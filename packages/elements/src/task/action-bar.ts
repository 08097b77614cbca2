import { transitionOf } from '@sidecard/core/panel';
import type { Action, ActionLayout, TicketView } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { formatTime } from '../locales/format.js';
import { icon } from '../theme/icons.js';
import type { MenuItem } from '../floating/menu.js';
import { actionName, formatRich, type ViewModel } from '../ticket/view-model.js';
import { disabledReasonOf } from '../ticket/refusal-text.js';
import { type Waiting, waitingText } from '../ticket/waiting-text.js';

/** Handlers of the action bar's controls. */
export interface ActionBarHandlers {
  readonly onAction: (action: Action) => void;
  readonly onMenu: (name: 'more' | 'settle', items: readonly MenuItem[], button: HTMLElement) => void;
  readonly onAskAccess: () => void;
  /** Retries what failed to load. */
  readonly onRetry: () => void;
  /** The open menu. */
  readonly menu: string | undefined;
}

/** The decision: what the reader can do now. It never scrolls away. */
export function actionBar(
  model: ViewModel,
  layout: ActionLayout,
  handlers: ActionBarHandlers,
  typeFailed: boolean,
): TemplateResult | typeof nothing {
  const { view, texts, session } = model;
  const known = (actions: readonly Action[]) => actions.filter((action) => transitionOf(model.type, action));
  const [primary] = known(layout.primary ? [layout.primary] : []);
  const secondary = known(layout.secondary);
  const settle = known(layout.settle);
  const more = known(layout.more);
  const actions = known(layout.buttons);
  const { failedHelp, retry } = texts.state;
  const missing =
    typeFailed && actions.length < layout.buttons.length ? retryNotice(failedHelp, retry, handlers.onRetry) : nothing;
  if (actions.length === 0 && missing === nothing) return nothing;

  const colleague = view.claim && view.claim.accountId !== session?.accountId ? view.claim : undefined;
  if (colleague && layout.claim) return takeOver(model, colleague, layout.claim, actions, handlers);
  return html`<footer class="action-bar" part="action-bar">
    ${heading(texts.panel.actions)} ${missing}
    <div class="acts">
      ${primary ? button(primary, layout.evidence ? 'staff grow' : 'fill grow', model, handlers) : nothing}
      ${secondary.slice(0, -1).map((action) => button(action, 'grow', model, handlers))}
      <span class="others">
        ${secondary.slice(-1).map((action) => button(action, 'grow', model, handlers))}
        ${settle.length > 0 ? menuButton('settle', settle, model, handlers) : nothing}
        ${more.length > 0 ? menuButton('more', more, model, handlers) : nothing}
      </span>
    </div>
  </footer>`;
}

/** The heading that focus falls back to; sighted readers see what it names. */
function heading(text: string): TemplateResult {
  return html`<h3 class="vh" tabindex="-1" data-focus="action-bar">${text}</h3>`;
}

/** Keyed by transition, so that a button never turns into another one under the pointer. */
function button(action: Action, style: string, model: ViewModel, { onAction }: ActionBarHandlers): unknown {
  const reason = disabledReasonOf(action, model);
  const id = `off-${action.command}-${action.choice ?? ''}`;
  return keyed(
    action.transition,
    html`<button
        class="btn ${style}"
        type="button"
        data-act=${action.command}
        data-choice=${action.choice ?? nothing}
        aria-disabled=${reason ? 'true' : 'false'}
        aria-describedby=${reason ? id : nothing}
        @click=${() => onAction(action)}
      >
        ${actionName(action, model)}</button
      >${reason ? html`<span class="vh" id=${id}>${reason}</span>` : nothing}`,
  );
}

function menuButton(
  name: 'more' | 'settle',
  actions: readonly Action[],
  model: ViewModel,
  { onMenu, onAction, menu }: ActionBarHandlers,
): TemplateResult {
  const items = actions.map((action) => ({
    label: actionName(action, model),
    disabledReason: disabledReasonOf(action, model),
    run: () => onAction(action),
  }));
  const { texts } = model;
  return html`<button
    class="btn ${name === 'more' ? 'ico' : 'grow'}"
    type="button"
    data-act=${name}
    aria-haspopup="menu"
    aria-expanded=${menu === name ? 'true' : 'false'}
    aria-label=${name === 'more' ? texts.panel.more : nothing}
    @click=${(event: Event) => onMenu(name, items, event.currentTarget as HTMLElement)}
  >
    ${name === 'more' ? icon('more') : texts.intervention.settle}
  </button>`;
}

/** A colleague has claimed the ticket. This only warns: the other actions remain available. */
function takeOver(
  model: ViewModel,
  { name }: NonNullable<TicketView['claim']>,
  claim: Action,
  actions: readonly Action[],
  handlers: ActionBarHandlers,
): TemplateResult {
  const { texts } = model;
  return html`<footer class="action-bar" part="action-bar">
    ${heading(texts.panel.actions)}
    <p class="hint">
      ${formatRich(texts.owner.other, { name })}<br />
      <span class="s muted">${formatRich(texts.claim.draftKept, { name })}</span>
    </p>
    <div class="acts">
      <button class="btn grow" type="button" data-act="take-over" @click=${() => handlers.onAction(claim)}>
        ${texts.claim.takeOver}
      </button>
      ${menuButton('more', actions, model, handlers)}
    </div>
  </footer>`;
}

/**
 * Shown instead of the controls without permission (R12): who can grant it, and a link that explains it (R13).
 *
 * @param askedAtMs - when the user requested it
 */
export function locked(
  model: ViewModel,
  askedAtMs: number | undefined,
  { onAskAccess }: ActionBarHandlers,
): TemplateResult {
  const { texts, session, time } = model;
  const { blocked } = texts;
  const names = (session?.grantedBy ?? []).join(blocked.listSeparator);
  const asked = askedAtMs !== undefined;
  const help = !names
    ? blocked.helpNobody
    : asked
      ? formatRich(blocked.askedHelp, { time: formatTime(askedAtMs, time), names })
      : formatRich(blocked.help, { names });
  const guide = session?.permissionGuideUrl ?? '';
  return html`<footer class="action-bar blocked" part="action-bar">
    <div class="lead">
      <span class="tile">${icon('lock')}</span>
      <h3 tabindex="-1" data-focus="action-bar">${asked ? blocked.asked : blocked.title}</h3>
      <p>${help}</p>
    </div>
    <div class="row">
      ${
        asked
          ? nothing
          : html`<button class="btn fill" type="button" data-act="ask-access" @click=${onAskAccess}>
              ${blocked.ask}
            </button>`
      }
      ${
        /^(https?:|\/(?!\/))/i.test(guide)
          ? html`<a class="link" href=${guide} target="_blank" rel="noopener">${blocked.guide}${icon('external')}</a>`
          : nothing
      }
    </div>
  </footer>`;
}

/** A pending command: no other action is offered, and its result is not predicted. */
export function waiting(model: ViewModel, what: string, text: string, sent: Waiting): TemplateResult {
  const { texts } = model;
  return html`<footer class="action-bar" part="action-bar" data-waiting>
    <h3 tabindex="-1" data-focus="action-bar">${what}</h3>
    ${text ? html`<div class="draft"><span dir="auto">${text}</span></div>` : nothing}
    <p class="cap">${icon('clock')}<span>${waitingText(sent, texts)}</span></p>
  </footer>`;
}

/** An open form whose chunk is loading or failed to load. */
export function formMissing(model: ViewModel, action: Action, failed: boolean, onRetry: () => void): TemplateResult {
  const { state } = model.texts;
  return html`<footer class="action-bar" part="action-bar" aria-busy=${failed ? 'false' : 'true'}>
    <h3 tabindex="-1" data-focus="action-bar">${actionName(action, model)}</h3>
    ${failed ? retryNotice(state.failedHelp, state.retry, onRetry) : html`<span class="skel"></span>`}
  </footer>`;
}

/** A part failed to load; offers a retry. */
export function retryNotice(words: string, retry: string, onRetry: () => void): TemplateResult {
  return html`<div class="notice urgent">
    ${icon('warning')}
    <p>${words}</p>
    <div class="row">
      <button class="btn small" type="button" data-act="retry" @click=${onRetry}>${retry}</button>
    </div>
  </div>`;
}

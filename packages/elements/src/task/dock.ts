import { PERMISSION_MISSING, transitionOf, type Action, type ActionLayout, type TicketView } from '@sidecard/core';
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { formatTime } from '../locales/format.js';
import { icon } from '../theme/icons.js';
import type { MenuItem } from './menu.js';
import { obstacleText } from './refusal-text.js';
import { actName, rich, type Scene } from './scene.js';

/** What the dock's controls do. */
export interface DockHandlers {
  readonly onAction: (action: Action) => void;
  readonly onMenu: (name: 'more' | 'settle', items: readonly MenuItem[], button: HTMLElement) => void;
  readonly onAskAccess: () => void;
  /** Which of the menus is open. */
  readonly menu: string | undefined;
}

/** Why an offer is off, in words. */
export function disabledReasonOf(
  { disabledReason, disabledLabels }: Action,
  { texts }: Pick<Scene, 'texts'>,
): string | undefined {
  if (disabledReason === PERMISSION_MISSING) return texts.refusals.permission;
  return disabledReason && obstacleText(disabledReason, disabledLabels, texts);
}

/** The decision: what the reader can do now. It never scrolls away. */
export function dock(scene: Scene, layout: ActionLayout, handlers: DockHandlers): TemplateResult | typeof nothing {
  const { view, texts, session } = scene;
  const known = (actions: readonly Action[]) => actions.filter((action) => transitionOf(scene.type, action));
  const [primary] = known(layout.primary ? [layout.primary] : []);
  const secondary = known(layout.secondary);
  const settle = known(layout.settle);
  const more = known(layout.more);
  const actions = known(layout.buttons);
  if (actions.length === 0) return nothing;

  const colleague = view.claim && view.claim.accountId !== session?.accountId ? view.claim : undefined;
  if (colleague && layout.claim) return takeOver(scene, colleague, layout.claim, actions, handlers);
  const reasons = new Set(
    [primary, ...secondary].flatMap((action) => (action && disabledReasonOf(action, scene)) ?? []),
  );
  return html`<footer class="dock" part="dock">
    ${heading(texts.panel.actions)} ${[...reasons].map((reason) => html`<p class="hint s muted">${reason}</p>`)}
    <div class="acts">
      ${primary ? button(primary, layout.evidence ? 'staff grow' : 'fill grow', scene, handlers) : nothing}
      ${secondary.slice(0, -1).map((action) => button(action, 'grow', scene, handlers))}
      <span class="others">
        ${secondary.slice(-1).map((action) => button(action, 'grow', scene, handlers))}
        ${settle.length > 0 ? menuButton('settle', settle, scene, handlers) : nothing}
        ${more.length > 0 ? menuButton('more', more, scene, handlers) : nothing}
      </span>
    </div>
  </footer>`;
}

/** The heading that focus falls back to; sighted readers see what it names. */
export function heading(text: string): TemplateResult {
  return html`<h3 class="vh" tabindex="-1" data-focus="dock">${text}</h3>`;
}

/** Keyed by its row: a button never becomes another one under the reader's finger. */
function button(action: Action, look: string, scene: Scene, { onAction }: DockHandlers): unknown {
  return keyed(
    action.transition,
    html`<button
      class="btn ${look}"
      type="button"
      data-act=${action.command}
      data-choice=${action.choice ?? nothing}
      aria-disabled=${action.disabledReason ? 'true' : 'false'}
      @click=${() => onAction(action)}
    >
      ${actName(action, scene)}
    </button>`,
  );
}

function menuButton(
  name: 'more' | 'settle',
  actions: readonly Action[],
  scene: Scene,
  { onMenu, onAction, menu }: DockHandlers,
): TemplateResult {
  const items = actions.map((action) => ({
    label: actName(action, scene),
    disabledReason: disabledReasonOf(action, scene),
    run: () => onAction(action),
  }));
  const { texts } = scene;
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

/** A colleague is on it. That locks nothing: it warns, and what else can be done stays within reach. */
function takeOver(
  scene: Scene,
  { name }: NonNullable<TicketView['claim']>,
  claim: Action,
  actions: readonly Action[],
  handlers: DockHandlers,
): TemplateResult {
  const { texts } = scene;
  return html`<footer class="dock" part="dock">
    ${heading(texts.panel.actions)}
    <p class="hint">
      ${rich(texts.owner.other, { name })}<br />
      <span class="s muted">${rich(texts.claim.draftKept, { name })}</span>
    </p>
    <div class="acts">
      <button class="btn grow" type="button" data-act="take-over" @click=${() => handlers.onAction(claim)}>
        ${texts.claim.takeOver}
      </button>
      ${menuButton('more', actions, scene, handlers)}
    </div>
  </footer>`;
}

/**
 * No permission: said plainly, in place of the controls (R12), with who can grant it and where that is explained (R13).
 *
 * @param askedAtMs - when the reader asked for it
 */
export function locked(scene: Scene, askedAtMs: number | undefined, { onAskAccess }: DockHandlers): TemplateResult {
  const { texts, session, time } = scene;
  const { blocked } = texts;
  const names = (session?.grantedBy ?? []).join(blocked.listSeparator);
  const asked = askedAtMs !== undefined;
  const help = !names
    ? blocked.helpNobody
    : asked
      ? rich(blocked.askedHelp, { time: formatTime(askedAtMs, time), names })
      : rich(blocked.help, { names });
  const guide = session?.permissionGuideUrl ?? '';
  return html`<footer class="dock blocked" part="dock">
    <div class="lead">
      <span class="tile">${icon('lock')}</span>
      <h3 tabindex="-1" data-focus="dock">${asked ? blocked.asked : blocked.title}</h3>
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

/** A move that has no answer yet: nothing else is offered, and nothing is predicted from it. */
export function waiting(scene: Scene, what: string, text: string, queued: boolean): TemplateResult {
  const { texts } = scene;
  return html`<footer class="dock" part="dock" data-waiting>
    <h3 tabindex="-1" data-focus="dock">${what}</h3>
    ${text ? html`<div class="draft"><span dir="auto">${text}</span></div>` : nothing}
    <p class="cap">${icon('clock')}<span>${queued ? texts.state.queued : texts.state.sending}</span></p>
  </footer>`;
}

/** An open form whose chunk is not there yet, or did not come. */
export function formMissing(scene: Scene, action: Action, failed: boolean, onRetry: () => void): TemplateResult {
  const { state } = scene.texts;
  return html`<footer class="dock" part="dock" aria-busy=${failed ? 'false' : 'true'}>
    <h3 tabindex="-1" data-focus="dock">${actName(action, scene)}</h3>
    ${failed ? retryNotice(state.failedHelp, state.retry, onRetry) : html`<span class="skel"></span>`}
  </footer>`;
}

/** Something did not load, and can be asked for again. */
export function retryNotice(words: string, retry: string, onRetry: () => void): TemplateResult {
  return html`<div class="notice urgent">
    ${icon('warning')}
    <p>${words}</p>
    <div class="row">
      <button class="btn small" type="button" data-act="retry" @click=${onRetry}>${retry}</button>
    </div>
  </div>`;
}

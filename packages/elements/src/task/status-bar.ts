import type { Action } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../theme/icons.js';
import { formatRich, type ViewModel } from '../ticket/view-model.js';
import { due, sideOf, statusStyle } from './status-style.js';

/**
 * The bar below the header: the ticket's status, its deadline, and who handles it.
 *
 * @param team - what handlers can do about whose ticket it is, and who else is there; missing until it has loaded
 */
export function statusBar(
  model: ViewModel,
  actions: { readonly claim?: Action; readonly release?: Action },
  onAct: (action: Action) => void,
  team: { readonly tools?: TemplateResult | undefined; readonly presence?: TemplateResult | undefined } = {},
): TemplateResult {
  const { view, texts, session } = model;
  const side = sideOf(session?.party);
  const style = statusStyle(view.displayStatus, view.moveOf, side);
  return html`<div class="bar" part="status">
    <div class="row ${style.tone}">
      <span class="status" translate="no">${icon(style.icon)}${texts.statuses[view.displayStatus]}</span>
      ${due(model, side)}
    </div>
    ${session?.party === 'merchant' ? owner(model, actions, onAct, team.tools) : nothing} ${team.presence ?? nothing}
  </div>`;
}

function owner(
  { view, texts, session }: ViewModel,
  { claim, release }: { readonly claim?: Action; readonly release?: Action },
  onAct: (action: Action) => void,
  tools: TemplateResult | undefined,
): TemplateResult {
  const { owner: words } = texts;
  const ended = view.endedAtMs !== undefined;
  const who = ended ? view.handledBy : view.claim;
  const me = who !== undefined && who.accountId === session?.accountId;
  const name = who?.name;
  const line = ended
    ? me
      ? words.wasMe
      : name
        ? formatRich(words.wasOther, { name })
        : words.wasNobody
    : me
      ? words.me
      : name
        ? formatRich(words.other, { name })
        : words.nobody;
  // Taking over from a colleague is an action in the action bar.
  const action = me ? release : who ? undefined : claim;
  return html`<div class="row">
    <div class="who ${me ? 'me' : ''}">${icon(who ? 'person' : 'unclaimed')}<span>${line}</span></div>
    ${
      action && !action.disabledReason
        ? html`<button class="btn quiet small" type="button" data-act=${action.command} @click=${() => onAct(action)}>
            ${action.slot === 'release' ? texts.claim.release : texts.claim.claim}
          </button>`
        : nothing
    }
    ${tools ?? nothing}
  </div>`;
}

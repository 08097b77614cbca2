import type { Client } from '@sidecard/client';
import type { Permission } from '@sidecard/core';
import type { AccountView } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { formatWhen, type TimeOptions } from '../locales/format.js';
import { format } from '../locales/message.js';
import type { WorkbenchWords } from '../locales/workbench-catalogue.js';
import { drawing } from './icons.js';

/** What the page of accounts needs. */
export interface AccountsPage {
  readonly client: Client;
  readonly texts: WorkbenchWords;
  readonly time: TimeOptions;
  /** Empty until they have loaded: an account that may manage them is one of them. */
  readonly accounts: readonly AccountView[];
  readonly mayManage: boolean;
  /** Tells the outcome of a change. */
  readonly say: (text: string) => void;
}

/** Renders the shop's accounts, and switches for what each may do. */
export function accountsPage(page: AccountsPage): TemplateResult {
  const { texts, accounts, mayManage } = page;
  const { accounts: words, workbench } = texts;
  const permissions = Object.keys(words.permissions) as Permission[];
  return html`<div class="page">
    <header class="toolbar"><h2 tabindex="-1" data-focus="page">${workbench.accounts}</h2></header>
    <div class="scroller padded" tabindex="-1">
      ${
        !mayManage
          ? html`<p class="muted">${words.denied}</p>`
          : accounts.length === 0
            ? html`<p class="vh" role="status">${words.loading}</p>
                <span class="skel"></span><span class="skel short"></span>`
            : html`<p class="muted">${words.note}</p>
                <ul class="accounts">
                  ${accounts.map((account) => accountRow(account, permissions, page))}
                </ul>`
      }
    </div>
  </div>`;
}

function accountRow(account: AccountView, permissions: readonly Permission[], page: AccountsPage): TemplateResult {
  const { texts, time } = page;
  const { accounts: words } = texts;
  const { accountId, name, main, online, askedAtMs } = account;
  return html`<li class="account" data-account=${accountId}>
    <div class="who-is">
      <span class="tile">${drawing('person')}</span>
      <b><bdi>${name}</bdi></b>
      <span class="s ${online ? 'good' : 'muted'}">${online ? words.online : words.offline}</span>
      ${askedAtMs === undefined ? nothing : html`<span class="s asks">${format(words.asks, { time: formatWhen(askedAtMs, time) })}</span>`}
    </div>
    ${
      main
        ? html`<p class="s muted">${words.main}</p>`
        : html`<fieldset class="switches" aria-label=${name} @click=${oneAtATime}>
            ${permissions.map((permission) => {
              const label = words.permissions[permission];
              return html`<label class="switch">
                <input
                  type="checkbox"
                  role="switch"
                  data-permission=${permission}
                  .checked=${account.permissions.includes(permission)}
                  aria-label=${format(words.permissionFor, { permission: label, name })}
                  @change=${({ target }: Event) => void change(target as HTMLInputElement, permission, account, page)}
                />
                <span aria-hidden="true">${label}</span>
              </label>`;
            })}
          </fieldset>`
    }
  </li>`;
}

async function change(
  input: HTMLInputElement,
  permission: Permission,
  { accountId, name }: AccountView,
  { client, texts, say }: AccountsPage,
): Promise<void> {
  const { checked } = input;
  const row = input.closest('fieldset') as HTMLElement;
  // What the reader sees, also if the list of a change just made is still on its way.
  const chosen = [...row.querySelectorAll<HTMLInputElement>('input:checked')].map(
    ({ dataset }) => dataset['permission'] as Permission,
  );
  row.ariaBusy = 'true';
  const result = await client.accounts.setPermissions(accountId, chosen);
  row.ariaBusy = null;
  const { accounts: words } = texts;
  if (!result.ok) input.checked = !checked;
  const said = { name, permission: words.permissions[permission] };
  say(result.ok ? format(checked ? words.granted : words.revoked, said) : words.failed);
}

/** A change follows when the one before it is answered. Nothing is disabled meanwhile: that would take the focus away. */
function oneAtATime(event: Event): void {
  if ((event.currentTarget as HTMLElement).ariaBusy) event.preventDefault();
}

import type { Client } from '@sidecard/client';
import { TASK_PERMISSIONS, type Locale } from '@sidecard/core';
import type { AccountView } from '@sidecard/core/wire';
import { useRef, useState, type ReactElement } from 'react';
import { momentText } from '../shared/words.js';
import type { AgentTexts } from './texts.js';
import { useValue } from './use-value.js';

/** What {@link Accounts} takes. */
export interface AccountsProps {
  readonly client: Client;
  readonly locale: Locale;
  readonly texts: AgentTexts;
}

/** Lets the main account grant and revoke the permission to handle tasks. A page of the host, built on Sidecard's client. */
export function Accounts({ client, locale, texts }: AccountsProps): ReactElement {
  const accounts = useValue(client.accounts.list);
  const dialog = useRef<HTMLDialogElement>(null);
  const asking = accounts.filter(({ askedAtMs }) => askedAtMs !== undefined).length;
  return (
    <>
      <button
        type="button"
        className="button quiet accounts-button"
        data-testid="accounts-open"
        onClick={() => dialog.current?.showModal()}
      >
        {texts.accounts}
        {asking > 0 && <span className="asking">{texts.asking(asking)}</span>}
      </button>
      <dialog ref={dialog} className="accounts" aria-labelledby="accounts-title">
        <h2 id="accounts-title">{texts.accounts}</h2>
        <p className="small muted">{texts.accountsNote}</p>
        <ul>
          {accounts.map((account) => (
            <Account key={account.accountId} account={account} client={client} locale={locale} texts={texts} />
          ))}
        </ul>
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {texts.close}
        </button>
      </dialog>
    </>
  );
}

function Account({ account, client, locale, texts }: AccountsProps & { readonly account: AccountView }): ReactElement {
  const { accountId, name, main, permissions, online, askedAtMs } = account;
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const allowed = permissions.includes('task.handle');

  async function change(): Promise<void> {
    setBusy(true);
    const rest = permissions.filter((permission) => !TASK_PERMISSIONS.includes(permission));
    const result = await client.accounts.setPermissions(accountId, allowed ? rest : [...rest, ...TASK_PERMISSIONS]);
    setFailed(!result.ok);
    setBusy(false);
  }

  return (
    <li data-testid="account" data-account={accountId}>
      <b>{name}</b>
      <span className="small muted">{online ? texts.online : ''}</span>
      {main ? (
        <span className="small muted">{texts.main}</span>
      ) : (
        <label className="switch">
          <input
            type="checkbox"
            role="switch"
            checked={allowed}
            disabled={busy}
            aria-label={texts.mayHandleFor(name)}
            onChange={() => void change()}
          />
          <span aria-hidden="true">{texts.mayHandle}</span>
        </label>
      )}
      {askedAtMs !== undefined && (
        <span className="small asked">{texts.asks(momentText(askedAtMs, locale, Date.now()))}</span>
      )}
      {failed && <span className="small problem">{texts.notDone}</span>}
    </li>
  );
}

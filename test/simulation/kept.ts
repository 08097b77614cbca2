import type { Tab, Typed } from './tab.ts';
import type { World } from './world.ts';

/** How often the store has a text. */
export function timesStored({ histories, requests }: World, { text, ticketId, form }: Typed): number {
  const quoted = JSON.stringify(text);
  if (form === 'create') return requests.filter((request) => request.includes(quoted)).length;
  return (histories.get(ticketId)?.said ?? []).filter((each) => each.text.includes(quoted)).length;
}

/** Whether what a page had was in its memory only, because it could store nothing, or never learned whose it is. */
export const isLost = ({ diedAtMs, realm, account, signedInAtMs }: Tab): boolean =>
  (diedAtMs !== undefined && account === undefined) || (realm.unsaved && (diedAtMs !== undefined || signedInAtMs > 0));

/** Whether storage had no room for what became of a text. */
export const isRefusalLost = ({ text, tab: { realm } }: Typed): boolean =>
  realm.notStored.some((value) => value.includes('"state":"refused"') && value.includes(JSON.stringify(text)));

/**
 * Whether a page that does not hear of this one may have written over the text: as it was closed, or as another account's. It cannot read then.
 * So may one whose storage refused.
 */
export const isOverwritten = ({ typed }: World, { tab, ticketId, form }: Typed): boolean =>
  !tab.browser.sharesPages &&
  typed.some(
    ({ tab: other, ticketId: of, form: field }) =>
      other !== tab &&
      other.browser === tab.browser &&
      of === ticketId &&
      field === form &&
      (other.realm.leaves || other.realm.unsaved || other.signedInAtMs > 0),
  );

/**
 * Whether a text is in a field, in storage, or in the outbox of a page; or was lost with the page that had heard of its refusal, and could not
 * store that: what was refused must not be found as it was before, and sent.
 */
export function isKept({ tabs }: World, { text, ticketId, form, tab: { browser } }: Typed): boolean {
  const quoted = JSON.stringify(text);
  if ([...browser.disk.values()].some((value) => JSON.stringify(value)?.includes(quoted))) return true;
  return tabs.some(({ alive, browser: its, client, realm }) => {
    if (its !== browser) return false;
    const entries = client.outbox.get();
    if (!alive)
      return realm.unsaved && JSON.stringify(entries.filter(({ state }) => state === 'refused')).includes(quoted);
    return (
      JSON.stringify(client.drafts.draft(ticketId, form).get() ?? '').includes(quoted) ||
      JSON.stringify([...client.drafts.all(ticketId).get().values()]).includes(quoted) ||
      JSON.stringify(entries).includes(quoted)
    );
  });
}

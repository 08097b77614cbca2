import type { Client, Preference } from '@sidecard/client';
import { formatAddress, parseAddress } from './address.js';

/** A list that the reader has saved under a name. */
export interface SavedList {
  readonly name: string;
  /** Its address. */
  readonly path: string;
}

/** What preferences are called that are saved lists; the list's name follows. */
const LIST = 'list/';
/** How many lists a reader can save. */
const MAX_SAVED = 20;
/** Maximum length of a name, in UTF-16 code units. */
export const MAX_NAME = 40;

/** Returns the saved lists by name. What another release has stored there, and is not a list, is left out. */
export function savedLists(preferences: ReadonlyMap<string, Preference> | undefined): readonly SavedList[] {
  return [...(preferences ?? [])]
    .flatMap(([key, { path }]) =>
      key.startsWith(LIST) && typeof path === 'string'
        ? [{ name: key.slice(LIST.length), path: formatAddress(parseAddress(path)) }]
        : [],
    )
    .sort((one, other) => one.name.localeCompare(other.name))
    .slice(0, MAX_SAVED);
}

/** Saves a list, in place of another of that name. */
export function saveList({ preferences }: Client, { name, path }: SavedList): void {
  preferences.set(LIST + name, { path });
}

/** Removes a saved list. */
export function forgetList({ preferences }: Client, name: string): void {
  preferences.delete(LIST + name);
}

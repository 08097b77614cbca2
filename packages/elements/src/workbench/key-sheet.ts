import type { TemplateResult } from 'lit';
import type { PanelKeys } from '../context/panel-keys.js';
import { teamCatalogue, type TeamWords } from '../locales/team-catalogue.js';
import { format } from '../locales/message.js';
import { keysOf, type KeyRow, sheet } from '../team/keys.js';
import { teamStyles } from '../team/team.styles.js';
import type { listKeysOf } from './keys.js';

/** What it looks like. */
export const styles = [teamStyles];
/** Its words. */
export const catalogue = teamCatalogue;

const OF_LIST = ['next', 'previous', 'open', 'claim', 'select', 'search', 'help'] as const;
const OF_SELECTION = ['agree', 'refuse', 'propose'] as const;

/** The sheet of the list's keys, closed. @param list - those in use */
export function listKeySheet(
  { keys: words }: TeamWords,
  keys: PanelKeys | undefined,
  list: ReturnType<typeof listKeysOf>,
  { handles }: { readonly handles: boolean },
): TemplateResult {
  const panel = keysOf(keys);
  const row = (key: string | undefined, what: string): readonly KeyRow[] => (key ? [[key, what]] : []);
  return sheet(words, [
    ...OF_LIST.flatMap((name) => row(list?.[name], words[name])),
    ...(handles
      ? OF_SELECTION.flatMap((name) => row(panel?.[name], format(words.selected, { act: words[name] })))
      : []),
    ['↑ ↓', words.move],
    ['Enter', words.open],
    ['⇧ ↑ ↓', words.extend],
    ['Esc', words.back],
  ]);
}

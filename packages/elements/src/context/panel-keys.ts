/** What a single key does in the panel; `help` also in the list of the workbench. */
export type PanelKeyName = 'agree' | 'refuse' | 'propose' | 'message' | 'templates' | 'help';

/** What a single key does in the list of the workbench. */
export type ListKeyName = 'next' | 'previous' | 'open' | 'claim' | 'select' | 'search';

/**
 * Keys of the panel and of the list by what they do, each a value of `KeyboardEvent.key`; a missing one keeps its default, `''` turns it off.
 * `false` turns off all single keys.
 */
export type PanelKeys = Partial<Readonly<Record<PanelKeyName | ListKeyName, string>>> | false;

/** What a single key does in the panel. */
export type PanelKeyName = 'agree' | 'refuse' | 'propose' | 'message' | 'templates' | 'help';

/**
 * Keys of the panel by what they do, each a value of `KeyboardEvent.key`; a missing one keeps its default, `''` turns it off. `false` turns
 * off all single keys.
 */
export type PanelKeys = Partial<Readonly<Record<PanelKeyName, string>>> | false;

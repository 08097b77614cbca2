/**
 * Places in the action bar, in the order of their buttons. `evidence` answers the platform: while it is there, the others move into a menu.
 * `main` meets the request; `amend` is for second thoughts, such as corrections and appeals.
 */
export const BUTTON_SLOTS = ['evidence', 'main', 'decline', 'propose', 'withdraw', 'extend', 'reply', 'amend'] as const;

/** Where an action's control is: among the buttons, or elsewhere on the panel. */
export type ActionSlot = (typeof BUTTON_SLOTS)[number] | 'claim' | 'release' | 'staff-message';

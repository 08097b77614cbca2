/**
 * Places in the action bar, in the order of their controls. `evidence` answers the platform: while it is there, the others step back into
 * a menu. `main` meets the request.
 */
export const BUTTON_SLOTS = ['evidence', 'main', 'decline', 'propose', 'withdraw', 'extend', 'reply'] as const;

/** Where the control of an action is: among the buttons, or elsewhere on the panel. */
export type ActionSlot = (typeof BUTTON_SLOTS)[number] | 'claim' | 'release' | 'staff-message';

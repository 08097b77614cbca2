/**
 * Places in the action bar, in the order of their buttons. `evidence` answers the platform: while it is there, the others move into a menu.
 * `main` meets the request; `rule` is a ruling of the platform; `decline` holds refusals, rejections and reports of failure; `amend` is for
 * second thoughts, such as corrections and appeals.
 */
export const BUTTON_SLOTS = [
  'evidence',
  'main',
  'rule',
  'decline',
  'propose',
  'withdraw',
  'extend',
  'reply',
  'amend',
] as const;

/** Where an action's control is: among the buttons, or elsewhere on the panel. */
export type ActionSlot = (typeof BUTTON_SLOTS)[number] | 'claim' | 'release' | 'transfer' | 'staff-message';

/**
 * Places whose button can be filled. A filled button is what the panel suggests: it suggests no refusal, no report of a failure, and no ruling
 * to staff, who decide between the sides. {@link isAdverse} says what must not be there.
 */
export const FILLED_SLOTS: ReadonlySet<ActionSlot> = new Set(['evidence', 'main']);

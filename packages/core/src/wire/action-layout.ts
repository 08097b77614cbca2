import { type ActionSlot, BUTTON_SLOTS } from '../machine/action-slots.js';
import { type Action, PERMISSION_MISSING } from '../machine/action.js';

/** Actions sorted by where a form of the ticket shows them. */
export interface ActionLayout {
  /** Everything that has a button, in order: the next four together. */
  readonly buttons: readonly Action[];
  /** The filled button: what answers a deadline of the reader's own. Absent when it is not their turn. */
  readonly primary?: Action;
  /** The outlined buttons: with the filled one there are two at most. */
  readonly secondary: readonly Action[];
  /** While the platform waits for the reader's evidence: what would settle the case without it. */
  readonly settle: readonly Action[];
  /** The rest, in a menu. */
  readonly more: readonly Action[];
  /** The primary action, where it answers the platform. */
  readonly evidence?: Action;
  readonly claim?: Action;
  readonly release?: Action;
  /** Writing in the staff thread, which has a form of its own (R19). */
  readonly staffMessage?: Action;
  /** The account may do none of what a ticket's form would show: the form says so in place of the buttons (R12). */
  readonly locked: boolean;
}

const RANKS = new Map<ActionSlot, number>(BUTTON_SLOTS.map((slot, rank) => [slot, rank]));
const rankOf = ({ slot }: Action): number => RANKS.get(slot) ?? 0;

/**
 * Sorts actions into the places of a form.
 *
 * @param actions - of one account, see `actionsWith`
 */
export function arrangeActions(actions: readonly Action[]): ActionLayout {
  const at = (slot: ActionSlot) => actions.find((action) => action.slot === slot);
  const buttons = actions.filter(({ slot }) => RANKS.has(slot)).sort((one, other) => rankOf(one) - rankOf(other));
  const [first] = buttons;
  const primary = first?.dueAtMs === undefined ? undefined : first;
  const evidence = primary?.slot === 'evidence' ? primary : undefined;
  const others = buttons.filter((action) => action !== primary);
  const settle = evidence ? others.filter(({ slot }) => slot !== 'reply') : [];
  const left = others.filter((action) => !settle.includes(action));
  const secondary = settle.length > 0 ? [] : left.slice(0, primary ? 1 : 2);
  const [claim, release, staffMessage] = [at('claim'), at('release'), at('staff-message')];
  return {
    buttons,
    ...(primary ? { primary } : {}),
    secondary,
    settle,
    more: left.filter((action) => !secondary.includes(action)),
    ...(evidence ? { evidence } : {}),
    ...(claim ? { claim } : {}),
    ...(release ? { release } : {}),
    ...(staffMessage ? { staffMessage } : {}),
    locked: buttons.length > 0 && buttons.every(({ disabledReason }) => disabledReason === PERMISSION_MISSING),
  };
}

import { type ActionSlot, BUTTON_SLOTS, FILLED_SLOTS } from '../machine/action-slots.js';
import { type Action, PERMISSION_MISSING } from '../machine/action.js';

/** Actions by their place in the panel. */
export interface ActionLayout {
  /** All actions with a button, in order: the next four combined. */
  readonly buttons: readonly Action[];
  /**
   * The filled button, which answers the reader's own deadline. Absent if it is not their turn, or if nothing would meet the request: a
   * refusal, a report of failure or a ruling is never filled.
   */
  readonly primary?: Action;
  /** The outlined buttons: two at most beside the filled one. */
  readonly secondary: readonly Action[];
  /** While the platform waits for the reader's evidence: actions that would settle the case without it. */
  readonly settle: readonly Action[];
  /** The rest, for a menu. */
  readonly more: readonly Action[];
  /** The primary action, if it answers the platform. */
  readonly evidence?: Action;
  readonly claim?: Action;
  readonly release?: Action;
  /** Gives the ticket to a colleague. */
  readonly transfer?: Action;
  /** Writes to the staff thread, which has its own form (R19). */
  readonly staffMessage?: Action;
  /** The account has none of the permissions: show a notice instead of the buttons (R12). */
  readonly locked: boolean;
}

const RANKS = new Map<ActionSlot, number>(BUTTON_SLOTS.map((slot, rank) => [slot, rank]));
const rankOf = ({ slot }: Action): number => RANKS.get(slot) ?? 0;

/**
 * Arranges actions by their place in the panel.
 *
 * @param actions - of one account, see `actionsWith`
 */
export function arrangeActions(actions: readonly Action[]): ActionLayout {
  const at = (slot: ActionSlot) => actions.find((action) => action.slot === slot);
  const buttons = actions.filter(({ slot }) => RANKS.has(slot)).sort((one, other) => rankOf(one) - rankOf(other));
  const [first] = buttons;
  const primary = first?.dueAtMs !== undefined && FILLED_SLOTS.has(first.slot) ? first : undefined;
  const evidence = primary?.slot === 'evidence' ? primary : undefined;
  const others = buttons.filter((action) => action !== primary);
  const settle = evidence ? others.filter(({ slot }) => slot !== 'reply') : [];
  const left = others.filter((action) => !settle.includes(action));
  const secondary = settle.length > 0 ? [] : left.slice(0, primary ? 1 : 2);
  const [claim, release, transfer, staffMessage] = [at('claim'), at('release'), at('transfer'), at('staff-message')];
  return {
    buttons,
    ...(primary ? { primary } : {}),
    secondary,
    settle,
    more: left.filter((action) => !secondary.includes(action)),
    ...(evidence ? { evidence } : {}),
    ...(claim ? { claim } : {}),
    ...(release ? { release } : {}),
    ...(transfer ? { transfer } : {}),
    ...(staffMessage ? { staffMessage } : {}),
    locked: buttons.length > 0 && buttons.every(({ disabledReason }) => disabledReason === PERMISSION_MISSING),
  };
}

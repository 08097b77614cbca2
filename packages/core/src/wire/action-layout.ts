import type { Action } from '../machine/actions.js';

/** Offers sorted by where a form of the ticket puts them. */
export interface ActionLayout {
  /** Everything that a button stands for, in order: the next four together. */
  readonly buttons: readonly Action[];
  /** The filled button: what answers a deadline of the reader's own. None when it is not their move. */
  readonly primary?: Action;
  /** The outlined buttons: with the filled one there are two at most. */
  readonly secondary: readonly Action[];
  /** While the platform waits for the reader's evidence: what would end the quarrel without it. */
  readonly settle: readonly Action[];
  /** The rest, in a menu. */
  readonly more: readonly Action[];
  readonly claim?: Action;
  readonly release?: Action;
  /** Writing in the staff thread, which has a form of its own (R19). */
  readonly staffMessage?: Action;
  /** The account may do none of what a ticket's form would show: it says so in place of the buttons (R12). */
  readonly locked: boolean;
}

/** Where a command stands among the buttons: small first; a type's own commands stand at 0, in the order of its rows. */
const RANK: Readonly<Record<string, number>> = {
  'submit-evidence': -1,
  decline: 1,
  propose: 2,
  withdraw: 3,
  extend: 4,
  reply: 5,
};
/** Commands whose control is elsewhere than among the buttons. */
const ASIDE: ReadonlySet<string> = new Set(['claim', 'release', 'leave-staff-message', 'answer-merchant']);

/**
 * Sorts offers into the places of a form.
 *
 * @param offers - of one account, see `offersWith`
 */
export function arrangeActions(actions: readonly Action[]): ActionLayout {
  const find = (...commands: string[]) => actions.find(({ command }) => commands.includes(command));
  const buttons = actions
    .filter(({ command }) => !ASIDE.has(command))
    .sort((one, other) => (RANK[one.command] ?? 0) - (RANK[other.command] ?? 0));
  const locked = buttons.length > 0 && buttons.every(({ disabledReason }) => disabledReason === 'permission-missing');

  const [first] = buttons;
  const primary = first?.dueAtMs === undefined ? undefined : first;
  const others = buttons.filter((action) => action !== primary);
  const settle = primary?.command === 'submit-evidence' ? others.filter(({ command }) => command !== 'reply') : [];
  const left = others.filter((action) => !settle.includes(action));
  const secondary = settle.length > 0 ? [] : left.slice(0, primary ? 1 : 2);
  const claim = find('claim');
  const release = find('release');
  const staffMessage = find('leave-staff-message', 'answer-merchant');
  return {
    buttons,
    ...(primary ? { primary } : {}),
    secondary,
    settle,
    more: left.filter((action) => !secondary.includes(action)),
    ...(claim ? { claim } : {}),
    ...(release ? { release } : {}),
    ...(staffMessage ? { staffMessage } : {}),
    locked,
  };
}

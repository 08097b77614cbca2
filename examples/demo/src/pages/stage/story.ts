import type { EventKind, StaffMessageView, TicketView } from '@sidecard/core/wire';
import type { RelayLine } from '../shared/relay.js';
import { STEPS, type Step } from './texts.js';

/** A ticket's progress, derived from what has happened. */
export interface StoryState {
  readonly done: ReadonlySet<Step>;
  /** The latest step. */
  readonly now: Step | undefined;
}

const ANSWERS: ReadonlySet<EventKind> = new Set<EventKind>([
  'agreed',
  'proposed',
  'declined',
  'replied',
  'receipt-confirmed',
  'fulfilled',
  'moved',
]);

/**
 * Derives a ticket's progress.
 *
 * @param lines - the relay's messages, which include the card
 * @param thread - the messages between shop and platform
 */
export function storyOf(
  view: TicketView | undefined,
  lines: readonly RelayLine[],
  thread: readonly StaffMessageView[],
): StoryState {
  if (!view) return { done: new Set(), now: undefined };
  const kinds = new Map(view.history.map(({ kind, atMs }) => [kind, atMs]));
  const card = lines.find(({ id, from }) => from?.side === 'platform' && id.endsWith(view.id));
  const answer = view.history.filter(({ kind, by }) => by.party === 'merchant' && ANSWERS.has(kind)).at(-1);
  const platform = view.history.find(({ status }) => status === 'platform-intervening');
  const message = thread.filter(({ by }) => by.party === 'merchant').at(-1);
  const at: Readonly<Record<Step, number | undefined>> = {
    ask: view.createdAtMs,
    card: card && Math.max(card.atMs, view.createdAtMs + 1),
    answer: answer?.atMs,
    platform: platform?.atMs,
    message: message?.atMs,
    ruling: kinds.get('ruled'),
  };
  const done = STEPS.filter((step) => at[step] !== undefined);
  const now = done.reduce<Step | undefined>(
    (last, step) => ((at[step] ?? 0) >= (last ? (at[last] ?? 0) : 0) ? step : last),
    undefined,
  );
  return { done: new Set(done), now };
}

/** Returns the newest ticket, which the stage follows. */
export function newest(tickets: Iterable<TicketView>): TicketView | undefined {
  return [...tickets].sort((one, other) => other.createdAtMs - one.createdAtMs)[0];
}

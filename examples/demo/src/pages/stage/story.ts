import type { EventKind, StaffMessageView, TicketView } from '@sidecard/core/wire';
import type { RelayLine } from '../shared/relay.js';
import { STEPS, type Step } from './texts.js';

/** How far a ticket has come: read from what has happened, never from a script. */
export interface StoryState {
  readonly done: ReadonlySet<Step>;
  /** The last thing that happened. */
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
 * Works out the story of a ticket.
 *
 * @param lines - what the relay carries: the card is there or not
 * @param thread - what shop and platform wrote to each other
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

/** The ticket that the stage tells of: the newest. */
export function newest(tickets: Iterable<TicketView>): TicketView | undefined {
  return [...tickets].sort((one, other) => other.createdAtMs - one.createdAtMs)[0];
}

/** More that pages of the benchmark do: countdowns and a stream of events. */
import { textAt } from './content.ts';
import type { LiveServer } from './live.ts';

const SECOND_MS = 1000;

/**
 * What a card without a shared clock does: an interval of its own finds what is left, in each card of the list, and writes it when it says
 * something else. It says what ours does: hours and minutes.
 */
export function startIntervals(dueInMs: number): void {
  for (const [index, card] of [...(document.querySelector('#list')?.children ?? [])].entries()) {
    const text = textAt(card.shadowRoot as ShadowRoot, 'due');
    const dueAtMs = Date.now() + dueInMs - (index % 60) * SECOND_MS;
    setInterval(() => {
      const minutes = Math.floor((dueAtMs - Date.now()) / 60_000);
      const left = `${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
      if (text.data !== left) text.data = left;
    }, SECOND_MS);
  }
}

/** What a card says about the time left. */
export function leftOf(index: number): string {
  const root = document.querySelector('#list')?.children[index]?.shadowRoot;
  return (root?.querySelector('.left')?.textContent ?? (root && textAt(root, 'due').data) ?? '').trim();
}

/** Waits. */
export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What a page noticed while events came. */
export interface StreamReport {
  readonly sent: number;
  /** Tickets whose last version the client did not have in the end. */
  readonly missed: number;
  /** Milliseconds between frames. */
  readonly frames: readonly number[];
}

/** Sends events to a page with `count` live cards for a while. */
export async function stream(
  { change, client }: LiveServer,
  count: number,
  perSecond: number,
  seconds: number,
): Promise<StreamReport> {
  const last = new Map<string, number>();
  const frames: number[] = [];
  let running = true;
  let before = performance.now();
  const look = (at: number): void => {
    frames.push(at - before);
    before = at;
    if (running) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  const beganMs = performance.now();
  let sent = 0;
  while (performance.now() - beganMs < seconds * SECOND_MS) {
    const due = ((performance.now() - beganMs) / SECOND_MS) * perSecond;
    for (; sent < due; sent++) {
      // every fifth event is of a ticket on screen
      const ticketId = `T-${sent % 5 === 0 ? (sent / 5) % 3 : (sent * 7919) % count}`;
      last.set(ticketId, change(ticketId));
    }
    await wait(SECOND_MS / perSecond);
  }
  await wait(SECOND_MS);
  running = false;
  const missed = [...last].filter(([ticketId, version]) => client.ticket(ticketId).get().view?.version !== version);
  return { sent, missed: missed.length, frames: frames.slice(1) };
}

import type { OutboxEntry, SendResult } from '@sidecard/client';
import type { TaskTexts } from '../locales/texts.js';

/** What is shown of an entry of the outbox that waits. */
export interface Waiting extends Pick<OutboxEntry, 'state'> {
  readonly unsaved?: true | undefined;
}

/** Says what an entry waits for: an answer, or the network; and whether it is lost with the page. */
export function waitingText({ state, unsaved }: Waiting, { state: words }: Pick<TaskTexts, 'state'>): string {
  if (state !== 'queued') return words.sending;
  return unsaved ? words.unsaved : words.queued;
}

/** Says the same of what was just sent, as a sentence. */
export function queuedText(
  { unsaved }: SendResult & { readonly status: 'queued' },
  { state, announce }: Pick<TaskTexts, 'state' | 'announce'>,
): string {
  return unsaved ? state.unsaved : announce.queued;
}

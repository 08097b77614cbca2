import type { SidecardProvider, SidecardTask } from '@sidecard/elements';
import { textOf, viewTask } from './cards.ts';
import { waitUntil } from './wait-until.ts';

/** The overlay's frame, by its documented part. */
export function frameOf(provider: Element | null | undefined): HTMLDialogElement | null | undefined {
  return provider?.shadowRoot?.querySelector<HTMLDialogElement>('[part=overlay]');
}

export function panelOf(provider: Element | null | undefined): SidecardTask | null | undefined {
  return frameOf(provider)?.querySelector('sidecard-task');
}

export function isShown(provider: Element | null | undefined): boolean {
  return frameOf(provider)?.matches(':popover-open, [open]') === true;
}

/** The provider at the end of the page that serves cards without one. */
export function providerOnPage(): SidecardProvider | null {
  return document.querySelector('body > sidecard-provider');
}

/** Waits for the panel of a ticket, drawn and with focus. */
export async function panelShown(find: () => Element | null | undefined, words = 'Ticket'): Promise<SidecardTask> {
  await waitUntil(() => isShown(find()) && textOf(panelOf(find())).includes(words), 'the panel is shown');
  const panel = panelOf(find());
  if (!panel) throw new Error('There is no panel.');
  await waitUntil(() => panel.shadowRoot?.activeElement, 'the panel has focus');
  return panel;
}

export async function panelGone(provider: Element | null | undefined): Promise<void> {
  await waitUntil(() => !frameOf(provider), 'the panel is gone');
}

/** Presses View task and waits for its panel. */
export async function open(card: Element): Promise<SidecardTask> {
  viewTask(card).click();
  return panelShown(() => card.closest('sidecard-provider') ?? providerOnPage());
}

/** Presses a key where focus is, as a keyboard does. */
export function press(key: string, target: EventTarget = deepActive()): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true });
  target.dispatchEvent(event);
  return event;
}

export function deepActive(): Element {
  let active = document.activeElement ?? document.body;
  while (active.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

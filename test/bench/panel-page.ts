/** The page that `panel.mjs` drives: a card in a chat, whose panel is opened from the outside. */
import '@sidecard/elements';
import type { Command } from '@sidecard/core/authoring';
import { ME, openShop, type Step } from '../support/browser/shop.ts';

const words = (index: number): Command => ({ command: 'reply', fields: { text: `Reply ${index} of a long talk.` } });

/** Draws a card of a ticket with that many replies. */
export async function show(replies: number): Promise<void> {
  const steps = Array.from({ length: replies }, (_, index): Step => [ME, words(index)]);
  const shop = await openShop({ steps, locale: 'en' });
  const provider = Object.assign(document.createElement('sidecard-provider'), { client: shop.client() });
  const card = Object.assign(document.createElement('sidecard-card'), { message: shop.message });
  card.style.inlineSize = '320px';
  provider.append(card);
  document.body.append(provider);
  await drawn(() => button(card));
}

/** Presses View task. Resolves with the milliseconds until the panel with its actions has been painted. */
export async function openPanel(): Promise<number> {
  const card = document.querySelector('sidecard-card')!;
  const began = performance.now();
  button(card)!.click();
  await drawn(() => panelPart('.action-bar .btn'));
  return performance.now() - began;
}

/** Closes the panel. */
export async function closePanel(): Promise<void> {
  document.querySelector('sidecard-provider')!.closeTask();
  await drawn(() => (panelPart('.action-bar') ? undefined : document.body));
}

/** Shows the whole history. */
export async function showHistory(entries: number): Promise<void> {
  await drawn(() => {
    const parts = panelParts('button, summary');
    for (const more of parts) if (/\d earlier/.test(more.textContent)) more.click();
    return panelParts('li').length > entries ? document.body : undefined;
  });
}

/** Opens the form of an action, with the focus in its text. */
export async function openForm(act: string): Promise<void> {
  (await drawn(() => panelPart(`[data-act=${act}]`))).click();
  (await drawn(() => panelPart('[part~=form] textarea'))).focus();
}

/** Resolves once the page has nothing to do. */
export async function idle(): Promise<void> {
  await new Promise((resolve) => requestIdleCallback(resolve));
  await drawn(() => document.body);
}

function button(card: Element): HTMLElement | null | undefined {
  return card.shadowRoot?.querySelector('button');
}

function panelPart(selector: string): HTMLElement | undefined {
  return panelParts(selector)[0];
}

function panelParts(selector: string): HTMLElement[] {
  const panel = document.querySelector('sidecard-provider')?.shadowRoot?.querySelector('sidecard-task');
  return [...(panel?.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])];
}

/** Waits until something is there, and then until it has been painted. */
async function drawn<Found>(look: () => Found | null | undefined): Promise<Found> {
  for (;;) {
    const found = look();
    await new Promise(requestAnimationFrame);
    if (!found) continue;
    // a message comes after the frame
    await new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(undefined);
    });
    return found;
  }
}

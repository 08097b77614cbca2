import type { Client } from '@sidecard/client';
import type { Locale } from '@sidecard/core';
import { h } from './dom.js';
import { leftText, momentText } from './words.js';

const shown = new Set<() => boolean>();
let ticking: ReturnType<typeof setInterval> | undefined;

/** One timer updates all countdowns, and drops those that have left the page. */
function tick(): void {
  for (const update of shown) if (!update()) shown.delete(update);
  if (shown.size === 0) {
    clearInterval(ticking);
    ticking = undefined;
  }
}

/** Shows a countdown. Screen readers get the due time, which does not change. */
export function deadlineText(dueAtMs: number, client: Client, locale: Locale): HTMLElement {
  const eye = h('span', { 'aria-hidden': 'true' });
  const by =
    locale === 'zh-CN'
      ? `${momentText(dueAtMs, locale, client.now())}\u524D`
      : `by ${momentText(dueAtMs, locale, client.now())}`;
  const root = h('span', { class: 'left' }, eye, h('span', { class: 'visually-hidden' }, by));
  let met = false;
  const update = (): boolean => {
    const left = leftText(dueAtMs - client.now(), locale);
    if (eye.textContent !== left) eye.textContent = left;
    root.classList.toggle('urgent', dueAtMs - client.now() < 30_000);
    met ||= root.isConnected;
    return !met || root.isConnected;
  };
  update();
  shown.add(update);
  ticking ??= setInterval(tick, 500);
  return root;
}

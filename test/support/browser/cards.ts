import '@sidecard/elements';
import type { Client } from '@sidecard/client';
import type { SidecardCard } from '@sidecard/elements';
import { fixture, html } from '@open-wc/testing';
import { openShop, type Shop, type ShopOptions } from './shop.ts';
import { waitUntil } from './wait-until.ts';

const shops: Shop[] = [];

/** Opens a shop that closes by itself; see {@link closeShops}. */
export async function aShop(options?: ShopOptions): Promise<Shop> {
  const shop = await openShop(options);
  shops.push(shop);
  return shop;
}

/** For `afterEach`. */
export function closeShops(): void {
  for (const shop of shops.splice(0)) shop.close();
}

/** What a reader can see of an element, its shadow root included. */
export function textOf(element: Element | null | undefined): string {
  return (element?.shadowRoot?.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** View task, by its documented part. */
export function viewTask(card: Element): HTMLButtonElement {
  const button = card.shadowRoot?.querySelector<HTMLButtonElement>('[part=button]');
  if (!button) throw new Error('The card has no button.');
  return button;
}

export function isFilled(card: Element): boolean {
  const { backgroundColor, borderTopColor } = getComputedStyle(viewTask(card));
  return backgroundColor !== 'rgba(0, 0, 0, 0)' && borderTopColor === 'rgba(0, 0, 0, 0)';
}

/** The card's accessible name: its type and status. */
export function labelOf(card: Element): string | null | undefined {
  return card.shadowRoot?.querySelector('article')?.getAttribute('aria-label');
}

export interface CardOptions {
  readonly message?: unknown;
  readonly ticketId?: string;
  readonly client?: Client;
  /** In pixels. */
  readonly width?: number;
}

/** Puts a card on the page, with a provider around it when there is a client. */
export async function aCard({ client, width = 320, ...properties }: CardOptions): Promise<SidecardCard> {
  const place = await fixture<HTMLElement>(html`<div style="inline-size: ${width}px"></div>`);
  const card = Object.assign(document.createElement('sidecard-card'), properties);
  // out of view, a card is as high as was estimated
  card.style.contentVisibility = 'visible';
  if (client) {
    const provider = Object.assign(document.createElement('sidecard-provider'), { client });
    provider.append(card);
    place.append(provider);
  } else {
    place.append(card);
  }
  await card.updateComplete;
  return card;
}

/** Waits until a card says something. */
export async function says(card: Element, ...words: readonly string[]): Promise<void> {
  await waitUntil(() => words.every((word) => textOf(card).includes(word)), 'it says so').catch(() => {
    throw new Error(`The card was to say "${words.join('", "')}". It says: ${textOf(card)}`);
  });
}

import type { Client } from '@sidecard/client';
import type { Locale } from '@sidecard/core';
import type { SidecardCard } from '@sidecard/elements';
import type { MemoryIdentity } from '@sidecard/server/memory';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import {
  AGREE,
  ASK_EVIDENCE,
  BEGIN_REVIEW,
  BUYER,
  CLAIM,
  DECLINE,
  ESCALATE,
  HOUR_MS,
  type MemoryTransport,
  ORDER,
  PAID,
  RECEIVE,
  REQUEST,
  SEND_BACK,
  type Shop,
  type ShopOptions,
  STAFF,
  type Step,
  WATCHER,
} from '../test/support/browser/shop.js';
import { aCardServer } from '../test/support/browser/signing.js';
import { liveStory, until } from './live-story.js';
import { colleague, me, shopIn } from './world.js';

const meta: Meta = { title: 'Card', component: 'sidecard-card' };
export default meta;

interface Made {
  readonly card: Partial<SidecardCard>;
  /** What is drawn when the story is ready. @default what the message says */
  readonly ready?: (root: ShadowRoot, shop: Shop) => unknown;
  readonly client?: Client & { readonly line?: MemoryTransport };
}

/** A card in a bubble of the chat. */
function card(
  make: (shop: Shop, locale: Locale) => Made | Promise<Made>,
  set: (locale: Locale) => ShopOptions = () => ({}),
  width = 320,
): StoryObj {
  const readiness = new WeakMap<Element, () => unknown>();
  return liveStory({
    async draw(locale) {
      const shop = await shopIn(locale, set(locale));
      const { card: properties, client, ready = (root) => root.querySelector('.root') } = await make(shop, locale);
      const provider = Object.assign(document.createElement('sidecard-provider'), { client });
      const bubble = document.createElement('div');
      bubble.style.cssText = `inline-size: ${width}px; max-inline-size: 100%; margin: 16px`;
      const element = Object.assign(document.createElement('sidecard-card'), properties);
      readiness.set(element, () => element.shadowRoot && ready(element.shadowRoot, shop));
      bubble.append(provider);
      provider.append(element);
      return {
        box: bubble,
        element,
        providers: [provider],
        lines: client?.line ? [client.line] : [],
        close: () => shop.close(),
      };
    },
    async play({ element }) {
      await until(() => readiness.get(element)?.());
    },
  });
}

/** A live card: a shop whose ticket has been through something, and who looks at it. */
function live(set: (locale: Locale) => ShopOptions & { readonly who?: MemoryIdentity }, width?: number): StoryObj {
  return card(
    (shop, locale) => {
      const { who = me(locale) } = set(locale);
      const client = shop.client(who);
      const ready = (root: ShadowRoot) =>
        client.ticket(shop.ticketId).get().view && root.querySelector('[aria-live=off]');
      return { card: { message: shop.message }, client, ready };
    },
    set,
    width,
  );
}

/** A card without a client: what its message says. */
function sent(give: (shop: Shop) => Partial<SidecardCard>): StoryObj {
  return card((shop) => ({ card: give(shop) }));
}

const escalated = (locale: Locale): readonly Step[] => [
  HOUR_MS,
  [me(locale), DECLINE],
  [BUYER, ESCALATE],
  [STAFF, BEGIN_REVIEW],
];

/** The shop is to answer, and nobody is on it: the button is filled. */
export const New = live(() => ({}));

export const DueSoon = live((locale) => ({
  openedMsAgo: 38.4 * HOUR_MS,
  steps: [38.3 * HOUR_MS, [me(locale), CLAIM]],
}));

/** All but over: a shape of its own, not only a colour. */
export const Urgent = live((locale) => ({
  openedMsAgo: 47.3 * HOUR_MS,
  steps: [47.2 * HOUR_MS, [me(locale), CLAIM]],
}));

export const HandledByColleague = live((locale) => ({ steps: [19.9 * HOUR_MS, [colleague(locale), CLAIM]] }));

/** Without the permission to handle. */
export const NoPermission = live(() => ({ who: WATCHER }));

export const WaitingForReturn = live((locale) => ({ steps: [HOUR_MS, [me(locale), AGREE]] }));

export const ConfirmReceipt = live((locale) => ({ steps: [HOUR_MS, [me(locale), AGREE], [BUYER, SEND_BACK]] }));

export const Declined = live((locale) => ({ steps: [HOUR_MS, [me(locale), DECLINE]] }));

export const PlatformIntervening = live((locale) => ({ steps: escalated(locale) }));

export const EvidenceAsked = live((locale) => ({ steps: [...escalated(locale), [STAFF, ASK_EVIDENCE]] }));

export const Resolved = live((locale) => ({
  steps: [HOUR_MS, [me(locale), AGREE], [BUYER, SEND_BACK], HOUR_MS, [me(locale), RECEIVE], PAID],
}));

export const Closed = live(() => ({ steps: [HOUR_MS, [BUYER, { command: 'withdraw' }]] }));

/** Cut, never wrapped: quantity, amount and time stay whole. */
export const LongTexts = live((locale) => {
  const zh = locale === 'zh-CN';
  const title = zh
    ? '【拾光陶社×山野联名】超大容量可折叠防泼水通勤托特包'
    : 'Shiguang × Shanye extra-large foldable splash-proof tote';
  const amount = { amountMinor: 1_238_800, currency: 'CNY' };
  const items = [
    {
      ...ORDER.items[0],
      title,
      options: zh ? '鸢尾紫（赠收纳袋与清洁布）' : 'Iris purple (with pouch and cloth)',
      quantity: 12,
      paid: amount,
    },
  ] as const;
  const text = zh
    ? '来回三趟邮费都是我出的，客服说好会退，结果一直没有退，请尽快处理'
    : 'I paid the postage three times, was promised it back and have waited for two weeks';
  const name = zh ? '欧阳娜仁图雅' : 'Ouyang Narentuya-Alexandra';
  return {
    order: { items },
    request: { ...REQUEST, items: [{ itemId: 'mug', quantity: 12 }], amount, text },
    steps: [19.9 * HOUR_MS, [{ ...colleague(locale), name }, CLAIM]],
  };
});

/** The network went away: what is shown stays, and says of when it is. */
export const Offline = card((shop) => {
  const client = shop.client();
  // It was live before: the card says as of when.
  const leave = (): void => {
    if (client.ticket(shop.ticketId).get().view && client.connection.get().state === 'live') client.line.goOffline();
  };
  client.ticket(shop.ticketId).listen(leave);
  client.connection.listen(leave);
  const ready = (root: ShadowRoot) => /离线|Offline/.test(root.querySelector('.who')?.textContent ?? '');
  return { card: { message: shop.message }, client, ready };
});

/** Known by its id alone, and not loaded yet. */
export const Loading = card((shop) => {
  const client = shop.client();
  client.line.request = () => new Promise(() => {});
  return { card: { ticketId: shop.ticketId }, client };
});

/** The server has signed the message, and live data has not come. */
export const AsSent = card(async ({ message }, locale) => {
  const server = await aCardServer();
  const ready = (root: ShadowRoot) => root.querySelector('img');
  return { card: { message: await server.sign(message) }, client: server.client(locale), ready };
});

/** Nothing confirms the message: no platform as the sender, no picture. */
export const NotVerified = sent(({ message }) => ({ message }));

/** A type that gets no card in this release. */
export const NotCovered = live(() => ({ type: 'shipment-urging' }));

/** Another shop's ticket, or none. */
export const NotFound = card((shop) => ({
  card: { message: { ...shop.message, ticketId: 'T-0' } },
  client: shop.client(),
  ready: (root) => root.querySelector('.plain'),
}));

/** Made by a release that this one cannot read: its fallback text. */
export const FromANewerRelease = sent(({ message }) => ({ message: { ...message, sidecard: 2 } }));

export const Unreadable = sent(() => ({ message: 'not a card' }));

// The shop of the live demo: the real server in the page's memory, and the real client. Nothing leaves the page.
import { createClient, httpTransport, memoryStorage } from '@sidecard/client';
import { createMemoryBackend } from '@sidecard/server/memory';
import mug from '../../../examples/demo/public/pictures/mug-pair.svg?url';
import bowls from '../../../examples/demo/public/pictures/rice-bowls.svg?url';
import tin from '../../../examples/demo/public/pictures/tea-tin.svg?url';

const DAY_MS = 86_400_000;
const PICTURES = [mug, bowls, tin];
const cny = (amountMinor) => ({ amountMinor, currency: 'CNY' });

const WORDS = {
  en: {
    buyer: 'Ada Reed',
    agent: 'Lin Ke',
    goods: ['Fog-blue mug', 'Rice bowl, set of four', 'Tea tin'],
    hello: ['Hello, my mugs have just arrived.', 'One of them is chipped, I have asked for my money back.'],
    texts: ['One has a chip in the rim.', 'The glaze differs from the pictures.', 'The lid does not close.'],
  },
  'zh-CN': {
    buyer: '何一清',
    agent: '林可',
    goods: ['雾蓝马克杯', '米饭碗四件套', '茶叶罐'],
    hello: ['您好，杯子刚到。', '有一只磕坏了，我提交了退款申请。'],
    texts: ['其中一只杯口有磕痕。', '釉色与图片不符。', '盖子合不上。'],
  },
};

/**
 * Opens the shop, and its first ticket.
 *
 * @param {'en' | 'zh-CN'} locale
 * @param {(message: { id: string, by: 'buyer' | 'agent' | 'card', text?: string, card?: unknown }) => void} post - puts a message into the
 *   chat
 */
export async function openShop(locale, post) {
  const words = WORDS[locale];
  const now = Date.now();
  const orders = words.goods.map((title, index) => ({
    id: `26071188402${index}1175`,
    buyer: { id: 'ada', name: words.buyer },
    conversationId: 'chat-1',
    items: [
      {
        id: `item-${index}`,
        title,
        quantity: 2,
        paid: cny(25_800 - index * 4_900),
        pictureUrl: new URL(PICTURES[index], location.href).href,
      },
    ],
    paidAtMs: now - 4 * DAY_MS,
    shippedAtMs: now - 3 * DAY_MS,
    signedAtMs: now - DAY_MS,
  }));
  const backend = createMemoryBackend({
    merchantId: 'shop-1',
    orders,
    policy: {
      locale,
      returnAddresses: [{ name: words.agent, phone: '13000002716', region: 'Jingdezhen', street: 'Fuliang Road 26' }],
    },
  });
  const connection = backend.as({ party: 'merchant', accountId: 'lin', name: words.agent, main: true });
  const client = createClient({ transport: httpTransport(connection), storage: memoryStorage(), locale });
  client.cards.subscribe(({ messageId, message }) => post({ id: messageId, by: 'card', card: message }));
  client.replies.subscribe(({ messageId, text }) => post({ id: messageId, by: 'agent', text }));
  words.hello.forEach((text, index) => post({ id: `hello-${index}`, by: 'buyer', text }));

  let opened = 0;
  /** The buyer opens a ticket for the next order. */
  async function openTicket() {
    const order = orders[opened];
    if (!order) return undefined;
    const text = words.texts[opened++];
    const [{ id, quantity, paid }] = order.items;
    const request = { refundOnly: false, reason: 'damaged', text, items: [{ itemId: id, quantity }], amount: paid };
    const ticket = await backend.create({ type: 'return-refund', orderId: order.id, locale, request });
    return ticket.id;
  }

  return {
    client,
    backend,
    openTicket,
    /** Whether the buyer has another order. */
    hasMore: () => opened < orders.length,
    /** Lets a day pass: deadlines come nearer, and what is due happens. */
    letDayPass: () => backend.advance(DAY_MS),
    close: () => client.close(),
  };
}

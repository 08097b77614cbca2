// The buyer: Converse as it is. The shop's app has a button that opens a ticket.
import { loadConverse, openChat, signIn } from './chat.js';

const form = document.querySelector('form');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const orderId = new FormData(form).get('order');
  const { token } = await signIn('wang');
  const response = await fetch('/v1/tickets', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': `return-${orderId}`,
    },
    body: JSON.stringify({
      type: 'return-refund',
      orderId,
      locale: 'en',
      request: {
        refundOnly: false,
        reason: 'damaged',
        text: 'One has a chip in the rim.',
        items: [{ itemId: 'mug', quantity: 1 }],
        amount: { amountMinor: 12_900, currency: 'CNY' },
      },
    }),
  });
  form.querySelector('output').value = response.ok ? 'The shop has your request.' : 'That did not work.';
});

await openChat(await loadConverse(), await signIn('wang'));

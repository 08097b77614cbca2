// The shop's agent: Converse with Sidecard. Cards come as messages, because the backend posts them.
import { createClient, httpTransport } from '@sidecard/client';
import { loadConverse, openChat, signIn } from './chat.js';
import { addSidecard } from './sidecard-plugin.js';

const account = await signIn('li');
document.querySelector('sidecard-provider').client = createClient({
  transport: httpTransport({ url: location.origin }),
  getToken: async () => (await signIn('li')).token,
});
const converse = await loadConverse();
addSidecard(converse);
await openChat(converse, account, ['sidecard']);

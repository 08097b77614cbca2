import { titleBadge } from '@sidecard/elements';
import '@sidecard/elements/workbench';
import type { SidecardProvider } from '@sidecard/elements';
import type { SidecardWorkbench } from '@sidecard/elements/workbench';
import { STAGE_AGENT, type Me } from '../../shared/world.js';
import { deliver } from '../shared/deliver.js';
import { openHost } from '../shared/host.js';
import { part, readPage, textsFor } from '../shared/page.js';
import { WORKBENCH_TEXTS } from './texts.js';

// The workbench in a page of its own, for the same accounts as the agent's window. The page's fragment is the workbench's address.
const page = readPage(STAGE_AGENT);
const texts = textsFor(WORKBENCH_TEXTS, page.locale);
const { client, relay, backend } = openHost(page);
deliver(client, relay);

const chat = part('chat') as HTMLAnchorElement;
chat.href = `/${location.search}`;
chat.textContent = texts.toChat;

const workbench = part('workbench') as SidecardWorkbench;
const follow = (): void => {
  workbench.path = location.hash.slice(1);
};
workbench.hrefOf = (path) => `#${path}`;
workbench.addEventListener('sidecard-navigate', ({ detail }) => {
  if (detail.replace) history.replaceState(null, '', `#${detail.path}`);
  else history.pushState(null, '', `#${detail.path}`);
});
addEventListener('popstate', follow);
follow();
// An empty text stands for the default: an hour and ten minutes before a deadline.
Object.assign(part('provider') as SidecardProvider, { client, deadlineWarnings: '' });
titleBadge(client);
workbench.focus();

const me = await backend.read<Me>('/demo/me');
document.title = `${texts.title(me.names[page.locale])} · Sidecard`;

// The shop's webhooks are its main account's.
if (me.accounts.some(({ id, main }) => id === me.id && main)) {
  const webhooks = part('webhooks') as HTMLAnchorElement;
  webhooks.href = `/webhooks${location.search}`;
  webhooks.textContent = texts.toWebhooks;
  webhooks.hidden = false;
}

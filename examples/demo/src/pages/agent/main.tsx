import '@chatui/core/dist/index.css';
import './agent.css';
import { titleBadge } from '@sidecard/elements';
import { createRoot } from 'react-dom/client';
import { STAGE_AGENT, type ConversationInfo, type Me } from '../../shared/world.js';
import { openHost } from '../shared/host.js';
import { part, readPage, textsFor } from '../shared/page.js';
import { App } from './app.js';
import { deliver } from '../shared/deliver.js';
import { openReadMarks } from './read-marks.js';
import { AGENT_TEXTS } from './texts.js';

// The agent's window: a chat built with a chat kit, with Sidecard inside.
const page = readPage(STAGE_AGENT);
const texts = textsFor(AGENT_TEXTS, page.locale);
const host = openHost(page);
deliver(host.client, host.relay);

const [me, conversations] = await Promise.all([
  host.backend.read<Me>('/demo/me'),
  host.backend.read<readonly ConversationInfo[]>('/demo/conversations'),
]);
document.title = `${texts.title(me.names[page.locale])} · Sidecard`;
titleBadge(host.client);
createRoot(part('app')).render(
  <App host={host} me={me} conversations={conversations} readMarks={openReadMarks(me.id)} texts={texts} />,
);

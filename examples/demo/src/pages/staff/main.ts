import { STAFF_ID } from '../../shared/world.js';
import { h } from '../shared/dom.js';
import { openHost } from '../shared/host.js';
import { part, readPage, textsFor } from '../shared/page.js';
import { openCase, type Case } from './case.js';
import { createQueue } from './queue.js';
import { STAFF_TEXTS } from './texts.js';

// The platform's desk, where staff hear both sides and rule: the host's own user interface, built on Sidecard's client, with a staff token.
const page = readPage(STAFF_ID);
const texts = textsFor(STAFF_TEXTS, page.locale);
const { client } = openHost(page);

document.title = `${texts.queue} · Sidecard`;
part('title').textContent = texts.queue;
part('queue-title').textContent = texts.queue;
part('filter').setAttribute('aria-label', texts.queue);

let open: (Case & { readonly id: string }) | undefined;
/** Set once the user has used the list: from then on, nothing opens automatically. */
let touched = false;

const queue = createQueue({
  client,
  locale: page.locale,
  texts,
  onChoose: (id) => {
    touched = true;
    choose(id);
    part('case').querySelector<HTMLElement>('button')?.focus();
  },
});

function choose(id: string | undefined): void {
  if (open && open.id === id) return;
  open?.stop();
  open = id === undefined ? undefined : { id, ...openCase(id, client, { locale: page.locale, texts, onBack: leave }) };
  part('desk').toggleAttribute('data-open', open !== undefined);
  part('case').replaceChildren(open ? open.root : h('p', { class: 'empty muted' }, texts.choose));
  show();
}

function leave(): void {
  touched = true;
  const id = open?.id;
  choose(undefined);
  if (id !== undefined)
    part('list')
      .querySelector<HTMLElement>(`[data-ticket="${CSS.escape(id)}"]`)
      ?.focus();
}

function show(): void {
  const tickets = [...client.tickets.get().values()].sort((one, other) => other.updatedAtMs - one.updatedAtMs);
  queue.show(tickets, open?.id);
}

choose(undefined);
client.tickets.subscribe((tickets) => {
  show();
  const calls = [...tickets.values()].find(({ intervention }) => intervention !== 'none');
  if (!touched && !open && calls) choose(calls.id);
});
client.connection.subscribe(({ state }) => {
  part('line').textContent = state === 'offline' || state === 'stale' ? texts.reconnecting : '';
});

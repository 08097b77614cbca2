import { label } from '@sidecard/core';
import type { StaffMessageView, TicketView } from '@sidecard/core/wire';
import { STAFF_ID, STAGE_AGENT, STAGE_BUYER, STAGE_SHOP, type StageInfo } from '../../shared/world.js';
import { h } from '../shared/dom.js';
import { openHost } from '../shared/host.js';
import { icon } from '../shared/icon.js';
import { part, readPage, textsFor } from '../shared/page.js';
import { createDirections } from './directions.js';
import { createFrames } from './frames.js';
import { newest, storyOf } from './story.js';
import { STAGE_TEXTS, STEPS } from './texts.js';

// The stage: three pages, each on its own origin, side by side. It follows the ticket with a staff token, to show its progress.
const page = readPage(STAFF_ID);
const texts = textsFor(STAGE_TEXTS, page.locale);
const { client, relay, backend } = openHost({ ...page, as: STAFF_ID });
const account = new URLSearchParams(location.search).get('agent') ?? STAGE_AGENT;

document.title = texts.title;
part('first').textContent = texts.first;
showSettings();

/** How often to refresh which accounts may handle tasks, in milliseconds. */
const POLL_MS = 3_000;
const info = await backend.read<StageInfo>('/demo/stage');
showAccounts(info);
setInterval(() => {
  if (!document.hidden) void backend.read<StageInfo>('/demo/stage').then(showAccounts);
}, POLL_MS);
part('clock').textContent = texts.clock(
  info.minuteMs === 60_000 ? '' : texts.seconds(Math.round(info.minuteMs / 1000)),
);
const frames = createFrames(texts.people);
showFrames();
let asked = 0;
const directions = createDirections({
  locale: page.locale,
  texts,
  // The number makes each URL different, so that the same type can be requested twice.
  ask: (type) => frames.tell('buyer', `ask=${type}&time=${(asked += 1)}`),
  async moveParcel(orderId) {
    await backend.fetch(`/demo/orders/${orderId}/move-on`, { method: 'POST' });
  },
});

let thread: readonly StaffMessageView[] = [];
let followed: string | undefined;
let stopThread = (): void => undefined;
client.tickets.subscribe((tickets) => {
  follow(newest(tickets.values()));
  tell();
});
relay.lines.listen(tell);

/** Follows the staff thread of the newest ticket. */
function follow(view: TicketView | undefined): void {
  if (view?.id === followed) return;
  stopThread();
  followed = view?.id;
  thread = [];
  if (followed === undefined) return;
  stopThread = client.staffThread(followed).subscribe(({ messages }) => {
    thread = messages;
    tell();
  });
}

function tell(): void {
  const view = newest(client.tickets.get().values());
  directions.follow(view);
  part('first').hidden = view !== undefined;
  const { done, now } = storyOf(view, relay.lines.get(), thread);
  const list = part('story');
  list.setAttribute('aria-label', texts.story);
  list.replaceChildren(
    ...STEPS.map((step) =>
      h(
        'li',
        {
          class: step === now ? 'now' : done.has(step) ? 'done' : '',
          title: texts.stepHints[step],
          'data-step': step,
          'data-done': String(done.has(step)),
          ...(step === now ? { 'aria-current': 'step' } : {}),
        },
        done.has(step) && step !== now && icon('check'),
        texts.steps[step],
        done.has(step) && h('span', { class: 'visually-hidden' }, ` (${texts.done})`),
      ),
    ),
  );
}

function showSettings(): void {
  segments('language', texts.language, page.locale, (lang) => ({ lang }), [
    ['zh-CN', '\u4E2D\u6587'],
    ['en', 'English'],
  ]);
  const dark = document.documentElement.dataset['theme']
    ? document.documentElement.dataset['theme'] === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  const button = part('theme');
  button.append(icon(dark ? 'sun' : 'moon'));
  button.setAttribute('aria-label', dark ? texts.toLight : texts.toDark);
  button.addEventListener('click', () => go({ theme: dark ? 'light' : 'dark' }));
}

/** Shows which accounts may handle tasks. The main account can change that at any time. */
function showAccounts({ accounts }: StageInfo): void {
  segments(
    'account',
    texts.account,
    account,
    (as) => ({ agent: as }),
    accounts.map(({ id, names, main, mayHandle }) => [
      id,
      main ? texts.main : texts.sub(label(names, page.locale), mayHandle),
    ]),
  );
}

/** Shows a group of exclusive options. Choosing one reloads the stage: its URL holds its whole state. */
function segments(
  id: string,
  name: string,
  current: string,
  toParams: (value: string) => Record<string, string>,
  options: readonly (readonly [string, string])[],
): void {
  const group = part(id);
  group.setAttribute('aria-label', name);
  for (const [value, text] of options) {
    const known = group.querySelector<HTMLButtonElement>(`[data-value="${CSS.escape(value)}"]`);
    const button = known ?? h('button', { type: 'button', 'data-value': value, onclick: () => go(toParams(value)) });
    if (!known) group.append(button);
    if (id === 'language') button.lang = value;
    button.setAttribute('aria-pressed', String(value === current));
    if (button.textContent !== text) button.textContent = text;
  }
}

function go(params: Readonly<Record<string, string>>): void {
  const url = new URL(location.href);
  for (const [key, value] of Object.entries(params)) url.searchParams.set(key, value);
  location.assign(url);
}

function showFrames(): void {
  const agent = info.accounts.find(({ id }) => id === account)?.names;
  const people = [
    {
      key: 'agent',
      as: account,
      name: texts.agent(agent ? label(agent, page.locale) : account),
      place: texts.agentPlace,
    },
    { key: 'buyer', as: STAGE_BUYER, name: texts.buyer(label(info.buyer, page.locale)), place: texts.buyerPlace },
    { key: 'staff', as: STAFF_ID, name: texts.staff(label(info.staff, page.locale)), place: texts.staffPlace },
  ] as const;
  frames.show(
    people.map(({ key, as, ...rest }) => ({
      key,
      ...rest,
      openAlone: texts.openAlone(rest.name),
      url: addressOf(info.ports[key], as),
    })),
  );
}

function addressOf(port: number, as: string): string {
  const url = new URL(`${location.protocol}//${location.hostname}:${port}/`);
  url.searchParams.set('as', as);
  url.searchParams.set('shop', STAGE_SHOP);
  url.searchParams.set('lang', page.locale);
  const { theme } = document.documentElement.dataset;
  if (theme) url.searchParams.set('theme', theme);
  return url.href;
}

import type { WebhookDeliveryView, WebhookView } from '@sidecard/core/wire';
import type { WebhookDesk } from '../../shared/webhooks.js';
import { bdi, h } from '../shared/dom.js';
import { part, readPage, textsFor } from '../shared/page.js';
import { signIn } from '../shared/sign-in.js';
import { WEBHOOK_TEXTS } from './texts.js';

// The webhooks of a shop, for its main account: where they go, what became of each, and a button that sends one again.
const page = readPage('shanyu-main');
const texts = textsFor(WEBHOOK_TEXTS, page.locale);
const backend = signIn(page);
const timeOf = new Intl.DateTimeFormat(page.locale, { dateStyle: 'short', timeStyle: 'medium' });

/** Counts what is asked for, so that an older answer never replaces a newer one. */
let newest = 0;

document.title = `${texts.title} · Sidecard`;
part('title').textContent = texts.title;
part('refresh').textContent = texts.refresh;
part('refresh').addEventListener('click', () => void load());
const back = part('back') as HTMLAnchorElement;
back.href = `/workbench${location.search}`;
back.textContent = texts.back;
part('failing-label').textContent = texts.failing;
const failing = part('failing') as HTMLInputElement;
failing.addEventListener('change', () => void setFailing());
await load();

async function load(news = ''): Promise<void> {
  const mine = (newest += 1);
  try {
    const desk = await backend.read<WebhookDesk>('/demo/webhooks');
    // What was asked for before something else was done here says what is no longer so.
    if (mine !== newest) return;
    show(desk);
    part('news').textContent = news;
  } catch {
    if (mine === newest) part('news').textContent = texts.failed;
  }
}

async function setFailing(): Promise<void> {
  newest += 1;
  const body = JSON.stringify({ failing: failing.checked });
  try {
    const { ok } = await backend.fetch('/demo/webhooks/receiver', { method: 'POST', body });
    await load(ok ? '' : texts.failed);
  } catch {
    // What the list was last asked for counts no more.
    await load(texts.failed);
  }
}

async function sendAgain(webhookId: string, deliveryId: string): Promise<void> {
  const path = `/demo/webhooks/${encodeURIComponent(webhookId)}/${encodeURIComponent(deliveryId)}/send`;
  try {
    const { ok } = await backend.fetch(path, { method: 'POST' });
    await load(ok ? texts.sent : texts.failed);
  } catch {
    part('news').textContent = texts.failed;
  }
  // The list is new, and so is the button.
  [...document.querySelectorAll<HTMLElement>('[data-delivery]')]
    .find((button) => button.dataset['delivery'] === deliveryId)
    ?.focus();
}

function show({ webhooks, failing: isFailing }: WebhookDesk): void {
  failing.checked = isFailing;
  const sections = webhooks.map(({ webhook, deliveries }) => section(webhook, deliveries));
  part('list').replaceChildren(...(sections.length > 0 ? sections : [h('p', { class: 'muted' }, texts.none)]));
}

function section(webhook: WebhookView, deliveries: readonly WebhookDeliveryView[]): HTMLElement {
  const { columns } = texts;
  const state = webhook.stopped ? texts.stopped[webhook.stopped] : texts.active;
  const failures = webhook.failures > 0 && ` · ${texts.failures(webhook.failures)}`;
  const head = Object.values(columns).map((name) => h('th', { scope: 'col' }, name));
  const rows = deliveries.map((delivery) => row(webhook.id, delivery));
  return h(
    'section',
    { 'aria-label': webhook.id },
    h('h2', {}, bdi(webhook.url)),
    h('p', { class: webhook.stopped ? 'failed' : 'muted' }, state, failures),
    rows.length > 0
      ? h('table', {}, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...rows))
      : h('p', { class: 'muted' }, texts.nothingSent),
  );
}

function row(webhookId: string, { id, type, state, atMs, attempts, nextAtMs, last }: WebhookDeliveryView): HTMLElement {
  const { columns, types, lasts } = texts;
  // A later release may tell of more.
  const name = (types as Readonly<Record<string, string>>)[type] ?? type;
  const answer =
    last && (last.failure && last.failure !== 'status' ? lasts[last.failure] : `HTTP ${last.status ?? ''}`);
  // One whose time has come waits for an earlier one of its ticket.
  const next = nextAtMs !== undefined && nextAtMs > Date.now() ? bdi(timeOf.format(nextAtMs)) : '–';
  const button = h(
    'button',
    {
      ...{ type: 'button', class: 'button', 'aria-label': texts.sendAgain(name), 'data-delivery': id },
      onclick: () => void sendAgain(webhookId, id),
    },
    texts.again,
  );
  return h(
    'tr',
    {},
    h('td', { 'data-label': columns.event }, h('span', {}, name, ' ', bdi(timeOf.format(atMs)))),
    h('td', { 'data-label': columns.state, ...(state === 'failed' ? { class: 'failed' } : {}) }, texts.states[state]),
    h('td', { 'data-label': columns.attempts }, String(attempts)),
    h('td', { 'data-label': columns.next }, next),
    h('td', { 'data-label': columns.last }, answer ?? '–'),
    h('td', { 'data-label': columns.action }, button),
  );
}

import { isDeepStrictEqual } from 'node:util';
import { cardMessageId } from '@sidecard/core';
import type { TicketAnswer, TicketView } from '@sidecard/core/wire';
import type { Instance } from './cluster.ts';
import { LightRequest } from './messages.ts';
import { MERCHANT, SERVER_URL } from './names.ts';
import { PEOPLE, SUB, SUB2, tokenFor } from './people.ts';
import type { Tab } from './tab.ts';
import { isKept, isLost, isOverwritten, isRefusalLost, timesStored } from './kept.ts';
import { falselyLive } from './liveness.ts';
import { isPresent, overtaken } from './order.ts';
import { mendLink, perform } from './workload.ts';
import { GOOD } from './conditions.ts';
import { POLICY } from '../support/tickets.ts';
import { stateOf, type World } from './world.ts';

/** How long what is left may take once everything works again, in milliseconds. */
const HEALING_MS = 150_000;
/** How soon others read where the pages that read for them stand still, in milliseconds: the judge looks whether what they show is true. */
const STOOD_STILL_MS = 25_000;
/** What people do when servers do not hear of each other. */
const LAST_STEPS = ['reply', 'grant', 'reply', 'act', 'revoke', 'act', 'reply'] as const;
/** How soon all are live again after their streams have broken where everything works, in milliseconds. */
const AGAIN_MS = 4_000;
/** How often the judge looks whether it is over. */
const SLICE_MS = 5_000;
/** How long a page may be stale that asks for events, and meets a server of the previous release, which answers with a stream, in milliseconds. */
const STALE_MS = 30_000;
/** How long a text may be in memory only, where storage is slow, in milliseconds. */
const UNSAVED_MS = 4_000;

/** A page that is open and does not stand still. One of the previous release may wait for ever for a token that never comes. */
const isAtWork = ({ awake, isPrevious, waitsForToken }: Tab): boolean => awake && !(isPrevious && waitsForToken);

/** What is wrong, if anything. */
type Finding = string | undefined;

/** What holds after every step. */
export const ALWAYS: Readonly<Record<string, (world: World) => Finding>> = {
  /** No page says for long that it is live while nothing can reach it. */
  'live is true': ({ tabs, scheduler: { nowMs } }) => falselyLive(tabs.filter(isPresent), nowMs),
  /** What was acknowledged is in the store, once. */
  'acknowledged is stored once': (world) => {
    for (const typed of world.typed) {
      if (!typed.sent) continue;
      const count = timesStored(world, typed);
      const refusal = typed.result?.status === 'refused' ? typed.result.error.code : typed.refusal;
      if (count > 1) return `“${typed.text}” of ${typed.tab.name} is stored ${count} times`;
      if (count === 0 && typed.result?.status === 'confirmed')
        return `“${typed.text}” of ${typed.tab.name} is confirmed and gone`;
      if (
        count > 0 &&
        !typed.tab.realm.stuck &&
        // Who opens a page meanwhile finds the entry as it was, and sends it.
        !isRefusalLost(typed) &&
        // A refusal is not kept: the same request may be allowed a moment later.
        !world.network.repeated.some((body) => body.includes(JSON.stringify(typed.text))) &&
        refusal !== undefined &&
        refusal !== 'closed' &&
        refusal !== 'network'
      ) {
        return `“${typed.text}” of ${typed.tab.name} was refused (${refusal}) and stored`;
      }
    }
    return undefined;
  },
  /** What somebody sends is stored in their name. */
  'in the sender’s name': ({ histories, typed }) => {
    for (const { text, account, sent, ticketId } of typed) {
      const quoted = JSON.stringify(text);
      const by = sent ? histories.get(ticketId)?.said.find((each) => each.text.includes(quoted))?.by : undefined;
      if (by !== undefined && account !== undefined && by !== account) return `“${text}” of ${account} is ${by}’s`;
    }
    return undefined;
  },
  /** What a page sends about one ticket is stored in this order. */
  'stored in order': overtaken,
};

/** Judges what a page shows, whenever it shows anything. */
export function watchViews(world: World): void {
  world.onLink = (browser) => {
    const found = falselyLive(
      world.tabs.filter((tab) => tab.browser === browser && isPresent(tab)),
      world.scheduler.nowMs,
    );
    if (found !== undefined) world.violate('live is true', found);
  };
  const shown = new Map<string, Map<string, number>>();
  world.onShown = (tab, view) => {
    const history = world.histories.get(view.id);
    if (!history?.states.has(stateOf(view))) {
      world.violate('only what was is shown', `${tab.name} shows ${view.id} as ${stateOf(view)}`);
      return;
    }
    const reader = `${tab.name} ${tab.accountChanges}`;
    const seen = shown.get(reader) ?? new Map<string, number>();
    shown.set(reader, seen);
    const latest = view.history.at(-1);
    const at = (latest && history.entries.get(latest.id)) ?? -1;
    if (latest && at < 0)
      world.violate('only what was is shown', `${tab.name} shows an entry ${latest.id} that never was`);
    // Versions count from 1; entries count what does not change the version.
    // A page of the previous release looks at the version alone.
    const place = view.version * 10_000 + (tab.isPrevious ? 0 : at);
    if (place < (seen.get(view.id) ?? -1)) {
      world.violate(
        'no way back',
        `${tab.name} shows ${view.id} at version ${view.version} after ${seen.get(view.id)}`,
      );
    }
    seen.set(view.id, Math.max(place, seen.get(view.id) ?? -1));
  };
}

/** Ends everything that goes wrong, and opens a page for everybody. @returns what does not hold in the end */
export async function heal(world: World): Promise<readonly [name: string, found: string] | undefined> {
  const { conditions, cluster, tabs, browsers, scheduler, violations } = world;
  scheduler.note('heal');
  Object.assign(conditions, GOOD);
  world.healedAtMs = scheduler.nowMs;
  while (cluster.instances.length < 2) cluster.start();
  for (const browser of browsers.values()) mendLink(world, browser);
  // Nobody waits for pages that stand still: in half of the seeds they do until everything else is in order.
  if (world.seed % 2 === 0 && !world.programs.previous && tabs.some(({ alive, awake }) => alive && !awake)) {
    scheduler.note('the others stand still');
    const found = await last(world, MEANWHILE, HEALING_MS);
    if (found) return found;
  }
  // In a quarter of the seeds the agents have gone: what is theirs to post, others post.
  const gone = world.seed % 4 === 1 ? [SUB, SUB2] : [];
  for (const tab of tabs.filter(({ alive, person }) => alive && gone.includes(person))) {
    if (tab.awake) tab.close();
    else tab.die();
  }
  // What pages left that have crashed is sent by the next page.
  for (const person of PEOPLE) if (!gone.includes(person)) world.open(person);
  if (gone.length > 0) {
    scheduler.note('the agents have gone');
    const found = await last(world, ['all is delivered'], HEALING_MS);
    if (found) return found;
    for (const person of gone) world.open(person);
  }
  for (const tab of tabs) tab.show(scheduler.nowMs);
  // In half of the seeds no server hears of another one any more, or only what is not yet there, and people go on.
  if (world.seed % 2 === 1) {
    if (world.seed % 4 === 3) conditions.hintLoss = 1;
    else conditions.early = 1;
    for (const [at, kind] of LAST_STEPS.entries()) {
      perform(world, { kind, who: world.dice.bits(), what: world.dice.bits(), how: world.dice.bits(), waitMs: at });
      await runFor(world, 300);
    }
  }
  // What holds early must hold later too: a part of the seeds goes on for the whole time.
  let leftMs = HEALING_MS;
  if (world.seed % 16 === 0) {
    await runFor(world, HEALING_MS);
    leftMs = world.programs.previous ? STALE_MS : 0;
  }
  const lacks = await last(world, Object.keys(IN_THE_END), leftMs);
  if (lacks || violations.length > 0) return lacks;
  const streams = [...browsers.values()].flatMap(({ link }) => [...link.streams]);
  if (world.seed % 4 === 0) {
    for (const { realm } of streams) if (!realm.dead) realm.freeze();
    await runFor(world, STOOD_STILL_MS);
  }
  if (world.seed % 4 !== 2) return undefined;
  for (const stream of streams) stream.reset();
  await runFor(world, AGAIN_MS);
  // Long polls begin again and again where no server knows those of another one.
  const slow = tabs.filter(isAtWork).find(({ client }) => {
    const { by, state } = client.connection.get();
    return by === 'stream' && state !== 'live';
  });
  return slow && ['all are live', `${slow.name} is not live again soon`];
}

/** Waits until everything holds. @returns what still does not when the time is over */
async function last(
  world: World,
  names: readonly string[],
  mostMs: number,
): Promise<readonly [name: string, found: string] | undefined> {
  for (let leftMs = mostMs; ;) {
    leftMs -= await runFor(world, SLICE_MS);
    const found = world.violations.length > 0 ? undefined : await lacking(world, names);
    if (!found || leftMs <= 0) return found;
  }
}

async function runFor({ scheduler, violations }: World, ms: number): Promise<number> {
  await scheduler.run(ms, () => violations.length > 0);
  return ms;
}

/** The first of what must hold in the end that does not hold yet. */
async function lacking(
  world: World,
  names: readonly string[],
): Promise<readonly [name: string, found: string] | undefined> {
  for (const name of names) {
    const found = await IN_THE_END[name]?.(world);
    if (found !== undefined) return [name, found];
  }
  return undefined;
}

/** What holds of pages that are awake, also while others of their browser stand still. */
const MEANWHILE = ['all are live', 'outboxes are empty', 'permissions are known', 'all show the truth'];

/** What holds once everything works again, and has had time. */
export const IN_THE_END: Readonly<Record<string, (world: World) => Finding | Promise<Finding>>> = {
  /** Every page is live. */
  'all are live': (world) => {
    const atWork = world.tabs.filter(isAtWork);
    world.judged.previous = atWork.filter(({ isPrevious }) => isPrevious).length;
    const tab = atWork.find(({ client }) => client.connection.get().state !== 'live');
    return tab && `${tab.name} is ${tab.client.connection.get().state}`;
  },
  /** Nothing waits to be sent. */
  'outboxes are empty': ({ tabs, browsers }) => {
    for (const tab of tabs.filter(isAtWork)) {
      const entry = tab.client.outbox.get().find(({ state }) => state !== 'refused');
      if (entry) return `${tab.name} still has ${JSON.stringify(entry)}`;
    }
    const standStill = tabs.some(({ alive, awake }) => alive && !awake);
    for (const [name, { disk, sharesPages }] of browsers) {
      // What another page has left only one finds that is opened later: while some stand still, none is.
      if (!sharesPages && standStill) continue;
      for (const [key, value] of disk) {
        const isHere = tabs.some(
          ({ awake, account, browser, realm }) =>
            // A page that has given its storage up can change nothing there.
            awake && !realm.stuck && browser.disk === disk && key.includes(`/${account}/`),
        );
        if (isHere && key.startsWith('outbox/') && (value as { state?: string }).state !== 'refused')
          return `${name} has stored ${JSON.stringify(value)}`;
      }
    }
    return undefined;
  },
  /** Pages of an account that know of each other show the same drafts, and the same outbox. */
  'pages agree': ({ tabs }) => {
    const shown = new Map<string, readonly [tab: Tab, what: string]>();
    // A refusal that could not be stored is in the pages that were open then: the entry must not be found as it was before, and sent.
    const refusing = new Set(tabs.filter(({ realm }) => realm.stuck || realm.unsaved).map(({ browser }) => browser));
    for (const tab of tabs) {
      // A page that has given its storage up has no drafts of others.
      if (!tab.alive || !tab.browser.sharesPages || tab.realm.stuck || !isPresent(tab)) continue;
      const outbox = tab.client.outbox
        .get()
        .filter(({ state }) => state !== 'refused' || !refusing.has(tab.browser))
        .map(({ key }) => key);
      const said: [string, unknown][] = [['outbox', outbox.sort()]];
      for (const id of tab.watched) {
        const drafts = [...tab.client.drafts.all(id).get()];
        // Two texts that were written at once are kept side by side, and each page has its own in the field.
        const beside = new Set(drafts.flatMap(([form]) => (form.includes('~') ? [form.split('~')[0]] : [])));
        for (const [form, draft] of drafts) if (!beside.has(form)) said.push([`${id} ${form}`, draft]);
      }
      for (const [of, value] of said) {
        const place = `${tab.browser.link.name} ${tab.account} ${of}`;
        const what = JSON.stringify(value);
        const [other, others] = shown.get(place) ?? [tab, what];
        if (others !== what) return `${tab.name} has ${of} as ${what}, ${other.name} as ${others}`;
        shown.set(place, [tab, what]);
      }
    }
    return undefined;
  },
  /** Every card and reply was posted, and the server knows. */
  'all is delivered': async ({ cluster: { store }, scheduler }) => {
    const accounts = PEOPLE.filter(({ party }) => party === 'merchant').map(({ accountId }) => accountId);
    const open = await store.openDeliveries(MERCHANT, accounts, scheduler.nowMs * 2 + 1e13);
    return open.length > 0
      ? JSON.stringify(open.map(({ kind, accountId, ticketId }) => ({ kind, accountId, ticketId })))
      : undefined;
  },
  /** What the server takes for delivered was posted. */
  'delivered is posted': ({ cards, replies, histories }) => {
    for (const { events } of histories.values()) {
      for (const event of events) {
        const { entry } = JSON.parse(event) as { entry?: { sentMessage?: { messageId: string } } };
        const id = entry?.sentMessage?.messageId;
        if (id !== undefined && !replies.has(id)) return `the reply ${id} was never posted`;
      }
    }
    for (const [id, { events }] of histories) {
      const { created } = JSON.parse(events[0]!) as { created: { type: string } };
      if (POLICY.coveredTypes.includes(created.type) && !cards.has(cardMessageId(id)))
        return `the card of ${id} was never posted`;
    }
    return undefined;
  },
  /** Every page knows what its account may do. */
  'permissions are known': async ({ tabs, cluster: { store } }) => {
    for (const { person, client, name, account: accountId = '' } of tabs.filter(isAtWork)) {
      if (person.party !== 'merchant') continue;
      const [account] = await store.findAccounts([{ merchantId: MERCHANT, accountId }]);
      const known = client.session.get()?.permissions ?? [];
      if (!isDeepStrictEqual([...known].sort(), [...(account?.permissions ?? [])].sort()))
        return `${name} believes ${known.join()}`;
    }
    return undefined;
  },
  /** What was promised to be sent later was sent, or its text is kept with why not. */
  'queued is stored or kept': (world) => {
    for (const typed of world.typed) {
      if (typed.result?.status !== 'queued' || typed.dismissed || isLost(typed.tab) || !isPresent(typed.tab)) continue;
      if (timesStored(world, typed) === 0 && !isKept(world, typed))
        return `“${typed.text}” of ${typed.tab.name} is gone`;
    }
    return undefined;
  },
  /** A text that was typed is in its field, in storage, in the outbox, or in the store. */
  'texts are kept': (world) => {
    world.judged.texts = 0;
    for (const typed of world.typed) {
      const { tab, atMs, rewritten, dismissed, text } = typed;
      if (rewritten || dismissed || typed.form === 'create' || !typed.wasDraft || isLost(tab)) continue;
      // In the previous release, the last page that writes in a field wins.
      if (!isPresent(tab) || isOverwritten(world, typed)) continue;
      // Written in the last moment before a crash. Time in which the page slept does not count.
      const awakeMs = (tab.diedAtMs ?? Infinity) - Math.max(atMs, tab.awakeSinceMs);
      if (!tab.realm.leaves && awakeMs < UNSAVED_MS) continue;
      world.judged.texts++;
      if (timesStored(world, typed) === 0 && !isKept(world, typed))
        return `“${text}” of ${tab.name} (${typed.form}, ${JSON.stringify(typed.result)?.slice(0, 90)}) is gone`;
    }
    return undefined;
  },
  /** Every page shows what the server answers now. */
  'all show the truth': async (world) => {
    const truths = new Map<string, readonly (TicketView | undefined)[]>();
    // Two releases may answer in two ways: a page shows what one of them says.
    const servers = world.programs.previous ? world.cluster.instances : world.cluster.instances.slice(0, 1);
    for (const tab of world.tabs.filter(isAtWork)) {
      for (const id of tab.watched) {
        const key = `${tab.account} ${id}`;
        let fresh = truths.get(key);
        if (!fresh) {
          const answers = [];
          for (const server of servers) answers.push(await fetchTicket(world, server, tab, id));
          truths.set(key, (fresh = answers));
        }
        const { status, view } = tab.client.ticket(id).get();
        const isRight = fresh.some((answer) => (answer ? isShown(answer, view, world) : status === 'not-found'));
        if (isRight) continue;
        return `${tab.name} of ${tab.account} shows ${id} as ${status}:${difference(view, fresh[0])}`;
      }
    }
    return undefined;
  },
};

/** Whether a page shows an answer. Two releases may list the other cases of an order in two orders. */
function isShown(answer: TicketView, view: TicketView | undefined, { programs }: World): boolean {
  const sorted = (of: TicketView | undefined) =>
    of && { ...of, otherCases: [...(of.otherCases ?? [])].sort((a, b) => (a.ticketId < b.ticketId ? -1 : 1)) };
  return isDeepStrictEqual(
    ...((programs.previous ? [sorted(view), sorted(answer)] : [view, answer]) as [unknown, unknown]),
  );
}

async function fetchTicket(
  { scheduler }: World,
  { server }: Instance,
  { account }: Tab,
  id: string,
): Promise<TicketView | undefined> {
  const person = PEOPLE.find(({ accountId }) => accountId === account)!;
  const headers = { authorization: `Bearer ${tokenFor(person, scheduler.nowMs)}`, 'accept-language': 'en' };
  const asking = server.fetch(new LightRequest(`${SERVER_URL}/v1/tickets/${id}`, { headers }) as never);
  let answer: Response | undefined;
  void asking.then((given) => (answer = given));
  for (let turn = 0; !answer && turn < 1_000; turn++) await scheduler.run(1);
  return answer?.status === 200 ? ((await answer.json()) as TicketAnswer).ticket : undefined;
}

/** Names what two values differ in, with its place. */
function difference(shown: unknown, fresh: unknown, place = ''): string {
  if (isDeepStrictEqual(shown, fresh)) return '';
  const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
    typeof value === 'object' && value !== null;
  if (!isObject(shown) || !isObject(fresh))
    return ` ${place}: ${JSON.stringify(shown)?.slice(0, 200)}, not ${JSON.stringify(fresh)?.slice(0, 200)}`;
  return Object.keys({ ...shown, ...fresh })
    .map((key) => difference(shown[key], fresh[key], `${place}/${key}`))
    .join('');
}

import type { SendCommand } from '@sidecard/client';
import { PERMISSIONS, type TicketType } from '@sidecard/core';
import { requestLimits, type Transition, transitionKey } from '@sidecard/core/authoring';
import type { FieldValues, TicketView } from '@sidecard/core/wire';
import { MAIN, orderOf, type Person, PEOPLE, SUB, SUB2, TYPES } from './people.ts';
import type { Step, StepKind } from './plan.ts';
import { START_MS } from './realm.ts';
import type { Tab } from './tab.ts';
import { follow, remember, sendsAgain, write } from './typing.ts';
import { GOOD, BAD, FAIR, type Conditions } from './conditions.ts';
import type { World } from './world.ts';
import { fill, Random } from '../support/random.ts';
import { contextAt } from '../support/tickets.ts';

/** More pages of one browser than agents have. */
const MOST_TABS = 4;
const MOST_SERVERS = 3;
const HOUR_MS = 3_600_000;

const pick = <Value>(values: readonly Value[], number: number): Value | undefined => values[number % values.length];

/** Lets a step of a plan happen. Steps that do not suit the moment do nothing. */
export function perform(world: World, step: Step): void {
  world.scheduler.note(`step ${step.kind}`);
  STEPS[step.kind](world, step);
}

/** Pages in which somebody can do something. */
const awake = ({ tabs }: World, parties: readonly Person['party'][]): readonly Tab[] =>
  tabs.filter((tab) => tab.awake && !tab.realm.leaves && parties.includes(tab.person.party));

const viewsOf = (tab: Tab): readonly TicketView[] =>
  [...tab.watched].flatMap((id) => {
    const { view } = tab.client.ticket(id).get();
    return view ? [view] : [];
  });

const hasThread = ({ client }: Tab, ticketId: string): boolean =>
  client
    .ticket(ticketId)
    .get()
    .view?.actions.some(({ thread, disabledReason }) => thread && !disabledReason) ?? false;

type ActionView = TicketView['actions'][number];

const offersOf = ({ actions }: TicketView): readonly ActionView[] =>
  actions.filter(({ disabledReason, thread }) => !disabledReason && !thread);

const rowOf = ({ transitions }: TicketType, key: string): Transition | undefined =>
  transitions.find((transition) => transitionKey(transition) === key);

/** Puts texts of our own in the place of those that are made up, so that each can be found again. */
function marked(
  world: World,
  type: string,
  transition: string | undefined,
  fields: FieldValues,
): [FieldValues, string[]] {
  const own = TYPES.get(type);
  const form = transition === undefined ? own?.request : own && rowOf(own, transition)?.fields;
  const texts: string[] = [];
  const filled: Record<string, FieldValues[string]> = { ...fields };
  for (const field of form ?? []) {
    if (field.kind !== 'text' || !(field.key in fields) || field.max < 20) continue;
    const text = world.text().padEnd(field.min, '.');
    texts.push(text);
    filled[field.key] = text;
  }
  return [filled, texts];
}

/** Fills in the form of an action, and sends it. */
function carryOut(world: World, tab: Tab, view: TicketView, action: ActionView, seed: number): void {
  const { command, choice, transition, limits = {} } = action;
  const own = TYPES.get(view.type);
  const row = own && rowOf(own, transition);
  const [fields, [text]] = marked(world, view.type, transition, fill(row?.fields ?? [], limits, new Random(seed)));
  const form = choice === undefined ? command : `${command}/${choice}`;
  if (text !== undefined) write(world, tab, view.id, form, text);
  const sent: SendCommand = { command, fields, ...(choice === undefined ? {} : { choice }) };
  sendsAgain(world, tab, view.id, form);
  const result = tab.client.send(view.id, sent);
  if (text === undefined) void result.catch((error: unknown) => world.fault(`a send rejects: ${String(error)}`));
  else remember(world, tab, view.id, form, text, result);
}

function reply(world: World, tab: Tab, what: number): void {
  const ticketId = pick([...tab.watched].slice(-4), what);
  if (ticketId === undefined) return;
  const text = world.text();
  write(world, tab, ticketId, 'reply', text);
  remember(world, tab, ticketId, 'reply', text, tab.client.send(ticketId, { command: 'reply', fields: { text } }));
}

/** What a server's clock may be wrong by, in hours. */
const SERVER_ERRORS_H = [-3, -0.01, 0, 0.01, 3];

const STEPS: Readonly<Record<StepKind, (world: World, step: Step) => void>> = {
  create(world, { who, what, how }) {
    const tab = pick(awake(world, ['buyer']), who);
    if (!tab) return;
    const orderId = `${tab.person.accountId}-order-${what % 6}`;
    const order = orderOf(orderId)!;
    // Half of them are returns, the type with the longest story.
    const keys = [...TYPES.values()]
      .filter(({ openedBy = ['buyer'] }) => openedBy.includes('buyer'))
      .map(({ key }) => key);
    const type = how % 2 ? 'return-refund' : pick(keys, how >>> 1)!;
    const random = new Random(how);
    const context = contextAt(START_MS + world.scheduler.nowMs);
    const filled = fill(TYPES.get(type)!.request, requestLimits(TYPES.get(type)!, order, context), random);
    const [request, [text]] = marked(world, type, undefined, filled);
    const result = tab.client.create({ type, orderId, request });
    if (text !== undefined) remember(world, tab, '', 'create', text, result);
  },
  act(world, { who, what, how }) {
    const tab = pick(awake(world, ['merchant', 'staff', 'buyer']), who);
    const view = tab && pick(viewsOf(tab), what);
    const action = view && pick(offersOf(view), how);
    if (tab && action) carryOut(world, tab, view, action, what ^ how);
  },
  escalate(world, { who, what, how }) {
    // Shop and staff write to each other about what a buyer has escalated, and a buyer escalates what the shop has declined.
    const offered = (party: Person['party'], wanted: string) =>
      awake(world, [party]).flatMap((tab) =>
        viewsOf(tab).flatMap((view) =>
          offersOf(view)
            .filter(({ command }) => command === wanted)
            .map((action) => [tab, view, action] as const),
        ),
      );
    const chosen = pick(offered('buyer', 'escalate'), who) ?? pick(offered('merchant', 'decline'), who);
    if (chosen) carryOut(world, ...chosen, what ^ how);
  },
  reply(world, { who, what }) {
    const tab = pick(awake(world, ['merchant']), who);
    if (tab) reply(world, tab, what);
  },
  message(world, { who, what, how }) {
    // Mostly where it is possible.
    const able = awake(world, ['merchant', 'staff']).flatMap((each) =>
      [...each.watched].flatMap((id) => (how % 4 === 0 || hasThread(each, id) ? [[each, id] as const] : [])),
    );
    const [tab, ticketId] = pick(able, who ^ what) ?? [];
    if (!tab || !ticketId) return;
    const text = `Secret ${world.text()}`;
    if (world.isMute) return;
    world.secrets.push(text);
    write(world, tab, ticketId, 'staff-message', text);
    const purpose = tab.person.party === 'staff' ? {} : { purpose: 'progress-update' as const };
    remember(world, tab, ticketId, 'staff-message', text, tab.client.sendStaffMessage(ticketId, { ...purpose, text }));
  },
  batch(world, { who }) {
    const tab = pick(awake(world, ['merchant']), who);
    const tickets = [...(tab?.watched ?? [])].slice(-5);
    if (!tab || tickets.length === 0) return;
    tab.client
      .sendBatch(tickets, { command: 'claim', fields: { force: true } })
      .catch((error: unknown) => world.fault(`a batch rejects: ${String(error)}`));
  },
  type(world, { who, what, how }) {
    const tab = pick(awake(world, ['merchant', 'staff']), who);
    // Some of them where another page of the browser has a text.
    const taken = world.typed.filter(
      ({ tab: other, sent, rewritten, account, ticketId: of }) =>
        other !== tab &&
        other.browser === tab?.browser &&
        !sent &&
        !rewritten &&
        account === tab.account &&
        tab.watched.has(of),
    );
    const field = (how >>> 2) % 2 ? pick(taken, what) : undefined;
    const ticketId = field?.ticketId ?? (tab && pick([...tab.watched], what));
    if (!tab || !ticketId) return;
    const form = field?.form ?? pick(['reply', 'decline', 'staff-message'], how)!;
    const text = world.text();
    write(world, tab, ticketId, form, text);
    remember(world, tab, ticketId, form, text);
  },
  'type-and-leave'(world, step) {
    STEPS.type(world, step);
    const typed = world.typed.at(-1);
    if (!typed?.tab.awake || typed.atMs < world.scheduler.nowMs) return;
    world.scheduler.after(step.how % 200, () => typed.tab.awake && typed.tab.close());
  },
  'send-typed'(world, { who }) {
    // Who has signed in since does not have it in their field.
    const waiting = world.typed.filter(
      ({ tab, account, sent, form, rewritten }) =>
        !sent && !rewritten && form === 'reply' && tab.awake && tab.account === account,
    );
    const typed = pick(waiting, who);
    if (!typed) return;
    typed.sent = true;
    typed.sentAt = ++world.sends;
    const { tab, ticketId, text, form } = typed;
    sendsAgain(world, tab, ticketId, form);
    typed.dismissed = false;
    follow(world, typed, tab.client.send(ticketId, { command: 'reply', fields: { text } }));
  },
  watch(world, { who, what }) {
    const tab = pick(awake(world, ['merchant', 'staff', 'buyer']), who);
    const id = pick(world.tickets, what);
    if (id) tab?.watch(world, id);
  },
  'open-tab'(world, { who, what, how }) {
    const person = pick(PEOPLE, who)!;
    const open = world.tabs.filter((tab) => tab.alive && tab.person === person);
    if (open.length >= MOST_TABS) return;
    const tab = world.open(person);
    // Some type at once, in a field that the page has yet to read.
    const fields = world.typed.filter((typed) => typed.tab.browser === tab.browser && !typed.sent);
    const field = how % 2 ? pick(fields, what) : undefined;
    if (!field) return;
    const text = world.text();
    write(world, tab, field.ticketId, field.form, text);
    remember(world, tab, field.ticketId, field.form, text);
  },
  'close-tab'(world, { who }) {
    pick(awake(world, ['merchant', 'staff', 'buyer']), who)?.close();
  },
  reload(world, { who }) {
    const tab = pick(awake(world, ['merchant', 'staff', 'buyer']), who);
    if (!tab) return;
    tab.close();
    world.open(tab.person);
  },
  'crash-tab'(world, { who }) {
    pick(awake(world, ['merchant', 'staff', 'buyer']), who)?.die();
  },
  'freeze-tab'(world, { who, how }) {
    const tab = pick(awake(world, ['merchant', 'staff', 'buyer']), who);
    if (!tab) return;
    tab.document.hidden = true;
    tab.document.dispatchEvent(new Event('visibilitychange'));
    if (how % 3 > 0) tab.freeze();
  },
  'wake-tab'(world, { who }) {
    const asleep = world.tabs.filter(({ alive, realm, document }) => alive && (realm.frozen || document.hidden));
    pick(asleep, who)?.show(world.scheduler.nowMs);
  },
  link(world, { who, what, how }) {
    const { link } = pick([...world.browsers.values()], who)!;
    link.state = what % 2 ? 'down' : 'silent';
    for (const stream of link.streams) {
      if (link.state === 'down') stream.reset();
      else stream.goSilent();
    }
    // Most interruptions are short.
    if (how % 4) world.scheduler.after(500 + (how % 10_000), () => mendLink(world, { link }));
  },
  mend(world, { who }) {
    const broken = [...world.browsers.values()].filter(({ link }) => link.state !== 'up' || link.buffers);
    const browser = pick(broken, who);
    if (!browser) return;
    mendLink(world, browser);
  },
  buffer(world, { who }) {
    pick([...world.browsers.values()], who)!.link.buffers = true;
  },
  'crash-server'(world, { who, how }) {
    const instance = pick(world.cluster.instances, who);
    instance?.crash();
    if (instance) replace(world, how);
  },
  'stop-server'(world, { who, how }) {
    const instance = pick(world.cluster.instances, who);
    if (instance) world.cluster.stop(instance);
    if (instance) replace(world, how);
  },
  'start-server'({ cluster }) {
    if (cluster.instances.length < MOST_SERVERS) cluster.start();
  },
  grant(world, { who, what }) {
    change(world, what, pick([SUB, SUB2], who)!, PERMISSIONS);
  },
  revoke(world, { who, what }) {
    change(world, what, pick([SUB, SUB2], who)!, []);
  },
  'sign-in'(world, { who, what, how }) {
    // Colleagues share a computer, and take turns.
    const tab = pick(
      awake(world, ['merchant']).filter(({ person }) => person !== MAIN),
      who,
    );
    if (!tab) return;
    tab.person = tab.person === SUB ? SUB2 : SUB;
    tab.signedInAtMs = world.scheduler.nowMs;
    world.scheduler.note(`${tab.name} is ${tab.person.accountId} from now on`);
    if (how % 2) tab.client.refresh();
    // The page does not know yet.
    if (how % 4 === 1) reply(world, tab, what);
  },
  leap({ scheduler, tabs, browsers }, { how }) {
    // All devices sleep, and what they had open has ended when they wake.
    for (const { link } of browsers.values()) for (const stream of link.streams) stream.goSilent();
    const ms = pick([0.02, 1, 9, 30, 80], how)! * HOUR_MS;
    scheduler.leap(ms);
    for (const tab of tabs) {
      tab.realm.sleep(ms);
      tab.awakeSinceMs = scheduler.nowMs;
    }
  },
  clock(world, { who, how }) {
    const { accountId } = pick(PEOPLE, who)!;
    for (const { realm, person } of world.tabs) {
      if (person.accountId === accountId) realm.wallErrorMs = pick([-3, -0.01, 0, 0.05, 3], how)! * HOUR_MS;
    }
  },
  'server-clock'({ cluster }, { who, how }) {
    const instance = pick(cluster.instances, who);
    if (instance) instance.realm.wallErrorMs = pick(SERVER_ERRORS_H, how)! * HOUR_MS;
  },
  good: ({ conditions }) => settle(conditions, GOOD),
  fair: ({ conditions }) => settle(conditions, FAIR),
  bad: ({ conditions }) => settle(conditions, BAD),
  'full-disk': ({ conditions }, { how }) => void (conditions.disk = how % 2 ? 0.7 : 0),
  refresh(world, { who }) {
    pick(awake(world, ['merchant', 'staff', 'buyer']), who)?.client.refresh();
  },
  dismiss(world, { who }) {
    const tab = pick(awake(world, ['merchant']), who);
    const entry = tab?.client.outbox.get().find(({ state }) => state === 'refused');
    if (!tab || !entry) return;
    const text = entry.command.fields?.['text'];
    for (const typed of world.typed) if (typed.text === text) typed.dismissed = true;
    tab.client.dismiss(entry.key);
  },
};

/** Whoever runs the servers starts another one, most of the time. */
function replace({ cluster, scheduler }: World, how: number): void {
  if (how % 4 === 0) return;
  scheduler.after(50 + (how % 4_000), () => {
    if (cluster.instances.length < 2) cluster.start();
  });
}

function settle(conditions: Conditions, next: Conditions): void {
  const { disk } = conditions;
  Object.assign(conditions, next, { disk });
}

export function mendLink(world: World, { link }: { readonly link: World['tabs'][number]['browser']['link'] }): void {
  const wasDown = link.state === 'down';
  link.state = 'up';
  link.buffers = false;
  for (const { realm, browser } of world.tabs) {
    if (wasDown && browser.link === link) realm.enter(() => realm.events.dispatchEvent(new Event('online')));
  }
}

/** The main account changes what another one may do. */
function change(
  world: World,
  what: number,
  person: Person,
  permissions: readonly (typeof PERMISSIONS)[number][],
): void {
  const tab = pick(
    awake(world, ['merchant']).filter((each) => each.person === MAIN),
    what,
  );
  tab?.client.accounts
    .setPermissions(person.accountId, permissions)
    .catch((error: unknown) => world.fault(`a grant rejects: ${String(error)}`));
}

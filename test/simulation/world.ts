import type { Client } from '@sidecard/client';
import type { TicketView } from '@sidecard/core/wire';
import { Browser } from './browser.ts';
import { Cluster, type Committed } from './cluster.ts';
import { CHAT_IS_DOWN } from './names.ts';
import { Network } from './network.ts';
import { endOfToken, MAIN, BUYER, BUYER2, type Person, PEOPLE, STAFF, SUB, SUB2 } from './people.ts';
import type { Programs } from './programs.ts';
import { Dice } from './random.ts';
import type { Realm } from './realm.ts';
import { Scheduler } from './scheduler.ts';
import { Tab, type Typed } from './tab.ts';
import { GOOD, type Conditions } from './conditions.ts';
import { REQUEST } from '../support/tickets.ts';

type CardDelivery = Parameters<Parameters<Client['cards']['subscribe']>[0]>[0];
type ReplyDelivery = Parameters<Parameters<Client['replies']['subscribe']>[0]>[0];

/** How long after a page has stood still another one may send what it was sending, in milliseconds. */
const ROUSED_MS = 2_000;

/** How long after everything works again a stream may end because of what happened before, in milliseconds. */
const CALM_MS = 2_000;
/** A server may end a stream that is older, in milliseconds. */
const OLD_MS = 600_000;

/** An invariant that does not hold. */
export class Violation extends Error {
  readonly invariant: string;

  constructor(invariant: string, detail: string) {
    super(`${invariant}: ${detail}`);
    this.invariant = invariant;
  }
}

/** What the store has had of a ticket. */
export interface TicketHistory {
  /** Every state that it was in. */
  readonly states: Map<string, number>;
  /** Place of each entry of its history, by id. */
  readonly entries: Map<string, number>;
  /** Its events, as JSON, in the order of their commits. */
  readonly events: string[];
  /** What each of them says, as JSON, and who says it. */
  readonly said: { readonly text: string; readonly by: string | undefined }[];
}

/** What a ticket's state is, of all that every party is shown. */
export const stateOf = ({
  version,
  workflow,
  intervention,
  settlement,
}: Pick<TicketView, 'version' | 'workflow' | 'intervention' | 'settlement'>): string =>
  [version, workflow, intervention, settlement].join(' ');

/** A command that waits for its answer. */
interface Underway {
  readonly realm: Realm;
  readonly isOver: () => boolean;
  /** Whose it is. */
  readonly account: string | undefined;
}

/** Everything that a simulation consists of, and what it remembers to judge it. */
export class World {
  readonly seed: number;
  readonly programs: Programs;
  readonly scheduler: Scheduler;
  readonly conditions: Conditions;
  /** Nobody writes to the staff: what the buyers get must be the same. */
  readonly isMute: boolean;
  /** What each buyer has got. */
  readonly heard = new Map<string, string[]>();
  readonly cluster: Cluster;
  readonly network: Network;
  readonly dice: Dice;
  readonly browsers = new Map<string, Browser>();
  readonly tabs: Tab[] = [];
  /** Ids of the tickets, oldest first. */
  readonly tickets: string[] = [];
  /** What the store has had, by ticket. */
  readonly histories = new Map<string, TicketHistory>();
  /** What each ticket was opened with, as JSON, except those that were split from another one. */
  readonly requests: string[] = [];
  readonly typed: Typed[] = [];
  /** Texts of staff messages: no buyer may ever get one. */
  readonly secrets: string[] = [];
  /** By account and message id: how often a card was handed to the host of one page, by page. */
  readonly cards = new Map<string, Map<string, number>>();
  readonly replies = new Map<string, Map<string, number>>();
  /** When an outbox first had a text in its order, in milliseconds, and whose outbox that is. */
  readonly joined = new Map<string, { readonly atMs: number; readonly account: string | undefined }>();
  readonly violations: Violation[] = [];
  /** How much was judged in the end: open pages of the previous release, and texts that must be kept. */
  readonly judged = { previous: 0, texts: 0 };
  /** Since when nothing goes wrong any more. */
  healedAtMs = Infinity;
  texts = 0;
  sends = 0;
  #tabs = 0;
  /** Decides what the host's chat takes. */
  readonly #chat: Dice;
  /** Commands that wait for an answer, by key. */
  readonly #underway = new Map<string, Underway[]>();

  constructor(
    seed: number,
    programs: Programs,
    log?: (line: string) => void,
    { conditions = GOOD, isMute = false } = {},
  ) {
    this.conditions = { ...conditions };
    this.isMute = isMute;
    this.seed = seed;
    this.programs = programs;
    this.scheduler = new Scheduler((error) => this.crash(error), log);
    this.dice = new Dice(seed, 'world');
    this.#chat = new Dice(seed, 'chat');
    const { scheduler } = this;
    const fault = (what: string): void => this.fault(what);
    this.cluster = new Cluster({
      ...{ scheduler, seed, conditions: this.conditions, programs, dice: new Dice(seed, 'cluster'), onFault: fault },
      onCommit: (committed) => this.#onCommit(committed),
    });
    this.network = new Network({
      ...{ scheduler, conditions: this.conditions, cluster: this.cluster, dice: new Dice(seed, 'network') },
      gaps: new Dice(seed, 'gaps'),
      onCommand: (realm, key, isOver) => this.#onCommand(realm, key, isOver),
      onBytes: (realm, text) => this.#onBytes(realm, text),
      onEnd: (realm, { name }, openedAtMs, token) => {
        const { nowMs } = this.scheduler;
        const isOld = nowMs - openedAtMs > OLD_MS || nowMs > endOfToken(token) - CALM_MS;
        if (nowMs - this.healedAtMs > CALM_MS && !isOld) {
          this.violate('streams go on', `${name} ends that of ${realm.name}`);
        }
      },
      onStream: (link) => {
        for (const browser of this.browsers.values()) if (browser.link === link) this.onLink(browser);
      },
    });
    for (const { accountId } of PEOPLE) {
      this.browsers.set(
        accountId,
        new Browser(accountId, { scheduler, conditions: this.conditions, dice: new Dice(seed, accountId) }),
      );
    }
  }

  /** Opens the servers and a page for everybody. */
  async begin(): Promise<void> {
    this.cluster.start();
    this.cluster.start();
    await this.scheduler.run(500);
    // Not all are there from the beginning.
    const others = [SUB, SUB2, STAFF, BUYER2].filter(() => this.dice.chance(0.6));
    for (const person of [MAIN, SUB, BUYER, ...others]) this.open(person);
    await this.scheduler.run(3_000);
    for (const [at, tab] of this.tabs.filter(({ person }) => person.party === 'buyer').entries()) {
      const orderId = `${tab.person.accountId}-order-${at}`;
      void tab.client.create({ type: 'return-refund', orderId, request: REQUEST });
    }
    await this.scheduler.run(2_000);
    for (const tab of this.tabs) for (const id of this.tickets) tab.watch(this, id);
    await this.scheduler.run(1_000);
  }

  open(person: Person): Tab {
    const tab = new Tab(this, this.browsers.get(person.accountId)!, person, ++this.#tabs);
    this.tabs.push(tab);
    for (const id of this.tickets.slice(-2)) tab.watch(this, id);
    return tab;
  }

  /** Ends everything. */
  end(): void {
    for (const { realm } of this.tabs) realm.kill();
    for (const { realm } of [...this.cluster.instances]) realm.kill();
  }

  /** A text that is nowhere else. */
  text(): string {
    return `Text ${++this.texts}.`;
  }

  fault(what: string): void {
    this.violate('no errors', what);
  }

  /** What is said has its place in an account's outbox. */
  join(said: string, account: string | undefined): void {
    const { nowMs: atMs } = this.scheduler;
    for (const text of textsOf(said)) if (!this.joined.has(text)) this.joined.set(text, { atMs, account });
  }

  /** Something threw, and nobody caught it. */
  crash(error: unknown): void {
    const { name, message, stack } = error instanceof Error ? error : { name: typeof error, message: String(error) };
    this.scheduler.aside(() => String(stack));
    this.fault(`nobody catches ${name}: ${message}`);
  }

  violate(invariant: string, detail: string): void {
    this.scheduler.note(`violation of ${invariant}: ${detail}`);
    this.violations.push(new Violation(invariant, detail));
  }

  #onCommit({ ticketId, ticket, events }: Committed): void {
    this.scheduler.note(`commit ${ticketId} ${ticket.version} ${events.join()}`);
    const known = this.histories.get(ticketId) ?? {
      states: new Map<string, number>(),
      entries: new Map<string, number>(),
      events: [],
      said: [],
    };
    if (!this.histories.has(ticketId)) {
      this.tickets.push(ticketId);
      this.histories.set(ticketId, known);
    }
    known.states.set(stateOf(ticket), known.events.length);
    for (const { id } of ticket.history) if (!known.entries.has(id)) known.entries.set(id, known.entries.size);
    known.events.push(...events);
    for (const event of events) {
      const { entry, message, by, created } = JSON.parse(event) as {
        entry?: { fields?: object; sentMessage?: object };
        message?: object;
        by?: { accountId?: string };
        created?: { request: object; splitFrom?: string };
      };
      if (created && created.splitFrom === undefined) this.requests.push(JSON.stringify(created.request));
      known.said.push({ text: JSON.stringify([entry?.fields, entry?.sentMessage, message]), by: by?.accountId });
    }
  }

  onView(tab: Tab, view: TicketView): void {
    if (!tab.alive) return;
    this.onShown(tab, view);
  }

  onShown: (tab: Tab, view: TicketView) => void = () => {};

  /** What a browser's connections are is about to change. */
  onLink: (browser: Browser) => void = () => {};

  onCard(tab: Tab, { messageId }: CardDelivery): void | Promise<void> {
    return this.#onDelivery(this.cards, tab, messageId);
  }

  onReply(tab: Tab, { messageId }: ReplyDelivery): void | Promise<void> {
    return this.#onDelivery(this.replies, tab, messageId);
  }

  /** The host posts a message to the chat, which takes a while. */
  async #onDelivery(to: Map<string, Map<string, number>>, tab: Tab, messageId: string): Promise<void> {
    this.scheduler.note(`${tab.name} posts ${messageId}`);
    // As whom the page acts, not who has signed in meanwhile.
    const reader = `${tab.name} ${tab.accountChanges}`;
    const ms = 5 + tab.realm.dice.unit() * 50;
    await new Promise<void>((resolve) => void tab.realm.after(this.conditions.even ? 30 : ms, resolve));
    if (this.#chat.chance(this.conditions.chat)) throw new Error(CHAT_IS_DOWN);
    const posted = to.get(messageId) ?? new Map<string, number>();
    posted.set(reader, (posted.get(reader) ?? 0) + 1);
    to.set(messageId, posted);
    if ((posted.get(reader) ?? 0) > 1) {
      this.violate('handed over once', `${tab.name} gets ${messageId} again although it was posted`);
    }
  }

  /** Of pages with one outbox, one sends a command at a time, unless the other one has stood still. */
  #onCommand(realm: Realm, key: string, isOver: () => boolean): void {
    const before = this.#underway.get(key)?.filter((each) => !each.isOver() && !each.realm.dead) ?? [];
    const tabOf = (of: Realm): Tab | undefined => this.tabs.find((tab) => tab.realm === of);
    const tab = tabOf(realm);
    this.#underway.set(key, [...before, { realm, isOver, account: tab?.account }]);
    const mine = tab?.browser;
    if (!mine?.sharesPages || mine.hasPrevious) return;
    for (const each of before) {
      const other = tabOf(each.realm);
      if (other === undefined || other.browser !== mine || each.realm === realm || !other.awake) continue;
      // It acts for somebody else by now, and has left that outbox.
      if (other.account !== each.account) continue;
      if (this.scheduler.nowMs - other.awakeSinceMs > ROUSED_MS)
        this.violate('one page sends', `${realm.name} sends ${key}, as ${each.realm.name} does`);
    }
  }

  #onBytes(realm: Realm, text: string): void {
    if (!realm.name.startsWith('buyer')) return;
    const heard = this.heard.get(realm.name);
    if (heard) heard.push(text);
    else this.heard.set(realm.name, [text]);
    const secret = this.secrets.find((each) => text.includes(each));
    if (secret) this.violate('buyers learn nothing', `${realm.name} gets “${secret}”`);
  }
}

/** The texts that somebody typed in what was said, without whether they are secret. */
export const textsOf = (said: string): readonly string[] => said.match(/Text \d+\./g) ?? [];

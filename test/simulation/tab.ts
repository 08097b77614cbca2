import type {
  Client,
  createClient as create,
  httpTransport as transportOf,
  SendResult,
  StaffMessageResult,
} from '@sidecard/client';
import type { Browser } from './browser.ts';
import { LightEventTarget } from './events.ts';
import { CHAT_IS_DOWN, SERVER_URL } from './names.ts';
import { type Person, tokenFor } from './people.ts';
import { releaseOf } from './programs.ts';
import { Realm } from './realm.ts';
import type { World } from './world.ts';

/** A text that somebody typed, or sent. */
export interface Typed {
  readonly text: string;
  readonly ticketId: string;
  readonly form: string;
  readonly tab: Tab;
  /** As whom the page sent it; `undefined` while it did not know. */
  readonly account: string | undefined;
  readonly atMs: number;
  /** What became of it when it was sent. */
  result?: SendResult | StaffMessageResult | undefined;
  sent: boolean;
  /** When it was sent, as the count of all that were; -1 before. */
  sentAt: number;
  /** It stood in a field before. */
  readonly wasDraft: boolean;
  /** Its field has another text since. */
  rewritten: boolean;
  /** Why a new ticket with it was refused after it was promised to be sent later. */
  refusal?: string | undefined;
  /** Storage had no room for its entry in the outbox: a page that is opened later does not find it. */
  unsaved: boolean;
  /** Its entry in the outbox may have been removed by somebody, after it was refused. */
  dismissed: boolean;
}

/** A page of somebody: a client in a realm of its own. */
export class Tab {
  readonly realm: Realm;
  readonly browser: Browser;
  /** Who is signed in. */
  person: Person;
  readonly client: Client;
  readonly number: number;
  /** It is of the previous release. */
  readonly isPrevious: boolean;
  readonly document: LightEventTarget & { hidden: boolean };
  /** Since when it runs without a break, in milliseconds. */
  awakeSinceMs: number;
  /** When it was last shown again without having been asleep. */
  seenAtMs = -1;
  /** Since when it says that it is live. */
  liveSinceMs: number | undefined;
  diedAtMs: number | undefined;
  /** As whom the page acts: it learns with the next token who is signed in. */
  account: string | undefined;
  /** When somebody else last signed in. */
  signedInAtMs = 0;
  /** A request for a token never ended. */
  waitsForToken = false;
  /** How often a token named another account than the one before: until then the page acts as the former one. */
  accountChanges = 0;
  #tokenOf: Person;
  readonly watched = new Set<string>();
  readonly #world: World;

  constructor(world: World, browser: Browser, person: Person, number: number) {
    const { scheduler, seed, programs, network, conditions } = world;
    this.#world = world;
    this.browser = browser;
    this.person = person;
    this.#tokenOf = person;
    this.number = number;
    this.awakeSinceMs = scheduler.nowMs;
    this.document = Object.assign(new LightEventTarget(), { hidden: false });
    const name = `${person.accountId}#${number}`;
    this.realm = new Realm({
      ...{ name, scheduler, seed },
      // It tells what the chat throws, as of any handler.
      onConsole: (text) => String(text).includes(CHAT_IS_DOWN) || world.fault(`${name} writes: ${text}`),
    });
    const release = releaseOf(programs, seed, { browser: browser.link.name, page: name });
    this.isPrevious = release !== programs;
    browser.hasPrevious ||= this.isPrevious;
    this.realm.define({
      fetch: network.fetchOf(this.realm, browser.link),
      navigator: { language: 'en', locks: browser.locksOf(this.realm) },
      document: this.document,
      BroadcastChannel: browser.channelsOf(this.realm),
    });
    const { createClient, httpTransport } = this.realm.load(release.client) as {
      createClient: typeof create;
      httpTransport: typeof transportOf;
    };
    this.client = createClient({
      transport: httpTransport({ url: SERVER_URL }),
      storage: browser.storageOf(this.realm),
      locale: 'en',
      // A network that is bad from the start looks like a wrong set-up, which the console would tell.
      onError: () => {},
      getToken: () =>
        new Promise((resolve, reject) => {
          const { dice } = this.realm;
          const fails = dice.chance(conditions.token);
          // Some requests never end.
          if (fails && dice.chance(0.3)) return void (this.waitsForToken = true);
          const ms = 10 + dice.unit() * 200;
          this.realm.after(conditions.even ? 100 : ms, () =>
            fails ? reject(new Error('The host gives no token.')) : resolve(this.#token(scheduler.nowMs)),
          );
        }),
    });
    this.client.connection.subscribe(({ state }) => {
      world.scheduler.note(`${name} is ${state}`);
      world.onLink(browser);
      this.liveSinceMs = state === 'live' ? (this.liveSinceMs ?? scheduler.nowMs) : undefined;
    });
    this.client.outbox.subscribe((entries) => {
      for (const entry of entries) {
        const said = entry.unsaved && JSON.stringify(entry);
        if (said) for (const typed of world.typed) if (said.includes(JSON.stringify(typed.text))) typed.unsaved = true;
        // What else is refused may be allowed a moment later, and a page that could not store the refusal leaves it to the next one.
        if (entry.kind === 'create' && entry.state === 'refused' && entry.error && !this.realm.unsaved) {
          const refused = JSON.stringify(entry.command);
          for (const typed of world.typed)
            if (refused.includes(JSON.stringify(typed.text))) typed.refusal = entry.error.code;
        }
        // A page that does not know yet whose entry it is has told nobody of it.
        if ('order' in entry) world.join(JSON.stringify(entry.command), this.account);
      }
      scheduler.aside(() => `${name} has in its outbox ${entries.map(({ key, state }) => `${key} ${state}`).join()}`);
    });
    this.client.session.subscribe((session) => (this.account = session?.accountId));
    if (person.party === 'merchant') {
      this.client.cards.subscribe((card) => world.onCard(this, card));
      this.client.replies.subscribe((reply) => world.onReply(this, reply));
    }
    // Every third page shows cards alone: what its stream has left out no list brings.
    if (number % 3 > 0 || this.isPrevious) {
      this.client.tickets.subscribe((tickets) => {
        for (const view of tickets.values()) world.onView(this, view);
      });
    }
  }

  #token(nowMs: number): string {
    if (this.#tokenOf !== this.person) this.accountChanges++;
    this.#tokenOf = this.person;
    return tokenFor(this.person, nowMs);
  }

  get name(): string {
    return this.realm.name;
  }

  get alive(): boolean {
    return !this.realm.dead;
  }

  get awake(): boolean {
    return this.alive && !this.realm.frozen;
  }

  /** Shows a ticket from now on. */
  watch(world: World, ticketId: string): void {
    if (this.watched.has(ticketId)) return;
    this.watched.add(ticketId);
    this.client.ticket(ticketId).subscribe(({ view }) => view && world.onView(this, view));
    this.client.drafts.all(ticketId).subscribe(() => {});
    if (this.person.party !== 'buyer') this.client.staffThread(ticketId).subscribe(() => {});
  }

  /** Closes it as a user does: the page hears of it. */
  close(): void {
    this.realm.leaves = true;
    this.realm.events.dispatchEvent(new Event('pagehide'));
    this.client.close();
    this.die(20);
  }

  /** Ends it, without a word. */
  die(afterMs = 0): void {
    const end = (): void => {
      if (!this.alive) return;
      this.diedAtMs = this.#world.scheduler.nowMs;
      this.#world.scheduler.note(`${this.name} ends`);
      this.realm.kill();
      this.browser.forget(this.realm);
      for (const stream of this.browser.link.streams) if (stream.realm === this.realm) stream.reset();
    };
    if (afterMs > 0) this.realm.after(afterMs, end);
    else end();
  }

  freeze(): void {
    this.realm.freeze();
  }

  /** Shows it: it hears of that, and goes on if it stood still. */
  show(nowMs: number): void {
    const { frozen } = this.realm;
    if (!frozen && !this.document.hidden) return;
    this.document.hidden = false;
    if (frozen) {
      this.awakeSinceMs = nowMs;
      this.realm.thaw();
    } else this.seenAtMs = nowMs;
    this.realm.enter(() => {
      for (const event of frozen ? ['resume', 'visibilitychange'] : ['visibilitychange'])
        this.document.dispatchEvent(new Event(event));
    });
  }
}

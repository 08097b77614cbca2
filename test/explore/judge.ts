import type { RunningDemo } from '../support/demo.ts';
import { call } from '../support/typing/surroundings.ts';
import type { Done } from './actions.ts';
import { type Cast, type Seat, type Sent, stateOf, type Tab, whoseTab } from './cast.ts';
import type { PageState } from './in-page.ts';
import type { Text, Texts } from './texts.ts';

/** What must hold after every step. */
export const INVARIANTS = [
  'texts are kept',
  'texts come back',
  'no errors',
  'buyers learn nothing',
  'the panel is of the conversation, or guarded',
  'nothing is offered that is over',
  'controls have names',
  'the focus stays',
  'live soon after online',
  'pages converge',
] as const;
export type Invariant = (typeof INVARIANTS)[number];

/** Something did not hold. */
export class Violation extends Error {
  readonly invariant: Invariant;
  constructor(invariant: Invariant, what: string) {
    super(`${invariant}: ${what}`);
    this.invariant = invariant;
  }
}

/** How often something that may take its time is looked at again, and how long. */
const LOOKS = 60;
const LOOK_MS = 200;
/** Ticks of a page in three seconds, thrice: what answers it shares the machine. */
const LIVE_TICKS = 3 * 60;
/** Refusals that nobody who sees the present state can get. */
const RULED_OUT = ['move-not-allowed', 'command-unknown'];

/** Watches all pages. What is found between two steps is kept until it is judged. */
export class Judge {
  readonly #demo: RunningDemo;
  readonly #cast: Cast;
  readonly #texts: Texts;
  #found: Violation | undefined;
  #refusals: Sent[] = [];
  #heard = '';

  constructor(demo: RunningDemo, cast: Cast, texts: Texts) {
    this.#demo = demo;
    this.#cast = cast;
    this.#texts = texts;
  }

  fault(tab: Tab, what: string): void {
    this.#found ??= new Violation('no errors', `${tab.id} ${what}`);
  }

  sent(sent: Sent): void {
    if (sent.status < 300) this.#texts.sent(sent.body, sent.tab, sent.path);
    else if (sent.path.endsWith('/commands') && RULED_OUT.some((code) => sent.answer.includes(`"${code}"`)))
      this.#refusals.push(sent);
  }

  buyerHeard(text: string): void {
    // A word may come in two parts.
    this.#heard = this.#heard.slice(-40) + text;
    const secret = this.#texts.all.find(({ isSecret, word }) => isSecret && this.#heard.includes(word));
    if (secret)
      this.#found ??= new Violation(
        'buyers learn nothing',
        `the buyer’s page got ${secret.word}, typed into ${placeText(secret)}`,
      );
  }

  /** @throws Violation */
  async after(done: Done): Promise<void> {
    const states = new Map<Tab, PageState>();
    for (const tab of this.#cast.tabs) {
      const state = await stateOf(tab);
      if (state) states.set(tab, state);
    }
    await this.#textsAreKept(states);
    const present = this.#cast.tabs.includes(done.tab) ? [done.tab] : [];
    for (const tab of present) await this.#textsComeBack(tab);
    for (const [tab, state] of states) await this.#panels(tab, state);
    for (const tab of present) await this.#names(tab);
    await this.#focus(done, states);
    if (done.what === 'comes online') await this.#live(done.tab.seat);
    await this.#refused();
    this.#learned(states);
    if (this.#found) throw this.#found;
    for (const [tab, state] of states) tab.last = state;
  }

  async #textsAreKept(states: ReadonlyMap<Tab, PageState>): Promise<void> {
    let missing: readonly Text[] = [];
    const found = await comesTrue(async (look) => {
      const words = new Map<string, string>();
      for (const [tab, known] of states) {
        const state = look === 0 ? known : await stateOf(tab);
        words.set(tab.seat.name, (words.get(tab.seat.name) ?? '') + (state?.words ?? ''));
      }
      missing = this.#texts.kept.filter(({ seat, word }) => !words.get(seat)?.includes(word));
      for (const seat of new Set(missing.map((text) => text.seat))) {
        const tab = this.#cast.tabs.find((each) => each.seat.name === seat);
        const stored = await tab?.page.evaluate(() => globalThis.explorer.storage()).catch(() => undefined);
        missing = missing.filter((text) => text.seat !== seat || (stored !== undefined && !stored.includes(text.word)));
        if (stored === undefined) return missing.length === 0;
      }
      return missing.length === 0;
    });
    const [lost] = missing;
    if (!found && lost)
      throw new Violation('texts are kept', `${lost.word}, typed into ${placeText(lost)}, is nowhere`);
  }

  /** A field that is shown has what was typed into it, or the page shows it beside it. */
  async #textsComeBack(tab: Tab): Promise<void> {
    let missing: Text | undefined;
    const found = await comesTrue(async () => {
      const state = await stateOf(tab);
      if (!state) return true;
      const { account, language } = whoseTab(tab);
      missing = this.#texts.kept.find(
        (text) =>
          text.seat === tab.seat.name &&
          text.account === account &&
          text.language === language &&
          // The demo's own pages do not show what is kept side by side.
          !(tab.seat.hadTabs && text.place.host.startsWith('/')) &&
          state.fields.some(({ place, value }) => isSame(place, text.place) && !value.includes(text.word)) &&
          !state.words.includes(text.word),
      );
      return missing === undefined;
    });
    if (!found && missing)
      throw new Violation(
        'texts come back',
        `${missing.word} is not in ${placeText(missing)} of ${tab.id}, which is open`,
      );
  }

  async #panels(tab: Tab, state: PageState): Promise<void> {
    const wrong = ({ panels }: PageState): string | undefined => {
      for (const panel of panels) {
        const { ticketId, conversation, open, isGuarded, buyer, order, head, stale } = panel;
        const isOther = conversation !== undefined && open !== undefined && conversation !== open;
        if (isOther && !isGuarded && !tab.confirmed.has(`${ticketId} ${open}`))
          return `shows ${buyer}’s ticket in ${open}`;
        if (buyer !== undefined && head !== '' && !head.includes(buyer)) return `says “${head}” of ${buyer}’s ticket`;
        if (order !== undefined && head !== '' && !head.includes(order.slice(-4)))
          return `says “${head}” of order ${order}`;
        if (stale.length > 0) return `offers ${stale.join()} of ${ticketId}, which is over`;
      }
      return undefined;
    };
    // What was confirmed is asked again once the chat has moved on.
    const shown = new Set(state.panels.map(({ ticketId, open }) => `${ticketId} ${open}`));
    for (const pair of tab.confirmed) if (!shown.has(pair)) tab.confirmed.delete(pair);
    let fault = wrong(state);
    if (fault === undefined) return;
    await comesTrue(async () => {
      const now = await stateOf(tab);
      fault = now && wrong(now);
      return fault === undefined;
    });
    if (fault === undefined) return;
    throw new Violation(
      fault.startsWith('offers') ? 'nothing is offered that is over' : 'the panel is of the conversation, or guarded',
      `${tab.id} ${fault}`,
    );
  }

  /** By the browser's own reckoning. */
  async #names(tab: Tab): Promise<void> {
    const roles = new Set([
      'button',
      'link',
      'textbox',
      'searchbox',
      'combobox',
      'checkbox',
      'radio',
      'switch',
      'menuitem',
      'tab',
      'option',
      'spinbutton',
      'slider',
    ]);
    const nameless = async () => {
      const { nodes } = await tab.devtools.send('Accessibility.getFullAXTree').catch(() => ({ nodes: [] }));
      return nodes.find(
        ({ ignored, role, name }) => !ignored && roles.has(String(role?.value)) && !String(name?.value ?? '').trim(),
      );
    };
    let node = await nameless();
    if (!node) return;
    await comesTrue(async () => (node = await nameless()) === undefined);
    if (!node) return;
    const { node: dom } = await tab.devtools.send('DOM.describeNode', { backendNodeId: node.backendDOMNodeId ?? 0 });
    throw new Violation(
      'controls have names',
      `${tab.id} has a nameless ${String(node.role?.value)}: ${dom.localName} ${dom.attributes?.join(' ')}`,
    );
  }

  /** Whoever was in an element of ours is not thrown out of the page. */
  async #focus(done: Done, states: ReadonlyMap<Tab, PageState>): Promise<void> {
    for (const [tab, state] of states) {
      const isActing = tab === done.tab;
      const was = isActing ? done.before : tab.last;
      const isJudged = was?.focus.isOurs === true || (isActing && done.isOurs === true);
      const isSame = was?.document === state.document;
      if (!isJudged || !isSame || !state.focus.isLost) continue;
      const isBack = await comesTrue(async () => {
        const now = await stateOf(tab);
        return now?.document !== state.document || !now.focus.isLost;
      });
      if (isBack) continue;
      throw new Violation(
        'the focus stays',
        `${tab.id} has lost it from ${was?.focus.what} after ${done.tab.id} ${done.what}`,
      );
    }
  }

  async #live(seat: Seat): Promise<void> {
    for (const tab of this.#cast.tabs.filter((each) => each.seat === seat)) {
      const isLive = await tab.page
        .evaluate(
          (ticks) =>
            globalThis.explorer.within(
              ticks,
              () => (globalThis.explorer.client()?.connection.get().state ?? 'live') === 'live',
            ),
          LIVE_TICKS,
        )
        .catch(() => true);
      if (!isLive) throw new Violation('live soon after online', `${tab.id} is not live`);
    }
  }

  /** A refusal by the rules, of somebody who has seen the ticket as it is. */
  async #refused(): Promise<void> {
    for (const { tab, path, body, answer } of this.#refusals.splice(0)) {
      const { version, command } = JSON.parse(body) as { version?: number; command?: string };
      const ticketId = path.split('/')[3] ?? '';
      const { ticket } = await call<{ ticket: { version: number } }>(
        this.#demo,
        'shanyu-main',
        'GET',
        `/v1/tickets/${ticketId}`,
      );
      if (version === ticket.version)
        throw new Violation(
          'nothing is offered that is over',
          `${tab.id} could send ${command}, which was refused: ${answer}`,
        );
    }
  }

  #learned(states: ReadonlyMap<Tab, PageState>): void {
    const secrets = this.#texts.all.filter(({ isSecret }) => isSecret);
    for (const [tab, { words }] of states) {
      const found = tab.seat.isBuyer && secrets.find(({ word }) => words.includes(word));
      if (found) throw new Violation('buyers learn nothing', `${tab.id} shows ${found.word}`);
    }
  }
}

const isSame = (one: Text['place'], other: Text['place']): boolean =>
  one.host === other.host && one.about === other.about && one.form === other.form && one.field === other.field;

export const placeText = ({ seat, account, place: { host, about, form, field } }: Text): string =>
  `${field} of “${form}” (${host}, ${about}) by ${account} in ${seat}’s browser`;

/** Looks again until something is so. */
export async function comesTrue(check: (look: number) => Promise<boolean>, looks = LOOKS): Promise<boolean> {
  for (let look = 0; look < looks; look++) {
    if (await check(look)) return true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return false;
}

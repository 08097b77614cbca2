import type { RunningDemo } from '../support/demo.ts';
import { photo } from '../support/pictures.ts';
import { call } from '../support/typing/surroundings.ts';
import { type Cast, type Seat, stateOf, type Tab } from './cast.ts';
import type { Control, PageState } from './in-page.ts';
import type { Step } from './plan.ts';
import type { Texts } from './texts.ts';

/** Long enough for a control that moves or is covered for a moment. */
const CLICK_MS = 1_500;
const KEYS = [
  'j',
  'k',
  'o',
  'a',
  'r',
  'p',
  'm',
  't',
  'c',
  'x',
  '?',
  '/',
  '1',
  '2',
  'Enter',
  'Escape',
  'Tab',
  'Shift+Tab',
];
const MORE_KEYS = ['ArrowDown', 'ArrowUp', 'Home', 'End', 'PageDown', 'Space', 'Control+Enter', 'Alt+ArrowDown'];
/** What takes a text away because its person says so. */
const DISCARDS = /^(discard|dismiss|remove|undo|clear|cancel-|delete|edit-request|rename|templates$)|template/;
const SENDS = /^(send|send-staff|create|add-note|save-template|confirm|take-over|continue|go-on)$/;
/** How much is done in a part of the page. */
const SHARES: Readonly<Record<string, number>> = {
  'sidecard-task': 6,
  'sidecard-staff-message': 6,
  'sidecard-conversation': 6,
  'sidecard-card': 3,
  'sidecard-workbench': 1,
};
const AGENTS = ['shanyu-linke', 'shanyu-zhoumin', 'shanyu-main'];
const PERMISSIONS = ['task.handle', 'staff-message.send'];

/** What was done, in words, and where the person was before. */
export interface Done {
  readonly what: string;
  readonly tab: Tab;
  readonly before: PageState | undefined;
  /** A key or a click on a control of ours. */
  readonly isOurs?: boolean;
}

/** The person's hands: performs steps. */
export class Hands {
  readonly #demo: RunningDemo;
  readonly #cast: Cast;
  readonly #texts: Texts;
  readonly #seed: number;
  #allowed = true;

  constructor(demo: RunningDemo, cast: Cast, texts: Texts, seed: number) {
    this.#demo = demo;
    this.#cast = cast;
    this.#texts = texts;
    this.#seed = seed;
  }

  /** Performs a step. @returns what was done; nothing if it was not possible */
  async perform(step: Step): Promise<Done | undefined> {
    const { tabs } = this.#cast;
    const tab = step.kind === 'ask' ? tabs.find(({ seat }) => seat.isBuyer) : pick(tabs, step.who);
    if (!tab) return undefined;
    await tab.page.bringToFront();
    const before = await stateOf(tab);
    const done = await this.#act(step, tab, before).catch((error: unknown) => {
      // A page that was closed or navigated meanwhile, a control that went away: it was not to be.
      if (/Timeout|closed|detached|navigat|destroyed|not attached|not visible|Target/i.test(String(error)))
        return undefined;
      throw error;
    });
    return done === undefined ? undefined : { tab, before, ...done };
  }

  async #act(step: Step, tab: Tab, before: PageState | undefined): Promise<Omit<Done, 'tab' | 'before'> | undefined> {
    const { page, seat } = tab;
    const { what, how } = step;
    switch (step.kind) {
      case 'ask':
        return this.#ask(tab, what, how);
      case 'press':
        return this.#press(tab, ({ host, act }) => SHARES[host] ?? (act ? 2 : 0.5), what);
      case 'send':
        return this.#press(tab, ({ act, type }) => Number(SENDS.test(act) || type === 'submit'), what);
      case 'open':
        return this.#press(tab, (control) => Number(isOpener(control)), what);
      case 'act':
        return this.#work(tab, what, how);
      case 'conversation':
        // That of the buyer at the page is where things happen.
        return this.#press(
          tab,
          ({ act, name }) =>
            act === 'after-sales' ? 2 : act === 'conversation' ? (/何依青|He Yiqing|何/.test(name) ? 8 : 1) : 0,
          what,
        );
      case 'type':
        return this.#type(tab, what, how);
      case 'fill':
        return this.#fill(tab, how);
      case 'erase':
        return this.#erase(tab, what);
      case 'shortcut': {
        const key = pick([...KEYS, ...KEYS, ...MORE_KEYS], what)!;
        const at = before?.focus;
        // What is selected or typed over would be deleted by it; what a focused field takes is a text of nobody.
        if (!at || (/textarea|input/.test(at.what) && !/^(Escape|Tab|Shift|Control)/.test(key))) return undefined;
        if (key === 'Escape' || key === 'Enter' || key === 'Space') this.#isAboutToDiscard(tab, before, at.what);
        await page.keyboard.press(key);
        return { what: `key ${key} at ${at.what || 'nothing'}`, isOurs: at.isOurs };
      }
      case 'picture':
        return this.#picture(tab, what, how);
      case 'wait':
        await page.waitForTimeout(300 + 4_000 * how);
        return { what: 'waits' };
      case 'language': {
        const isSet = await page.evaluate(
          (locale) => {
            const provider = document.querySelector('sidecard-provider');
            if (provider) Object.assign(provider, { locale });
            return provider !== null;
          },
          how < 0.5 ? 'en' : 'zh-CN',
        );
        return isSet ? { what: `language ${how < 0.5 ? 'en' : 'zh-CN'}` } : undefined;
      }
      case 'theme':
        await page.emulateMedia({
          colorScheme: how < 0.5 ? 'dark' : 'light',
          forcedColors: what < 0.2 ? 'active' : 'none',
        });
        return { what: 'another theme' };
      case 'direction':
        await page.evaluate((dir) => (document.documentElement.dir = dir), how < 0.5 ? 'rtl' : 'ltr');
        return { what: 'another direction' };
      case 'offline':
      case 'online':
        return this.#network(seat, step.kind === 'offline');
      case 'reload':
        if (seat.isOffline) return undefined;
        await page.reload();
        return { what: 'reloads' };
      case 'reopen': {
        if (seat.isOffline) return undefined;
        const url = page.url();
        await this.#cast.close(tab);
        await this.#cast.open(seat, url);
        return { what: 'closes the page and opens it again' };
      }
      case 'open-tab': {
        const own = this.#cast.tabs.filter((each) => each.seat === seat);
        if (seat.isOffline || own.length > 2) return undefined;
        await this.#cast.open(seat, page.url());
        return { what: 'opens a second tab' };
      }
      case 'close-tab': {
        if (this.#cast.tabs.filter((each) => each.seat === seat).length < 2) return undefined;
        await this.#cast.close(tab);
        return { what: 'closes the tab' };
      }
      case 'back':
      case 'forward': {
        if (seat.isOffline) return undefined;
        const { length } = await page.evaluate(() => history);
        if (length < 3) return undefined;
        await (step.kind === 'back' ? page.goBack({ timeout: 8_000 }) : page.goForward({ timeout: 8_000 }));
        if (page.url() === 'about:blank') await page.goForward();
        return { what: step.kind };
      }
      case 'account': {
        const url = new URL(page.url());
        if (!AGENTS.includes(url.searchParams.get('as') ?? '') || seat.isOffline) return undefined;
        url.searchParams.set('as', pick(AGENTS, what)!);
        await page.goto(url.href);
        return { what: `signs in as ${url.searchParams.get('as')}` };
      }
      case 'permission':
        this.#allowed = !this.#allowed;
        await call(this.#demo, 'shanyu-main', 'PATCH', '/v1/accounts/shanyu-zhoumin', {
          permissions: this.#allowed ? PERMISSIONS : [],
        });
        return { what: `the second agent ${this.#allowed ? 'gets' : 'loses'} the permission` };
      default:
        return step.kind satisfies never;
    }
  }

  /** Presses one of the controls that fit. */
  async #press(tab: Tab, weight: (control: Control) => number, what: number) {
    const controls = await controlsOf(tab);
    const able = controls.map((control, at) => ({ control, at, weight: isHarmless(control) ? weight(control) : 0 }));
    let left = what * able.reduce((sum, each) => sum + each.weight, 0);
    const chosen = able.find((each) => each.weight > 0 && (left -= each.weight) < 0);
    if (!chosen) return undefined;
    const { control, at } = chosen;
    this.#isAboutToDiscard(tab, await stateOf(tab), `${control.act} ${control.name}`);
    const element = await elementAt(tab, at);
    if (control.tag === 'select') {
      const options = await element.evaluate((each) =>
        [...(each as HTMLSelectElement).options].filter(({ disabled }) => !disabled).map(({ value }) => value),
      );
      const value = pick(options, (what * 7919) % 1);
      if (value === undefined) return undefined;
      await element.focus();
      await element.selectOption(value, { timeout: CLICK_MS });
      return { what: `chooses “${value}” of ${nameOf(control)}`, isOurs: control.host !== '' };
    }
    if (control.act === 'go-on') {
      const state = await stateOf(tab);
      for (const { ticketId, open } of state?.panels ?? []) tab.confirmed.add(`${ticketId} ${open}`);
    }
    await element.click({ timeout: CLICK_MS, noWaitAfter: true });
    if (control.tag === 'a') await tab.page.waitForLoadState('domcontentloaded');
    return { what: `presses ${nameOf(control)}`, isOurs: control.host !== '' };
  }

  /** Begins something, and mostly fills in its form and sends it. */
  async #work(tab: Tab, what: number, how: number) {
    const begun = await this.#press(tab, (control) => Number(isAct(control)), what);
    if (!begun || how > 0.75) return begun;
    await tab.page.waitForTimeout(200);
    const filled = await this.#fill(tab, how);
    const sent =
      how < 0.5
        ? await this.#press(tab, ({ act, type }) => Number(act === 'send' || type === 'submit'), how * 2)
        : undefined;
    return { ...begun, what: [begun, filled, sent].flatMap((each) => each?.what ?? []).join(', ') };
  }

  /** Whoever presses it wants a text gone: all that the page shows of it. */
  #isAboutToDiscard(tab: Tab, state: PageState | undefined, what: string): void {
    if (DISCARDS.test(what.trim()) || /discard|remove|delete|放弃|移除|删除|撤销|undo/i.test(what))
      this.#texts.deleted(state?.words ?? '', tab.seat.name);
  }

  async #type(tab: Tab, what: number, how: number) {
    const controls = await controlsOf(tab);
    const fields = controls.flatMap((control, at) => (control.place && !isMoney(control) ? [{ control, at }] : []));
    const chosen = pick(fields, what);
    if (!chosen) return undefined;
    const { control, at } = chosen;
    const { place } = control;
    const element = await elementAt(tab, at);
    await element.focus();
    await tab.page.keyboard.press('Control+End');
    const word = this.#texts.next(this.#seed);
    if (how < 0.2) await tab.page.keyboard.insertText(`${word} `);
    else await tab.page.keyboard.type(`${word} `);
    const value = await element.evaluate((each) => (each as HTMLInputElement).value);
    if (place && value.includes(word)) this.#texts.typed(word, tab, place);
    return { what: `types ${word} into ${nameOf(control)}`, isOurs: control.host !== '' };
  }

  /** Fills in a form as it needs: every choice, and every field that is empty. */
  async #fill(tab: Tab, how: number) {
    const controls = await controlsOf(tab);
    const filled: string[] = [];
    const chosen = new Set<string>();
    for (const [at, control] of controls.entries()) {
      const { tag, type, value, place, name } = control;
      if (control.act === 'account-switch' || filled.length > 12) continue;
      const isOfForm = control.host !== '' || tab.seat.isBuyer || tab.seat.name === 'staff';
      if (
        !isOfForm ||
        control.act === 'buyer-input' ||
        (control.host === 'sidecard-provider' && !place) ||
        /search/.test(type) ||
        /account|Language/.test(name)
      )
        continue;
      const element = await elementAt(tab, at);
      if (tag === 'select' && value === '') {
        const options = await element.evaluate((each) =>
          [...(each as HTMLSelectElement).options].map((one) => one.value).filter(Boolean),
        );
        const option = pick(options, how);
        await element.focus();
        if (option !== undefined) await element.selectOption(option, { timeout: CLICK_MS });
      } else if (type === 'radio') {
        const group = await element.getAttribute('name');
        if (chosen.has(group ?? '') || how * 3 < 1) continue;
        chosen.add(group ?? '');
        await element.check({ timeout: CLICK_MS, force: true });
      } else if (
        (tag === 'textarea' || tag === 'input') &&
        value === '' &&
        !['checkbox', 'file', 'date'].includes(type)
      ) {
        if (isMoney(control) || type === 'number') await element.fill('1', { timeout: CLICK_MS });
        else {
          const word = this.#texts.next(this.#seed);
          await element.fill(`${word} was looked at.`, { timeout: CLICK_MS });
          if (place) this.#texts.typed(word, tab, place);
        }
      } else continue;
      filled.push(name || control.act || tag);
    }
    return filled.length > 0 ? { what: `fills in ${filled.join(', ')}` } : undefined;
  }

  async #erase(tab: Tab, what: number) {
    const controls = await controlsOf(tab);
    const chosen = pick(
      controls.flatMap((control, at) => (control.place && control.value ? [{ control, at }] : [])),
      what,
    );
    if (!chosen) return undefined;
    const element = await elementAt(tab, chosen.at);
    await element.focus();
    await tab.page.keyboard.press('Control+a');
    this.#texts.deleted(await element.evaluate((each) => (each as HTMLInputElement).value), tab.seat.name);
    await tab.page.keyboard.press('Delete');
    return { what: `deletes what is in ${nameOf(chosen.control)}` };
  }

  /** Pastes a picture where the focus is, or chooses a file. */
  async #picture(tab: Tab, what: number, how: number) {
    const bytes = await photo({ seed: Math.floor(how * 50), width: 80, height: 60 });
    const files = await tab.page.locator('input[type=file]').all();
    const chosen = pick(files, what);
    if (!chosen) return undefined;
    if (how < 0.5) {
      await chosen.setInputFiles({ name: 'mug.jpg', mimeType: 'image/jpeg', buffer: bytes }, { timeout: CLICK_MS });
      return { what: 'chooses a picture' };
    }
    await chosen.evaluate((input, base64) => {
      const data = new DataTransfer();
      const raw = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
      data.items.add(new File([raw], 'pasted.jpg', { type: 'image/jpeg' }));
      input.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, composed: true, cancelable: true }),
      );
    }, bytes.toString('base64'));
    return { what: 'pastes a picture' };
  }

  async #network(seat: Seat, off: boolean) {
    if (seat.isOffline === off) return undefined;
    seat.isOffline = off;
    await seat.context.setOffline(off);
    return { what: off ? 'goes offline' : 'comes online' };
  }

  /** The buyer asks for something: as the form proposes, with words of their own, and mostly sends it. */
  async #ask({ page, seat, ...tab }: Tab, what: number, how: number) {
    if (seat.isOffline) return undefined;
    const sheet = page.getByRole('dialog');
    if (!(await sheet.isVisible())) await page.getByTestId('buyer-ask').click({ timeout: CLICK_MS });
    const type = sheet.locator('#sheet-type');
    await type.waitFor({ timeout: 10_000 });
    const types = await type
      .locator('option')
      .evaluateAll((all) => all.map((each) => (each as HTMLOptionElement).value));
    const value = pick(types, what)!;
    await type.selectOption(value, { timeout: CLICK_MS });
    const text = sheet.locator('textarea').first();
    const all: Tab = { page, seat, ...tab };
    if ((await text.count()) > 0) await this.#type(all, 0, how);
    if (how > 0.85) return { what: `begins to ask for ${value}` };
    await sheet.locator('[type=submit]').click({ timeout: CLICK_MS });
    return { what: `asks for ${value}` };
  }
}

/** An action of a ticket: in the panel, in the buyer's card, or at the staff's desk. */
function isAct({ act, type, host }: Control): boolean {
  if (!act || SENDS.test(act) || DISCARDS.test(act)) return false;
  if (host === 'sidecard-task') return !/^(close|collapse|copy|read-news|earlier|open-|more-tickets|retry)/.test(act);
  if (host === 'sidecard-conversation') return /^(start|invite)/.test(act);
  return host === '' && !/^(conversation|after|to-|buyer|account|staff|ticket)/.test(act) && type === 'button';
}

/** What shows a ticket: a card, a row, or its name in a list. */
const isOpener = ({ act, host, tag }: Control): boolean =>
  host === 'sidecard-card' ||
  act === 'ticket' ||
  act === 'staff-row' ||
  act === 'open-ticket' ||
  (host === 'sidecard-workbench' && tag === 'a');

/** A control that leaves the product, or has no meaning for the run. */
function isHarmless({ act, type, tag, name }: Control): boolean {
  return (
    act !== 'account-switch' &&
    type !== 'file' &&
    !(tag === 'a' && /guide|csv|zip/i.test(name)) &&
    act !== 'to-webhooks'
  );
}

const isMoney = ({ place, name }: Control): boolean =>
  /amount|postage|compensation|price|offer|percent/i.test(`${place?.field} ${name}`);

function nameOf({ name, act, tag, host, place }: Control): string {
  return `${tag} “${name || act || place?.field}”${act ? ` (${act})` : ''}${host ? ` of ${host}` : ''}`;
}

export async function controlsOf(tab: Tab): Promise<readonly Control[]> {
  return tab.page.evaluate(() => globalThis.explorer.controls());
}

async function elementAt(tab: Tab, at: number) {
  const handle = await tab.page.evaluateHandle((index) => globalThis.explorer.found[index], at);
  const element = handle.asElement();
  if (!element) throw new Error('It is detached.');
  return element;
}

function pick<Value>(values: readonly Value[], unit: number): Value | undefined {
  return values[Math.min(values.length - 1, Math.floor(unit * values.length))];
}

import type { Page } from 'playwright';
import type { RunningDemo } from '../demo.ts';
import { openConversation, panel, type Person } from '../people.ts';
import type { Scene, Typing } from './history.ts';
import { act, BUYER, call, LIN, request, STAFF, surroundings } from './surroundings.ts';

const TEMPLATE = { name: 'Whole', text: 'Medlars are eaten late.', scope: 'own' };

/** What is pressed in the panel on the way to something, the first of it that is there, until nothing of it is. */
interface Way {
  readonly press: readonly (readonly [selector: string, text?: string])[];
  readonly to: string;
}
const FIELDS: Readonly<Record<string, string>> = {
  note: '#internal-note',
  amount: '[name=amount]',
  address: '#field-returnAddress-name',
};
const CONTINUE = ['[data-act=continue]'] as const;
const TO_ALL: Way = { press: [CONTINUE, ['h3 > button[aria-expanded=false]']], to: '[data-section]' };

function wayTo(place: string): Way {
  if (place === 'note')
    return { press: [CONTINUE, ['[data-section=notes] > h3 > button[aria-expanded=false]']], to: '#internal-note' };
  if (place === 'staff-message') return { press: [CONTINUE], to: 'sidecard-staff-message' };
  if (place === 'amount') return { ...wayTo('agree'), to: '[data-form=agree] [name=amount]' };
  if (place === 'address') return { ...wayTo('agree'), to: '[data-form=agree] [name=returnAddress]' };
  const another = `[data-form]:not([data-form="${place}"]) [data-act=collapse]`;
  const menu = [['[role=menuitem]', '^\\s*(Reply to the buyer|回复买家)'], ['[data-act=more]']] as const;
  const buttons = place === 'reply' ? menu : [[`[data-act="${place}"]`] as const];
  return { press: [CONTINUE, [another], ...buttons], to: `[data-form="${place}"] textarea` };
}

/** Goes a way. What happens on it, such as a conflict, may come between: one thing is looked for and pressed at a time. */
async function go(page: Page, way: Way): Promise<void> {
  await page.waitForFunction(
    ({ press, to }) => {
      const root = document.querySelector('sidecard-provider')?.shadowRoot?.querySelector('sidecard-task')?.shadowRoot;
      for (const [selector, text = ''] of press) {
        const found = [...(root?.querySelectorAll<HTMLElement>(selector) ?? [])];
        const control = found.find(({ textContent }) => new RegExp(text).test(textContent));
        if (control) return control.click();
      }
      return root?.querySelector(to);
    },
    way,
    { polling: 'raf' },
  );
}

/** The panel beside the chat: of a ticket that waits for the shop, or one on which the platform intervenes. */
export function panelScene(demo: RunningDemo, agent: Person, of: 'answer' | 'intervening'): Scene {
  const { page } = agent;
  const task = panel(agent);
  return {
    page,
    ...(of === 'answer'
      ? {
          places: ['decline', 'agree', 'amount', 'address', 'reply', 'note'],
          templates: ['decline'],
          endings: ['withdraw', 'lock'],
        }
      : { places: ['staff-message', 'note'], templates: ['staff-message'], endings: ['staff rule', 'lock'] }),
    happenings: [
      ...(['close', 'destroy', 'reload', 'offline', 'forbid', 'other conversation', 'language'] as const),
      'somebody acts',
    ],
    async start(): Promise<Typing> {
      const ticketId = await request(demo, 'return-refund', of === 'answer' ? 0 : 1);
      if (of === 'intervening') {
        await act(demo, LIN, ticketId, 'decline', { fields: { reason: 'other', text: 'It left us whole.' } });
        await act(demo, BUYER, ticketId, 'escalate');
        await act(demo, STAFF, ticketId, 'begin-review');
      }
      await call(demo, LIN, 'PUT', '/v1/templates/whole', TEMPLATE);
      const around = surroundings(demo, agent);
      const card = page.locator(`sidecard-card[data-ticket="${ticketId}"]`).first();
      async function open(): Promise<void> {
        await card.locator('button').last().click();
        await task.locator('h2').first().waitFor();
      }
      /** Waits until the page has heard of something, unless it is offline: whoever goes on typing has seen it. */
      async function heard(text: string | RegExp, isThere: boolean): Promise<void> {
        if (around.isOffline()) return;
        const words = card.getByText(text).first();
        await words.waitFor({ state: isThere ? 'visible' : 'detached' });
      }
      let [corrected, isClaimed, isUnknown, ended] = [0, false, false, false];
      await openConversation(agent);
      await open();
      return {
        async reach(place) {
          await around.allowTyping(isUnknown);
          isUnknown = false;
          if ((await task.count()) === 0) await open();
          await go(page, wayTo(place));
          if (place === 'address') {
            const choice = task.locator('[name=returnAddress]');
            if ((await choice.inputValue()) !== '-1') await choice.selectOption('-1');
          }
          return task.locator(FIELDS[place] ?? 'textarea:not(#internal-note)').first();
        },
        async insert() {
          await task.locator('[data-template=whole]').first().click();
          return TEMPLATE.text;
        },
        async unfold() {
          await around.online();
          if (ended) await heard(/Closed|已关闭/, true);
          if ((await task.count()) === 0) await open();
          if (around.isForbidden()) await task.locator('[data-act=ask-access]').waitFor();
          await go(page, TO_ALL);
        },
        async happen(happening) {
          switch (happening) {
            case 'close':
              if ((await task.count()) > 0) await task.locator('[data-act=close]').click();
              break;
            case 'reload':
              // what the page knew is gone
              isUnknown = true;
              await around.reload();
              await card.waitFor();
              break;
            case 'other conversation':
              await page.getByTestId('conversation').nth(1).click();
              await openConversation(agent);
              await card.waitFor();
              break;
            case 'somebody acts':
              if (of === 'answer') {
                const text = `Corrected, ${++corrected}.`;
                await act(demo, BUYER, ticketId, 'correct-request', { fields: { text } });
                await heard(text, true);
              } else {
                isClaimed = !isClaimed;
                await act(demo, LIN, ticketId, isClaimed ? 'claim' : 'release');
                await heard(/Unclaimed|未认领/, !isClaimed);
              }
              break;
            case 'staff rule':
              ended = true;
              await act(demo, STAFF, ticketId, 'rule', {
                choice: 'for-merchant',
                fields: { text: 'The shop is right.' },
              });
              break;
            case 'withdraw':
              ended = true;
              await act(demo, BUYER, ticketId, 'withdraw');
              break;
            case 'lock':
              if (!around.isForbidden()) await around.forbid();
              break;
            default:
              await around.happen(happening);
          }
        },
        async end() {
          if (!ended) await act(demo, BUYER, ticketId, 'withdraw');
          await around.restore();
          if ((await task.count()) > 0) await task.locator('[data-act=close]').click();
        },
      };
    },
  };
}

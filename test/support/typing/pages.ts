import type { RunningDemo } from '../demo.ts';
import { buyerTicket, openConversation, type Person } from '../people.ts';
import type { Scene, Typing } from './history.ts';
import { act, BUYER, LIN, request, surroundings } from './surroundings.ts';

/** An order of the buyer's about which nothing is open, and what can be asked about it. */
const ORDER = '2607116620458813';
const TYPE = 'exchange';

/** The task that an agent opens for a buyer, beside the chat. */
export function requestScene(demo: RunningDemo, agent: Person): Scene {
  const { page } = agent;
  const element = page.locator('sidecard-conversation');
  return {
    page,
    places: ['request'],
    happenings: ['close', 'destroy', 'reload', 'offline', 'forbid', 'other conversation', 'language'],
    endings: [],
    async start(): Promise<Typing> {
      const around = surroundings(demo, agent);
      const type = element.locator('#type');
      await openConversation(agent);
      return {
        async reach() {
          // what can be asked about an order is the server's to say
          await around.allowTyping((await type.count()) === 0);
          const details = page.locator('details.after-sales');
          if ((await details.getAttribute('open')) === null) await page.getByTestId('after-sales').click();
          const start = element.locator('[data-act=start]');
          await start.or(element.locator('#order')).first().waitFor();
          if ((await start.count()) > 0) await start.click();
          if ((await type.count()) === 0) await element.locator('#order').selectOption(ORDER);
          await type.waitFor();
          if ((await type.inputValue()) !== TYPE) await type.selectOption(TYPE);
          return element.locator('textarea').first();
        },
        async happen(happening) {
          switch (happening) {
            case 'close':
              if ((await type.count()) > 0) await type.press('Escape');
              break;
            case 'other conversation':
              await page.getByTestId('conversation').nth(1).click();
              await openConversation(agent);
              break;
            default:
              await around.happen(happening);
          }
        },
        end: () => around.restore(),
      };
    },
  };
}

/** The workbench, in which a list is saved under a name. */
export function workbenchScene(demo: RunningDemo, agent: Person): Scene {
  const { page } = agent;
  const form = page.locator('sidecard-workbench details.save');
  return {
    page,
    places: ['name of a list'],
    happenings: ['close', 'destroy', 'reload', 'offline', 'forbid', 'other page', 'language'],
    endings: [],
    async start(): Promise<Typing> {
      const around = surroundings(demo, agent);
      let isUnknown = false;
      await form.waitFor();
      return {
        async reach() {
          await around.allowTyping(isUnknown);
          isUnknown = false;
          await form.waitFor();
          if ((await form.getAttribute('open')) === null) await form.locator('summary').click();
          return form.locator('input');
        },
        async happen(happening) {
          switch (happening) {
            case 'close':
              if ((await form.getAttribute('open')) !== null) await form.locator('input').press('Escape');
              break;
            case 'other page':
              await page.evaluate(() => (location.hash = '/mine'));
              await form.waitFor({ state: 'detached' });
              await page.goBack();
              await form.waitFor();
              break;
            default:
              // what the page knew is gone
              if (happening === 'reload') isUnknown = true;
              await around.happen(happening);
          }
        },
        end: () => around.restore(),
      };
    },
  };
}

/** The buyer's page: a request, and an answer in the card of a ticket. It is the host's own, and keeps its drafts with the client. */
export function buyerScene(demo: RunningDemo, buyer: Person): Scene {
  const { page, context } = buyer;
  const sheet = page.locator('#sheet');
  return {
    page,
    places: ['request', 'answer'],
    happenings: ['close', 'reload', 'offline', 'language', 'somebody acts', 'other page'],
    during: ['offline', 'somebody acts'],
    endings: [],
    async start(): Promise<Typing> {
      const ticketId = await request(demo, 'repair');
      const card = buyerTicket(buyer, ticketId);
      let [language, isOffline, isUnknown, isClaimed, isBegun] = ['en', false, false, false, false];
      await card.waitFor();
      async function closeSheet(): Promise<void> {
        if (await sheet.isVisible()) await sheet.locator('header button').click();
      }
      async function offline(): Promise<void> {
        isOffline = !isOffline;
        if (isOffline) await context.route('**/v1/**', (route) => route.abort());
        else {
          await context.unroute('**/v1/**');
          await page.evaluate(() => dispatchEvent(new Event('online')));
        }
      }
      return {
        async reach(place) {
          if (isOffline && isUnknown) await offline();
          isUnknown = false;
          if (place === 'answer') {
            await closeSheet();
            const act = card.locator('[data-command=correct-request]');
            const field = card.locator('textarea');
            await act.or(field).first().waitFor();
            if ((await field.count()) === 0) await act.click();
            return field;
          }
          if (!(await sheet.isVisible())) await page.getByTestId('buyer-ask').click();
          // It is filled anew when it opens.
          await sheet.waitFor();
          const type = sheet.locator('#sheet-type');
          if ((await type.inputValue()) !== TYPE) await type.selectOption(TYPE);
          const field = sheet.locator('textarea').first();
          // An earlier history has left a draft for this order.
          if (!isBegun) {
            await sheet.locator('form[data-draft=loaded]').waitFor();
            await field.fill('');
          }
          isBegun = true;
          return field;
        },
        async happen(happening) {
          switch (happening) {
            case 'close':
              if (await sheet.isVisible()) await closeSheet();
              else if ((await card.locator('form').count()) > 0)
                await card.locator('.buttons button[type=button]').click();
              break;
            case 'reload':
            case 'language':
              isUnknown = true;
              if (happening === 'language') language = language === 'en' ? 'zh-CN' : 'en';
              // The page itself has to come from the server.
              if (isOffline) await offline();
              await page.goto(`${demo.buyer}/?lang=${language}`);
              await card.waitFor();
              break;
            case 'offline':
              await offline();
              break;
            case 'somebody acts':
              isClaimed = !isClaimed;
              await act(demo, LIN, ticketId, isClaimed ? 'claim' : 'release');
              break;
            case 'other page':
              if (await sheet.isVisible()) await sheet.locator('#sheet-type').selectOption('return-refund');
              break;
            default:
              break;
          }
        },
        async end() {
          if (isOffline) await offline();
          await act(demo, BUYER, ticketId, 'withdraw');
          if (language !== 'en') await page.goto(`${demo.buyer}/?lang=en`);
          else await closeSheet();
        },
      };
    },
  };
}

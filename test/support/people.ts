import type { Browser, BrowserContext, Locator, Page } from 'playwright';

/** Somebody at a page of the demo, in a browser of their own. */
export interface Person {
  readonly context: BrowserContext;
  readonly page: Page;
}

/** Lets somebody open a page. Whatever it logs as an error, or asks of another machine, is kept in `faults`. */
export async function enter(browser: Browser, url: string, faults: string[] = []): Promise<Person> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(`${url}: ${error.message}`));
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== 'localhost' && hostname !== '127.0.0.1') faults.push(request.url());
  });
  await page.goto(url);
  return { context, page };
}

/** The buyer asks for a return of what the form proposes, in their own words. @returns the ticket's id */
export async function openReturn({ page }: Person, words: string): Promise<string> {
  const before = await page.getByTestId('buyer-ticket').count();
  await page.getByTestId('buyer-open-return').click();
  const sheet = page.getByRole('dialog');
  const reason = sheet.getByLabel('Reason');
  await reason.selectOption('damaged');
  await sheet.getByLabel('What happened').fill(words);
  await sheet.getByRole('button', { name: 'Send to the shop' }).click();
  await sheet.waitFor({ state: 'hidden' });
  const ticket = page.getByTestId('buyer-ticket').nth(before);
  await ticket.waitFor();
  return (await ticket.getAttribute('data-ticket')) ?? '';
}

/** The buyer's own card of a ticket. */
export function buyerTicket({ page }: Person, ticketId: string): Locator {
  return page.locator(`[data-testid=buyer-ticket][data-ticket="${ticketId}"]`);
}

/** The agent's cards of a ticket. */
export function cards({ page }: Person, ticketId: string): Locator {
  return page.locator(`sidecard-card[ticket-id="${ticketId}"], sidecard-card[data-ticket="${ticketId}"]`);
}

/** The agent's open panel. */
export function panel({ page }: Person): Locator {
  return page.locator('sidecard-task');
}

/** Chooses the buyer's conversation in the agent's list. */
export async function openConversation({ page }: Person, buyer: string): Promise<void> {
  await page.getByTestId('conversation').filter({ hasText: buyer }).click();
}

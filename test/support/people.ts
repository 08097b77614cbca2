import type { Browser, BrowserContext, Locator, Page } from 'playwright';

/** Somebody at a page of the demo, in a browser of their own. */
export interface Person {
  readonly context: BrowserContext;
  readonly page: Page;
}

/** Lets somebody open a page. Errors that it throws, and requests to any other machine, are kept in `faults`. */
export async function enter(browser: Browser, url: string, faults: string[] = []): Promise<Person> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => faults.push(`${url}: ${error.message}`));
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== 'localhost' && hostname !== '127.0.0.1') faults.push(request.url());
  });
  await page.goto(url);
  return { context, page };
}

/** The buyer asks for a return of what the form proposes, in their own words. @returns the ticket's id */
export function openReturn(buyer: Person, words: string): Promise<string> {
  return ask(buyer, 'Return & refund', { Reason: 'damaged', 'What happened': words });
}

/** The buyer asks for something, as the sheet proposes it but for some fields. @returns the ticket's id */
export async function ask({ page }: Person, type: string, fields: Fields = {}): Promise<string> {
  const before = await page.getByTestId('buyer-ticket').count();
  await page.getByTestId('buyer-ask').click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('Request type').selectOption(type);
  await fill(sheet, fields);
  await sheet.getByRole('button', { name: 'Submit request' }).click();
  await sheet.waitFor({ state: 'hidden' });
  const ticket = page.getByTestId('buyer-ticket').nth(before);
  await ticket.waitFor();
  return (await ticket.getAttribute('data-ticket')) ?? '';
}

/** What is typed or chosen in a form, by the labels of its fields; `true` ticks one. */
export type Fields = Readonly<Record<string, string | true>>;

async function fill(form: Locator, fields: Fields): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    const field = form.getByLabel(name, { exact: true }).or(form.getByLabel(`${name} (optional)`, { exact: true }));
    if (value === true) await field.check();
    else if ((await field.evaluate(({ localName }) => localName)) === 'select') await field.selectOption(value);
    else await field.fill(value);
  }
}

/** The buyer does something with a ticket, by a button of its card. */
export async function buyerDoes(buyer: Person, ticketId: string, act: string, fields: Fields = {}): Promise<void> {
  const ticket = buyerTicket(buyer, ticketId);
  await ticket.getByRole('button', { name: act, exact: true }).click();
  await fill(ticket, fields);
  if (Object.keys(fields).length > 0) await ticket.locator('[type=submit]').click();
}

/** The buyer's own card of a ticket. */
export function buyerTicket({ page }: Person, ticketId: string): Locator {
  return page.locator(`[data-testid=buyer-ticket][data-ticket="${ticketId}"]`);
}

/** The cards in the agent's chat. */
export function cards({ page }: Person): Locator {
  return page.locator('sidecard-card');
}

/** The agent's open panel. */
export function panel({ page }: Person): Locator {
  return page.locator('sidecard-task');
}

/** Chooses the buyer's conversation in the agent's list. */
export async function openConversation({ page }: Person, buyer = 'He Yiqing'): Promise<void> {
  await page.getByTestId('conversation').filter({ hasText: buyer }).click();
}

/** The agent looks at the latest ticket of the conversation. */
export async function viewTask(agent: Person): Promise<void> {
  await cards(agent).last().getByRole('button', { name: 'View task' }).click();
  await panel(agent).getByRole('heading', { level: 2 }).waitFor();
}

/** The agent does something with the ticket in the open panel, by its button or in the menu of the others. */
export async function agentDoes(agent: Person, act: string, fields: Fields = {}): Promise<void> {
  const task = panel(agent);
  const button = task.getByRole('button', { name: act, exact: true });
  const more = task.getByRole('button', { name: 'More', exact: true });
  await button.or(more).first().waitFor();
  if ((await button.count()) > 0) await button.click();
  else {
    await more.click();
    await task.getByRole('menuitem', { name: act, exact: true }).click();
  }
  const send = task.locator('[data-act=send]');
  await send.waitFor();
  await fill(task, fields);
  await send.click();
  await send.waitFor({ state: 'detached' });
}

/** The agent declines in the panel, with a reason and words. */
export async function decline(agent: Person, words: string): Promise<void> {
  const task = panel(agent);
  await task.getByRole('button', { name: 'Decline', exact: true }).click();
  await task.getByRole('radio', { name: 'Insufficient evidence' }).check();
  await task.getByRole('textbox').fill(words);
  await task.getByRole('button', { name: 'Decline and tell He Yiqing' }).click();
}

/** The buyer brings the platform in. */
export async function callPlatform(buyer: Person, ticketId: string): Promise<void> {
  const ticket = buyerTicket(buyer, ticketId);
  // By the keyboard: a message that arrives meanwhile scrolls the button from under the pointer.
  for (const name of ['Escalate to the platform', 'Yes: Escalate to the platform']) {
    await ticket.getByRole('button', { name, exact: true }).press('Enter');
  }
}

/** The agent writes to platform staff from the panel. */
export async function writeToStaff(agent: Person, words: string): Promise<void> {
  const letters = panel(agent).locator('sidecard-staff-message');
  await letters.getByText('Progress', { exact: true }).click();
  await letters.getByRole('textbox').fill(words);
  await letters.getByRole('button', { name: 'Send to staff' }).click();
}

import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import { type RunningDemo, runDemo } from '../support/demo.ts';
import {
  agentDoes,
  ask,
  buyerDoes,
  buyerTicket,
  callPlatform,
  decline,
  enter,
  type Fields,
  openConversation,
  panel,
  type Person,
} from '../support/people.ts';

const RETURNED: Fields = { Carrier: 'Yuncheng Express', 'Tracking number': 'YC731255500011' };
const SENT: Fields = { Carrier: 'Qingniao Courier', 'Tracking number': 'QN4409900812' };

/** Who does what, by which button, with what in its form. */
type Step = readonly [who: 'agent' | 'buyer', act: string, fields?: Fields];

/** Each covered type to an end of its own: what the shop does, it does in the panel. */
const STORIES: readonly { readonly type: string; readonly steps: readonly Step[]; readonly end: readonly string[] }[] =
  [
    {
      type: 'Return & refund',
      steps: [
        ['agent', 'Agree to return'],
        ['buyer', 'Enter return tracking', RETURNED],
        ['agent', 'Confirm receipt and refund'],
      ],
      end: ['refund ¥258.00'],
    },
    {
      type: 'Exchange',
      steps: [
        ['agent', 'Agree to exchange'],
        ['buyer', 'Enter return tracking', RETURNED],
        ['agent', 'Confirm receipt'],
        ['agent', 'Send the replacement', SENT],
        ['buyer', 'Mark as done'],
      ],
      end: ['Shipped to you with: Qingniao Courier QN4409900812', 'Settled'],
    },
    {
      type: 'Address change',
      steps: [['agent', 'Change the address', { 'Message to the buyer': 'It leaves for Ningbo today.' }]],
      end: ['Settled'],
    },
    {
      type: 'Resend',
      steps: [
        [
          'agent',
          'Partial resend',
          { 'Quantity of Spring Longjing tea, 100 g tin': '1', 'Message to the buyer': 'One today.' },
        ],
        ['buyer', 'Accept'],
        ['agent', 'Send it', SENT],
        ['buyer', 'Mark as received'],
      ],
      end: ['Shipped to you with: Qingniao Courier QN4409900812', 'Settled'],
    },
    {
      type: 'Provide return address',
      steps: [['agent', 'Provide the return address', { 'the shop': true }]],
      end: ['Postage paid by: the shop', 'Settled'],
    },
    {
      type: 'Repair',
      steps: [
        ['agent', 'Agree to repair'],
        ['buyer', 'Enter return tracking', RETURNED],
        ['agent', 'Confirm receipt and inspect'],
        ['agent', 'Send a quote', { 'Repair fee': '35.00', 'Inspection result': 'The dimmer is worn out.' }],
        ['buyer', 'Accept'],
        ['agent', 'Ship back repaired', SENT],
        ['buyer', 'Received and working'],
      ],
      end: ['Paid by the buyer ¥35.00', 'Settled'],
    },
    {
      type: 'Return postage',
      steps: [
        [
          'agent',
          'Offer a partial refund',
          { Postage: '12.00', 'Message to the buyer': 'That is what the label says.' },
        ],
        ['buyer', 'Accept'],
      ],
      end: ['postage ¥12.00'],
    },
    {
      type: 'Delivery issue',
      steps: [
        ['agent', 'Contact the carrier', { Carrier: 'Yuncheng Express', 'Message to the buyer': 'One moment.' }],
        [
          'agent',
          'Explain with tracking',
          { ...SENT, 'Message to the buyer': 'It was held at the depot and moves again.' },
        ],
        ['buyer', 'Mark as resolved'],
      ],
      end: ['Settled'],
    },
    { type: 'Refund before shipment', steps: [['agent', 'Agree to refund']], end: ['refund ¥99.00'] },
    {
      type: 'Commitment claim',
      steps: [['agent', 'Pay the compensation']],
      end: ['compensation ¥4.95'],
    },
    {
      // a type of the demonstration's own: one file on the server
      type: 'Price protection',
      steps: [['agent', 'Refund the difference', { 'Message to the buyer': 'With pleasure.' }]],
      end: ['refund ¥30.00'],
    },
  ];

describe('every type of ticket, in the demo', () => {
  let demo: RunningDemo;
  let browser: Browser;
  let lin: Person, buyer: Person, staff: Person;
  const faults: string[] = [];

  beforeAll(async () => {
    demo = await runDemo({ minuteMs: 60_000 });
    browser = await chromium.launch(launchOptions());
    [lin, buyer, staff] = await Promise.all([
      enter(browser, `${demo.agent}/?as=shanyu-linke&lang=en`, faults),
      enter(browser, `${demo.buyer}/?lang=en`, faults),
      enter(browser, `${demo.staff}/?lang=en`, faults),
    ]);
    await openConversation(lin);
  });

  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const cardOf = (ticketId: string) => lin.page.locator(`[data-testid=agent-card][data-ticket="${ticketId}"]`);
  /** The ticket that the panel shows. */
  const shown = () => panel(lin).evaluate((task) => ('ticketId' in task ? task.ticketId : undefined));

  async function viewTaskOf(ticketId: string): Promise<void> {
    await cardOf(ticketId).getByRole('button', { name: 'View task' }).click();
    await expect.poll(shown).toBe(ticketId);
  }

  async function play(ticketId: string, steps: readonly Step[]): Promise<void> {
    for (const [who, act, fields] of steps) {
      if (who === 'agent') await agentDoes(lin, act, fields);
      else await buyerDoes(buyer, ticketId, act, fields);
      // Goods can be received without a number, too: the agent waits for what the buyer entered.
      const number = fields?.['Tracking number'];
      if (who === 'buyer' && typeof number === 'string') await panel(lin).getByText(number).first().waitFor();
    }
  }

  it.each(STORIES)('[R1] [R3] $type: one card, handled in the panel to its end', async ({ type, steps, end }) => {
    const ticketId = await ask(buyer, type);
    await viewTaskOf(ticketId);
    await play(ticketId, steps);
    const ticket = buyerTicket(buyer, ticketId);
    await ticket.getByText('Resolved', { exact: true }).waitFor();
    for (const words of end) await ticket.getByText(words).first().waitFor();
    expect(await cardOf(ticketId).count()).toBe(1);
  });

  it('[R1] [R3] what a delivery issue is handed over to is a ticket of its own, with a card of its own', async () => {
    const ticketId = await ask(buyer, 'Delivery issue');
    await viewTaskOf(ticketId);
    await agentDoes(lin, 'Resend instead', {
      'Quantity of Desk plant with clay pot': '1',
      'Message to the buyer': 'Another one leaves today.',
    });
    await buyerTicket(buyer, ticketId).getByText('Continues as Resend').waitFor();
    const other = buyer.page.getByTestId('buyer-ticket').filter({ hasText: 'Follows from Delivery issue' });
    const otherId = (await other.getAttribute('data-ticket')) ?? '';
    await viewTaskOf(otherId);
    await play(otherId, [
      ['agent', 'Send it', SENT],
      ['buyer', 'Mark as received'],
    ]);
    await other.getByText('Resolved', { exact: true }).waitFor();
    expect(await cardOf(otherId).count()).toBe(1);
  });

  it('[R4] a type that is not covered: no card; opened by its id, the panel answers it', async () => {
    const ticketId = await ask(buyer, 'Invoice urging');
    await lin.page.locator(`[data-testid=ticket][data-ticket="${ticketId}"]`).click();
    await expect.poll(shown).toBe(ticketId);
    await panel(lin).getByRole('button', { name: 'Give the invoice date' }).click();
    const day = (await panel(lin).getByLabel('Issued by').getAttribute('max')) ?? '';
    await panel(lin).getByRole('button', { name: 'Collapse' }).click();
    await agentDoes(lin, 'Give the invoice date', { 'Issued by': day, 'Message to the buyer': 'It comes by mail.' });
    // What the buyer is told has come the way that a card would have come.
    await lin.page.getByText(`The invoice will be issued by ${day}. It comes by mail.`).first().waitFor();
    await buyerDoes(buyer, ticketId, 'Mark as resolved');
    await buyerTicket(buyer, ticketId).getByText('Resolved', { exact: true }).waitFor();
    expect(await cardOf(ticketId).count()).toBe(0);
  });

  it('a parcel that leaves meanwhile is told to its tickets: what was a change is an interception', async () => {
    const ticketId = await ask(buyer, 'Address change');
    await viewTaskOf(ticketId);
    await panel(lin).getByRole('button', { name: 'Change the address' }).waitFor();
    const signIn = await fetch(`${demo.agent}/demo/token?as=shanyu-linke&lang=en`);
    const { token } = (await signIn.json()) as { token: string };
    await fetch(`${demo.agent}/demo/orders/2607128846610937/move-on`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    await panel(lin).getByRole('button', { name: 'Agree and intercept the parcel' }).waitFor();
    await play(ticketId, [
      ['agent', 'Agree and intercept the parcel'],
      ['agent', 'Mark as redirected'],
    ]);
    await buyerTicket(buyer, ticketId).getByText('Resolved', { exact: true }).waitFor();
  });

  it('[R35] a ruling pays from the deposit first, and a payment that failed is tried again', async () => {
    const ticketId = await ask(buyer, 'Return & refund', { Order: '2607120417765508' });
    await viewTaskOf(ticketId);
    await decline(lin, 'The colours are those of the pictures.');
    await callPlatform(buyer, ticketId);

    const { page } = staff;
    await page.locator(`[data-testid=staff-row][data-ticket="${ticketId}"]`).click();
    const desk = page.getByTestId('staff-case');
    await desk.locator('[data-act=begin-review]').click();
    await desk.locator('[data-act=rule]').click();
    await desk.getByLabel('Refund, no return').check();
    await desk.getByLabel('Applicable commitment (optional)').selectOption('Designated carrier');
    expect(await desk.getByLabel('Compensation (optional)').inputValue()).toBe('10.00');
    expect(await desk.getByLabel('Pay from the deposit first').isChecked()).toBe(true);
    await desk.getByLabel('Reasoning').fill('It went with another carrier than agreed.');
    await desk.locator('.dock [type=submit]').click();

    const ticket = buyerTicket(buyer, ticketId);
    await ticket.getByText('Designated carrier · paid from the shop’s deposit first').waitFor();
    await ticket.getByText('Paid: refund ¥544.00, compensation ¥10.00').waitFor();
    await desk.getByText('Payment failed').waitFor();
    await desk.getByText('Retrying the payment').waitFor();
    const paid = '¥554.00 (refund ¥544.00, compensation ¥10.00), from the deposit first';
    expect(demo.said()).toContain(`rejected by the bank: ${paid}`);
    expect(demo.said()).toContain(`, paid ${paid}`);
  });

  it('the stage lets the buyer ask for a type', async () => {
    const { page, context } = await enter(browser, `${demo.stage}/?lang=en`, faults);
    await page.getByTestId('stage-type').selectOption('Repair');
    await page.getByTestId('stage-ask').click();
    const sheet = page.frameLocator('[data-testid=frame-buyer]').getByRole('dialog');
    await sheet.getByLabel('Fault description (optional)').waitFor();
    await context.close();
  });

  it('threw nothing', () => {
    expect(faults).toEqual([]);
  });
});

import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import { type RunningDemo, runDemo } from '../support/demo.ts';
import {
  agentDoes,
  ask,
  buyerDoes,
  buyerTicket,
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
        ['buyer', 'I have sent it', RETURNED],
        ['agent', 'Confirm receipt and refund'],
      ],
      end: ['Paid: refund ¥258.00'],
    },
    {
      type: 'Exchange',
      steps: [
        ['agent', 'Agree to exchange'],
        ['buyer', 'I have sent it', RETURNED],
        ['agent', 'Confirm receipt'],
        ['agent', 'Send the replacement', SENT],
        ['buyer', 'It is done'],
      ],
      end: ['On its way to you: Qingniao Courier QN4409900812', 'Settled'],
    },
    {
      type: 'Address change',
      steps: [['agent', 'Change the address', { 'Words to the buyer': 'It leaves for Ningbo today.' }]],
      end: ['Settled'],
    },
    {
      type: 'Resend',
      steps: [
        [
          'agent',
          'Resend a part',
          { 'Quantity of Fog-blue handmade mug, 350 ml, pair': '1', 'Words to the buyer': 'One today.' },
        ],
        ['buyer', 'Accept'],
        ['agent', 'Send it', SENT],
        ['buyer', 'It has arrived'],
      ],
      end: ['On its way to you: Qingniao Courier QN4409900812', 'Settled'],
    },
    {
      type: 'Provide return address',
      steps: [['agent', 'Give the return address', { 'the shop': true }]],
      end: ['Postage is paid by: the shop', 'Settled'],
    },
    {
      type: 'Repair',
      steps: [
        ['agent', 'Agree to repair'],
        ['buyer', 'I have sent it', RETURNED],
        ['agent', 'Confirm receipt, begin appraisal'],
        ['agent', 'Send a quote', { 'Repair fee': '35.00', 'What the appraisal found': 'The dimmer is worn out.' }],
        ['buyer', 'Accept'],
        ['agent', 'Repaired, ship back', SENT],
        ['buyer', 'It has arrived and works'],
      ],
      end: ['The buyer pays: ¥35.00', 'Settled'],
    },
    {
      type: 'Return postage',
      steps: [
        ['agent', 'Propose a part', { Postage: '12.00', 'Words to the buyer': 'That is what the label says.' }],
        ['buyer', 'Accept'],
      ],
      end: ['Paid: postage ¥12.00'],
    },
    {
      type: 'Delivery issue',
      steps: [
        ['agent', 'Contact the carrier', { Carrier: 'Yuncheng Express', 'Words to the buyer': 'One moment.' }],
        [
          'agent',
          'Explain with tracking',
          { ...SENT, 'Words to the buyer': 'It was held at the depot and moves again.' },
        ],
        ['buyer', 'It is settled'],
      ],
      end: ['Settled'],
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

  async function viewTaskOf(ticketId: string): Promise<void> {
    await cardOf(ticketId).getByRole('button', { name: 'View task' }).click();
    await panel(lin)
      .and(lin.page.locator(`[ticket-id="${ticketId}"]`))
      .or(panel(lin))
      .first()
      .waitFor();
  }

  async function play(ticketId: string, steps: readonly Step[]): Promise<void> {
    for (const [who, act, fields] of steps) {
      if (who === 'agent') await agentDoes(lin, act, fields);
      else await buyerDoes(buyer, ticketId, act, fields);
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
});

import { expect } from '@open-wc/testing';
import type { Client } from '@sidecard/client';
import type { SidecardTask } from '@sidecard/elements/task';
import { byRole, clearPage, focused, press, seen, sees, show } from '../support/browser/panel.ts';
import {
  BEGIN_REVIEW,
  BUYER,
  CLAIM,
  COLLEAGUE,
  DECLINE,
  ESCALATE,
  ME,
  openShop,
  type Shop,
  STAFF,
} from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const TITLE = 'Since you last looked';
const RULE = { command: 'rule', choice: 'for-merchant', fields: { text: 'The goods left whole.' } };

describe('what is new in sidecard-task', () => {
  let shop: Shop;
  let client: Client;
  let panel: SidecardTask;

  beforeEach(async () => {
    shop = await openShop();
    client = shop.client();
    panel = show('sidecard-task', client, shop.ticketId);
    await looked();
  });
  afterEach(() => {
    clearPage();
    shop.close();
  });

  /** Waits until the reader has looked at the ticket as it stands. */
  const looked = () => {
    const mark = () => client.preferences.all().get().get(`seen/${shop.ticketId}`)?.['entry'];
    return waitUntil(() => mark() === shop.backend.ticket(shop.ticketId)?.history.at(-1)?.id);
  };
  /** The reader comes back after a while. */
  const comeBack = () => {
    clearPage();
    panel = show('sidecard-task', client, shop.ticketId);
  };
  const kinds = () =>
    [...(panel.shadowRoot?.querySelectorAll<HTMLElement>('[data-section=news] li') ?? [])].map(
      ({ dataset }) => dataset['kind'],
    );

  it('is nothing at the first look, and of what the reader did', async () => {
    await sees(panel, 'Buyer’s other tickets None');
    expect(seen(panel)).not.to.contain(TITLE);
    await shop.act(ME, DECLINE);
    await looked();
    comeBack();
    await sees(panel, 'Buyer’s other tickets None');
    expect(seen(panel)).not.to.contain(TITLE);
  });

  it('is told after the request, once the reader comes back: rulings first, then the latest', async () => {
    clearPage();
    await shop.act(COLLEAGUE, DECLINE);
    await shop.act(BUYER, ESCALATE);
    await shop.act(STAFF, BEGIN_REVIEW);
    await shop.act(STAFF, RULE);
    comeBack();
    await sees(panel, new RegExp(`request .*${TITLE} .*The platform ruled.*Order`));
    expect(kinds()[0]).to.equal('ruled');
    expect(kinds().slice(-3)).to.deep.equal(['review-begun', 'escalated', 'declined']);
  });

  it('does not tell who handles the ticket', async () => {
    clearPage();
    await shop.act(COLLEAGUE, CLAIM);
    comeBack();
    await sees(panel, 'Buyer’s other tickets None');
    expect(seen(panel)).to.contain('Assigned to Zhou Min').and.not.to.contain(TITLE);
  });

  it('leaves when it is read, with focus where the reader can go on', async () => {
    await shop.act(COLLEAGUE, DECLINE);
    await sees(panel, TITLE);
    (await byRole(panel, 'button', 'Mark as read')).focus();
    await press(panel, 'Mark as read');
    await waitUntil(() => !seen(panel).includes(TITLE));
    await waitUntil(() => focused()?.matches('[data-focus=action-bar], h2'));
    comeBack();
    await sees(panel, 'Buyer’s other tickets None');
    expect(seen(panel)).not.to.contain(TITLE);
  });

  it('leaves when the reader comes back once more', async () => {
    await shop.act(COLLEAGUE, DECLINE);
    await sees(panel, TITLE);
    await looked();
    comeBack();
    await sees(panel, 'Buyer’s other tickets None');
    expect(seen(panel)).not.to.contain(TITLE);
  });

  it('is a line with its number beside an open form, whose field stays where it is', async () => {
    await press(panel, 'Decline');
    const field = await byRole(panel, 'textbox', 'Message to the buyer');
    field.focus();
    const { top } = field.getBoundingClientRect();
    await shop.act(BUYER, { command: 'correct-request', fields: { text: 'Both are broken.' } });
    const line = await byRole(panel, 'button', new RegExp(`^${TITLE}`));
    expect(line.innerText).to.contain('1 new');
    expect([field.getBoundingClientRect().top, focused() === field]).to.deep.equal([top, true]);
    line.click();
    await sees(panel, 'Mark as read');
  });

  it('waits while the reader types a note below it', async () => {
    const note = await byRole(panel, 'textbox', /note/i);
    note.focus();
    await shop.act(COLLEAGUE, DECLINE);
    await sees(panel, 'Zhou Min declined');
    expect(seen(panel)).not.to.contain(TITLE);
    note.blur();
    await sees(panel, TITLE);
  });

  it('is nothing to the buyer, whose chat has told it', async () => {
    clearPage();
    client = shop.client(BUYER);
    comeBack();
    await sees(panel, 'History');
    await shop.act(ME, DECLINE);
    await sees(panel, 'Declined');
    expect(seen(panel)).not.to.contain(TITLE);
  });

  it('is nothing to a buyer whose ticket names others, either', async () => {
    clearPage();
    await shop.act(ME, { ...DECLINE, fields: { ...DECLINE.fields, part: [{ itemId: 'mug', quantity: 1 }] } });
    client = shop.client(BUYER);
    comeBack();
    await sees(panel, 'opened from this ticket');
    await shop.act(ME, { command: 'reply', fields: { text: 'We have written to you.' } });
    await sees(panel, 'We have written to you.');
    await panel.updateComplete;
    expect(seen(panel)).not.to.contain(TITLE);
  });
});

import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';

/** What the example returns. */
interface Messenger {
  readonly url: string;
  readonly clientPort: number;
  account(as: 'li' | 'wang'): Promise<{ readonly jid: string; readonly password: string; readonly peer: string }>;
  stop(): Promise<void>;
}
/** A message as an XMPP client gets it. */
interface Stanza {
  readonly attrs: Readonly<Record<string, string>>;
  is(name: string): boolean;
  getChildText(name: string): string | null;
  getChild(name: string, xmlns?: string): Stanza | undefined;
}
interface PlainClient {
  on(event: 'stanza' | 'error', listener: (stanza: Stanza) => void): void;
  start(): Promise<unknown>;
  stop(): Promise<unknown>;
  send(stanza: unknown): Promise<void>;
}

const example = fileURLToPath(new URL('../../examples/messenger/', import.meta.url));
const require = createRequire(join(example, 'package.json'));
const { client, xml } = require('@xmpp/client') as {
  readonly client: (options: object) => PlainClient;
  readonly xml: (name: string, attrs: object, ...children: unknown[]) => unknown;
};

const BODY = /^Platform: Return & refund, order …8817, ¥129\.00\. This client cannot show/;
const ANSWER = 'The picture shows another mug. Please send one of yours.';

/** A buyer and a shop that chat by Converse over Prosody. The steps are one story. */
describe('an XMPP chat whose cards the backend posts', () => {
  let folder: string;
  let messenger: Messenger;
  let browser: Browser;
  let agent: Page, buyer: Page;
  /** The buyer's other client, which knows nothing of Sidecard. */
  let plain: PlainClient;
  const received: Stanza[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sidecard-messenger-'));
    await chmod(folder, 0o755);
    messenger = await start();
    browser = await chromium.launch(launchOptions());
    const { jid, password } = await messenger.account('wang');
    const [username, domain] = jid.split('@');
    plain = client({ service: `xmpp://127.0.0.1:${messenger.clientPort}`, domain, username, password });
    plain.on('error', (error) => console.error(error));
    plain.on('stanza', (stanza) => {
      if (stanza.is('message') && stanza.getChildText('body') !== null) received.push(stanza);
    });
    await plain.start();
    await plain.send(xml('presence', {}));
    buyer = await open('buyer');
  });
  afterAll(async () => {
    await browser?.close();
    await plain?.stop();
    await messenger?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(): Promise<Messenger> {
    const { startMessenger } = (await import(join(example, 'server.mjs'))) as {
      readonly startMessenger: (options: { folder: string; pages: string }) => Promise<Messenger>;
    };
    return startMessenger({ folder, pages: join(example, 'dist') });
  }
  async function open(page: 'agent' | 'buyer'): Promise<Page> {
    const opened = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    await opened.goto(`${messenger.url}/${page}.html`);
    await opened.locator('converse-chat converse-message-form').waitFor();
    return opened;
  }
  const cards = () => agent.locator('sidecard-card');
  const task = () => agent.locator('sidecard-task');

  it('is not started twice in a folder, where its passwords are for nobody else', async () => {
    const config = () => readFile(join(folder, 'prosody/prosody.cfg.lua'), 'utf8');
    const before = await config();
    await expect(start()).rejects.toThrow();
    expect(await config()).toBe(before);
    expect(((await stat(join(folder, 'prosody'))).mode & 0o077).toString(8)).toBe('0');
  });

  it('[R1] has the card when the agent signs in, though no page of the shop was open', async () => {
    await buyer.getByRole('button', { name: 'Return a mug' }).click();
    await buyer.getByText(BODY).waitFor();
    agent = await open('agent');
    await cards().getByText('Needs answer').waitFor();
    await cards().getByText('Platform', { exact: false }).first().waitFor();
    expect(await cards().count()).toBe(1);
  });

  it('[R1] has the card once after the history is loaded again', async () => {
    await agent.reload();
    await cards().getByText('Needs answer').waitFor();
    expect(await cards().count()).toBe(1);
    expect(await agent.locator('converse-chat-message').count()).toBe(1);
  });

  it('has a plain text for clients that do not know cards', async () => {
    await expect.poll(() => received.map((stanza) => stanza.getChildText('body'))).toHaveLength(1);
    expect(received[0]?.getChildText('body')).toMatch(BODY);
    expect(await buyer.locator('sidecard-card').count()).toBe(0);
  });

  it('[R7] brings the agent’s answer from the panel to every client of the buyer', async () => {
    await cards().getByRole('button', { name: 'View task' }).click();
    await task().getByRole('button', { name: 'Decline', exact: true }).click();
    await task().getByRole('radio', { name: 'Insufficient evidence' }).check();
    await task().locator('[part~=form] textarea').fill(ANSWER);
    await task().getByRole('button', { name: 'Decline and tell Wang' }).click();
    await buyer.getByText(ANSWER).waitFor();
    await expect.poll(() => received.at(-1)?.getChildText('body')).toContain(ANSWER);
    await cards().getByText('Declined').waitFor();
    await agent.locator('converse-chat-message').getByText(ANSWER).waitFor();
  });

  it('[R7] shows the agent the answer as the shop’s own, to the buyer as the shop’s', async () => {
    const senderOf = (page: Page) =>
      page.locator('converse-chat-message', { hasText: ANSWER }).evaluate((message) => {
        const { model } = message as HTMLElement & { model: { get(name: string): string } };
        return model.get('sender');
      });
    expect([await senderOf(agent), await senderOf(buyer)]).toEqual(['me', 'them']);
    await agent.reload();
    await cards().getByText('Declined').waitFor();
    await agent.locator('converse-chat-message').getByText(ANSWER).waitFor();
    expect(await senderOf(agent)).toBe('me');
  });

  it('[R2] lets a buyer neither replace, withdraw nor forestall what the shop has posted', async () => {
    const { peer } = await messenger.account('wang');
    let count = 0;
    const send = (id: string, ...children: unknown[]) =>
      plain.send(xml('message', { to: peer, type: 'chat', id }, ...children));
    const cardId = received[0]?.attrs['id'];
    const answerId = received.at(-1)?.attrs['id'];
    for (const id of [cardId, answerId]) {
      await send(
        `replaces-${++count}`,
        xml('body', {}, 'Yours is free.'),
        xml('replace', { xmlns: 'urn:xmpp:message-correct:0', id }),
      );
      await send(`retracts-${++count}`, xml('retract', { xmlns: 'urn:xmpp:message-retract:1', id }));
      await send(id ?? '', xml('body', {}, 'Said again'), xml('origin-id', { xmlns: 'urn:xmpp:sid:0', id }));
    }
    await send('answers', xml('body', {}, 'We pay it all.'), xml('answer', { xmlns: 'urn:sidecard:answer' }));
    const messages = agent.locator('converse-chat-message');
    await messages.getByText('We pay it all.').waitFor();
    await messages.getByText(ANSWER).waitFor();
    await cards().getByText('Declined').waitFor();
    const said = await messages.evaluateAll((all) =>
      all.map((each) => {
        const { model } = each as HTMLElement & { model: { get(name: string): string } };
        return `${model.get('sender')} ${model.get('message')} ${model.get('msgid')}`;
      }),
    );
    expect(said.filter((one) => one.startsWith('them Yours is free.')).length).toBe(2);
    expect(said.filter((one) => one.startsWith('them We pay it all.')).length).toBe(1);
    // An id of the shop's would make the chat leave out what the shop sends under it.
    const again = said.filter((one) => one.startsWith('them Said again'));
    expect(again.length).toBe(2);
    expect(again.filter((one) => !one.includes('again chat-')).length).toBe(0);
  });

  it('[R2] shows a card that the buyer sent as nothing of the platform', async () => {
    const genuine = JSON.parse(received[0]?.getChild('card')?.getChildText('json') ?? '') as {
      snapshot: { item: object };
    };
    const item = { ...genuine.snapshot.item, title: 'A free car' };
    const forged = { ...genuine, ticketId: 'forged', snapshot: { ...genuine.snapshot, item } };
    const { peer } = await messenger.account('wang');
    const json = xml('json', { xmlns: 'urn:xmpp:json:0' }, JSON.stringify(forged));
    await plain.send(
      xml(
        'message',
        { to: peer, type: 'chat', id: 'forged-1' },
        xml('body', {}, 'Look at this'),
        xml('card', { xmlns: 'urn:sidecard:card' }, json),
      ),
    );
    await cards().nth(1).getByText('Ticket not found, or not in this shop.').waitFor();
    expect(await cards().nth(1).innerText()).not.toMatch(/Platform|A free car/);
  });
});

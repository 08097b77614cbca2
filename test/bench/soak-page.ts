/** The page that `soak.mjs` drives: live cards of a shop's tickets, in chunks, over the real client and HTTP. */
import '@sidecard/elements';
import { type Client, createClient, httpTransport, memoryStorage } from '@sidecard/client';
import { SHEETS } from './page.ts';

const CHUNK = 100;

let client: Client | undefined;
let spans: number[] = [];

/** Shows tickets. Resolves once each card has its ticket, and the stream is live. */
export async function show(token: string, ticketIds: readonly string[]): Promise<void> {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(SHEETS.chunked.replaceAll('.card', 'sidecard-card').replaceAll('.chunk', '#list > *'));
  document.adoptedStyleSheets = [sheet];
  client = createClient({
    transport: httpTransport({ url: location.origin }),
    storage: memoryStorage(),
    locale: 'en',
    getToken: () => Promise.resolve(token),
  });
  const list = document.createElement('div');
  list.id = 'list';
  for (const [index, ticketId] of ticketIds.entries()) {
    if (index % CHUNK === 0) list.append(document.createElement('div'));
    list.lastElementChild?.append(Object.assign(document.createElement('sidecard-card'), { ticketId }));
  }
  const provider = Object.assign(document.createElement('sidecard-provider'), { client });
  provider.append(list);
  document.body.append(provider);
  const { connection } = client;
  while (connection.get().state !== 'live' || ticketIds.some((id) => versionOf(id) === undefined)) await nextFrame();
  void look();
}

/** Milliseconds between frames since the last call. */
export function frames(): number[] {
  const last = spans;
  spans = [];
  return last;
}

/** Tickets of which the client does not have this version. */
export function behind(versions: Readonly<Record<string, number>>): string[] {
  return Object.keys(versions).filter((id) => versionOf(id) !== versions[id]);
}

function versionOf(ticketId: string): number | undefined {
  return client?.ticket(ticketId).get().view?.version;
}

async function look(): Promise<void> {
  for (let before = await nextFrame(); ;) {
    const at = await nextFrame();
    spans.push(at - before);
    before = at;
  }
}

function nextFrame(): Promise<number> {
  return new Promise(requestAnimationFrame);
}

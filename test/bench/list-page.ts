/** The page that `list-page.mjs` drives: the workbench over a real server. */
import { createClient, httpTransport, memoryStorage, type Client } from '@sidecard/client';
import '@sidecard/elements';
import '@sidecard/elements/workbench';

interface Workbench extends HTMLElement {
  path: string;
}

let client: Client | undefined;

/** Shows a list. Resolves once its rows have been painted. */
export async function show(path: string): Promise<void> {
  client = createClient({
    transport: httpTransport({ url: location.origin }),
    getToken: () => Promise.resolve('merchant.agent-1'),
    storage: memoryStorage(),
    locale: 'en',
  });
  const provider = Object.assign(document.createElement('sidecard-provider'), { client });
  const workbench = Object.assign(document.createElement('sidecard-workbench'), { path }) as Workbench;
  workbench.style.blockSize = '100vh';
  provider.append(workbench);
  document.body.append(provider);
  await drawn(() => part('[data-ticket]'));
}

/** Shows another list. Resolves once rows of it have been painted. */
export async function go(path: string): Promise<void> {
  const name = part('.toolbar h2')?.textContent;
  const first = part('[data-index="0"]')?.dataset['ticket'];
  document.querySelector<Workbench>('sidecard-workbench')!.path = path;
  await drawn(() => {
    const row = atRest();
    const isOther = row?.dataset['ticket'] !== first || part('.toolbar h2')?.textContent !== name;
    return isOther ? row : undefined;
  });
}

/** Scrolls to the end, again and again, until as many rows are loaded. */
export async function load(count: number): Promise<number> {
  const scroller = part('.scroller')!;
  while (rows() < count) {
    scroller.scrollTop = scroller.scrollHeight;
    await frame();
  }
  await frame();
  return rows();
}

/** Rows that are loaded, by the height that they take. */
export function rows(): number {
  const row = part('[role=row][data-index]')!.getBoundingClientRect().height;
  return Math.round(part('.rows')!.getBoundingClientRect().height / row);
}

export function focusRow(): void {
  part('[data-index] .open[tabindex="0"]')?.focus();
}

export function focusSearch(): void {
  part('input[type=search]')?.focus();
}

/** Resolves once rows that a search has found have been painted. */
export async function found(): Promise<void> {
  const workbench = document.querySelector<Workbench>('sidecard-workbench')!;
  await drawn(() => (workbench.path.includes('search=') ? atRest() : undefined));
}

/** Claims a ticket or releases it. Resolves once its row shows that. */
export async function command(ticketId: string, name: string): Promise<void> {
  await client!.send(ticketId, { command: name, unversioned: true });
  await frame();
}

/** The ticket of the nth row that is painted. */
export function shown(nth: number): string {
  return all('[data-index]')[nth]?.dataset['ticket'] ?? '';
}

/** Resolves once the page has nothing to do. */
export async function idle(): Promise<void> {
  await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1_000 }));
  await frame();
}

const all = (selector: string): readonly HTMLElement[] => [
  ...(document.querySelector('sidecard-workbench')?.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];
const part = (selector: string): HTMLElement | undefined => all(selector)[0];

/** The first row of a list that has all that it asked for. */
const atRest = (): HTMLElement | undefined =>
  part('[role=table]')?.ariaBusy === 'false' ? part('[data-index="0"]') : undefined;

export const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

async function drawn(find: () => HTMLElement | undefined): Promise<void> {
  while (!find()) await frame();
  await frame();
}

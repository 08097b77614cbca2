import { isOpen, type TicketView } from '@sidecard/core/wire';
import { SidecardProvider } from '@sidecard/react';
import { useCallback, useEffect, useMemo, useRef, useState, type ComponentRef, type ReactElement } from 'react';
import { STAGE_BUYER, type ConversationInfo, type Me } from '../../shared/world.js';
import type { Host } from '../shared/host.js';
import type { RelayLine } from '../shared/relay.js';
import { Accounts } from './accounts.js';
import { Chat } from './chat.js';
import { Conversations, type ConversationRow } from './conversations.js';
import type { ReadMarks } from './read-marks.js';
import type { AgentTexts } from './texts.js';
import { useValue } from './use-value.js';

/** Minutes before a deadline at which the agent is warned: those of the demo are a few minutes long. */
const DEADLINE_WARNINGS = [2, 1];

/** What {@link App} takes. */
export interface AppProps {
  readonly host: Host;
  readonly me: Me;
  readonly conversations: readonly ConversationInfo[];
  readonly readMarks: ReadMarks;
  readonly texts: AgentTexts;
}

/** The agent's window: conversations, the chat, and room for Sidecard's panel. */
export function App({ host, me, conversations, readMarks, texts }: AppProps): ReactElement {
  const { client, relay, page } = host;
  const { locale } = page;
  const lines = useValue(relay.lines);
  const tickets = useValue(client.tickets);
  const marks = useValue(readMarks.marks);
  const connected = useValue(relay.connected);
  const [chosen, setChosen] = useState(() => firstOf(conversations));
  const provider = useRef<ComponentRef<typeof SidecardProvider>>(null);

  const rows = useMemo(
    () => conversations.map((info) => rowOf(info, lines, tickets, marks)).sort(byLatest),
    [conversations, lines, tickets, marks],
  );
  const current = rows.find(({ info }) => info.id === chosen);
  const shown = useMemo(() => lines.filter(({ conversationId }) => conversationId === chosen), [lines, chosen]);
  const ownTickets = useMemo(() => ticketsOf(chosen, tickets), [chosen, tickets]);
  const openTicket = useCallback(
    (ticketId: string, opener: HTMLElement): void => provider.current?.openTask(ticketId, opener),
    [],
  );
  const latest = shown.at(-1)?.atMs ?? 0;
  useEffect(() => {
    if (chosen !== undefined && latest > 0) readMarks.mark(chosen, latest);
  }, [chosen, latest, readMarks]);

  const choose = (id: string): void => {
    setChosen(id);
    history.replaceState(null, '', `#${id}`);
  };
  const self = me.accounts.find(({ id }) => id === me.id);

  return (
    <SidecardProvider client={client} conversation={chosen} deadlineWarnings={DEADLINE_WARNINGS} ref={provider}>
      <div className="agent">
        <nav className="side" aria-label={texts.conversations}>
          <header>
            <AccountSwitch me={me} locale={locale} texts={texts} />
            <a className="button quiet workbench-link" href={`/workbench${location.search}`} data-testid="to-workbench">
              {texts.workbench}
            </a>
            {self?.main === true && <Accounts client={client} locale={locale} texts={texts} />}
            <p className="small muted line" role="status">
              {!connected && lines.length > 0 ? texts.reconnecting : ''}
            </p>
          </header>
          <Conversations rows={rows} chosen={chosen} locale={locale} texts={texts} onChoose={choose} />
        </nav>
        <main className="chat" aria-label={current ? texts.chat(current.info.buyer.names[locale]) : texts.chats}>
          <h1 className="visually-hidden">{texts.title(me.names[locale])}</h1>
          {current && (
            <Chat
              key={current.info.id}
              conversation={current.info}
              lines={shown}
              relay={relay}
              locale={locale}
              texts={texts}
              me={me.names[locale]}
              tickets={ownTickets}
              onOpen={openTicket}
            />
          )}
        </main>
      </div>
    </SidecardProvider>
  );
}

/** Switches between the shop's accounts. In a real product you sign out and in. */
function AccountSwitch({
  me,
  locale,
  texts,
}: Pick<AppProps, 'me' | 'texts'> & Pick<Host['page'], 'locale'>): ReactElement {
  return (
    <select
      className="account"
      aria-label={texts.account}
      data-testid="account-switch"
      value={me.id}
      onChange={({ target }) => {
        const url = new URL(location.href);
        url.searchParams.set('as', target.value);
        location.assign(url);
      }}
    >
      {me.accounts.map(({ id, names, main }) => (
        <option key={id} value={id}>
          {main ? `${names[locale]} · ${texts.main}` : names[locale]}
        </option>
      ))}
    </select>
  );
}

function firstOf(conversations: readonly ConversationInfo[]): string | undefined {
  const wanted = decodeURIComponent(location.hash.slice(1));
  const found =
    conversations.find(({ id }) => id === wanted) ??
    conversations.find(({ buyer }) => buyer.id === STAGE_BUYER) ??
    conversations[0];
  return found?.id;
}

function rowOf(
  info: ConversationInfo,
  lines: readonly RelayLine[],
  tickets: ReadonlyMap<string, TicketView>,
  marks: Readonly<Record<string, number>>,
): ConversationRow {
  const own = lines.filter(({ conversationId }) => conversationId === info.id);
  const mark = marks[info.id] ?? 0;
  const unread = own.filter(
    // Messages from before the demo count as read.
    ({ from, atMs, id }) => from !== undefined && from.side !== 'shop' && atMs > mark && !id.startsWith('before-'),
  ).length;
  const open = ticketsOf(info.id, tickets).filter(({ workflow }) => isOpen(workflow));
  const ticket = open.sort((one, other) => other.updatedAtMs - one.updatedAtMs)[0];
  return { info, last: own.at(-1), unread, ticket };
}

/** Returns the tickets of a conversation, newest first. */
function ticketsOf(conversationId: string | undefined, tickets: ReadonlyMap<string, TicketView>): TicketView[] {
  const own = [...tickets.values()].filter((ticket) => ticket.conversationId === conversationId);
  return own.sort((one, other) => other.createdAtMs - one.createdAtMs);
}

function byLatest(one: ConversationRow, other: ConversationRow): number {
  return (other.last?.atMs ?? 0) - (one.last?.atMs ?? 0);
}

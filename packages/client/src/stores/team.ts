import type { ColleagueView, Note, NoteList, PresenceState, PresenceView } from '@sidecard/core/wire';
import { PRESENCE_MS } from '@sidecard/core/protocol';
import type { NotesState, Team } from '../model/team.js';
import type { Ports } from '../ports/ports.types.js';
import type { Api } from '../transport/api.js';
import { isObject, objectWith } from '../transport/checks.js';
import { newId } from '../util/ids.js';
import type { RetryTimer } from '../util/retry-timer.js';
import { memoize } from '../util/memoize.js';
import { createObservedStore, type ObservedStore } from './observed-store.js';
import { ticketPath } from './paths.js';

/** What {@link createTeam} takes. */
export interface TeamOptions {
  readonly ports: Ports;
  readonly api: Api;
  readonly retain: () => () => void;
  /** The server's time, milliseconds since the Unix epoch. */
  readonly now: () => number;
  readonly closed: AbortSignal;
  readonly retryTimer: RetryTimer;
}

/** The stores behind {@link Team}. */
export interface TeamStores {
  readonly team: Team;
  /** @returns whether the frame has the members that this client reads */
  readonly onFrame: (event: 'presence' | 'notes', data: unknown) => boolean;
  /** Loads what is observed. @returns whether it could be loaded */
  readonly catchUp: () => Promise<boolean>;
  /** Clears everything, because the account has changed. */
  readonly reset: () => void;
}

const isColleague = objectWith<ColleagueView>({ accountId: 'string', name: 'string' });
const isColleagues = objectWith<{ readonly colleagues: readonly ColleagueView[] }>({ colleagues: [isColleague] });
const isNote = objectWith<Note>({ id: 'string', ticketId: 'string', atMs: 'number', by: 'object', text: 'string' });
const isNotes = objectWith<NoteList>({ notes: [isNote] });
const isPresence = objectWith<PresenceView>({
  ticketId: 'string',
  accountId: 'string',
  name: 'string',
  state: 'string',
  untilMs: 'number',
});
const isNotesFrame = objectWith<{ readonly ticketId: string }>({ ticketId: 'string' });

const LOADING: NotesState = { status: 'loading', notes: [] };
/** Reports must come before the last one ends, also if one is late. */
const REPEAT_MS = PRESENCE_MS / 2;

/** Creates the stores of what handlers share. Nothing is loaded until a store has a listener. */
export function createTeam({ ports, api, retain, now, closed, retryTimer }: TeamOptions): TeamStores {
  let epoch = 0;
  const observedNotes = new Map<string, ObservedStore<NotesState>>();
  const at = new Map<string, Map<string, PresenceView>>();
  const presences = new Map<string, ObservedStore<readonly PresenceView[]>>();
  const reports = new Map<string, () => void>();
  /** Cancels the timer of the first presence that ends, by ticket. */
  const ends = new Map<string, () => void>();

  const colleagues = createObservedStore<readonly ColleagueView[]>([], retain, () => void loadColleagues());
  const notesOf = memoize((ticketId: string) => {
    const store = createObservedStore(LOADING, retain, () => void loadNotes(ticketId));
    observedNotes.set(ticketId, store);
    return store;
  });
  const presenceOf = memoize((ticketId: string) => {
    const store = createObservedStore<readonly PresenceView[]>([], retain, () => show(ticketId));
    presences.set(ticketId, store);
    return store;
  });

  /** Loads once more what failed, while somebody still looks at it. */
  async function again(isWanted: () => boolean, load: () => Promise<boolean>): Promise<void> {
    await retryTimer.wait(retryTimer.backoffMs(1));
    if (isWanted()) void load();
  }

  async function loadColleagues(): Promise<boolean> {
    const asked = epoch;
    const answer = await api({ method: 'GET', path: '/v1/colleagues' }, isColleagues);
    if (!answer.ok && answer.retryable) {
      void again(() => asked === epoch && colleagues.observed(), loadColleagues);
      return false;
    }
    if (asked === epoch) colleagues.store.set(answer.ok ? answer.body.colleagues : []);
    return true;
  }

  async function loadNotes(ticketId: string): Promise<boolean> {
    const asked = epoch;
    const { store } = notesOf(ticketId);
    const answer = await api({ method: 'GET', path: `${ticketPath(ticketId)}/notes` }, isNotes);
    if (asked !== epoch) return true;
    if (answer.ok) store.set({ status: 'ready', notes: merged(store.get().notes, answer.body.notes) });
    else if (!answer.retryable) store.set({ status: 'not-found', notes: [] });
    else {
      store.set({ ...store.get(), status: 'failed' });
      void again(
        () => asked === epoch && notesOf(ticketId).observed(),
        () => loadNotes(ticketId),
      );
    }
    return answer.ok || !answer.retryable;
  }

  /** Shows who is at a ticket, and again when the first of them has ended. */
  function show(ticketId: string): void {
    const observed = presences.get(ticketId);
    if (!observed?.observed()) return;
    const lasting = [...(at.get(ticketId)?.values() ?? [])].filter(({ untilMs }) => untilMs > now());
    const answersFirst = (one: PresenceView) => Number(one.state !== 'answering');
    observed.store.set(lasting.sort((a, b) => answersFirst(a) - answersFirst(b)));
    const next = Math.min(...lasting.map(({ untilMs }) => untilMs));
    ends.get(ticketId)?.();
    ends.delete(ticketId);
    if (Number.isFinite(next))
      ends.set(
        ticketId,
        ports.after(Math.max(0, next - now()) + 1, () => show(ticketId)),
      );
    else at.delete(ticketId);
  }

  function forgetEnds(): void {
    for (const cancel of ends.values()) cancel();
    ends.clear();
  }

  function report(ticketId: string, state: PresenceState): void {
    void api({ method: 'POST', path: `${ticketPath(ticketId)}/presence`, body: { state } }, isObject);
  }

  function stop(ticketId: string): void {
    reports.get(ticketId)?.();
    reports.delete(ticketId);
  }

  closed.addEventListener('abort', () => {
    [...reports.keys()].forEach(stop);
    forgetEnds();
  });

  return {
    team: {
      colleagues: colleagues.store,
      presence: (ticketId) => presenceOf(ticketId).store,
      setPresence(ticketId, state) {
        const known = reports.has(ticketId);
        stop(ticketId);
        if (closed.aborted || (state === 'gone' && !known)) return;
        report(ticketId, state);
        if (state !== 'gone')
          reports.set(
            ticketId,
            ports.every(REPEAT_MS, () => report(ticketId, state)),
          );
      },
      notes: (ticketId) => notesOf(ticketId).store,
      async addNote(ticketId, text, idempotencyKey = newId(ports)) {
        const asked = epoch;
        const answer = await api(
          { method: 'POST', path: `${ticketPath(ticketId)}/notes`, body: { text }, idempotencyKey },
          isNote,
        );
        if (!answer.ok) return { ok: false, error: answer.error };
        const { store } = notesOf(ticketId);
        if (asked === epoch) store.set({ ...store.get(), notes: merged(store.get().notes, [answer.body]) });
        return { ok: true, note: answer.body };
      },
    },
    onFrame(event, data) {
      if (event === 'notes') {
        if (!isNotesFrame(data)) return false;
        if (observedNotes.get(data.ticketId)?.observed()) void loadNotes(data.ticketId);
        return true;
      }
      if (!isPresence(data)) return false;
      const { ticketId, accountId, state } = data;
      const known = at.get(ticketId) ?? new Map<string, PresenceView>();
      at.set(ticketId, known);
      if (state === 'gone') known.delete(accountId);
      else known.set(accountId, data);
      show(ticketId);
      return true;
    },
    async catchUp() {
      const loads = [...observedNotes].filter(([, { observed }]) => observed()).map(([id]) => loadNotes(id));
      if (colleagues.observed()) loads.push(loadColleagues());
      return (await Promise.all(loads)).every(Boolean);
    },
    reset() {
      epoch++;
      at.clear();
      forgetEnds();
      [...reports.keys()].forEach(stop);
      colleagues.store.set([]);
      for (const { store } of observedNotes.values()) store.set(LOADING);
      for (const { store } of presences.values()) store.set([]);
    },
  };
}

/** Notes never change, so that what is known and what has arrived can be combined in any order. */
function merged(known: readonly Note[], arrived: readonly Note[]): readonly Note[] {
  const all = new Map([...known, ...arrived].map((note) => [note.id, note]));
  return [...all.values()].sort((a, b) => a.atMs - b.atMs);
}

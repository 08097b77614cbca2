import type { Tab } from './tab.ts';

/** How long a page may say that it is live on a dead path after something has woken it: two seconds, and what a timer is late by. */
const WOKEN_MS = 3_000;
/** A page that is only seen again believes what it heard within this time. */
const UNSEEN_MS = 2_000;
/** How long without a word: until the missing heartbeat, and the same spread again. */
const SILENT_MS = 22_000;
/** How long until a page notices that the page which reads for it stands still, and asks for itself: shown, or hidden. */
const READER_MS = 10_000;
const HIDDEN_READER_MS = 36_000;

/** Finds a page that says that it is live while nothing has been able to reach it for longer than it may. */
export function falselyLive(tabs: readonly Tab[], nowMs: number): string | undefined {
  for (const tab of tabs) {
    if (!tab.awake || tab.liveSinceMs === undefined) continue;
    const path = pathOf(tab, tabs, nowMs);
    const sinceMs = Math.max(path.aliveMs, tab.liveSinceMs);
    // Nobody sees a hidden page, and it hears of nothing that wakes it.
    const woken =
      !tab.document.hidden && [tab.awakeSinceMs, tab.seenAtMs - UNSEEN_MS].some((wokenMs) => wokenMs >= sinceMs);
    const readerMs = tab.document.hidden ? HIDDEN_READER_MS : READER_MS;
    const mayMs = Math.max(woken ? WOKEN_MS : SILENT_MS, path.isFrozen ? readerMs : 0);
    const deadMs = nowMs - Math.max(sinceMs, tab.awakeSinceMs, woken ? tab.seenAtMs : 0);
    if (deadMs > mayMs) {
      const why = woken ? 'after it woke' : path.isFrozen ? 'by another page' : 'in silence';
      return `${tab.name} has been dead for ${(deadMs / 1_000).toFixed(1)} s ${why}`;
    }
  }
  return undefined;
}

/** When something could last reach a page. `isFrozen`: the page that reads for it stands still. */
function pathOf(
  { browser: { link }, account, realm }: Tab,
  tabs: readonly Tab[],
  nowMs: number,
): { aliveMs: number; isFrozen: boolean } {
  let aliveMs = link.diedAtMs;
  let isFrozen = false;
  for (const stream of link.streams) {
    const reader = tabs.find((each) => each.realm === stream.realm);
    // A page that changes its account has none for a moment.
    if (account !== undefined && reader?.account !== account) continue;
    const { frozenAtMs = nowMs, dead } = stream.realm;
    if (stream.realm !== realm && (dead || frozenAtMs < nowMs)) isFrozen = true;
    aliveMs = Math.max(aliveMs, Math.min(stream.deadSinceMs ?? nowMs, frozenAtMs));
  }
  return { aliveMs, isFrozen };
}

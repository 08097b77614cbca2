import type { Tab, Typed } from './tab.ts';
import { textsOf, type World } from './world.ts';

/** How long after one page has sent something the others know of it, where storage is slow, in milliseconds. */
const TOLD_MS = 4_000;

/** What is wrong, if anything. */
type Finding = string | undefined;

/** A page whose browser has none of the previous release: what the present one promises, that one may not. */
export const isPresent = ({ browser }: Tab): boolean => !browser.hasPrevious;

/** A text in an outbox: since when, whose that is, and as which of its ticket's texts it was stored. */
type Joined = Pick<Typed, 'text' | 'tab'> & {
  readonly atMs: number;
  readonly account: string | undefined;
  readonly at: number;
};

/** Judges the order of what pages of one browser and account have sent, which have one outbox. */
function overtaking(together: readonly Joined[]): Finding {
  /** What is stored last, of what each outbox had first. */
  const outboxes = new Map<string, Joined>();
  for (const each of [...together].sort((a, b) => a.atMs - b.atMs)) {
    const { text, tab, account, at, atMs } = each;
    const outbox = `${tab.browser.link.name} ${account}`;
    const before = outboxes.get(outbox);
    if (before && at < before.at && atMs - before.atMs > TOLD_MS)
      return `“${text}” of ${tab.name} overtook “${before.text}” of ${before.tab.name}`;
    if (!before || at > before.at) outboxes.set(outbox, each);
  }
  return undefined;
}

/** Judges whether what a page sends about one ticket is stored in this order. */
export function overtaken(world: World): Finding {
  for (const [ticketId, { said }] of world.histories) {
    /** What was stored last of what a page has sent for an account: who comes back finds theirs waiting. */
    const sentHere = new Map<string, Typed & { readonly at: number }>();
    const placed = new Map<string, number>();
    said.forEach((each, at) => {
      for (const text of textsOf(each.text)) if (!placed.has(text)) placed.set(text, at);
    });
    const together: Joined[] = [];
    for (const typed of [...world.typed].sort((a, b) => a.sentAt - b.sentAt)) {
      const { text, tab, account, sent, sentAt, ticketId: of } = typed;
      const [key = ''] = textsOf(text);
      const at = placed.get(key);
      if (!sent || of !== ticketId || at === undefined || sentAt < 0) continue;
      // What was refused but could not be marked as that may be sent again. What storage has refused waits in the pages that have heard of
      // it, and one that is opened later sends what came after it.
      if (tab.realm.stuck || typed.unsaved) continue;
      const sender = `${tab.name} ${account}`;
      const earlier = sentHere.get(sender);
      if (earlier && at < earlier.at) return `“${text}” of ${tab.name} overtook “${earlier.text}”`;
      sentHere.set(sender, { ...typed, at });
      const joined = world.joined.get(key);
      if (joined && tab.browser.sharesPages && isPresent(tab)) together.push({ ...typed, ...joined, at });
    }
    const found = overtaking(together);
    if (found !== undefined) return found;
  }
  return undefined;
}

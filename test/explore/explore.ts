import type { Browser } from 'playwright';
import { type RunningDemo, runDemo } from '../support/demo.ts';
import { act, BUYER, LIN, request, STAFF } from '../support/typing/surroundings.ts';
import { Hands } from './actions.ts';
import { Cast } from './cast.ts';
import { converge } from './converge.ts';
import { Judge, Violation } from './judge.ts';
import type { Plan } from './plan.ts';
import { Texts } from './texts.ts';

/** What a run came to. */
export interface Outcome {
  readonly violation: Violation | undefined;
  /** What was done, step by step. */
  readonly trail: readonly string[];
  /** Texts that were typed, and how many of them were sent. */
  readonly typed: number;
  readonly sent: number;
}

/**
 * Runs a plan over the demo: its server in a process of its own on an empty folder, and everybody in a browser of their own.
 *
 * @param untilMs - stops then, by the monotonic clock, with what is judged at the end
 * @param main - of the demo's server, if it is not the built one
 */
export async function explore(
  browser: Browser,
  plan: Plan,
  {
    untilMs = Infinity,
    main,
    log,
  }: { readonly untilMs?: number; readonly main?: string; readonly log?: (line: string) => void } = {},
): Promise<Outcome> {
  const demo = await runDemo({ minuteMs: plan.minuteMs, ...(main === undefined ? {} : { main }) });
  const texts = new Texts();
  const trail: string[] = [];
  const cast: Cast = new Cast({
    fault: (tab, what) => judge.fault(tab, what),
    sent: (sent) => judge.sent(sent),
    buyerHeard: (text) => judge.buyerHeard(text),
  });
  const judge = new Judge(demo, cast, texts);
  const hands = new Hands(demo, cast, texts, plan.seed);
  let violation: Violation | undefined;
  try {
    await prepare(demo);
    await cast.enter(browser, demo);
    for (const [at, step] of plan.steps.entries()) {
      if (performance.now() > untilMs) break;
      const done = await hands.perform(step);
      if (!done) continue;
      const line = `${at} ${done.tab.id} ${done.what}`;
      trail.push(line);
      log?.(line);
      await new Promise((resolve) => setTimeout(resolve, step.waitMs));
      await judge.after(done);
    }
    await converge(browser, demo, cast);
  } catch (error) {
    if (!(error instanceof Violation))
      throw new Error(`${String(error)}\n${trail.slice(-8).join('\n')}`, { cause: error });
    violation = error;
  } finally {
    for (const { context } of cast.seats) await context.close();
    await demo.stop();
  }
  const sent = texts.all.filter(({ state }) => state === 'sent').length;
  return { violation, trail, typed: texts.all.length, sent };
}

/** Two tickets, so that there is something to do: one waits for the shop, and one is with platform staff. */
async function prepare(demo: RunningDemo): Promise<void> {
  await request(demo, 'return-refund', 0);
  const ticketId = await request(demo, 'return-refund', 1);
  await act(demo, LIN, ticketId, 'decline', { fields: { reason: 'other', text: 'It left us whole.' } });
  await act(demo, BUYER, ticketId, 'escalate');
  await act(demo, STAFF, ticketId, 'begin-review');
}

import type { SendResult, StaffMessageResult } from '@sidecard/client';
import type { Tab, Typed } from './tab.ts';
import type { World } from './world.ts';

/** Remembers a text that somebody has typed, or sent. */
export function remember(
  world: World,
  tab: Tab,
  ticketId: string,
  form: string,
  text: string,
  result?: Promise<SendResult | StaffMessageResult>,
): Typed {
  const typed: Typed = {
    text,
    ticketId,
    form,
    tab,
    account: tab.account,
    atMs: world.scheduler.nowMs,
    sent: result !== undefined,
    wasDraft: !result,
    sentAt: result ? ++world.sends : -1,
    rewritten: false,
    unsaved: false,
    dismissed: false,
  };
  if (result) sendsAgain(world, tab, ticketId, form);
  world.typed.push(typed);
  follow(world, typed, result);
  return typed;
}

/** Writes down what comes of it when it is sent. */
export function follow(world: World, typed: Typed, result: Promise<SendResult | StaffMessageResult> | undefined): void {
  void result?.then(
    (answer) => {
      typed.result = answer;
      const why = answer.status === 'refused' ? answer.error.code : '';
      world.scheduler.note(`${typed.tab.name} “${typed.text}” ${answer.status} ${why}`);
    },
    (error: unknown) => world.fault(`a send rejects: ${String(error)}`),
  );
}

/** What was written in a field, or sent by its form, in a browser. */
const fieldOf = ({ typed }: World, { browser }: Tab, ticketId: string, form: string): readonly Typed[] =>
  typed.filter((each) => each.tab.browser === browser && each.ticketId === ticketId && each.form === form);

/** Sending a command again replaces the refused one. */
export function sendsAgain(world: World, tab: Tab, ticketId: string, form: string): void {
  for (const typed of fieldOf(world, tab, ticketId, form))
    if (typed.result?.status === 'refused') typed.dismissed = true;
}

/** Writes a text in a field, in place of what was there. */
export function write(world: World, tab: Tab, ticketId: string, form: string, text: string): void {
  world.scheduler.note(`${tab.name} writes “${text}” in ${form} of ${ticketId}`);
  // What the page does not show must not be lost by what is written there.
  const shown = JSON.stringify(tab.client.drafts.draft(ticketId, form).get() ?? '');
  for (const typed of fieldOf(world, tab, ticketId, form)) {
    const isSeen = typed.tab === tab || shown.includes(JSON.stringify(typed.text).slice(1, -1));
    if (isSeen) typed.rewritten = true;
  }
  tab.client.drafts.set(ticketId, form, { text });
}

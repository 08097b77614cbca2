import { builtInTypes, type TicketType } from '@sidecard/core';
import { describeTicketType } from '@sidecard/core/authoring';
import { project } from '@sidecard/core/server';
import { cleanFields, compose, limitsOfPart, transitionOf } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import type { Step, Walk } from '../support/walk.ts';
import { plainWorldOf } from '../support/worlds.ts';

const BUSY_MS = 300_000;

/** What the panel shows before a step: made of what an agent's client knows, and of what the form holds. */
function previewOf({ before, command, by }: Step, type: TicketType, walked: Walk): string | undefined {
  const context = walked.contextAt(before.updatedAtMs);
  const view = project(before, 'handlers', context);
  const action = view.actions.find((one) => one.command === command.command && one.choice === command.choice);
  const described = describeTicketType(type, 'merchant', ['zh-CN', 'en']);
  const transition = action && transitionOf(described, action);
  if (!action || !transition?.message) return undefined;
  const form = transition.fields ?? [];
  const fields = cleanFields(form, command.fields ?? {});
  return compose(transition.message, {
    fields,
    form,
    limits: limitsOfPart(action.limits ?? {}, fields),
    ticket: view,
    type: described,
    party: by,
  });
}

/** Only the server knows the share of an agreed refund for some of the pieces: the order's other tickets decide its last cent. */
function namesShare({ command, transition }: Step): boolean {
  return command.fields?.['part'] !== undefined && transition.message?.en.includes('{agreed}') === true;
}

/** What reaches the buyer by a step, on this ticket and on the one that it opens. */
function messagesOf({ events, opened }: Step): readonly string[] {
  const entries = [...events.flatMap(({ entry }) => entry ?? []), ...(opened?.history ?? [])];
  return entries.flatMap(({ sentMessage }) => sentMessage?.text ?? []);
}

describe.each(builtInTypes)('the preview of type $key', (type) => {
  it(
    '[R7] is what the buyer gets, as one message, for every action in every state',
    () => {
      const walked = plainWorldOf(type).usual;
      const wrong = walked.steps
        .filter((step) => step.by === 'merchant' && !namesShare(step))
        .flatMap((step) => {
          const preview = previewOf(step, type, walked);
          const messages = messagesOf(step);
          const expected = preview === undefined || preview === '' ? [] : [preview];
          return messages.length === expected.length && messages[0] === expected[0]
            ? []
            : [
                {
                  command: `${step.command.command} ${step.command.choice ?? ''} from ${step.before.workflow}`,
                  expected,
                  messages,
                },
              ];
        });
      expect(wrong.slice(0, 3)).toEqual([]);
    },
    BUSY_MS,
  );
});

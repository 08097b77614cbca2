import type { ConversationTexts } from './conversation-texts.js';
import { plural } from './english.js';

/** The words of a conversation's tasks in English. */
export const texts: ConversationTexts = {
  conversation: {
    title: 'After-sales',
    none: 'No after-sales task in this conversation.',
    open: plural('{count} open task', '{count} open tasks'),
    earlier: plural('{count} other case of this buyer', '{count} other cases of this buyer'),
    failed: 'The tasks did not load.',
    invite: 'Invite to apply',
    inviteHelp: 'Sends the buyer a message in the chat.',
    invitation:
      'You can apply for after-sales service on the order’s page. Choose “After-sales” there, and the shop answers you here.',
    start: 'Open a task for the buyer',
    cancel: 'Cancel',
    order: 'Order',
    orderHelp: 'The whole order number',
    chooseOrder: 'Choose an order',
    find: 'Find order',
    notFound: 'There is no such order in this shop.',
    type: 'What the buyer needs',
    chooseType: 'Choose a type',
    notNow: 'Not possible now: {reason}',
    submit: 'Open: {type}',
    opened: 'The task is open. The buyer can see it.',
    waits: '{type} for order …{order} opens once you are back online.',
    refused: '{type} for order …{order} was not opened',
    sendAgain: 'Send again',
    edit: 'Edit',
  },
};

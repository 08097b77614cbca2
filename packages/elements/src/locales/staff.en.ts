import { plural } from './english.js';
import type { StaffTexts } from './staff-texts.js';

/** The words of the message to staff in English. */
export const texts: StaffTexts = {
  staff: {
    title: 'Message to platform staff',
    send: 'Send to staff',
    count: plural('{count} message', '{count} messages'),
    placeholder: 'Write to platform staff',
    purpose: 'Purpose',
    purposes: {
      'progress-update': { short: 'Progress', long: 'Progress update' },
      'transaction-update': { short: 'Transaction', long: 'Transaction update' },
      'additional-statement': { short: 'Statement', long: 'Additional statement' },
    },
    choosePurpose: 'Choose a purpose',
    staffName: 'Platform staff',
    notNow: 'You can message staff while the platform is intervening.',
    ruled: 'Staff have ruled. Your message was not sent and is kept.',
    sent: 'Sent to staff.',
    answered: 'Platform staff replied.',
  },
};

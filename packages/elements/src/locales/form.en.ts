import { pick, plural } from './english.js';
import type { FormTexts } from './form-texts.js';
import type { Value } from './message.js';

/** Puts a label into a sentence. */
function lower(words: Value): string {
  const text = String(words ?? '');
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The range of a value, which may be a single one. */
function range({ min, max }: Readonly<Record<'min' | 'max', Value>>): string {
  return min === max ? 'Enter {min}' : 'Enter {min} to {max}';
}

/** The words of forms in English. */
export const texts: FormTexts = {
  form: {
    collapse: 'Collapse',
    audience: { buyer: 'The buyer will read this', staff: 'Only platform staff can see this, not the buyer' },
    sends: {
      agree: 'Agree and tell {buyer}',
      decline: 'Decline and tell {buyer}',
      propose: 'Propose and tell {buyer}',
      'confirm-receipt': 'Confirm and tell {buyer}',
      reply: 'Send to {buyer}',
      'submit-evidence': 'Send to platform staff',
    },
    sendToBuyer: '{act} · tell {buyer}',
    sendToStaff: '{act}: send to staff',
    leadsTo: {
      buyer: ({ what }) => `After this, the buyer has {time} to ${lower(what)}.`,
      merchant: ({ what }) => `After this, you have {time} to ${lower(what)}.`,
      staff: ({ what }) => `After this, the platform has {time} to ${lower(what)}.`,
    },
    days: plural('{count} day', '{count} days'),
    hours: plural('{count} hour', '{count} hours'),
    minutes: plural('{count} minute', '{count} minutes'),
    preview: 'Sent to the chat as you',
    previewShare: 'The message will name the refund for these items, worked out when it is sent.',
    previewEmpty: 'Fill in the form to preview the message.',
    optional: 'Optional',
    upTo: 'Up to {max}',
    fromTo: '{min} to {max}',
    full: 'Full',
    choose: 'Choose one',
    counter: '{count}/{max}',
    quickReplies: 'Quick replies',
    replies: [
      { label: 'Apology', text: 'We are sorry for the trouble.' },
      { label: 'Postage', text: 'Postage is on us.' },
      { label: 'Timing', text: 'We will take care of it as soon as possible.' },
    ],
    ownAddress: 'Enter another address',
    address: { name: 'Name', phone: 'Phone', region: 'Region', street: 'Street' },
    quantity: 'Quantity of {item}',
    found: 'What is wrong with {item}',
    picturesOf: 'Pictures of {item}',
    ofItem: '{item}: {problem}',
    notYet: 'Cannot send yet: {reason}',
    shortcut: 'Ctrl ↵',
    shortcutMac: '⌘ ↵',
    unknownMove: 'This action needs a newer version. Use the workbench instead.',
    none: 'None',
    picturesUnfinished: 'Wait until all pictures are uploaded, or remove those that failed',
    picturesAtMost: 'At most {max} pictures',
  },
  problems: {
    required: '{label} is required',
    requiredReason: 'Choose a reason',
    requiredAddress: 'Choose or enter an address',
    'wrong-kind': '{label} is invalid',
    'unknown-field': '{label} is not allowed here',
    'unknown-option': 'Choose an option from the list',
    'too-short': ({ by }) => `${pick(by, 'One more character', '{by} more characters')}: {min} to {max} required`,
    'too-long': ({ by }) => pick(by, 'One character too many', '{by} characters too many'),
    unreadable: '{label} contains unreadable characters',
    'too-low': range,
    'too-high': range,
    'wrong-currency': 'Use {currency}',
    amountUnreadable: 'Enter an amount in {currency}, such as {example}',
    phoneUnreadable: 'Enter a phone number, such as +1 555 123 4567',
    trackingUnreadable: 'A tracking number has 5 to 40 letters or digits',
    nothingArrived: 'Nothing arrived, so there is no receipt to confirm.',
    other: '{label} needs to be changed',
    tooEarly: 'Choose {day} or later',
    tooLate: 'Choose {day} or earlier',
  },
};

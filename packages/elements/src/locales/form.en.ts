import { pick, plural } from './english.js';
import type { FormTexts } from './form-texts.js';
import type { Value } from './message.js';

/** A button's words within a sentence. */
function lower(words: Value): string {
  const text = String(words ?? '');
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** What a value is to be between; often there is only one. */
function range({ min, max }: Readonly<Record<'min' | 'max', Value>>): string {
  return min === max ? 'Enter {min}' : 'Enter {min} to {max}';
}

/** The words of forms in English. */
export const formEn: FormTexts = {
  form: {
    fold: 'Fold',
    audience: { buyer: 'The buyer will read this', staff: 'Only platform staff can see this, not the buyer' },
    sends: {
      agree: 'Agree and tell the buyer',
      decline: 'Decline and tell the buyer',
      propose: 'Propose and tell the buyer',
      'confirm-receipt': 'Confirm and tell the buyer',
      reply: 'Send to the buyer',
      'submit-evidence': 'Send to platform staff',
    },
    sendToBuyer: '{act} · tell the buyer',
    sendToStaff: '{act}: send to staff',
    leadsTo: {
      buyer: ({ what }) => `After this, the buyer has {time} to ${lower(what)}.`,
      merchant: ({ what }) => `After this, you have {time} to ${lower(what)}.`,
      staff: ({ what }) => `After this, the platform has {time} to ${lower(what)}.`,
    },
    days: plural('{count} day', '{count} days'),
    hours: plural('{count} hour', '{count} hours'),
    minutes: plural('{count} minute', '{count} minutes'),
    preview: 'Will be said in the chat, as you',
    previewEmpty: 'Once filled in, what the buyer will read stands here.',
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
      { label: 'Timing', text: 'We see to it as soon as we can.' },
    ],
    ownAddress: 'Type another address',
    address: { name: 'Name', phone: 'Phone', region: 'Region', street: 'Street' },
    quantity: 'Quantity of {item}',
    notYet: 'Cannot be sent yet: {reason}',
    shortcut: 'Ctrl ↵',
    shortcutMac: '⌘ ↵',
    unknownMove: 'This step needs a newer client; do it in the workbench.',
    none: 'None',
    picture: 'Picture {number}',
  },
  problems: {
    required: '{label} is needed',
    requiredReason: 'Choose a reason',
    requiredAddress: 'Choose or type an address',
    'wrong-kind': '{label} is not right',
    'unknown-field': '{label} does not belong here',
    'unknown-option': 'Choose one of the list',
    'too-short': ({ by }) => `${pick(by, 'One more character', '{by} more characters')}: {min} to {max} are needed`,
    'too-long': ({ by }) => pick(by, 'One character too many', '{by} characters too many'),
    unreadable: '{label} has characters that cannot be read',
    'too-low': range,
    'too-high': range,
    'wrong-currency': 'Use {currency}',
    amountUnreadable: 'Enter an amount, such as {example}',
    trackingUnreadable: 'A tracking number has 5 to 40 letters or digits',
    other: '{label} has to be changed',
    tooEarly: 'Choose {day} or later',
    tooLate: 'Choose {day} or earlier',
  },
  conflict: {
    title: '{who} answered first',
    help: 'Yours was not sent, and nothing is lost.',
    changed: 'What changed',
    draft: 'Your draft',
    goOn: 'Go on from here',
    sayMore: 'Say more in chat',
    status: 'Status',
    refund: 'Refund',
    told: 'Told buyer',
    quote: '“{text}”',
    nothing: '—',
    change: 'from {before} to {after}',
  },
};

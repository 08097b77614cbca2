/**
 * Sidecard's elements as React components, typed: objects are set as properties and events are props, in every React from 17 on.
 *
 * @packageDocumentation
 */
// Written by scripts/react-wrappers.mjs from the elements’ manifest. Do not edit.
export { SidecardCard } from './sidecard-card.js';
export { SidecardConversation } from './sidecard-conversation.js';
export { SidecardProvider } from './sidecard-provider.js';
export { SidecardStaffMessage } from './sidecard-staff-message.js';
export { SidecardTask } from './sidecard-task.js';
export { SidecardWorkbench } from './sidecard-workbench.js';

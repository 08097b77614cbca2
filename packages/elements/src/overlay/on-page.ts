import type { SidecardScope } from '../context/scope.js';

export function openTaskOnPage(_scope: SidecardScope, _ticketId: string, _opener: HTMLElement): void {}

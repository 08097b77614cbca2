import type { TicketType } from './ticket-type.js';

/** Returns the keys of a type's fields with pictures. Tickets of a type that the host has removed have the usual one. */
export function pictureKeys(type: TicketType | undefined): ReadonlySet<string> {
  const fields = [
    ...(type?.request ?? []),
    ...(type?.transitions ?? []).flatMap((transition) => transition.fields ?? []),
  ];
  return new Set(['pictures', ...fields.filter(({ kind }) => kind === 'pictures').map(({ key }) => key)]);
}

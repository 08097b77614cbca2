/** Returns the path of a ticket. */
export function ticketPath(ticketId: string): string {
  return `/v1/tickets/${encodeURIComponent(ticketId)}`;
}

/** Returns the path of a ticket's staff thread. */
export function threadPath(ticketId: string): string {
  return `${ticketPath(ticketId)}/staff-messages`;
}

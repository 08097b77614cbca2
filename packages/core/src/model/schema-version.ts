/** Version of the stored shape of events and tickets. When the shape changes, increment it and add an upcaster. */
export const SCHEMA_VERSION = 3;

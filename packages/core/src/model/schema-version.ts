/** The version of the shape in which events and tickets are stored. A change of the shape raises it and adds an upcaster. */
export const SCHEMA_VERSION = 2;

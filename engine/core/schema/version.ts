// The schema version, on its own so that code without a schema library can name it.

/** The version this engine writes. Older versions are migrated on reading, newer ones are refused. */
export const SCHEMA_VERSION = 1;

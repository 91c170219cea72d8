import type { SchemaError } from './schema-error.js';

/** A JSON Schema as Ajv compiles it: checks whether a value is valid, and keeps the errors if it is not. */
export interface CompiledSchema {
  (value: unknown): boolean;
  /** All errors of the last call. */
  readonly errors?: readonly SchemaError[] | null;
}

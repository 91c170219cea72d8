/** A JSON Schema as Ajv compiles it: checks whether a value is valid, and keeps the errors if it is not. */
export interface CompiledSchema {
  (value: unknown): boolean;
  /** All errors of the last call. */
  readonly errors?: readonly SchemaError[] | null;
}

/** One error, in the form that Ajv reports it. */
export interface SchemaError {
  /** A JSON Pointer to the value. */
  readonly instancePath: string;
  /** The keyword of the schema that the value violates. */
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

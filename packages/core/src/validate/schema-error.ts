/** One error of a value that does not match a JSON Schema, in the form that Ajv reports it. */
export interface SchemaError {
  /** A JSON Pointer to the value. */
  readonly instancePath: string;
  /** The keyword of the schema that the value does not match. */
  readonly keyword: string;
  /** What Ajv says about the keyword, such as `missingProperty`. */
  readonly params: Readonly<Record<string, unknown>>;
  /** What Ajv says, such as `must be string`; absent if its option `messages` is false. */
  readonly message?: string | undefined;
}

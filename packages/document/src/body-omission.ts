/**
 * Why the content of a response was omitted: it exceeded a limit (`too-large`), it was not requested
 * (`minimal`, as with `Prefer: return=minimal`), or the operation ran for an earlier request with the same
 * Idempotency-Key, and its content was not stored (`not-stored`).
 */
export type BodyOmission = 'too-large' | 'minimal' | 'not-stored';

const OMISSIONS: readonly unknown[] = [
  'too-large',
  'minimal',
  'not-stored',
] satisfies readonly BodyOmission[];

/** What a reader says about any other value. */
export const OMISSION_RULE: string = 'must be "too-large", "minimal" or "not-stored"';

/** Checks whether a value is a reason for omitted content. */
export function isBodyOmission(value: unknown): value is BodyOmission {
  return OMISSIONS.includes(value);
}

import { isListOf, isString, type StoredValueChecker } from '@multistatus/core/adapter';

/**
 * Checks what is kept of how an answer is to be written.
 *
 * @throws {TypeError} if a member is missing or of the wrong kind.
 */
export function checkAnswer(answer: StoredValueChecker): void {
  answer.check('format', isString);
  answer.check('mediaType', isString);
  answer.check('isMinimal', (value) => typeof value === 'boolean');
  answer.check('applied', (value) => isListOf(value, isString));
}

/** Checks whether a value is a string or absent. */
export function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || isString(value);
}

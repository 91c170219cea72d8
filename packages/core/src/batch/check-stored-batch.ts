import { isAnyBase64, isObject } from '@multistatus/wire';
import { isListOf, isString, StoredValueChecker } from '../journal/stored-value-checker.js';

/**
 * Checks a stored batch, or a part of one, before it is used: a step or an operation that is missing would otherwise run the rest of
 * the batch, or wait for ever.
 *
 * @throws {TypeError} if a member that the execution or the answer needs is missing or of the wrong kind.
 */
export function checkStoredBatch(stored: object): void {
  const batch = new StoredValueChecker('batch', stored);
  batch.check('batchId', isString);
  batch.check('format', isString);
  batch.check('path', isString);
  batch.check('isSequential', isBoolean);
  batch.check('stopAfter', (value) => value === undefined || (isIndex(value) && value > 0));
  batch.check('host', isTextOrAbsent);
  const answer = batch.member('answer');
  answer.check('format', isString);
  answer.check('mediaType', isString);
  answer.check('isMinimal', isBoolean);
  answer.check('applied', (value) => isListOf(value, isString));
  const indexes = new Set<unknown>();
  let last = -1;
  batch.members('operations', (operation) => {
    operation.check('index', (value) => {
      if (!isIndex(value) || value <= last) return false;
      last = value;
      return indexes.add(value);
    });
    checkOperation(operation);
  });
  batch.check('allowed', (value) => isListOf(value, (index) => indexes.has(index)));
  const planned = new Set<unknown>();
  batch.members('plan', (step, stepIndex) => {
    step.check('name', isString);
    let isGroup = false;
    step.check('isGroup', (value) => {
      isGroup = value === true;
      return typeof value === 'boolean';
    });
    step.check('dependencies', (value) => isListOf(value, (other) => isIndex(other) && other < stepIndex));
    step.check('operations', (value) => {
      const isPlannable = (index: unknown): unknown =>
        indexes.has(index) && !planned.has(index) && planned.add(index);
      return isListOf(value, isPlannable) && (isGroup ? value.length > 0 : value.length === 1);
    });
  });
  batch.check('plan', () => planned.size === indexes.size);
}

function checkOperation(operation: StoredValueChecker): void {
  for (const name of ['id', 'method', 'url']) operation.check(name, isString);
  operation.check('headers', (value) => isObject(value) && isListOf(Object.values(value), isString));
  operation.check('body', (value) => value === undefined || (isString(value) && isAnyBase64(value)));
  operation.check('isNamed', (value) => value === undefined || isBoolean(value));
  for (const name of ['clientId', 'atomicityGroup']) operation.check(name, isTextOrAbsent);
  operation.check('refusal', (value) => value === undefined || isObject(value));
  for (const name of ['dependencies', 'references'])
    operation.check(name, (value) => isListOf(value, isObject));
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || isString(value);
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

import type { EntityType, Property } from './entity-types.js';
import { ODataError } from './odata-error.js';

/**
 * Returns the values in the body of a POST or PATCH, by property.
 *
 * @throws {ODataError} 400 or 422 with the property as its target, if it is not one, or has a wrong value
 */
export function readValues(
  type: EntityType,
  body: unknown,
  { isNew }: { readonly isNew: boolean },
): ReadonlyMap<string, unknown> {
  if (typeof body !== 'object' || body === null) throw new ODataError(400, 'The body is not a JSON object.');
  // Names with an @ are annotations, such as the ETag that the client has read. ID and annotations cannot be written.
  const sent = Object.entries(body).filter(([name]) => name !== 'ID' && !name.includes('@'));
  const initial = Object.entries(type.properties).filter(([, { initial: value }]) => value !== undefined);
  const values = new Map(isNew ? initial.map(([name, property]) => [name, property.initial]) : []);
  for (const [name, value] of sent) {
    const property = type.properties[name];
    if (property === undefined) throw new ODataError(400, `${type.set} have no property ${name}.`, name);
    checkValue(name, property, value);
    values.set(name, value);
  }
  if (isNew) {
    const required = Object.keys(type.properties).filter((name) => !type.properties[name]?.isNullable);
    const missing = required.find((name) => !values.has(name));
    if (missing !== undefined) throw new ODataError(422, `${missing} is missing.`, missing);
  }
  return values;
}

function checkValue(name: string, { type, isNullable = false, range }: Property, value: unknown): void {
  if (value === null && isNullable) return;
  if (typeof value !== type) throw new ODataError(400, `${name} must be a ${type}.`, name);
  if (value === '') throw new ODataError(422, `${name} must not be empty.`, name);
  if (type === 'number' && !Number.isSafeInteger(value)) {
    throw new ODataError(400, `${name} must be a whole number.`, name);
  }
  const [min, max] = range ?? [-Infinity, Infinity];
  if (type === 'number' && !(Number(value) >= min && Number(value) <= max)) {
    throw new ODataError(422, `${name} must be from ${min} to ${max}.`, name);
  }
}

import { isObject } from '@multistatus/wire';
/** Checks the members of a stored value. Messages name the member that is wrong, and quote nothing of it. */
export class StoredValueChecker {
  readonly #place: string;
  readonly #value: Readonly<Record<string, unknown>>;

  /**
   * Begins to check a stored value. `place` is what messages call it, such as `outcomes`.
   *
   * @throws {TypeError} if `value` is not an object.
   */
  constructor(place: string, value: unknown) {
    this.#place = place;
    if (!isObject(value)) throw this.#damaged();
    this.#value = value;
  }

  /**
   * Checks the member `name`, which is `undefined` if it is absent.
   *
   * @throws {TypeError} if `isValid` returns false for it.
   */
  check(name: string, isValid: (value: unknown) => unknown): void {
    if (isValid(this.#value[name]) === false) throw this.#damaged(`.${name}`);
  }

  /**
   * Returns a checker of the member `name`, which must be an object.
   *
   * @throws {TypeError} if it is not one.
   */
  member(name: string): StoredValueChecker {
    return new StoredValueChecker(`${this.#place}.${name}`, this.#value[name]);
  }

  /**
   * Calls `check` with each element of the member, and returns the list.
   *
   * @throws {TypeError} if the member is not a list of objects.
   */
  members(name: string, check: (element: StoredValueChecker, index: number) => void): readonly unknown[] {
    const list = this.#value[name];
    if (!Array.isArray(list)) throw this.#damaged(`.${name}`);
    for (const [index, element] of list.entries()) {
      check(new StoredValueChecker(`${this.#place}.${name}[${index}]`, element), index);
    }
    return list;
  }

  #damaged(member = ''): TypeError {
    return new TypeError(`The stored value is damaged: ${this.#place}${member} is missing or not valid`);
  }
}

/** Checks whether a value is a string. */
export function isString(value: unknown): value is string {
  return typeof value === 'string';
}

/** Checks whether a value is a list whose elements are all valid. */
export function isListOf(
  value: unknown,
  isValid: (element: unknown) => unknown,
): value is readonly unknown[] {
  return Array.isArray(value) && value.every((element) => isValid(element) !== false);
}

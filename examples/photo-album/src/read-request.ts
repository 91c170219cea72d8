import { Ajv, type ErrorObject } from 'ajv';
import { type Fault, Problem } from './problem.js';

/** A valid title: text on one line. */
export const TITLE = { type: 'string', minLength: 1, maxLength: 200, pattern: '^\\P{Cc}*$' } as const;

const ajv = new Ajv({ allErrors: true });

/**
 * Returns the number of a resource from its path.
 *
 * @throws {Problem} 404 for anything that cannot be one: no resource has such a path
 */
export function readId(text: string): number {
  // Nine digits always fit PostgreSQL's integer.
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new Problem(404, 'There is nothing here: ids are whole numbers from 1.');
  }
  return Number(text);
}

/**
 * Returns a function that returns a request body if it matches the JSON Schema.
 *
 * Otherwise that function throws a 422 {@link Problem} that lists every error.
 */
export function bodyReader<Body>(schema: object): (body: unknown) => Body {
  const validate = ajv.compile<Body>(schema);
  return (body) => {
    if (!validate(body)) {
      throw new Problem(422, 'The body does not fit.', validate.errors?.map(toIssue));
    }
    return body;
  };
}

function toIssue({ instancePath, keyword, params, message }: ErrorObject): Fault {
  // For this error alone, ajv points at the object around the member that is wrong.
  if (keyword === 'additionalProperties') {
    const name = String(params['additionalProperty']).replaceAll('~', '~0').replaceAll('/', '~1');
    return { pointer: `#${instancePath}/${name}`, detail: 'is not known here' };
  }
  return { pointer: `#${instancePath}`, detail: message ?? keyword };
}

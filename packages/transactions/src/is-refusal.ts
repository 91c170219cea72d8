import { someCode } from './is-transient.js';

/** SQLSTATE of PostgreSQL. Not a code of Node, such as EPIPE, or of Prisma, such as P1017, which look alike. */
const SQLSTATE = /^(?:[0-9][0-9A-Z]|P0|HV)[0-9A-Z]{3}$/;

/**
 * Classes of SQLSTATE that leave open what became of a COMMIT: connection exceptions, lack of resources, interventions of an
 * operator, and system errors; and 40003, statement completion unknown.
 */
const UNCERTAIN = /^(?:0[0-3]|08|53|57P|58|40003)/;

/**
 * Checks whether an error means that the server has refused a COMMIT and rolled back, for example because of a deferred
 * constraint or a serialization failure.
 */
export function isRefusal(error: unknown): boolean {
  return someCode(error, (code) => SQLSTATE.test(code) && !UNCERTAIN.test(code));
}

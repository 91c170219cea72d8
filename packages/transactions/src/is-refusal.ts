import { someCode } from './is-transient.js';

/**
 * Classes of SQLSTATE that leave open what became of a COMMIT: connection exceptions, lack of resources, interventions of an
 * operator, system errors and internal errors; and 40003, statement completion unknown.
 */
const UNCERTAIN = /^(?:0[0-3]|08|53|57P|58|XX|F0|40003)/;

/** Only the classes that PostgreSQL has: codes of Node (EPIPE) and of Prisma (P1017) look alike. */
const SQLSTATE = /^(?:[0-9][0-9A-Z]|F0|HV|P0|XX)[0-9A-Z]{3}$/;

/**
 * Checks whether an error means that the server has refused a COMMIT and rolled back, for example because of a deferred
 * constraint or a serialization failure.
 */
export function isRefusal(error: unknown): boolean {
  return someCode(error, (code) => SQLSTATE.test(code) && !UNCERTAIN.test(code));
}

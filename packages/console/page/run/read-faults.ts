import { valueAt } from '@multistatus/wire';

/** A fault in a request. */
export interface RequestFault {
  /** The JSON Pointer to its place; `undefined` if the server does not name one. */
  readonly pointer: string | undefined;
  readonly message: string;
}

/** Returns the faults that a problem lists: `errors` with pointers, or the one place that it names. */
export function readFaults(problem: unknown): RequestFault[] {
  const errors = valueAt(problem, ['errors']);
  const list: readonly unknown[] = Array.isArray(errors) ? errors : [];
  const faults = list.map((error): RequestFault => {
    const detail = valueAt(error, ['detail']);
    return { pointer: readPointer(error), message: typeof detail === 'string' ? detail : 'Not valid' };
  });
  const pointer = readPointer(problem);
  return faults.length > 0 || pointer === undefined ? faults : [{ pointer, message: 'The fault is here' }];
}

/** Pointers are URI fragments (RFC 6901 section 6). */
function readPointer(value: unknown): string | undefined {
  const pointer = valueAt(value, ['pointer']);
  if (typeof pointer !== 'string') return undefined;
  try {
    return decodeURIComponent(pointer.replace(/^#/, ''));
  } catch {
    return undefined;
  }
}

import type { Operation } from '../operation/operation.js';
import type { Limits } from '../options/resolve-limits.js';
import { headerBytes } from './operation-headers.js';

/** A limit that a member of an operation exceeds. */
export interface ExceededLimit {
  readonly limit: 'maxUrlLength' | 'maxHeaderBytes';
  readonly actual: number;
  readonly unit: string;
  readonly member: 'url' | 'headers';
}

/** Returns the limit that the URL or the headers of an operation exceed; `undefined` if they are within both. */
export function exceededLimit(
  { url, headers }: Operation,
  { maxUrlLength, maxHeaderBytes }: Limits,
): ExceededLimit | undefined {
  if (url.length > maxUrlLength)
    return { limit: 'maxUrlLength', actual: url.length, unit: 'characters', member: 'url' };
  const actual = headerBytes(headers);
  if (actual <= maxHeaderBytes) return undefined;
  return { limit: 'maxHeaderBytes', actual, unit: 'bytes of headers', member: 'headers' };
}

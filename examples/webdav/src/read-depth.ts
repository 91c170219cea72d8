import type { Request } from 'express';
import { Refusal } from './refusal.js';

/** How deep into a collection a request goes: not at all, to its members, or to everything below. */
export type Depth = '0' | '1' | 'infinity';

/**
 * Returns the Depth of a request (RFC 4918 section 10.2), by default `infinity`.
 *
 * @throws {Refusal} 400 for any other value.
 */
export function readDepth(req: Request): Depth {
  const depth = req.get('Depth')?.trim().toLowerCase() ?? 'infinity';
  if (depth === '0' || depth === '1' || depth === 'infinity') return depth;
  throw new Refusal(400, 'Depth is 0, 1 or infinity.');
}

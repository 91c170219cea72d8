import type { OpenApiHeader, OpenApiParameter } from './path-item.js';

const TEXT = { type: 'string' };

/** The headers of every answer whose format was negotiated. */
export const NEGOTIATED_HEADERS: Readonly<Record<string, OpenApiHeader>> = {
  Vary: { description: '`Accept`, and the other request headers that the answer depends on.', schema: TEXT },
  'Preference-Applied': { description: 'The preferences that were honoured (RFC 7240).', schema: TEXT },
};

/** The header Retry-After: when to send again what was rejected. */
export const RETRY_AFTER: OpenApiHeader = {
  description: 'Seconds to wait before sending again what was answered 409, 429 or 503.',
  schema: { type: 'integer', minimum: 0 },
};

/** The header Retry-After of a request that has not ended: when to ask for its progress again. */
export const POLL_AFTER: OpenApiHeader = {
  description: 'Seconds to wait before GET of the monitor.',
  schema: { type: 'integer', minimum: 1 },
};

/** Describes the request header Prefer; `preferences` maps each supported preference to its effect. */
export function preferParameter(preferences: Readonly<Record<string, string>>): OpenApiParameter {
  const lines = Object.entries(preferences).map(([name, effect]) => `- \`${name}\`: ${effect}`);
  return { name: 'Prefer', in: 'header', description: lines.join('\n'), schema: { type: 'string' } };
}

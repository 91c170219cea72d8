import type { OpenApiHeader, OpenApiParameter } from './path-item.js';

const TEXT = { type: 'string' };

/** The headers of every answer that was negotiated. */
export const NEGOTIATED_HEADERS: Readonly<Record<string, OpenApiHeader>> = {
  Vary: { description: '`Accept`, and what else had a say in the answer.', schema: TEXT },
  'Preference-Applied': { description: 'The preferences that were honoured (RFC 7240).', schema: TEXT },
};

/** When to send again what was turned away. */
export const RETRY_AFTER: OpenApiHeader = {
  description: 'Seconds after which what was answered 429 or 503 may be sent again.',
  schema: { type: 'integer', minimum: 0 },
};

/** Describes the request header Prefer; `preferences` are what it may ask for, each with what it does. */
export function preferParameter(preferences: Readonly<Record<string, string>>): OpenApiParameter {
  const lines = Object.entries(preferences).map(([name, effect]) => `- \`${name}\`: ${effect}`);
  return { name: 'Prefer', in: 'header', description: lines.join('\n'), schema: { type: 'string' } };
}

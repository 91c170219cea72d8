import type { ConformanceCase, RunningHost } from './case.js';

/** Returns a case for an endpoint with the format `odata`. Its answers have boundaries that nobody else has. */
export function odataCase(
  id: string,
  title: string,
  check: (host: RunningHost) => Promise<void>,
  options: ConformanceCase['options'] = {},
): ConformanceCase {
  return {
    id,
    level: 'MUST',
    section: 'packages/odata/README#multipart',
    title: `OData multipart: ${title}`,
    options: { format: 'odata', ...options },
    comparable: false,
    check,
  };
}

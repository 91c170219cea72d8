import type { ConformanceCase, RunningHost } from './case.js';

type CaseFunction = (
  id: string,
  title: string,
  check: (host: RunningHost) => Promise<void>,
  options?: ConformanceCase['options'],
) => ConformanceCase;

/** Returns a function that creates the cases of one protocol: `common` is what they share. */
function casesOf(
  protocol: string,
  common: Pick<ConformanceCase, 'section' | 'options' | 'comparable'>,
): CaseFunction {
  return (id, title, check, options = {}) => ({
    ...common,
    id,
    level: 'MUST',
    title: `${protocol}: ${title}`,
    options: { ...common.options, ...options },
    check,
  });
}

/** Returns a case for an endpoint with the format `odata`. Its answers have boundaries that nobody else has. */
export const odataCase: CaseFunction = casesOf('OData multipart', {
  section: 'packages/odata/README#multipart',
  options: { format: 'odata' },
  comparable: false,
});

/** Returns a case for batches in JSON to an endpoint with the format `odata`. */
export const jsonCase: CaseFunction = casesOf('OData JSON', {
  section: 'OData 4.01 §19',
  options: { format: 'odata' },
});

/** Returns a case for an endpoint with the format `graph`, of an API under `/v1.0`. */
export const graphCase: CaseFunction = casesOf('Microsoft Graph', {
  section: 'packages/odata/README#microsoft-graph',
  options: { format: 'graph', basePath: '/v1.0', root: '/v1.0' },
});

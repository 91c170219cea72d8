import { firstValue } from '@multistatus/wire';
import type { EnvelopeFields } from './envelope-fields.js';

/**
 * Checks whether a host, with its port if it has one, is the one that the client of the batch has called: that of the field Host,
 * or of X-Forwarded-Host if there is a proxy. The default ports of HTTP and HTTPS count as none.
 */
export function isOwnHost(host: string, envelope: EnvelopeFields): boolean {
  const forwarded = firstValue(envelope['x-forwarded-host'])?.split(',') ?? [];
  return [firstValue(envelope['host']) ?? '', ...forwarded].some(
    (own) => own !== '' && normalise(own) === normalise(host),
  );
}

function normalise(host: string): string {
  return host
    .trim()
    .toLowerCase()
    .replace(/:(?:80|443)?$/, '');
}

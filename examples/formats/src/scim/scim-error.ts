import type { Problem } from '@multistatus/document';
import { ERROR_URN } from './schemas.js';

/** An error of SCIM (RFC 7644 section 3.12). */
export interface ScimError {
  readonly schemas: readonly [string];
  readonly status: string;
  readonly scimType?: string | undefined;
  readonly detail: string;
}

/** Returns a problem as an error of SCIM. Of several issues it names the first, and the number of its operation. */
export function toScimError({ status, title, detail, ...more }: Problem): ScimError {
  const { scimType = 'invalidSyntax' } = more as { readonly scimType?: string };
  const [issue] = (more['errors'] ?? []) as readonly { readonly pointer: string; readonly detail: string }[];
  const [, index, member] = /^#\/requests\/(\d+)\/(.+)/.exec(issue?.pointer ?? '') ?? [];
  const place = index === undefined ? '' : `Operation ${Number(index) + 1}, ${member}: `;
  return {
    schemas: [ERROR_URN],
    status: String(status),
    scimType: status === 400 ? scimType : undefined,
    detail: place + (issue?.detail ?? detail ?? title),
  };
}

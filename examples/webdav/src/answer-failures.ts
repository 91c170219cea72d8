import { createMultistatus, sendMultistatus } from '@multistatus/express';
import type { Request, Response } from 'express';
import type { Failure } from './failure.js';
import { Refusal } from './refusal.js';
import { readPath, toHref } from './resource-path.js';

/**
 * Answers a request on a tree that failed for some members: 207, each with its status (RFC 4918 section 13).
 *
 * @throws {Refusal} if only the resource of the request itself failed, which needs no 207.
 */
export async function answerFailures(
  req: Request,
  res: Response,
  failures: readonly Failure[],
): Promise<void> {
  const [first] = failures;
  if (failures.length === 1 && first?.resource.path === readPath(req.path)) {
    throw new Refusal(first.status, 'It could not be done.', first.condition);
  }
  const report = createMultistatus();
  for (const { resource, status, condition } of failures) {
    const href = toHref(req.baseUrl, resource);
    // RFC 4918 section 16: lock-token-submitted contains the URL of the locked resource.
    const error = condition && [
      { name: `{DAV:}${condition}`, children: [{ name: '{DAV:}href', children: [href] }] },
    ];
    report.response({ href, status, error });
  }
  await sendMultistatus(req, res, report);
}

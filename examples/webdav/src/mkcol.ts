import { mkdir } from 'node:fs/promises';
import { allow } from './options.js';
import { checkPreconditions } from './preconditions.js';
import { Refusal } from './refusal.js';
import { checkParent, checkUnlocked, isExisting, requestedResource } from './resource.js';
import type { ShareHandler } from './share.js';

/** Answers MKCOL (RFC 4918 section 9.3). */
export const mkcol: ShareHandler = async (share, req, res) => {
  const hasBody = req.get('Transfer-Encoding') !== undefined || Number(req.get('Content-Length') ?? 0) > 0;
  if (hasBody) throw new Refusal(415, 'A body means nothing to MKCOL.');

  const resource = await requestedResource(share, req);
  if (isExisting(resource)) {
    allow(res, resource);
    throw new Refusal(405, 'There is something already.');
  }
  await checkPreconditions(share, { req, resource });
  checkUnlocked(share, resource);
  await checkParent(share, resource);
  await mkdir(resource.file);
  res.status(201).end();
};

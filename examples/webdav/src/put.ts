import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { etagOf } from './etag.js';
import { moveFile } from './move-file.js';
import { allow } from './options.js';
import { checkPreconditions } from './preconditions.js';
import { Refusal } from './refusal.js';
import { checkParent, checkUnlocked, requestedResource } from './resource.js';
import type { ShareHandler } from './share.js';

/** Answers PUT: 201 for a new file, 204 for a replaced one. The file appears only when it is complete. */
export const put: ShareHandler = async (share, req, res) => {
  // RFC 9110 section 14.5: storing a part as the whole file would destroy the rest.
  if (req.headers['content-range'] !== undefined) throw new Refusal(400, 'Ranges cannot be put.');

  const check = async () => {
    const resource = await requestedResource(share, req);
    if (resource.isCollection) {
      allow(res, resource);
      throw new Refusal(405, 'A collection cannot be put.');
    }
    await checkPreconditions(share, { req, resource });
    checkUnlocked(share, resource);
    await checkParent(share, resource);
    return resource;
  };

  await check();
  const upload = join(share.uploads, randomUUID());
  try {
    await pipeline(req, createWriteStream(upload, { flags: 'wx' }));
    // Checked again: the state may have changed during a long upload.
    const { file, stats: before } = await check();
    await moveFile(upload, file);
    res.set('ETag', etagOf(await stat(file)));
    res.status(before === undefined ? 201 : 204).end();
  } finally {
    await rm(upload, { force: true });
  }
};

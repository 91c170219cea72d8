import { etagOf } from './etag.js';
import { existingResource, membersOf } from './resource.js';
import { toHref } from './resource-path.js';
import type { ShareHandler } from './share.js';

/** Answers GET and HEAD: the content of a file, with ranges and conditions, or the URLs of a collection's members. */
export const get: ShareHandler = async (share, req, res) => {
  const resource = await existingResource(share, req);
  if (resource.isCollection) {
    const hrefs: string[] = [];
    for await (const member of membersOf(resource)) hrefs.push(`${toHref(req.baseUrl, member)}\n`);
    res.type('text/plain').send(hrefs.join(''));
    return;
  }
  res.set('ETag', etagOf(resource.stats));
  await new Promise<void>((resolve, reject) => {
    const sent = (error?: Error): void => {
      // A client that has disconnected cannot receive an error.
      if (error === undefined || res.headersSent) resolve();
      else reject(error);
    };
    res.sendFile(resource.file, { dotfiles: 'allow', etag: false, cacheControl: false }, sent);
  });
};

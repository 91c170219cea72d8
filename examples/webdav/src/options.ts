import type { Response } from 'express';
import { Refusal } from './refusal.js';
import { type Resource, requestedResource } from './resource.js';
import type { ShareHandler } from './share.js';

/** Answers OPTIONS: the WebDAV class, and the methods that the resource allows (RFC 4918 section 10.1). */
export const options: ShareHandler = async (share, req, res) => {
  const resource = await requestedResource(share, req);
  // Without MS-Author-Via, Windows treats a share as a web site.
  res.set({ DAV: '1', 'MS-Author-Via': 'DAV' });
  allow(res, resource).status(200).end();
};

/** Refuses requests that no other handler has answered, mainly LOCK, which a class 1 share does not support. */
export const refuseMethod: ShareHandler = async (share, req, res) => {
  allow(res, await requestedResource(share, req));
  throw new Refusal(405, `${req.method} is not for this share.`);
};

/** Sets Allow, which a 405 must carry too (RFC 9110 section 15.5.6). */
export function allow(res: Response, { stats, isCollection }: Resource): Response {
  if (stats === undefined) return res.set('Allow', 'OPTIONS, PUT, MKCOL');
  const put = isCollection ? '' : ' PUT,';
  return res.set('Allow', `OPTIONS, GET, HEAD,${put} DELETE, COPY, MOVE, PROPFIND, PROPPATCH`);
}

import { mkdirSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import express, { type RequestHandler, type Router } from 'express';
import { copyOrMove } from './copy-or-move.js';
import { get } from './get.js';
import { mkcol } from './mkcol.js';
import { options, refuseMethod } from './options.js';
import { createPropertyStore } from './property-store.js';
import { propfind } from './propfind.js';
import { proppatch } from './proppatch.js';
import { put } from './put.js';
import { writeRefusal } from './refusal.js';
import { remove } from './remove.js';
import type { Share, ShareHandler } from './share.js';

/** What is shared, and how. */
export interface ShareOptions {
  /** The folder to share. It must exist. */
  readonly folder: string;
  /** A folder for properties and for uploads in progress. Created if missing. */
  readonly store: string;
  /**
   * Checks whether a resource is locked, by its decoded path in the share: `/photos/a b.jpg`, without a final slash.
   * A locked resource, and anything in it, cannot be changed, replaced, moved or deleted.
   *
   * @defaultValue nothing is locked
   */
  readonly isLocked?: ((path: string) => boolean) | undefined;
}

const EVERY_PATH = /.*/;
// Bodies of PROPFIND and PROPPATCH are kept in memory.
const XML_BODY = { type: () => true, limit: '1mb' };

/**
 * Creates a class 1 WebDAV share of a folder (RFC 4918 section 18.1). Mount it anywhere in an Express 5 app.
 *
 * @throws {TypeError} if the store is in the shared folder, where it would be served.
 *
 * @example
 * app.use('/files', createShare({ folder: '/srv/files', store: '/var/lib/files' }));
 */
export function createShare(shareOptions: ShareOptions): Router {
  const share = openShare(shareOptions);
  const by =
    (handler: ShareHandler): RequestHandler =>
    (req, res) =>
      handler(share, req, res);
  const xmlBody = express.raw(XML_BODY);

  const router = express.Router();
  router.options(EVERY_PATH, by(options));
  router.get(EVERY_PATH, by(get));
  router.put(EVERY_PATH, by(put));
  router.delete(EVERY_PATH, by(remove));
  router.mkcol(EVERY_PATH, by(mkcol));
  router.copy(EVERY_PATH, by(copyOrMove));
  router.move(EVERY_PATH, by(copyOrMove));
  router.propfind(EVERY_PATH, xmlBody, by(propfind));
  router.proppatch(EVERY_PATH, xmlBody, by(proppatch));
  router.use(by(refuseMethod));
  router.use(writeRefusal);
  return router;
}

function openShare({ folder, store, isLocked = () => false }: ShareOptions): Share {
  mkdirSync(join(store, 'properties'), { recursive: true });
  mkdirSync(join(store, 'uploads'), { recursive: true });
  const shared = realpathSync(folder);
  const kept = realpathSync(store);
  if (`${kept}${sep}`.startsWith(shared.endsWith(sep) ? shared : `${shared}${sep}`)) {
    throw new TypeError(`createShare.store must not be in the shared folder, got ${store}`);
  }
  return {
    folder: shared,
    uploads: join(kept, 'uploads'),
    properties: createPropertyStore(join(kept, 'properties')),
    isLocked,
  };
}

import type { Request, Response } from 'express';
import type { PropertyStore } from './property-store.js';

/** What every handler works on. */
export interface Share {
  /** The folder that is shared: absolute, without symbolic links. */
  readonly folder: string;
  /** Takes uploads until they are complete. */
  readonly uploads: string;
  readonly properties: PropertyStore;
  /** Checks whether the resource at a path, and everything in it, is locked. */
  readonly isLocked: (path: string) => boolean;
}

/** Answers the requests of one method. `writeRefusal` answers what it throws or rejects with. */
export type ShareHandler = (share: Share, req: Request, res: Response) => Promise<void>;

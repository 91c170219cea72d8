export type { Report, ReportOptions } from '@multistatus/core';
export { createMultistatus, type MultistatusBuilder } from '@multistatus/document';
export { type BatchMiddleware, batch, type KoaBatchOptions } from './batch.js';
export type { KoaContext } from './koa-context.js';
export { sendMultistatus } from './send-multistatus.js';
